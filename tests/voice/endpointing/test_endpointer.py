"""Turns over any pattern of speech and silence.

The patterns are synthetic on purpose: what is tested is the state machine, which sees
nothing but times. Real sound is in test_vad.py and tests/voice/hearing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.endpointing.endpointer import GOING_ON, Endpointer, Turn
from voice.endpointing.profiles import ELDER, NORMAL, Profile

WINDOW = 0.032
BEGAN, ENDED, TOO_LONG, NOTHING_SAID = Turn
#: Somebody who is cut off nowhere, so that all else can be told.
ENDLESS = replace(NORMAL, longest=10_000.0, longest_dictating=10_000.0)

#: Seconds of speech and of the silence after it, by turns; some far below any limit.
LENGTHS = st.floats(0.01, 0.6) | st.floats(0.6, 4.0) | st.floats(4.0, 40.0)
PATTERNS = st.lists(st.tuples(LENGTHS, LENGTHS), min_size=1, max_size=12)
PROFILES = st.sampled_from([NORMAL, ELDER])
Pattern = Sequence[tuple[float, float]]


class Fed(NamedTuple):
    """What happened at which second, and whether there was speech then."""

    at: float
    turn: Turn
    is_speech: bool


def windows(pattern: Pattern, window: float = WINDOW) -> list[tuple[float, bool]]:
    """A pattern as a detector of speech gives it. Parts are rounded to whole windows."""
    parts = [
        (length, is_speech)
        for pair in pattern
        for length, is_speech in zip(pair, (True, False), strict=True)
    ]
    return [
        (window, is_speech)
        for length, is_speech in parts
        for _ in range(max(1, round(length / window)))
    ]


def feed(
    endpointer: Endpointer, fed: Iterable[tuple[float, bool]], *, dictating: bool = False
) -> list[Fed]:
    happened, at = [], 0.0
    for seconds, is_speech in fed:
        at += seconds
        turn = endpointer.feed(seconds, is_speech, dictating=dictating)
        if turn is not None:
            happened.append(Fed(at, turn, is_speech))
    return happened


def turns(pattern: Pattern, profile: Profile = NORMAL, *, dictating: bool = False) -> list[Fed]:
    return feed(Endpointer(profile), windows(pattern), dictating=dictating)


def kinds(happened: Iterable[Fed]) -> list[Turn]:
    return [fed.turn for fed in happened]


# How long is waited


@pytest.mark.parametrize(("profile", "silence"), [(NORMAL, 0.7), (ELDER, 1.25)])
def test_a_turn_ends_after_the_silence_of_its_profile(profile: Profile, silence: float) -> None:
    began, ended = turns([(2.0, 5.0)], profile)
    assert began.turn is BEGAN and began.at == pytest.approx(profile.shortest, abs=WINDOW)
    assert ended.turn is ENDED and ended.at == pytest.approx(2.0 + silence, abs=2 * WINDOW)


def test_a_speaker_who_pauses_is_waited_for_longer() -> None:
    # given pauses of 0.6 s, just not long enough to end anything
    happened = turns([(1.0, 0.6), (1.0, 0.6), (1.0, 3.0)])
    # then the end needs half as much again
    assert kinds(happened) == [BEGAN, ENDED]
    assert happened[-1].at - 4.2 == pytest.approx(0.9, abs=3 * WINDOW)


def test_a_pause_that_cut_a_speaker_off_does_not_cut_them_off_again() -> None:
    # given somebody who was cut off at 0.7 s and went on at 0.9 s
    endpointer = Endpointer()
    assert kinds(feed(endpointer, windows([(1.0, 0.9), (1.0, 3.0)]))) == [BEGAN, ENDED] * 2
    # when they pause as long again
    happened = feed(endpointer, windows([(1.0, 0.9), (1.0, 3.0)]))
    # then it is one turn
    assert kinds(happened) == [BEGAN, ENDED]


def test_an_answer_to_us_is_no_pause() -> None:
    # given somebody who speaks again only after we could have answered
    endpointer = Endpointer()
    feed(endpointer, windows([(1.0, 0.7 + GOING_ON + 0.2), (1.0, 3.0)]))
    assert endpointer.wait == NORMAL.silence


def test_what_is_learnt_of_a_number_is_not_carried_over() -> None:
    endpointer = Endpointer()
    feed(endpointer, windows([(1.0, 2.0), (1.0, 2.0), (1.0, 4.0), (1.0, 0.1)]), dictating=True)
    assert endpointer.wait == NORMAL.silence


def test_groups_of_digits_are_one_number() -> None:
    groups = [(1.5, 2.3)] * 4
    assert kinds(turns(groups, dictating=True)) == [BEGAN]
    assert kinds(turns([*groups, (1.5, 3.0)], dictating=True)) == [BEGAN, ENDED]


def test_an_identity_card_said_slowly_is_not_too_long() -> None:
    digits = [(0.4, 1.0)] * 18
    assert kinds(turns([*digits, (0.4, 5.0)], ELDER, dictating=True)) == [BEGAN, ENDED]


# What begins a turn


@pytest.mark.parametrize("length", [0.032, 0.064, 0.096, 0.128])
def test_a_click_begins_nothing(length: float) -> None:
    assert turns([(length, 1.0)] * 5) == []


def test_one_syllable_begins_a_turn() -> None:
    assert kinds(turns([(0.2, 2.0)])) == [BEGAN, ENDED]


def test_a_word_with_a_gap_in_it_begins_a_turn() -> None:
    assert kinds(turns([(0.1, 0.1), (0.1, 2.0)])) == [BEGAN, ENDED]


# The ceiling, and nobody speaking


def test_who_speaks_without_end_is_told_so_and_loses_nothing() -> None:
    happened = turns([(40.0, 3.0)])
    assert kinds(happened) == [BEGAN, TOO_LONG, BEGAN, TOO_LONG, BEGAN, ENDED]
    assert happened[1].at == pytest.approx(15.0, abs=WINDOW)
    assert happened[2].at - happened[1].at == pytest.approx(NORMAL.shortest, abs=WINDOW)


def test_who_ends_just_below_the_ceiling_is_not_told_off() -> None:
    assert kinds(turns([(14.9, 2.0)])) == [BEGAN, ENDED]


def test_silence_is_noticed_and_noticed_again() -> None:
    happened = feed(Endpointer(), windows([(0.03, 30.0)]))
    assert kinds(happened) == [NOTHING_SAID] * 3
    assert [fed.at for fed in happened] == pytest.approx([8, 16, 24], abs=4 * WINDOW)


def test_patience_begins_anew_after_a_turn_and_when_a_question_is_asked() -> None:
    endpointer = Endpointer()
    # given a turn that ended, and nearly all patience gone
    feed(endpointer, windows([(1.0, 8.5)]))
    # when a question is asked
    endpointer.wait_anew()
    # then all of it is there again
    assert feed(endpointer, [(7.9, False)]) == []
    assert kinds(feed(endpointer, [(0.2, False)])) == [NOTHING_SAID]


def test_nobody_is_called_silent_while_beginning_to_speak() -> None:
    endpointer = Endpointer()
    assert feed(endpointer, [(7.95, False), (0.1, True)]) == []
    assert kinds(feed(endpointer, [(0.1, True)])) == [BEGAN]


# Time as the telephone gives it


def test_time_that_a_line_kept_back_is_fed_at_once() -> None:
    endpointer = Endpointer()
    assert kinds(feed(endpointer, [(1.0, True), (0.5, False), (0.3, False)])) == [BEGAN, ENDED]


@pytest.mark.parametrize("seconds", [-0.01, math.nan, math.inf])
def test_what_is_no_time_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="seconds"):
        Endpointer().feed(seconds, True)


def test_no_time_changes_nothing() -> None:
    endpointer = Endpointer()
    feed(endpointer, windows([(1.0, 0.6)]))
    assert endpointer.feed(0.0, True) is None
    assert kinds(feed(endpointer, [(0.15, False)])) == [ENDED]


# Ending by hand


def test_a_turn_is_ended_when_the_key_is_let_go() -> None:
    endpointer = Endpointer()
    feed(endpointer, windows([(1.0, 0.1)]))
    assert endpointer.in_turn and endpointer.end() and not endpointer.in_turn
    # then what follows is silence like any other
    assert kinds(feed(endpointer, [(7.9, False), (0.2, False)])) == [NOTHING_SAID]


def test_ending_tells_whether_anybody_spoke() -> None:
    endpointer = Endpointer()
    assert not endpointer.end()
    feed(endpointer, [(0.1, True)])
    assert endpointer.end()
    assert endpointer.speech == 0


# Whatever the pattern


@given(PATTERNS, PROFILES, st.booleans())
@settings(deadline=None)
def test_turns_begin_in_speech_and_end_in_silence(
    pattern: Pattern, profile: Profile, dictating: bool
) -> None:
    in_turn = False
    for fed in turns(pattern, profile, dictating=dictating):
        assert fed.is_speech == (fed.turn in (BEGAN, TOO_LONG))
        assert in_turn == (fed.turn in (ENDED, TOO_LONG))
        in_turn = fed.turn is BEGAN


@given(PATTERNS, PROFILES, st.booleans())
@settings(deadline=None)
def test_whoever_stops_speaking_is_waited_for_no_longer_than_the_most(
    pattern: Pattern, profile: Profile, dictating: bool
) -> None:
    # given any pattern, and then silence for as long as is waited at most
    endpointer = Endpointer(profile)
    most = profile.silence_dictating if dictating else profile.silence_most
    feed(endpointer, windows(pattern), dictating=dictating)
    feed(endpointer, [(WINDOW, False)] * math.ceil(most / WINDOW), dictating=dictating)
    # then no turn is left
    assert not endpointer.in_turn


@given(PATTERNS, PROFILES)
@settings(deadline=None)
def test_no_turn_outlasts_its_ceiling_and_one_wait(pattern: Pattern, profile: Profile) -> None:
    began = 0.0
    for fed in turns(pattern, profile):
        if fed.turn is BEGAN:
            began = fed.at
        elif fed.turn in (ENDED, TOO_LONG):
            assert fed.at - began <= profile.longest + profile.silence_most + WINDOW


@given(st.lists(st.tuples(st.floats(0.2, 4), st.floats(0.01, 0.66)), min_size=1, max_size=20))
@settings(deadline=None)
def test_a_pause_shorter_than_the_profiles_silence_never_cuts(pattern: Pattern) -> None:
    assert kinds(turns(pattern, ENDLESS)) == [BEGAN]


@given(PATTERNS)
@settings(deadline=None)
def test_a_number_never_ends_earlier_than_other_speech(pattern: Pattern) -> None:
    def first_end(dictating: bool) -> float:
        happened = turns(pattern, ENDLESS, dictating=dictating)
        return next((fed.at for fed in happened if fed.turn is ENDED), math.inf)

    assert first_end(dictating=True) >= first_end(dictating=False)


@given(PATTERNS)
@settings(deadline=None)
def test_old_people_are_never_cut_off_earlier(pattern: Pattern) -> None:
    def first_end(profile: Profile) -> float:
        happened = turns(pattern, replace(profile, longest=10_000, longest_dictating=10_000))
        return next((fed.at for fed in happened if fed.turn is ENDED), math.inf)

    assert first_end(ELDER) >= first_end(NORMAL)


@given(PATTERNS, PROFILES, st.integers(2, 8))
@settings(deadline=None)
def test_smaller_windows_change_nothing_by_more_than_a_window(
    pattern: Pattern, profile: Profile, parts: int
) -> None:
    # given the same sound cut into smaller windows
    whole = windows(pattern, 0.04)
    split = [(seconds / parts, speech) for seconds, speech in whole for _ in range(parts)]
    coarse, fine = feed(Endpointer(profile), whole), feed(Endpointer(profile), split)
    # then the same happens, each at most a window earlier for each turn before it
    assert kinds(fine) == kinds(coarse)
    for turn, (one, other) in enumerate(zip(fine, coarse, strict=True), start=1):
        assert -1e-6 <= other.at - one.at <= 0.04 * turn + 1e-6


@given(PATTERNS, PATTERNS)
@settings(deadline=None)
def test_the_same_sound_always_gives_the_same_turns(first: Pattern, second: Pattern) -> None:
    assert turns([*first, *second]) == turns([*first, *second])


@given(PATTERNS)
@settings(deadline=None)
def test_the_wait_stays_within_the_profile(pattern: Pattern) -> None:
    endpointer = Endpointer(ELDER)
    for seconds, is_speech in windows(pattern):
        endpointer.feed(seconds, is_speech)
        assert ELDER.silence <= endpointer.wait <= ELDER.silence_most
