"""How the everyday questions are judged: strictly, so that the figure can be believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.reply import Reply
from bench.everyday import (
    ASKED_BACK,
    TOLD,
    VOICES,
    WRONG,
    Asked,
    Question,
    evaluate,
    over_http,
    verdict,
    write,
)
from knowledge.library import Library
from tests.bench.conftest import Bot
from tests.conftest import Talk

NewTalk = Callable[[], Talk]


def sent(reply: Reply) -> dict[str, Any]:
    """A reply as the HTTP API sends it."""
    loaded: dict[str, Any] = json.loads(reply.json())
    return loaded


@pytest.mark.parametrize(
    ("move", "said", "right", "judged"),
    [
        # A policy told; the item it offers next was not what was asked for.
        ("ask_policy", "补社保卡要多少钱", ["card-cost"], TOLD),
        ("ask_policy", "补社保卡要多少钱", ["card-replace"], WRONG),
        # An item begun; the choices of its first question are none between entries.
        ("start_service", "社保卡丢了", ["card-replace"], TOLD),
        ("start_service", "社保卡丢了", ["card-report"], WRONG),
        # A question back, with the right one among its choices or without.
        ("start_service", "社保卡", ["card-replace"], ASKED_BACK),
        ("start_service", "社保卡", ["senior-age", "card-report"], ASKED_BACK),
        ("start_service", "社保卡", ["senior-card"], WRONG),
        # Not known.
        ("ask_policy", "公积金怎么取", ["senior-age"], WRONG),
    ],
)
def test_a_reply_is_judged_by_what_it_tells(
    talk: Talk, library: Library, move: str, said: str, right: list[str], judged: str
) -> None:
    # when something is said to the assistant
    reply = talk.say(move, said)
    # then its reply is right only if it is about what was asked
    assert verdict(sent(reply), right, library) == judged


def test_more_than_three_choices_are_no_help(talk: Talk, library: Library) -> None:
    # given a question back, to which a fourth choice is added
    reply = sent(talk.say("start_service", "社保卡"))
    others = ["senior-card", "senior-age"]
    reply["options"] += [{"send": f"/choose{json.dumps({'entry': other})}"} for other in others]

    assert verdict(reply, ["card-replace"], library) == WRONG


def test_an_entry_is_not_taken_for_one_whose_name_begins_alike(library: Library) -> None:
    reply = {"text": "您要的是哪一个？", "options": [{"send": '/choose{"entry": "card-cost-2"}'}]}

    assert verdict(reply, ["card-cost"], library) == WRONG


def test_a_question_without_its_entry_is_a_slip_and_no_wrong_answer(library: Library) -> None:
    with pytest.raises(AssertionError, match="there is no card-lost"):
        verdict({"text": "好。", "options": []}, ["card-lost"], library)


def question(*verdicts: str) -> Question:
    """A question whose voices were judged so."""
    return Question("补卡", tuple(Asked("卡丢了", "好。", verdict) for verdict in verdicts))


@pytest.mark.parametrize(
    ("verdicts", "right"),
    [
        ([TOLD, TOLD, TOLD, TOLD, TOLD], True),
        ([TOLD, ASKED_BACK, WRONG, ASKED_BACK, TOLD], True),
        ([TOLD, TOLD, WRONG, TOLD, WRONG], False),
    ],
)
def test_four_of_five_voices_must_be_understood(verdicts: list[str], right: bool) -> None:
    assert question(*verdicts).right is right


def test_a_bot_that_knows_nothing_has_nothing_right() -> None:
    # given a bot that doesn't know, whatever is asked
    asked = []

    def ask(said: str) -> dict[str, Any]:
        asked.append(said)
        return {"text": "这个我不知道，不敢乱说。", "options": []}

    # when the thirty questions are put (each of whose answers is in the knowledge base)
    questions = list(evaluate(ask))
    # then every voice was heard and none counts
    assert len(questions) == 30
    assert len(asked) == len(set(asked)) == 30 * len(VOICES)
    assert not any(question.right for question in questions)
    assert {one.verdict for question in questions for one in question.asked} == {WRONG}


def test_each_question_is_asked_in_a_new_conversation(bot: Bot) -> None:
    # given a door
    bot.usual = {"token": "t-1", "answered": True, "reply": {"text": "您好。", "options": []}}
    # when two things are asked
    ask = over_http(bot.url)
    assert ask("高龄津贴")["text"] == "您好。"
    ask("退休")
    # then each visitor comes anew, with the token just given
    assert [path for path, *_ in bot.asked] == ["/api/v1/sessions", "/api/v1/messages"] * 2
    assert bot.asked[1] == ("/api/v1/messages", {"text": "高龄津贴"}, "Bearer t-1")


def test_the_list_shows_every_answer_and_what_is_not_right(tmp_path: Path) -> None:
    # given one question that is right and one that isn't, with an answer of two lines
    reply = "先挂失|再补办。\n要带身份证。"
    mixed = (TOLD, ASKED_BACK, WRONG, WRONG, TOLD)
    questions = [
        question(*[TOLD] * 5),
        Question("挂失", tuple(Asked(f"话{i}", reply, v) for i, v in enumerate(mixed))),
    ]
    # when the list is written
    write(questions, tmp_path / "questions.md")
    # then it says how many are right, and of each voice what came of it
    lines = (tmp_path / "questions.md").read_text(encoding="utf-8").splitlines()
    assert "**1 of 2 right.**" in lines
    assert "## 1. 补卡 – right" in lines
    assert "## 2. 挂失 – **not right**" in lines
    rows = [line for line in lines if "| 话" in line]
    assert [row.split("|")[1].strip() for row in rows] == list(VOICES)
    assert [row.split("|")[3].strip() for row in rows] == ["✓", "问回一句", "✗", "✗", "✓"]
    # and a stroke in an answer doesn't break the table
    assert all(row.count("|") == 5 and row.endswith("| 先挂失｜再补办。 |") for row in rows)
