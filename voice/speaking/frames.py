"""What a voice's worker and its owner say to each other over pipes.

A frame is four bytes that say what it is, its length, and so many bytes. A worker that prints
something in between, or dies half-way, is found out by the first frame that is none.
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from dataclasses import dataclass
from enum import Enum
from typing import IO, Optional

import numpy as np

from voice.audio import Clip

_HEADER = struct.Struct(">4sI")
_RATE = struct.Struct(">I")
_RATES = range(8_000, 48_001)
#: Bytes. 200 characters said at half the pace take 100 s, at 24 kHz 5 MB.
LARGEST = 16 * 1024 * 1024
_CHUNK = 1 << 16


class BadFrame(Exception):
    """What came is no frame."""


class Kind(Enum):
    """What a frame holds."""

    READY = b"EVrd"
    ASKED = b"EVas"
    SOUND = b"EVsd"
    WORDS = b"EVwo"
    FAILED = b"EVno"


@dataclass(frozen=True)
class Asked:
    """One sentence to be said.

    Attributes:
        text: in spoken form.
        rate: 1 is the normal pace.
        voice: which, where there are several.
    """

    text: str
    rate: float
    voice: str = ""

    def packed(self) -> bytes:
        """For a frame of kind ASKED."""
        return json.dumps([self.text, self.rate, self.voice]).encode()

    @classmethod
    def unpacked(cls, payload: bytes) -> Asked:
        """What ``packed`` made."""
        text, rate, voice = json.loads(payload)
        return cls(str(text), float(rate), str(voice))


def pack_sound(clip: Clip) -> bytes:
    """For a frame of kind SOUND."""
    return _RATE.pack(clip.rate) + clip.samples.astype("<i2").tobytes()


def unpack_sound(payload: bytes) -> Clip:
    """What ``pack_sound`` made.

    Raises:
        BadFrame: it is something else.
    """
    if len(payload) < _RATE.size or len(payload) % 2:
        raise BadFrame(f"{len(payload)} bytes are no sound")
    (rate,) = _RATE.unpack_from(payload)
    if rate not in _RATES:
        raise BadFrame(f"{rate} Hz is no rate of speech")
    return Clip(np.frombuffer(payload, "<i2", offset=_RATE.size).astype(np.int16), rate)


def write_frame(file: IO[bytes], kind: Kind, payload: bytes = b"") -> None:
    """Raises OSError when nobody reads at the other end."""
    file.write(_HEADER.pack(kind.value, len(payload)) + payload)
    file.flush()


def read_frame(file: IO[bytes], deadline: Optional[float]) -> tuple[Kind, bytes]:
    """The next frame of an unbuffered pipe.

    Args:
        file: a pipe.
        deadline: on ``time.monotonic``'s clock; None waits for ever.

    Raises:
        TimeoutError: it did not come in time.
        EOFError: the other end is closed.
        BadFrame: something else came.
    """
    name, length = _HEADER.unpack(_exactly(file, _HEADER.size, deadline))
    try:
        kind = Kind(name)
    except ValueError as error:
        raise BadFrame("not one of the kinds") from error
    if length > LARGEST:
        raise BadFrame(f"{length} bytes are too many")
    return kind, _exactly(file, length, deadline)


def _exactly(file: IO[bytes], size: int, deadline: Optional[float]) -> bytes:
    parts, missing, poll = [], size, select.poll()
    poll.register(file, select.POLLIN)
    while missing:
        if deadline is not None and not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise TimeoutError
        part = os.read(file.fileno(), min(missing, _CHUNK))
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
