"""Taking times: what is counted, and that what fails is never counted as quick."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.load import Turn, latency, percentile, throughput, wait_for
from bench.text import ours_answered, stock_answered
from tests.bench.conftest import Bot


def turn(text: str = "您好") -> Turn:
    return ("/say", {"text": text}, {})


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7.0], 0.95, 7.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        (list(range(100)), 0.5, 50),
        (list(range(100)), 0.95, 95),
        (list(range(20)), 0.95, 19),
        ([1.0] * 94 + [9.0] * 6, 0.95, 9.0),
    ],
)
def test_a_percentile_is_one_of_the_values(
    values: list[float], share: float, expected: float
) -> None:
    assert percentile(values, share) == expected


@given(st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([0.5, 0.95]))
def test_no_percentile_is_flattering(values: list[float], share: float) -> None:
    # given any times
    found = percentile(values, share)
    # then at least that share of them lies at or below what is said
    assert sum(value <= found for value in values) >= share * len(values)


def test_latency_is_the_time_of_each_turn_in_order(bot: Bot) -> None:
    # given a bot that thinks for 20 ms
    bot.thinks = 0.02
    # when three turns are timed
    times = latency(bot.url, [turn("一"), turn("二"), turn("三")], ours_answered)
    # then each was asked once, one after the other, and the time is that of a turn
    assert [body["text"] for _, body, _ in bot.asked] == ["一", "二", "三"]
    assert bot.at_once == 1
    assert 20 <= times.p50 <= times.p95


def test_throughput_counts_the_turns_of_all_clients_at_once(bot: Bot) -> None:
    # given a bot that thinks for 50 ms, and four clients with three turns each
    bot.thinks = 0.05
    # when they all talk
    rate = throughput(bot.url, [[turn()] * 3] * 4, ours_answered)
    # then they did so together: 80 turns a second at most, 20 one after the other
    assert len(bot.asked) == 12
    assert bot.at_once > 1
    assert 20 < rate <= 80


@pytest.mark.parametrize("measure", [latency, lambda url, turns, ok: throughput(url, [turns], ok)])
@pytest.mark.parametrize("wrong", ["error", "no answer", "nobody"])
def test_a_turn_that_fails_fails_the_measurement(
    bot: Bot, measure: Callable[..., object], wrong: str
) -> None:
    # given a server that gives up quickly at the second turn, or isn't there
    url = "http://127.0.0.1:9" if wrong == "nobody" else bot.url
    if wrong == "no answer":
        bot.says["二"] = {"answered": False, "reply": {"text": "请稍等"}}
    elif wrong == "error":
        bot.status = 503
    # then there is no figure
    with pytest.raises((RuntimeError, OSError)):
        measure(url, [turn("一"), turn("二")], ours_answered)


def test_a_reply_that_is_no_json_is_not_counted_either(bot: Bot) -> None:
    # given a proxy's page with status 200 for one of the clients
    bot.says["坏"] = b"<html>502</html>"
    # then the other's turns are no figure
    with pytest.raises(ValueError, match="Expecting value"):
        throughput(bot.url, [[turn("坏")], [turn("好")]], ours_answered)


def test_the_doors_apology_and_the_stock_bots_empty_list_are_no_answers() -> None:
    assert ours_answered({"answered": True, "reply": {"text": "您好"}})
    assert not ours_answered({"answered": False, "reply": {"text": "现在接不上，请打 12345。"}})
    assert stock_answered([{"recipient_id": "s1", "text": "您好"}])
    assert not stock_answered([])


def test_waiting_ends_when_it_is_so_or_in_time() -> None:
    # given something that becomes true
    true = threading.Event()
    threading.Timer(0.2, true.set).start()
    # then the seconds are told
    assert 0.1 <= wait_for(true.is_set, 5) < 5
    # and what never does isn't waited for without end
    began = time.monotonic()
    with pytest.raises(TimeoutError, match=r"0\.3 s"):
        wait_for(lambda: False, 0.3)
    assert time.monotonic() - began < 5
