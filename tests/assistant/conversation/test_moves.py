"""Every move in every state: nothing breaks, nothing is lost, every reply can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from assistant.conversation import stops
from assistant.conversation.moves import MOVES
from assistant.conversation.state import PendingKind
from assistant.conversation.turn import Desk
from knowledge.serving import Serving
from records.database import connect
from records.store import Records
from tests.assistant.conversation.presentable import answers_of, assert_presentable
from tests.conftest import Talk, open_talk

#: How each move is usually said.
SAYINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "greet": ("您好，有人吗", {}),
    "goodbye": ("再见啊", {}),
    "thank": ("谢谢", {}),
    "affirm": ("对", {}),
    "deny": ("不用", {}),
    "help": ("你会干什么", {}),
    "human": ("转人工", {}),
    "repeat": ("再说一遍", {}),
    "simplify": ("听不懂", {}),
    "explain_term": ("委托书是啥", {}),
    "ask_why": ("问这个干啥", {}),
    "speak_slower": ("慢点说", {}),
    "speak_louder": ("大声点", {}),
    "show_larger": ("字太小", {}),
    "complain": ("你们态度太差", {}),
    "chitchat": ("今天下雨吗", {}),
    "ask_policy": ("取暖补贴有多少", {}),
    "start_service": ("我要办老年证", {}),
    "ask_materials": ("要带照片吗", {}),
    "ask_where": ("去哪儿办", {}),
    "ask_hours": ("几点上班", {}),
    "ask_fee": ("要钱吗", {}),
    "ask_duration": ("要几天", {}),
    "ask_conditions": ("我能办吗", {}),
    "ask_online": ("网上能办吗", {}),
    "ask_proxy": ("儿子替我去行吗", {}),
    "ask_phone": ("打哪个电话", {}),
    "ask_source": ("谁规定的", {}),
    "list_steps": ("一共几步", {}),
    "check_progress": ("上周交的办好没", {}),
    "next_step": ("下一步", {}),
    "previous_step": ("上一步", {}),
    "go_to_step": ("第二步怎么做", {}),
    "where_am_i": ("说到哪了", {}),
    "pause": ("等一下", {}),
    "resume": ("接着办", {}),
    "cancel": ("不办了", {}),
    "start_over": ("从头来", {}),
    "correct": ("说错了", {}),
    "choose": ("第一个", {}),
    "inform": ("七十四", {}),
    "tell_region": ("我在哈尔滨", {"region": "230100"}),
    "summarise": ("总结一下", {}),
    "nlu_fallback": ("阿巴阿巴", {}),
}


def _nothing_open(talk: Talk) -> None:
    talk.say("greet", "您好")


def _question_open(talk: Talk) -> None:
    talk.say("start_service", "补办社保卡")
    talk.say("deny", "还没挂失呢")


def _at_a_step(talk: Talk) -> None:
    _question_open(talk)
    talk.say("inform", "我自己去")
    talk.say("go_to_step", "第二步")


def _at_the_summary(talk: Talk) -> None:
    _at_a_step(talk)
    while talk.state.guide is not None and talk.state.guide.stop != stops.SUMMARY:
        talk.say("next_step", "好了")


def _clarification_pending(talk: Talk) -> None:
    talk.say("start_service", "我想弄一下社保卡")


def _clarification_within_a_guide(talk: Talk) -> None:
    _at_a_step(talk)
    talk.say("ask_policy", "社保卡的事")


def _element_pending(talk: Talk) -> None:
    talk.say("ask_fee", "多少钱")


def _something_shelved(talk: Talk) -> None:
    _at_a_step(talk)
    talk.say("start_service", "办老年证")
    talk.say("inform", "七十四")


def _shelved_one_offered(talk: Talk) -> None:
    _something_shelved(talk)
    talk.say("cancel", "不办了")


def _guide_offered(talk: Talk) -> None:
    talk.say("ask_policy", "多大算老年人")


def _more_to_tell(talk: Talk) -> None:
    talk.say("ask_policy", "补社保卡要多少钱")


def _person_offered(talk: Talk) -> None:
    for nonsense in ("阿巴阿巴", "乌拉乌拉", "咕噜咕噜"):
        talk.say("nlu_fallback", nonsense)


STATES: dict[str, Callable[[Talk], None]] = {
    "nothing open": _nothing_open,
    "question open": _question_open,
    "at a step": _at_a_step,
    "at the summary": _at_the_summary,
    "clarification pending": _clarification_pending,
    "clarification within a guide": _clarification_within_a_guide,
    "element pending": _element_pending,
    "something shelved": _something_shelved,
    "shelved one offered": _shelved_one_offered,
    "guide offered": _guide_offered,
    "more to tell": _more_to_tell,
    "person offered": _person_offered,
}

#: Said at the summary these finish the guide: nothing more is to come.
FINISHING = frozenset({"next_step", "affirm", "choose"})


@pytest.fixture(scope="module")
def counter(
    empty_database: Path, serving: Serving, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """One desk for all cells; each cell is a conversation of its own."""
    file = copy(empty_database, tmp_path_factory.mktemp("moves") / "records.db")
    engine = connect(f"sqlite:///{file}")
    yield Desk(Records(engine), serving, region="000000", human_phone="12345")
    engine.dispose()


@pytest.fixture(scope="module")
def prepared(counter: Desk) -> dict[str, Talk]:
    """A conversation in each state, to be gone on with in copies."""
    found = {}
    for name, get_there in STATES.items():
        found[name] = open_talk(counter)
        get_there(found[name])
    return found


@pytest.fixture
def talk_in(counter: Desk, prepared: dict[str, Talk]) -> Callable[[str], Talk]:
    """Begins a conversation that is already in a state."""

    def begin(name: str) -> Talk:
        state, replies = prepared[name].state, prepared[name].replies
        session = counter.records.open_session("web", state.json())
        return Talk(counter, session.id, session.code, state.copy(deep=True), [*replies])

    return begin


def test_the_states_are_what_their_names_say(prepared: dict[str, Talk]) -> None:
    # given every prepared state
    states = {name: talk.state for name, talk in prepared.items()}
    pending = {name: state.pending and state.pending.kind for name, state in states.items()}
    # then each is open for what it is named after
    assert pending["clarification pending"] is PendingKind.CLARIFY
    assert pending["clarification within a guide"] is PendingKind.CLARIFY
    assert pending["element pending"] is PendingKind.WHICH_ITEM
    assert pending["guide offered"] is PendingKind.OFFER_GUIDE
    assert pending["shelved one offered"] is PendingKind.OFFER_RESUME
    assert [guide.item for guide in states["something shelved"].shelved] == ["card-replace"]
    stops_at = {name: state.guide.stop for name, state in states.items() if state.guide}
    assert stops_at["question open"] == "ask:who"
    assert stops_at["at a step"] == "step:1"
    assert stops_at["at the summary"] == stops.SUMMARY
    assert states["more to tell"].more == ["有的地方补办也不收钱。", "加急的另问。"]
    assert states["person offered"].failures == 3


@pytest.mark.parametrize("move", sorted(MOVES))
@pytest.mark.parametrize("state", STATES)
def test_every_move_in_every_state_is_answered_and_loses_nothing(
    talk_in: Callable[[str], Talk], state: str, move: str
) -> None:
    # given a conversation in this state
    talk = talk_in(state)
    before = answers_of(talk.state)
    # when this is said
    text, entities = SAYINGS[move]
    reply = talk.say(move, text, **entities)
    # then the reply can be shown and said
    assert_presentable(reply)
    # and the guides and their answers are still there, unless she gave them up
    given_up = move in {"cancel", "start_over"} or (
        (state == "at the summary" and move in FINISHING)
        or (state == "shelved one offered" and move == "deny")
    )
    after = answers_of(talk.state)
    if not given_up:
        assert before.keys() <= after.keys()
        assert all(answers.items() <= after[item].items() for item, answers in before.items())


@pytest.mark.parametrize("state", STATES)
def test_a_move_chosen_by_its_button_works_in_every_state(
    talk_in: Callable[[str], Talk], state: str
) -> None:
    # given a conversation in this state
    for move in MOVES:
        talk = talk_in(state)
        # when a button sends a bare move, without words or values
        reply = talk.say(move)
        # then it is answered
        assert_presentable(reply)


@pytest.mark.parametrize("state", STATES)
def test_a_person_is_one_word_away_in_every_state(
    talk_in: Callable[[str], Talk], state: str
) -> None:
    # given a conversation in this state
    talk = talk_in(state)
    told = answers_of(talk.state)
    # when she wants a person
    reply = talk.say("human", "人工")
    # then she is handed over with a number, and what she told is kept
    assert reply.hand_over
    assert reply.text.startswith("好，我替您叫工作人员。您说的我都记下了，不用再说一遍。")
    assert answers_of(talk.state) == told


#: What else may arrive: nothing, far too much, pictures, code, hidden characters.
ODD = {
    "nothing": "",
    "blank": " \t　",
    "signs": "？！……",
    "ten thousand characters": "社保卡丢了" * 2000,
    "pictures": "👵🏻🪪❤️‍🔥",
    "control characters": "社保\x00卡\x1b[31m丢\u202e了\u200b",
    "HTML": "<script>alert('社保卡')</script><img src=x onerror=1>",
    "SQL": "'; DROP TABLE sessions; -- 社保卡",
    "a full-text query": 'title:社保 AND "丢 OR NEAR(卡*',
    "places to fill": "{phone} {0} %s ${number} {number}",
    "GBK read as Latin": "社保卡".encode("gbk").decode("latin-1"),
    "a huge numeral": "9" * 400 + "岁",
    "lone surrogate neighbours": "\ufffd\uffff社保卡",
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("state", STATES)
def test_odd_input_is_answered_in_every_state_whatever_it_is_taken_for(
    talk_in: Callable[[str], Talk], state: str, odd: str
) -> None:
    # given a conversation in this state and something odd, taken for each move that reads words
    for move in ("nlu_fallback", "start_service", "ask_fee", "choose", "explain_term", "correct"):
        talk = talk_in(state)
        # when it arrives
        reply = talk.say(move, ODD[odd])
        # then it is answered like anything else
        assert_presentable(reply)


def test_an_unknown_move_is_a_fault_of_ours_and_not_hidden(talk: Talk) -> None:
    # given Rasa names a move that is not in the table
    # when it is made
    # then it fails loudly instead of saying anything
    with pytest.raises(KeyError):
        talk.say("order_pizza", "来个披萨")
    # and the conversation is as it was
    assert talk.desk.records.session(talk.session_id).state == "{}"
