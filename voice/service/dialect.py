"""What vosk-server says and understands, as its clients know it.

Source: vosk-server, websocket/asr_server.py: a frame of sound is answered by exactly one
message, ``{"partial": …}`` or a result, and ``{"eof": 1}`` by the last result. Clients send
a frame and wait for the answer (test.py), or look whether there is one (Asterisk's
res_speech_vosk, FreeSWITCH's mod_vosk), and take a ``text`` that isn't empty for the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voice.endpointing.profiles import ELDER, NORMAL, Profile
from voice.hearing.recogniser import Heard, Word
from voice.service.limits import Limits
from voice.service.refusals import Refusal, Refused

#: Hz. Telephones have 8 kHz, sound cards 44.1 or 48.
RATES = range(8_000, 48_001)
#: How patiently is listened, by the name clients use.
PROFILES = {"normal": NORMAL, "elder": ELDER}


@dataclass(frozen=True)
class Options:
    """What a client has configured; the defaults are vosk-server's.

    Attributes:
        rate: Hz of the sound it sends.
        words: whether results have the words with their times.
        phrases: all that is expected to be said, if any.
        alternatives: whether results are a list of alternatives. There is one in it, as
            ours has only one reading of what it heard.
        profile: how patiently is listened; vosk-server knows nothing of it.
    """

    rate: int = 8_000
    words: bool = True
    phrases: tuple[str, ...] = ()
    alternatives: bool = False
    profile: Profile = NORMAL


def configured(options: Options, config: object, limits: Limits) -> Options:
    """``options`` with what a client's ``config`` changes; what is unknown is passed over.

    Raises:
        Refused: a value can't be used.
    """
    if not isinstance(config, dict):
        raise _unusable("config 要是一个 JSON 对象。")
    if "sample_rate" in config:
        options = replace(options, rate=sound_rate(config["sample_rate"]))
    if "words" in config:
        options = replace(options, words=bool(config["words"]))
    if "phrase_list" in config:
        options = replace(options, phrases=_phrases(config["phrase_list"], limits))
    if "max_alternatives" in config:
        most = config["max_alternatives"]
        if not isinstance(most, (int, float)):
            raise _unusable("max_alternatives 要是一个数。")
        options = replace(options, alternatives=most > 0)
    if "profile" in config:
        options = replace(options, profile=profile_named(config["profile"]))
    return options


def profile_named(name: object) -> Profile:
    """How patiently is to be listened.

    Raises:
        Refused: no profile has this name.
    """
    if isinstance(name, str) and name in PROFILES:
        return PROFILES[name]
    raise _unusable("profile 只能是 " + " 或者 ".join(PROFILES) + "。")


def sound_rate(value: object) -> int:
    """Hz of a client's sound.

    Raises:
        Refused: it is none that sound for speech has.
    """
    if isinstance(value, (int, float)) and value in RATES:
        return int(value)
    raise _unusable(f"采样率要是 {RATES[0]} 到 {RATES[-1]} 之间的整数，例如 16000。")


def _phrases(value: object, limits: Limits) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(phrase, str) for phrase in value):
        raise _unusable("phrase_list 要是一列词语。")
    if len(value) > limits.phrases or any(len(phrase) > limits.phrase_letters for phrase in value):
        raise _unusable(
            f"phrase_list 最多 {limits.phrases} 条，每条最多 {limits.phrase_letters} 个字。"
        )
    return tuple(value)


def _unusable(sentence: str) -> Refused:
    return Refused(Refusal.NOT_UNDERSTOOD, sentence)


def partial(text: str) -> Mapping[str, Any]:
    """What is heard so far."""
    return {"partial": text}


@dataclass(frozen=True)
class Final:
    """An utterance that has ended.

    Attributes:
        heard: what the recogniser wrote.
        understood: the same with numbers as digits and words put right.
        start: seconds of the stream at which it began; ours begins anew with each.
    """

    heard: Heard
    understood: str
    start: float


def result(finals: Sequence[Final], options: Options) -> Mapping[str, Any]:
    """What was heard in the utterances that ended with a frame, seldom more than one.

    ``text`` has blanks between the words, as vosk's has; ``understood`` is ours.
    """
    words = [word for final in finals for word in _timed(final)]
    text = " ".join(word["word"] for word in words)
    detail = {"result": words} if options.words and words else {}
    understood = "".join(final.understood for final in finals)
    if options.alternatives:
        confidence = min((final.heard.confidence for final in finals), default=0.0)
        readings = [{"confidence": confidence, **detail, "text": text}]
        return {"alternatives": readings, "understood": understood}
    return {**detail, "text": text, "understood": understood}


def _timed(final: Final) -> list[dict[str, Any]]:
    return [_word(word, final.start) for word in final.heard.words]


def _word(word: Word, start: float) -> dict[str, Any]:
    return {
        "conf": round(word.confidence, 6),
        "start": round(start + word.start, 6),
        "end": round(start + word.end, 6),
        "word": word.text,
    }
