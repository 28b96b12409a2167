"""The compiled check of the action server's answers is no less strict than Rasa's own."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from assistant.rasa_tuning import tune, validate_action_result

#: Rasa's, whatever another test has tuned in this process.
RASAS_OWN = RemoteAction._validate_action_result
ACTION = RemoteAction("action_answer", EndpointConfig("http://127.0.0.1:5055/webhook"))

GOOD: list[dict[str, Any]] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "region", "value": "230000", "timestamp": None}]},
    {"events": [{"event": "followup", "name": "action_listen"}], "responses": [{"custom": {}}]},
    {},
]
BAD: list[Any] = [
    {"events": [{"name": "region"}]},
    {"events": [{"event": 5}]},
    {"events": {"event": "slot"}},
    {"events": "none"},
    {"responses": "好。"},
    {"responses": ["好。"]},
    [],
    "ok",
    None,
]
#: Anything JSON can hold, with the names Rasa looks for more often than chance would.
ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["events", "responses", "event", "name", "x"]), inner)
    ),
    max_leaves=8,
)


def accepts(check: Any, answer: Any) -> bool:
    """Whether a check lets an answer through."""
    try:
        return bool(check(ACTION, copy.deepcopy(answer)))
    except ValidationError:
        return False


@pytest.fixture
def tuned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rasa tuned for one test."""
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RASAS_OWN)
    tune()
    yield


@pytest.mark.parametrize("answer", GOOD)
def test_an_answer_rasa_takes_is_taken(answer: dict[str, Any]) -> None:
    assert accepts(RASAS_OWN, answer)
    assert accepts(validate_action_result, answer)


@pytest.mark.parametrize("answer", BAD, ids=repr)
def test_an_answer_rasa_refuses_is_refused(answer: Any) -> None:
    assert not accepts(RASAS_OWN, answer)
    assert not accepts(validate_action_result, answer)


@given(ANSWERS)
def test_the_two_never_differ(answer: Any) -> None:
    assert accepts(validate_action_result, answer) == accepts(RASAS_OWN, answer)


def test_tuning_reaches_rasas_own_calls(tuned: None) -> None:
    # when Rasa is tuned
    # then it uses the compiled check, which still refuses what it should
    assert RemoteAction._validate_action_result is validate_action_result
    assert ACTION._validate_action_result({"events": []})
    with pytest.raises(ValidationError, match="'event' is a required property"):
        ACTION._validate_action_result({"events": [{}]})
