"""The natural voice at work beside who speaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.voice.speaking.conftest import Tone
from voice.speaking.cache import Cache
from voice.speaking.manner import Manner, VoiceFailed
from voice.speaking.natural import NaturalWork

MANNER = Manner()


@pytest.fixture
def work(natural: Tone, cache: Cache) -> Iterator[NaturalWork]:
    made = NaturalWork(natural, cache)
    yield made
    made.close()


def warm(work: NaturalWork) -> None:
    work.in_time("您好。", MANNER, 0, keep=False)
    assert work.wait_until_idle(5)


def test_it_is_not_relied_on_before_it_has_spoken(work: NaturalWork, natural: Tone) -> None:
    assert work.in_time("请稍等。", MANNER, 5, keep=True) is None
    # but it is made ready
    assert work.wait_until_idle(5)
    assert natural.said == ["您好。"]
    future = work.in_time("请稍等。", MANNER, 5, keep=True)
    assert future and future.result(5).seconds == pytest.approx(0.4)


def test_what_is_said_is_kept_only_if_it_may(work: NaturalWork) -> None:
    for text, keep in (("请稍等。", True), ("张三您好。", False)):
        work.at_any_time(text, MANNER, keep=keep).result(5)
    assert work.wait_until_idle(5)
    assert work.cached("请稍等。", MANNER) and not work.cached("张三您好。", MANNER)


def test_too_long_a_sentence_is_not_begun(work: NaturalWork) -> None:
    warm(work)
    assert work.in_time("好" * 200, MANNER, 0.0, keep=True) is None


def test_while_it_is_busy_nobody_waits_for_it(work: NaturalWork, natural: Tone) -> None:
    warm(work)
    natural.asked.clear()
    natural.free.clear()
    work.later("请带身份证。", MANNER)
    assert natural.asked.wait(5)
    assert work.in_time("请稍等。", MANNER, 100, keep=True) is None
    natural.free.set()


def test_who_waits_comes_before_what_is_for_later(work: NaturalWork, natural: Tone) -> None:
    # given one sentence at work and two for later
    natural.free.clear()
    work.later("一。", MANNER)
    assert natural.asked.wait(5)
    work.later("二。", MANNER)
    work.later("三。", MANNER)
    # when somebody needs one at any price
    future = work.at_any_time("急。", MANNER, keep=False)
    natural.free.set()
    future.result(5)
    assert work.wait_until_idle(5)
    assert natural.said == ["一。", "急。", "二。", "三。"]


def test_the_same_sentence_waits_once(work: NaturalWork, natural: Tone) -> None:
    natural.free.clear()
    work.later("一。", MANNER)
    assert natural.asked.wait(5)
    for _ in range(3):
        work.later("二。", MANNER)
    natural.free.set()
    assert work.wait_until_idle(5)
    assert natural.said == ["一。", "二。"]


def test_a_failure_reaches_who_waits_and_the_next_is_tried(
    work: NaturalWork, natural: Tone
) -> None:
    natural.failing = True
    with pytest.raises(VoiceFailed):
        work.at_any_time("请稍等。", MANNER, keep=True).result(5)
    natural.failing = False
    assert work.at_any_time("请稍等。", MANNER, keep=True).result(5).seconds


def test_closed_it_says_no_more_and_its_voice_is_ended(natural: Tone, cache: Cache) -> None:
    work = NaturalWork(natural, cache)
    warm(work)
    work.close()
    work.later("请稍等。", MANNER)
    assert natural.closed == 1
    assert work.in_time("请稍等。", MANNER, 5, keep=True) is None
    with pytest.raises(VoiceFailed):
        work.at_any_time("请稍等。", MANNER, keep=True)
