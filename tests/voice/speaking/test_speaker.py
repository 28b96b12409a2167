"""A text is said sentence by sentence, whatever fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.voice.speaking.conftest import Tone
from voice.speaking.cache import Cache
from voice.speaking.manner import Manner
from voice.speaking.rendering import render, wanted_sentences
from voice.speaking.speaker import CannotSpeak, Speaker, impersonal

TEXT = "请带身份证。请到1楼。"


@pytest.fixture
def speaker(natural: Tone, plain: Tone, cache: Cache) -> Iterator[Speaker]:
    made = Speaker(natural, plain, cache)
    yield made
    made.close()


def rendered(text: str, natural: Tone, cache: Cache) -> None:
    render(wanted_sentences([text]), natural, cache)
    natural.said.clear()


def test_what_was_rendered_ahead_comes_at_once_in_the_natural_voice(
    speaker: Speaker, natural: Tone, plain: Tone, cache: Cache
) -> None:
    rendered(TEXT, natural, cache)
    clips = list(speaker.say(TEXT))
    assert [clip.samples[0] for clip in clips] == [natural.level] * 2
    assert natural.said == plain.said == []


def test_the_first_sentence_comes_before_the_second_is_made(speaker: Speaker, plain: Tone) -> None:
    clips = speaker.say(TEXT)
    next(clips)
    assert plain.said == ["请带身份证。"]


def test_what_is_new_comes_in_the_plain_voice_and_the_next_time_in_the_natural(
    speaker: Speaker, natural: Tone, plain: Tone
) -> None:
    # given a natural voice that is still being loaded
    natural.free.clear()
    assert {clip.samples[0] for clip in speaker.say(TEXT)} == {plain.level}
    natural.free.set()
    assert speaker.wait_until_rendered(5)
    assert {clip.samples[0] for clip in speaker.say(TEXT)} == {natural.level}


def test_in_time_the_natural_voice_says_new_sentences_too(speaker: Speaker, natural: Tone) -> None:
    list(speaker.say("您好。"))
    assert speaker.wait_until_rendered(5)
    assert {clip.samples[0] for clip in speaker.say("这是新的一句。")} == {natural.level}


def test_what_only_varies_in_a_number_is_known_but_for_that(
    speaker: Speaker, natural: Tone, plain: Tone
) -> None:
    # given a reply said once
    list(speaker.say("您的号码是13812345678，请到三号窗口。"))
    assert speaker.wait_until_rendered(5)
    # when it comes again with another number
    natural.free.clear()
    plain.said.clear()
    levels = [clip.samples[0] for clip in speaker.say("您的号码是13987654321，请到三号窗口。")]
    # then only the number is new
    assert levels[-1] == natural.level
    assert all("窗口" not in sentence for sentence in plain.said)


def test_a_natural_voice_that_does_not_finish_in_time_is_not_waited_for(
    speaker: Speaker, natural: Tone, plain: Tone
) -> None:
    list(speaker.say("您好。"))
    assert speaker.wait_until_rendered(5)
    # given one that is thought quick and then hangs
    natural.free.clear()
    assert [clip.samples[0] for clip in speaker.say("请稍等。")] == [plain.level]


def test_somebodys_number_is_not_kept(speaker: Speaker, natural: Tone, tmp_path: Path) -> None:
    # given a natural voice that is quick enough to say the number itself
    list(speaker.say("您好。"))
    assert speaker.wait_until_rendered(5)
    # when it has said one twice
    for _ in range(2):
        list(speaker.say("您的号码是13812345678，请到三号窗口。"))
        assert speaker.wait_until_rendered(5)
    # then on disk lie the greeting and the clause without it
    assert len(list((tmp_path / "clips").glob("??/*.wav"))) == 2
    assert any("幺三八" in sentence for sentence in natural.said)


@pytest.mark.parametrize("which", ["natural", "plain"])
def test_whichever_fails_the_other_says_the_sentence(
    which: str, speaker: Speaker, natural: Tone, plain: Tone
) -> None:
    voices = {"natural": natural, "plain": plain}
    voices[which].failing = True
    other = plain if which == "natural" else natural
    assert {clip.samples[0] for clip in speaker.say(TEXT)} == {other.level}


@pytest.mark.parametrize("which", ["natural", "plain"])
def test_either_voice_will_do(which: str, natural: Tone, plain: Tone, cache: Cache) -> None:
    only = natural if which == "natural" else plain
    speaker = Speaker(
        natural if which == "natural" else None, plain if which == "plain" else None, cache
    )
    assert {clip.samples[0] for clip in speaker.say(TEXT)} == {only.level}
    speaker.close()


def test_without_any_voice_people_are_told_what_to_do(
    speaker: Speaker, natural: Tone, plain: Tone, cache: Cache
) -> None:
    natural.failing = plain.failing = True
    for dumb in (speaker, Speaker(None, None, cache)):
        with pytest.raises(CannotSpeak, match="屏幕"):
            list(dumb.say(TEXT))


def test_volume_and_pause_are_as_asked(speaker: Speaker, natural: Tone, plain: Tone) -> None:
    natural.free.clear()
    (soft,) = speaker.say("请稍等。", Manner(volume=0.5, pause=0.5))
    assert soft.samples[0] == plain.level // 2
    assert soft.seconds == pytest.approx(0.4 + 0.5)
    assert not soft.samples[-soft.rate // 2 :].any()


def test_a_pause_within_a_sentence_is_shorter(speaker: Speaker) -> None:
    first, last = speaker.say("请您先坐下，叫到再过来。", Manner(pause=1.0))
    assert first.seconds - 0.6 < last.seconds - 0.6 == pytest.approx(1.0)


@pytest.mark.parametrize("nothing", ["", "😀🎉", "\x00\x07", "。。。", " \n"])
def test_where_nothing_can_be_said_nothing_is(speaker: Speaker, nothing: str) -> None:
    assert list(speaker.say(nothing)) == []


def test_a_voice_that_finds_nothing_to_say_in_a_piece_is_passed_over(
    speaker: Speaker, natural: Tone, plain: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    natural.free.clear()  # or it may have said the sentence before the other is asked
    silent = Tone("silent").synthesise("", Manner())
    monkeypatch.setattr(plain, "synthesise", lambda text, manner: silent)
    assert list(speaker.say("𠮷。")) == []


def test_twenty_thousand_characters_begin_at_once_and_come_to_an_end(
    speaker: Speaker, plain: Tone
) -> None:
    clips = list(speaker.say("您好，请带身份证。" * 2_222))
    assert len(clips) >= 2_222
    assert all(np.abs(clip.samples).max() > 0 for clip in clips)


@pytest.mark.parametrize(
    ("sentence", "is_so"),
    [("请到三号窗口。", True), ("二零二六年起。", False), ("幺三八，幺二三四，五六七八", False)],
)
def test_what_may_be_kept_holds_no_number_of_anybody(sentence: str, is_so: bool) -> None:
    assert impersonal(sentence) is is_so
