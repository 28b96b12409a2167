"""The turns that are timed: those of real visits, in the sessions they belong to."""

from __future__ import annotations

from bench.text import STOCK_VISIT, VISIT, our_turns, stock_turns
from tests.bench.conftest import Bot


def test_our_turns_are_one_conversation_that_goes_on(bot: Bot) -> None:
    # given a door that hands out a token
    bot.usual = {"token": "t-1"}
    # when more turns are wanted than a visit has
    turns = our_turns(bot.url, len(VISIT) + 2)
    # then one conversation was opened, and the visit begins again within it
    assert [path for path, *_ in bot.asked] == ["/api/v1/sessions"]
    assert [body["text"] for _, body, _ in turns] == [*VISIT, *VISIT[:2]]
    assert {(path, headers["Authorization"]) for path, _, headers in turns} == {
        ("/api/v1/messages", "Bearer t-1")
    }


def test_each_visitor_of_the_stock_bot_is_another_sender() -> None:
    first, second = stock_turns(1, 3), stock_turns(2, 3)

    assert {body["sender"] for _, body, _ in first}.isdisjoint(
        body["sender"] for _, body, _ in second
    )
    assert [body["message"] for _, body, _ in first] == list(STOCK_VISIT[:3])
