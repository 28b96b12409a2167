"""Conversations over the real product, written as people have them: tests/conversations/*.yaml.

Each turn is what is said or pressed, and what must be true of the reply:
``is`` the whole text; ``has`` / ``lacks`` parts of it; ``options`` labels offered;
``card`` its kind; ``card_has`` words on it; ``step`` progress as "at/of"; ``expects``;
``person`` / ``end`` true; ``source`` a cited title.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.running.conftest import Deployment, Visit

FILES = sorted((Path(__file__).parent.parent / "conversations").glob("*.yaml"))
CONVERSATIONS = [
    pytest.param(talk, id=f"{file.stem}: {talk['name']}")
    for file in FILES
    for talk in yaml.safe_load(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("talk", CONVERSATIONS)
def test_conversation(deployment: Deployment, talk: dict[str, Any]) -> None:
    """The conversation goes as written."""
    visit = Visit.begin(deployment.url)
    for number, turn in enumerate(talk["turns"], 1):
        reply = visit.say(turn["say"]) if "say" in turn else visit.press(turn["press"])
        problems = list(faults(turn, reply))
        said = turn.get("say", turn.get("press"))
        assert not problems, f"第 {number} 句“{said}”：{problems}\n回答是：{reply['text']}"


def faults(turn: dict[str, Any], reply: dict[str, Any]) -> list[str]:
    """What is not as the turn says."""
    text, card = reply["text"], reply["card"] or {}
    labels = [option["label"] for option in reply["options"]]
    on_card = str(card)
    progress = reply["progress"] or {}
    checks = {
        "is": text == turn.get("is"),
        "has": all(part in text for part in listed(turn.get("has"))),
        "lacks": not any(part in text for part in listed(turn.get("lacks"))),
        "options": set(listed(turn.get("options"))) <= set(labels),
        "card": card.get("kind") == turn.get("card"),
        "card_has": all(part in on_card for part in listed(turn.get("card_has"))),
        "step": f"{progress.get('at')}/{progress.get('of')}" == turn.get("step"),
        "expects": reply["expects"] == turn.get("expects"),
        "person": reply["hand_over"] == turn.get("person"),
        "end": reply["end"] == turn.get("end"),
        "source": any(s["title"] == turn.get("source") for s in card.get("sources", [])),
    }
    unknown = set(turn) - set(checks) - {"say", "press"}
    assert not unknown, f"不认识 {unknown}"
    return [f"{key}: {turn[key]}" for key in turn if key in checks and not checks[key]]


def listed(value: Any) -> list[str]:
    """One string or several."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def test_there_are_enough_conversations() -> None:
    """Every move and every recovery: at least forty."""
    assert len(CONVERSATIONS) >= 40
