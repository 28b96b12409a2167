"""Tokens: who holds one holds the conversation, and nobody makes one up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.web.tokens import BadToken, Tokens
from settings import Settings
from settings.secret import secret_for

TOKENS = Tokens("a secret of this test")
ID = "0123456789abcdef0123456789abcdef"


def test_a_token_leads_back_to_its_conversation() -> None:
    # when a token is issued and shown
    # then it is for that conversation
    assert TOKENS.session_id(TOKENS.issue(ID)) == ID


def test_a_token_fits_into_a_header_and_an_address() -> None:
    # when a token is issued
    token = TOKENS.issue(ID)
    # then it holds nothing that would have to be escaped
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert token.isascii()


@given(st.text(max_size=200))
def test_nobody_makes_a_token_up(made_up: str) -> None:
    # when anything at all is shown as a token
    # then it is none
    with pytest.raises(BadToken):
        TOKENS.session_id(made_up)


@given(st.integers(0, 10_000), st.characters(categories=["L", "N", "P"]))
def test_a_token_with_a_letter_changed_is_none(place: int, letter: str) -> None:
    # given a token in which one letter was changed
    token = TOKENS.issue(ID)
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    # when it is shown
    # then it is none, or still stands for the same conversation (the last letter of a
    # signature carries spare bits)
    if changed == token:
        return
    try:
        assert TOKENS.session_id(changed) == ID
        assert place == len(token) - 1
    except BadToken:
        pass


def test_another_deployments_token_is_none() -> None:
    # when a token of another deployment is shown
    # then it is none
    with pytest.raises(BadToken):
        TOKENS.session_id(Tokens("another secret").issue(ID))


def test_a_token_runs_out_with_its_code(
    deployment: Settings, expired_token: Callable[[str], str]
) -> None:
    # given a token of eight days ago, rightly signed
    ours = Tokens(secret_for(deployment.secret_file, "web-session"))
    assert ours.session_id(ours.issue(ID)) == ID
    # when it is shown
    # then it has run out
    with pytest.raises(BadToken):
        ours.session_id(expired_token(ID))
