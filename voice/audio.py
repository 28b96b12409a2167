"""Sound as the voice parts pass it on: mono 16-bit samples and their rate.

WAV files are read by a parser of ours: the standard library's ``wave`` knows neither
floats nor WAVE_FORMAT_EXTENSIBLE, and both come from ordinary recorders. Source of the
format: "Multimedia Programming Interface and Data Specifications 1.0" and its revision
"New Multimedia Data Types and Data Techniques" (IBM and Microsoft, 1991 and 1994).
"""

from __future__ import annotations

import io
import struct
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import numpy as np
import numpy.typing as npt
import soxr

#: Mono.
Samples = npt.NDArray[np.int16]

#: Bytes of the largest WAV read. A turn lasts at most 15 s, which is 12 MB even at 192 kHz
#: in stereo. What is larger is no turn, and reading it takes many times its size in memory.
LARGEST = 16 * 1024 * 1024
_RATES = range(4_000, 192_001)
_MOST_CHANNELS = 8
_PCM, _FLOAT, _MULAW, _EXTENSIBLE = 1, 3, 7, 0xFFFE
#: Written as the size of the sound by who writes to a pipe and cannot know it.
_SIZE_UNKNOWN = 0xFFFFFFFF


class BadAudio(Exception):
    """A recording cannot be used; the message says why and what to do, in Chinese."""


@dataclass(frozen=True, eq=False)
class Clip:
    """A piece of sound.

    Attributes:
        samples: mono, 16 bits.
        rate: Hz.
    """

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / self.rate


@dataclass(frozen=True)
class _Format:
    """The ``fmt`` chunk: how the bytes of the sound are to be taken."""

    tag: int
    channels: int
    rate: int
    bits: int

    @property
    def frame(self) -> int:
        """Bytes of one sample of all channels."""
        return self.channels * self.bits // 8


def read_wav(source: Union[Path, bytes]) -> Clip:
    """Read a WAV of integers (8 to 32 bits), floats (32, 64) or mu-law, 4 to 192 kHz.

    Channels are averaged. Of a file that breaks off within the sound, what is there is read.

    Raises:
        BadAudio: it is empty, not a WAV, broken, too large or of no use as speech.
        OSError: the file cannot be read.
    """
    shape, sound = _parts(_bytes(source))
    _check(shape)
    values = _values(shape, sound[: len(sound) // shape.frame * shape.frame])
    mono = values.reshape(-1, shape.channels).mean(axis=1)
    return Clip(_to_samples(mono), shape.rate)


def wav_bytes(clip: Clip) -> bytes:
    """``clip`` as a WAV file of 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(clip.rate)
        writer.writeframes(clip.samples.astype("<i2").tobytes())
    return file.getvalue()


class Resampler:
    """Changes the rate of a stream, chunk by chunk, with the same result as in one piece.

    Works on floats within: to 16-bit integers soxr adds random dither, so that no two runs
    are the same. Its engine for variable rates is used with one rate because it stays 12 to
    30 ms behind where the other stays 37 to 114 ms behind, and people wait for that.
    Not to be used by two threads at the same time.
    """

    def __init__(self, rate_in: int, rate_out: int = 16_000) -> None:
        self._same = rate_in == rate_out
        self._stream = soxr.ResampleStream(rate_in, rate_out, 1, dtype="float32", vr=True)

    def feed(self, samples: Samples) -> Samples:
        """The samples at the new rate that can be told so far; up to 30 ms stay behind."""
        if self._same:
            return samples
        return _to_samples(self._stream.resample_chunk(samples.astype(np.float32)))

    def flush(self) -> Samples:
        """What stayed behind at the end of a stream. The next samples begin a new one."""
        if self._same:
            return np.zeros(0, np.int16)
        rest = self._stream.resample_chunk(np.zeros(0, np.float32), last=True)
        self._stream.clear()
        return _to_samples(rest)


def resampled(clip: Clip, rate: int) -> Clip:
    """``clip`` at another rate in Hz."""
    resampler = Resampler(clip.rate, rate)
    return Clip(np.concatenate([resampler.feed(clip.samples), resampler.flush()]), rate)


def from_mulaw(data: bytes) -> Samples:
    """Samples of a telephone's bytes (ITU-T G.711, mu-law)."""
    return _DECODED.take(np.frombuffer(data, np.uint8))


def to_mulaw(samples: Samples) -> bytes:
    """Samples as a telephone's bytes (ITU-T G.711, mu-law), one a sample."""
    return _ENCODED.take(samples.astype(np.int32) + 32_768).tobytes()


def _decoding() -> Samples:
    codes = ~np.arange(256, dtype=np.uint8)
    magnitudes = (((codes & 0x0F).astype(np.int16) << 3) + 0x84 << ((codes & 0x70) >> 4)) - 0x84
    return np.where(codes & 0x80, -magnitudes, magnitudes)


def _encoding() -> npt.NDArray[np.uint8]:
    linear = np.arange(-32_768, 32_768) >> 2
    magnitudes = np.minimum(abs(linear), 8_158) + 33
    segments = np.frexp(magnitudes)[1] - 6
    codes = segments << 4 | magnitudes >> segments + 1 & 0x0F
    masked: npt.NDArray[np.uint8] = (codes ^ np.where(linear < 0, 0x7F, 0xFF)).astype(np.uint8)
    return masked


_DECODED = _decoding()
_ENCODED = _encoding()


def _to_samples(values: npt.NDArray[np.floating[Any]]) -> Samples:
    rounded: Samples = np.clip(np.rint(values), -32_768, 32_767).astype(np.int16)
    return rounded


def _bytes(source: Union[Path, bytes]) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > LARGEST:
        raise _too_large(size)
    return source if isinstance(source, bytes) else source.read_bytes()


def _too_large(size: int) -> BadAudio:
    return BadAudio(
        f"录音太大了，有 {size // 2**20} 兆，最多 {LARGEST // 2**20} 兆。请录短一点，分几次说。"
    )


def _parts(data: bytes) -> tuple[_Format, bytes]:
    """The format and the bytes of the sound, found among the chunks of a RIFF file."""
    if not data:
        raise BadAudio("录音是空的，一点声音也没有。请重新录一次。")
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadAudio("这不是 WAV 录音。请换成 WAV 格式再试。")
    shape, at = None, 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        at += 8
        if name == b"fmt ":
            shape = _format(data[at : at + size])
        elif name == b"data" and shape:
            if LARGEST < size != _SIZE_UNKNOWN:
                raise _too_large(size)
            return shape, data[at : at + size]
        # Chunks begin at even places.
        at += size + size % 2
    raise _broken()


def _format(chunk: bytes) -> _Format:
    if len(chunk) < 16:
        raise _broken()
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if tag == _EXTENSIBLE:
        if len(chunk) < 26:
            raise _broken()
        # The first bytes of the sub-format's GUID are the tag that would else stand in front.
        (tag,) = struct.unpack_from("<H", chunk, 24)
    return _Format(tag, channels, rate, bits)


def _broken() -> BadAudio:
    return BadAudio("录音文件不完整，读不出来。请重新录一次。")


def _check(shape: _Format) -> None:
    if (shape.tag, shape.bits) not in _KINDS:
        raise BadAudio("这种编码的录音读不了。请换成 16 位的 WAV 再试。")
    if not 1 <= shape.channels <= _MOST_CHANNELS:
        raise BadAudio(f"录音有 {shape.channels} 个声道，读不了。请用单声道再录一次。")
    if shape.rate not in _RATES:
        raise BadAudio(f"录音的采样率是 {shape.rate} 赫兹，用不了。请用 16000 赫兹再录一次。")


#: (tag, bits): how the bytes are typed, and what a value is to be multiplied with for 16 bits.
_KINDS = {
    (_PCM, 8): ("u1", 256.0),
    (_PCM, 16): ("<i2", 1.0),
    (_PCM, 24): ("u1", 2.0**-8),
    (_PCM, 32): ("<i4", 2.0**-16),
    (_FLOAT, 32): ("<f4", 32_768.0),
    (_FLOAT, 64): ("<f8", 32_768.0),
    (_MULAW, 8): ("u1", 1.0),
}


def _values(shape: _Format, sound: bytes) -> npt.NDArray[np.float32]:
    """Sound as floats of the size of 16 bits, channels one after the other."""
    dtype, factor = _KINDS[shape.tag, shape.bits]
    raw = np.frombuffer(sound, dtype)
    if shape.tag == _MULAW:
        raw = from_mulaw(sound)
    elif shape.tag == _FLOAT:
        if not np.isfinite(raw).all():
            raise BadAudio("录音里有坏掉的数值。请重新录一次。")
        raw = raw.clip(-1, 1)
    elif shape.bits == 24:
        low, middle, high = raw.reshape(-1, 3).T.astype(np.int32)
        raw = low | middle << 8 | high.astype(np.int8).astype(np.int32) << 16
    elif shape.bits == 8:
        # Of the integers, those of 8 bits alone have their silence in the middle.
        raw = raw.astype(np.int16) - 128
    return raw.astype(np.float32) * factor
