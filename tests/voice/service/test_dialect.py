"""Results as vosk-server writes them, whatever ended with a frame."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice.hearing.recogniser import Heard, Word
from voice.service.dialect import Final, Options, configured, result
from voice.service.limits import Limits
from voice.service.refusals import Refused

WORDS = (Word("社保", 0.0, 0.4, 0.8), Word("卡", 0.4, 0.6, 1.0))
HEARD = Heard("社保卡", WORDS, 0.9)


def test_times_are_counted_from_the_start_of_the_sound() -> None:
    # given two utterances that ended with one frame
    finals = [Final(HEARD, "社保卡", 2.0), Final(HEARD, "社保卡", 5.5)]
    answer = result(finals, Options())
    # then they are one answer, with their words in order
    assert answer["text"] == "社保 卡 社保 卡"
    assert answer["understood"] == "社保卡社保卡"
    assert [word["start"] for word in answer["result"]] == [2.0, 2.4, 5.5, 5.9]


def test_an_utterance_without_words_has_no_list_of_them() -> None:
    # as vosk's has none
    assert result([Final(Heard(""), "", 0.0)], Options()) == {"text": "", "understood": ""}


def test_what_is_configured_adds_up() -> None:
    first = configured(Options(), {"sample_rate": 16000.0, "phrase_list": ["是"]}, Limits())
    both = configured(first, {"words": False, "max_alternatives": 0, "phrase_list": None}, Limits())

    assert both == Options(rate=16_000, words=False)


@given(
    st.dictionaries(
        st.sampled_from(["sample_rate", "words", "phrase_list", "max_alternatives", "profile"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()),
    )
)
def test_whatever_is_configured_is_usable_or_refused(config: dict[str, object]) -> None:
    try:
        options = configured(Options(), config, Limits(phrases=2, phrase_letters=3))
    except Refused as refused:
        assert str(refused).endswith("。")
    else:
        assert 8_000 <= options.rate <= 48_000
        assert len(options.phrases) <= 2
        assert all(len(phrase) <= 3 for phrase in options.phrases)
