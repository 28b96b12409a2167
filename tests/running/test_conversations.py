"""Conversations over the real product, written as people have them: tests/conversations/*.yaml.

Each turn is what is said or pressed, and what must be true of the reply:
``is`` the whole text; ``has`` / ``lacks`` parts of it; ``options`` labels offered;
``card`` its kind; ``card_has`` words on it; ``step`` progress as "at/of"; ``expects``;
``person`` / ``end`` true or false; ``manner`` levels; ``source`` a cited title.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from assistant.reply import Reply
from records.database import connect
from settings import REPOSITORY
from tests.assistant.conversation.presentable import assert_presentable
from tests.deployment import Deployment, Visit

FILES = sorted((Path(__file__).parent.parent / "conversations").glob("*.yaml"))
CONVERSATIONS = [
    pytest.param(talk, id=f"{file.stem}: {talk['name']}")
    for file in FILES
    for talk in yaml.safe_load(file.read_text(encoding="utf-8"))
]
#: How a turn ends that didn't just go on: each is a way back for somebody lost.
RECOVERIES = {
    "cancelled", "clarified", "complained", "corrected", "foreign", "handed_over", "manner",
    "no_guide", "no_source", "none_fits", "not_eligible", "nothing_to_choose", "other_language",
    "paused", "progress_unknown", "region_unknown", "repeated", "resumed", "simplified",
    "started_over", "unknown", "which_item",
}  # fmt: skip
#: Names of the conversations had so far.
HAD: set[str] = set()


@pytest.mark.parametrize("talk", CONVERSATIONS)
def test_conversation(deployment: Deployment, talk: dict[str, Any]) -> None:
    """The conversation goes as written."""
    HAD.add(talk["name"])
    visit = Visit.begin(deployment.url)
    for number, turn in enumerate(talk["turns"], 1):
        reply = visit.say(turn["say"]) if "say" in turn else visit.press(turn["press"])
        assert_presentable(Reply.parse_obj(reply))
        problems = list(faults(turn, reply))
        said = turn.get("say", turn.get("press"))
        assert not problems, f"第 {number} 句“{said}”：{problems}\n回答是：{reply['text']}"


def faults(turn: dict[str, Any], reply: dict[str, Any]) -> list[str]:
    """What is not as the turn says."""
    said, card = reply["text"], reply["card"] or {}
    labels = [option["label"] for option in reply["options"]]
    on_card = str(card)
    progress = reply["progress"] or {}
    checks = {
        "is": said == turn.get("is"),
        "has": all(part in said for part in listed(turn.get("has"))),
        "lacks": not any(part in said for part in listed(turn.get("lacks"))),
        "options": set(listed(turn.get("options"))) <= set(labels),
        "card": card.get("kind") == turn.get("card"),
        "card_has": all(part in on_card for part in listed(turn.get("card_has"))),
        "step": f"{progress.get('at')}/{progress.get('of')}" == turn.get("step"),
        "expects": reply["expects"] == turn.get("expects"),
        "person": reply["hand_over"] == turn.get("person"),
        "manner": (turn.get("manner") or {}).items() <= reply["manner"].items(),
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
    """At least sixty, and no two of one name."""
    assert len(CONVERSATIONS) >= 60
    assert len({talk.values[0]["name"] for talk in CONVERSATIONS}) == len(CONVERSATIONS)


def test_every_move_and_every_recovery_was_had(deployment: Deployment) -> None:
    """Understood as each move of the domain at least once, and recovered in each way."""
    if len(HAD) < len(CONVERSATIONS):
        pytest.skip("only all conversations together show it")
    domain = yaml.safe_load((REPOSITORY / "domain.yml").read_text(encoding="utf-8"))
    engine = connect(deployment.settings.database_url)
    with engine.connect() as database:
        rows = database.execute(text("SELECT DISTINCT intent, outcome FROM turns")).all()
    engine.dispose()
    assert set(domain["intents"]) - {intent for intent, _ in rows} == set()
    assert RECOVERIES - {outcome for _, outcome in rows} == set()
