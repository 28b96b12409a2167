"""Frames over a pipe."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from typing import IO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio import Clip
from voice.speaking.frames import (
    Asked,
    BadFrame,
    Kind,
    pack_sound,
    read_frame,
    unpack_sound,
    write_frame,
)

Pipe = tuple[IO[bytes], IO[bytes]]


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    out, into = os.pipe()
    with os.fdopen(out, "rb", buffering=0) as reader, os.fdopen(into, "wb") as writer:
        yield reader, writer


def soon() -> float:
    return time.monotonic() + 0.2


def test_what_is_written_is_read(pipe: Pipe) -> None:
    reader, writer = pipe
    write_frame(writer, Kind.ASKED, b"one")
    write_frame(writer, Kind.READY)
    assert read_frame(reader, soon()) == (Kind.ASKED, b"one")
    assert read_frame(reader, None) == (Kind.READY, b"")


def test_more_than_a_pipe_holds_comes_whole(pipe: Pipe) -> None:
    reader, writer = pipe
    payload = os.urandom(300_000)
    writing = threading.Thread(target=write_frame, args=(writer, Kind.SOUND, payload))
    writing.start()
    assert read_frame(reader, time.monotonic() + 5) == (Kind.SOUND, payload)
    writing.join()


@pytest.mark.parametrize(
    "some", [b"", b"EV", b"EVsd\0\0\0\x09half"], ids=["nothing", "name", "payload"]
)
def test_half_a_frame_is_not_waited_for_longer_than_asked(pipe: Pipe, some: bytes) -> None:
    reader, writer = pipe
    writer.write(some)
    writer.flush()
    with pytest.raises(TimeoutError):
        read_frame(reader, soon())


def test_a_closed_end_is_told_apart(pipe: Pipe) -> None:
    reader, writer = pipe
    writer.write(b"EVsd\0\0\0\x09half")
    writer.close()
    with pytest.raises(EOFError):
        read_frame(reader, soon())


@given(st.binary(min_size=8, max_size=20))
def test_other_bytes_are_never_taken_for_a_frame(data: bytes) -> None:
    out, into = os.pipe()
    with os.fdopen(out, "rb", buffering=0) as reader, os.fdopen(into, "wb") as writer:
        writer.write(b"\n" + data)
        writer.flush()
        with pytest.raises(BadFrame):
            read_frame(reader, soon())


@given(st.text(), st.floats(0.5, 2.0))
def test_a_sentence_goes_there_as_it_is(text: str, rate: float) -> None:
    asked = Asked(text, rate, "zf_xiaoyi")
    assert Asked.unpacked(asked.packed()) == asked


@given(st.lists(st.integers(-32_768, 32_767), max_size=50))
def test_sound_comes_back_as_it_was(values: list[int]) -> None:
    clip = unpack_sound(pack_sound(Clip(np.array(values, np.int16), 24_000)))
    assert (clip.samples.tolist(), clip.rate) == (values, 24_000)


@pytest.mark.parametrize("payload", [b"", b"\0\0", b"\0\0\0\0\1\1", b"\0\0\x5d\xc0\1"], ids=str)
def test_what_is_no_sound_is_refused(payload: bytes) -> None:
    with pytest.raises(BadFrame):
        unpack_sound(payload)
