"""What is rehearsed is what citizens hear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ershun.rehearsal import rehearse
from knowledge.serving import NoKnowledge, Serving
from tests.conftest import Talk


@pytest.fixture(scope="module")
def rehearsed(serving: Serving) -> list[str]:
    """All that the small world's assistant says."""
    return list(rehearse(serving, "12345"))


def test_a_guide_is_rehearsed_as_it_is_walked(rehearsed: list[str], talk: Talk) -> None:
    # given a citizen who is led through a guide, giving the first answer to each question
    reply = talk.say("start_service", "社会保障卡补办")
    while talk.state.pending is not None and reply.options:
        reply = talk.press(reply.options[0].key)
    for _ in range(6):
        talk.say("next_step")
    # then each sentence of it was rehearsed to the letter
    heard = [reply.speak for reply in talk.replies]
    assert sum(said.startswith(("第 ", "最后一步")) for said in heard) == 4
    told_to_all = (said.split("续办码")[0] for said in heard)
    assert all(any(said in text for text in rehearsed) for said in told_to_all)


def test_every_policy_is_asked_for(rehearsed: list[str], talk: Talk) -> None:
    told = talk.say("ask_policy", "补社保卡要多少钱")
    assert told.card is not None
    assert told.speak in rehearsed


@pytest.mark.parametrize("move", ["greet", "thank", "help", "chitchat"])
def test_what_is_said_to_everybody_is_there(rehearsed: list[str], talk: Talk, move: str) -> None:
    assert talk.say(move).speak in rehearsed


def test_the_openings_come_first_and_the_guides_before_the_policies(rehearsed: list[str]) -> None:
    first_step = next(at for at, said in enumerate(rehearsed) if said.startswith("第 1 步"))
    (cost,) = [at for at, said in enumerate(rehearsed) if said.startswith("第一次办不要钱")]
    assert rehearsed[0].startswith("您好")
    assert 0 < first_step < cost


def test_a_long_answer_is_rehearsed_to_its_last_sentence(rehearsed: list[str]) -> None:
    assert any("加急的另问。" in said for said in rehearsed)


def test_no_number_that_is_one_persons_own_is_rehearsed(rehearsed: list[str]) -> None:
    assert not any(re.search("续办码[是 ]*[一-九幺零]", said) for said in rehearsed)


def test_nothing_stays_of_the_conversations(serving: Serving, tmp_path: Path) -> None:
    before = sorted(Path(tmp_path).rglob("*"))
    assert len(list(rehearse(serving, "12345"))) == len(list(rehearse(serving, "12345")))
    assert sorted(Path(tmp_path).rglob("*")) == before


def test_without_knowledge_there_is_nothing_to_rehearse(tmp_path: Path) -> None:
    with pytest.raises(NoKnowledge, match="ershun knowledge build"):
        next(rehearse(Serving(tmp_path, None), "12345"))
