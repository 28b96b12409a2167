"""Recordings of any make become mono 16-bit samples, or are refused in kind words."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Optional

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.conftest import Recording
from voice.audio import (
    LARGEST,
    BadAudio,
    Clip,
    Resampler,
    Samples,
    from_mulaw,
    read_wav,
    resampled,
    to_mulaw,
    wav_bytes,
)

with warnings.catch_warnings():
    # The reference for G.711, in the standard library until Python 3.13.
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

PCM, FLOAT, MULAW, EXTENSIBLE = 1, 3, 7, 0xFFFE
#: A quarter of a second of 440 Hz, loud but not full.
TONE = (0.6 * np.sin(2 * np.pi * 440 * np.arange(4_000) / 16_000)).astype(np.float64)


def chunk(name: bytes, content: bytes, size: Optional[int] = None) -> bytes:
    stated = len(content) if size is None else size
    return name + struct.pack("<I", stated) + content + b"\0" * (len(content) % 2)


def wav(
    sound: bytes,
    *,
    tag: int = PCM,
    bits: int = 16,
    channels: int = 1,
    rate: int = 16_000,
    between: bytes = b"",
    size: Optional[int] = None,
) -> bytes:
    """A WAV file put together by hand."""
    frame = channels * bits // 8
    fields = struct.pack("<HHIIHH", tag, channels, rate, 0, frame, bits)
    if tag == EXTENSIBLE:
        fields += (
            struct.pack("<HHIH", 22, bits, 4, PCM) + b"\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71"
        )
    body = b"WAVE" + chunk(b"fmt ", fields) + between + chunk(b"data", sound, size)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pcm(values: npt.NDArray[np.float64], bits: int) -> bytes:
    """Values from -1 to 1 as integers of a WAV."""
    scaled = np.rint(values * (2 ** (bits - 1) - 1)).astype(np.int64)
    if bits == 8:
        return bytes((scaled + 128).tolist())
    return b"".join(int(value).to_bytes(bits // 8, "little", signed=True) for value in scaled)


def assert_is_tone(samples: Samples, *, within: float = 2.0) -> None:
    assert samples.dtype == np.int16
    np.testing.assert_allclose(samples, TONE * 32_767, atol=within)


@pytest.mark.parametrize(("bits", "within"), [(8, 300), (16, 1), (24, 2), (32, 2)])
def test_integers_of_any_width_are_read(bits: int, within: float) -> None:
    assert_is_tone(read_wav(wav(pcm(TONE, bits), bits=bits)).samples, within=within)


@pytest.mark.parametrize("bits", [32, 64])
def test_floats_are_read_and_too_loud_ones_clipped(bits: int) -> None:
    # given a recording that goes beyond full scale, as floats can
    values = np.concatenate([TONE, [7.5, -1e30]]).astype(f"<f{bits // 8}")
    # when it is read
    clip = read_wav(wav(values.tobytes(), tag=FLOAT, bits=bits))
    # then it is as loud as can be there
    assert_is_tone(clip.samples[:-2])
    assert clip.samples[-2:].tolist() == [32_767, -32_768]


def test_a_telephone_recording_is_read() -> None:
    sound = to_mulaw((TONE * 32_767).astype(np.int16))
    clip = read_wav(wav(sound, tag=MULAW, bits=8, rate=8_000))
    assert clip.rate == 8_000
    assert_is_tone(clip.samples, within=520)


def test_stereo_is_averaged() -> None:
    left, right = np.int16(3_000), np.int16(-1_000)
    sound = np.tile([left, right], 100).astype("<i2").tobytes()
    assert set(read_wav(wav(sound, channels=2)).samples.tolist()) == {1_000}


def test_a_header_with_extensions_and_further_chunks_is_understood() -> None:
    # given what recording programs write: the long header, then notes of odd length
    notes = chunk(b"LIST", b"INFOISFT\x05\0\0\0Lavf\0")
    # then the sound after them is found
    made = wav(pcm(TONE, 24), tag=EXTENSIBLE, bits=24, between=notes)
    assert_is_tone(read_wav(made).samples)


@pytest.mark.parametrize("rate", [4_000, 8_000, 11_025, 44_100, 48_000, 192_000])
def test_any_rate_of_use_is_kept(rate: int) -> None:
    clip = read_wav(wav(pcm(TONE, 16), rate=rate))
    assert clip.rate == rate
    assert clip.seconds == pytest.approx(4_000 / rate)


@pytest.mark.parametrize("size", [None, 0xFFFFFFFF, 9_999])
def test_a_recording_that_broke_off_is_read_as_far_as_it_goes(size: Optional[int]) -> None:
    # given a file that ends within a sample, with a size that was never put right
    made = wav(pcm(TONE, 16), size=size)[:-1]
    # then the whole samples are there
    np.testing.assert_array_equal(read_wav(made).samples, read_wav(wav(pcm(TONE, 16))).samples[:-1])


NOT_A_NUMBER = np.array([0.1, np.nan], "<f4").tobytes()
ENDLESS = np.array([0.1, -np.inf], "<f8").tobytes()
GOOD = wav(pcm(TONE, 16))


UNUSABLE = {
    "nothing": (b"", "空的"),
    "one byte": (b"R", "不是 WAV"),
    "an MP3": (b"ID3\x04 an MP3 file, not a WAV", "不是 WAV"),
    "a web page": (b"<html>not found</html>" * 20, "不是 WAV"),
    "no chunk": (GOOD[:12], "不完整"),
    "half a header": (GOOD[:30], "不完整"),
    "a cut chunk's head": (GOOD[:40], "不完整"),
    "no sound": (wav(b"", between=b"junk")[:-8], "不完整"),
    "a short extension": (GOOD[:12] + chunk(b"fmt ", b"\xfe\xff" + b"\1" * 14), "不完整"),
    "not a number": (wav(NOT_A_NUMBER, tag=FLOAT, bits=32), "坏掉的数值"),
    "infinite": (wav(ENDLESS, tag=FLOAT, bits=64), "坏掉的数值"),
    "ADPCM": (wav(b"\0\0", tag=2, bits=4), "编码"),
    "12 bits": (wav(b"\0\0", bits=12), "编码"),
    "no channel": (wav(b"\0\0", channels=0), "0 个声道"),
    "900 channels": (wav(b"\0\0", channels=900), "900 个声道"),
    "no rate": (wav(b"\0\0", rate=0), "采样率是 0"),
    "a low rate": (wav(b"\0\0", rate=3_999), "采样率是 3999"),
    "a mad rate": (wav(b"\0\0", rate=4_000_000_000), "采样率是 4000000000"),
    "500 MB": (wav(b"\0\0", size=500 * 2**20), "500 兆"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_what_cannot_be_used_is_refused_in_chinese(kind: str) -> None:
    content, reason = UNUSABLE[kind]
    with pytest.raises(BadAudio, match=reason) as refused:
        read_wav(content)
    # then whoever hears it is told what to do
    assert re.search("请.*。$", str(refused.value))


@pytest.mark.parametrize("megabytes", [17, 500])
def test_a_huge_file_is_refused_unread(megabytes: int, tmp_path: Path) -> None:
    # given a file with a hole: as large as it says, and unreadable in the memory of a test
    file = tmp_path / "huge.wav"
    with file.open("wb") as writer:
        writer.write(wav(b""))
        writer.truncate(megabytes * 2**20)
    with pytest.raises(BadAudio, match=f"{megabytes} 兆"):
        read_wav(file)


def test_a_message_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(BadAudio, match="太大"):
        read_wav(bytes(LARGEST + 1))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_wav(tmp_path / "none.wav")


@given(st.binary(max_size=200), st.integers(0, len(GOOD)), st.integers(0, 60))
def test_no_bytes_at_all_do_harm(noise: bytes, cut: int, at: int) -> None:
    # given a good file, cut and with some bytes of its header and sound overwritten
    spoilt = (GOOD[:at] + noise + GOOD[at + len(noise) :])[:cut]
    # then it is either read or refused
    try:
        clip = read_wav(spoilt)
    except BadAudio:
        return
    assert clip.samples.dtype == np.int16


SAMPLES = st.lists(st.integers(-32_768, 32_767), max_size=400).map(
    lambda values: np.array(values, np.int16)
)


@given(SAMPLES, st.sampled_from([8_000, 16_000, 22_050, 24_000]))
def test_what_is_written_is_read_again(samples: Samples, rate: int) -> None:
    clip = read_wav(wav_bytes(Clip(samples, rate)))
    np.testing.assert_array_equal(clip.samples, samples)
    assert clip.rate == rate


def test_a_real_recording_is_read_from_its_file(recordings: Mapping[str, Recording]) -> None:
    clip = recordings["wenet_long"].clip
    assert (clip.rate, clip.seconds) == (16_000, 8.0)


RATES = st.sampled_from([8_000, 11_025, 16_000, 22_050, 44_100, 48_000])


@given(RATES, st.lists(st.integers(0, 1_500), max_size=12), st.integers(0, 2**32 - 1))
def test_chunks_are_resampled_like_the_whole(rate: int, sizes: list[int], seed: int) -> None:
    # given sound in chunks of any sizes, also none
    noise = np.random.default_rng(seed).integers(-32_768, 32_768, sum(sizes)).astype(np.int16)
    chunks = np.split(noise, np.cumsum(sizes)[:-1]) if sizes else []
    resampler = Resampler(rate)
    # when they are fed one by one
    parts = [resampler.feed(chunk) for chunk in chunks] + [resampler.flush()]
    # then the samples are those of the whole, and as many as the time is long
    whole = resampled(Clip(noise, rate), 16_000)
    np.testing.assert_array_equal(np.concatenate(parts), whole.samples)
    assert abs(len(whole.samples) - len(noise) * 16_000 / rate) < 2


def test_a_resampler_begins_anew_after_its_stream_has_ended() -> None:
    resampler = Resampler(8_000)
    loud = np.full(800, 20_000, np.int16)
    first = np.concatenate([resampler.feed(loud), resampler.flush()])
    second = np.concatenate([resampler.feed(loud), resampler.flush()])
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_a_tone_stays_the_same_tone(rate: int) -> None:
    # given a second of 1 kHz, with as much of 9 kHz above where that can be
    at = np.arange(rate) / rate
    tone = 12_000 * np.sin(2 * np.pi * 1_000 * at)
    above = 12_000 * np.sin(2 * np.pi * 9_000 * at) if rate > 18_000 else 0
    # when it is brought to 16 kHz, where 9 kHz would come back as 7
    samples = resampled(Clip((tone + above).astype(np.int16), rate), 16_000).samples
    # then there is the tone with its height and loudness, and nothing else within 60 dB
    spectrum = np.abs(np.fft.rfft(samples[1_000:-1_000] * np.hanning(14_000))) / 3_500
    peak = int(np.argmax(spectrum))
    assert peak * 16_000 / 14_000 == pytest.approx(1_000, abs=1)
    assert spectrum[peak] == pytest.approx(12_000, rel=0.01)
    spectrum[peak - 4 : peak + 5] = 0
    assert spectrum.max() < 12


@pytest.mark.parametrize(("rate", "most"), [(8_000, 0.030), (44_100, 0.015), (48_000, 0.015)])
def test_little_sound_stays_behind(rate: int, most: float) -> None:
    # given a talk in frames of 20 ms, as telephones and browsers send them
    resampler, frame, told = Resampler(rate), np.zeros(rate // 50, np.int16), 0
    for number in range(1, 101):
        told += len(resampler.feed(frame))
        # then at no time the recogniser is further behind than nobody notices
        assert round(number * 0.020 - told / 16_000, 6) <= most


def test_mulaw_is_that_of_the_standard_library() -> None:
    every = np.arange(-32_768, 32_768).astype(np.int16)
    assert to_mulaw(every) == audioop.lin2ulaw(every.tobytes(), 2)
    codes = bytes(range(256))
    assert from_mulaw(codes).tobytes() == audioop.ulaw2lin(codes, 2)
    assert from_mulaw(codes).dtype == np.int16


@given(SAMPLES)
def test_mulaw_comes_back_about_as_it_was(samples: Samples) -> None:
    back = from_mulaw(to_mulaw(samples)).astype(np.int32)
    # then the error is a step of the code: one part in 32, or 4 of the smallest
    allowed = np.abs(samples.astype(np.int32)) / 32 + 8
    beyond = np.abs(samples.astype(np.int32)) > 32_124
    assert np.all((np.abs(back - samples) <= allowed) | beyond)
