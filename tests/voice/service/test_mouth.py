"""The process that speaks: sentence by sentence, and again after it was killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from voice.service.mouth import Mouth
from voice.speaking.manner import CannotSpeak, Manner


@pytest.fixture
def mouth(tmp_path: Path) -> Iterator[Mouth]:
    """One that has espeak alone."""
    with closing(Mouth(tmp_path / "clips", None)) as opened:
        yield opened


def test_it_speaks_sentence_by_sentence_and_is_killed_without_harm(mouth: Mouth) -> None:
    text = "您好。请坐下。"
    assert len(list(mouth.say(text, Manner()))) == 2
    assert mouth.spoken("2026年") == "二零二六年"
    # when its process is killed in the middle of a text
    clips = mouth.say(text, Manner())
    next(clips)
    os.kill(_pid(mouth), signal.SIGKILL)
    # then that is told, and the next text is spoken by another
    with pytest.raises(CannotSpeak, match="请再说一遍"):
        list(clips)
    assert len(list(mouth.say(text, Manner()))) == 2
    # and with a process that is gone a text is at least what is written
    os.kill(_pid(mouth), signal.SIGKILL)
    assert mouth.spoken("您好") == "您好"


def test_nothing_is_left_when_it_is_closed(tmp_path: Path) -> None:
    with closing(Mouth(tmp_path / "clips", None)) as mouth:
        list(mouth.say("您好。", Manner()))
        process = psutil.Process(_pid(mouth))
        all_of_it = [process, *process.children(recursive=True)]
    assert psutil.wait_procs(all_of_it, 10)[1] == []


def _pid(mouth: Mouth) -> int:
    pid = mouth._manager._process.pid  # type: ignore[attr-defined]
    assert isinstance(pid, int)
    return pid
