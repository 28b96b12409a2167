"""The reply contract: what a door may rely on, checked at both ends and as JSON Schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import ValidationError

from assistant.reply import (
    MOST_OPTIONS,
    VERSION,
    Card,
    CardKind,
    Expects,
    Manner,
    Option,
    Progress,
    Reply,
    Row,
    RowState,
    Source,
)

#: What has to be there; everything else has a default.
LEAST: dict[str, Any] = {"text": "好。", "speak": "好。"}
OPTION: dict[str, Any] = {"label": "好", "send": "/affirm", "key": "1"}
SCHEMA = Draft7Validator(Reply.schema())

texts = st.text(min_size=1, max_size=20)
levels = st.integers(min_value=-1, max_value=2)
sources = st.builds(
    Source,
    title=texts,
    article=st.none() | st.integers(min_value=1),
    issuer=texts,
    issued=st.none() | st.dates(),
    region=texts,
    checked=st.dates(),
    read=st.booleans(),
)
rows = st.builds(Row, label=texts, text=texts, state=st.none() | st.sampled_from(RowState))
cards = st.builds(
    Card,
    kind=st.sampled_from(CardKind),
    title=texts,
    rows=st.lists(rows, max_size=2),
    sources=st.lists(sources, max_size=2),
)
sends = st.sampled_from(["/affirm", "/next_step", '/choose{"entry": "补卡"}', "/help{}"])
options = st.lists(
    st.builds(Option, label=texts, send=sends, key=st.sampled_from("0123456789*#")),
    max_size=MOST_OPTIONS,
    unique_by=lambda option: option.key,
)
replies = st.builds(
    Reply,
    text=texts,
    speak=texts,
    options=options,
    card=st.none() | cards,
    progress=st.none()
    | st.integers(min_value=1, max_value=9).map(lambda at: Progress(label="步", at=at, of=9)),
    expects=st.sampled_from(Expects),
    manner=st.builds(Manner, slower=levels, louder=levels, larger=levels),
    hand_over=st.booleans(),
    end=st.booleans(),
)


@given(replies)
def test_what_the_assistant_sends_is_what_a_door_receives(reply: Reply) -> None:
    # when a reply goes over the wire
    sent = reply.json()
    # then the door has the same reply, and the schema that others build doors from agrees
    assert Reply.parse_raw(sent) == reply
    SCHEMA.validate(json.loads(sent))


def test_the_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(Reply.schema())


def test_the_least_reply_says_something_and_listens() -> None:
    reply = Reply(**LEAST)

    assert reply.version == VERSION
    assert reply.expects is Expects.FREE
    assert (reply.options, reply.card, reply.progress) == ([], None, None)
    assert reply.manner == Manner(slower=0, louder=0, larger=0)
    assert (reply.hand_over, reply.end) == (False, False)


#: Where the spoilt part is, and a reply with it.
SPOILT: list[tuple[str, dict[str, Any]]] = [
    ("text", {**LEAST, "text": ""}),
    ("speak", {**LEAST, "speak": ""}),
    ("text", {"speak": "好。"}),
    ("speak", {"text": "好。"}),
    ("extra", {**LEAST, "extra": 1}),
    ("expects", {**LEAST, "expects": "shout"}),
    ("options", {**LEAST, "options": [{**OPTION, "key": str(key)} for key in range(5)]}),
    ("label", {**LEAST, "options": [{**OPTION, "label": ""}]}),
    ("label", {**LEAST, "options": [{**OPTION, "label": "长" * 25}]}),
    ("send", {**LEAST, "options": [{**OPTION, "send": "affirm"}]}),
    ("send", {**LEAST, "options": [{**OPTION, "send": "/Affirm now"}]}),
    ("key", {**LEAST, "options": [{**OPTION, "key": "10"}]}),
    ("key", {**LEAST, "options": [{**OPTION, "key": "a"}]}),
    ("at", {**LEAST, "progress": {"label": "步", "at": 0, "of": 3}}),
    ("of", {**LEAST, "progress": {"label": "步", "at": 1, "of": 0}}),
    ("kind", {**LEAST, "card": {"kind": "poster", "title": "题"}}),
    ("slower", {**LEAST, "manner": {"slower": 3}}),
    ("louder", {**LEAST, "manner": {"louder": -2}}),
]
#: What only our own check finds: JSON Schema can't compare two fields.
INCOHERENT: list[tuple[str, dict[str, Any]]] = [
    ("options", {**LEAST, "options": [OPTION, {**OPTION, "label": "不"}]}),
    ("of", {**LEAST, "progress": {"label": "步", "at": 4, "of": 3}}),
    ("version", {**LEAST, "version": VERSION + 1}),
]


@pytest.mark.parametrize(("where", "spoilt"), SPOILT + INCOHERENT)
def test_a_reply_no_door_could_show_is_refused_and_the_fault_named(
    where: str, spoilt: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refused:
        Reply.parse_obj(spoilt)

    assert {error["loc"][-1] for error in refused.value.errors()} == {where}


@pytest.mark.parametrize(("_where", "spoilt"), SPOILT)
def test_the_schema_refuses_what_we_refuse(_where: str, spoilt: dict[str, Any]) -> None:
    assert not SCHEMA.is_valid(spoilt)


def test_the_last_step_is_within_the_progress() -> None:
    assert Progress(label="步", at=3, of=3).of == 3


def test_a_reply_is_not_changed_after_it_was_checked() -> None:
    reply = Reply(**LEAST)

    with pytest.raises(TypeError, match="immutable"):
        reply.text = ""  # type: ignore[misc]


def test_what_may_be_nothing_may_be_null_in_the_schema() -> None:
    # given a door that sends every field, as ours do
    everything = json.loads(Reply(**LEAST).json())
    assert everything["card"] is None
    # then the schema takes null where there may be nothing, and only there
    SCHEMA.validate(everything)
    assert not SCHEMA.is_valid({**everything, "manner": None})
