"""Clips kept on disk, shared, bounded, and never in the way of speaking."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio import Clip, read_wav
from voice.speaking.cache import Cache, Key
from voice.speaking.manner import Manner

CLIP = Clip(np.arange(5_000, dtype=np.int16), 24_000)


def key(text: str) -> Key:
    return Key.of(text, "kokoro-1", Manner())


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("??/*.wav"))


def test_what_is_kept_comes_back_in_another_process_too(cache: Cache, tmp_path: Path) -> None:
    assert cache.get(key("您好。")) is None
    assert cache.put(key("您好。"), CLIP)
    again = Cache(tmp_path / "clips", 10_000_000).get(key("您好。"))
    assert again and again.rate == 24_000 and (again.samples == CLIP.samples).all()


def test_a_kept_clip_is_a_wav_that_any_player_reads(cache: Cache, tmp_path: Path) -> None:
    cache.put(key("您好。"), CLIP)
    (file,) = files(tmp_path / "clips")
    assert (read_wav(file).samples == CLIP.samples).all()


@pytest.mark.parametrize(
    "other",
    [
        Key.of("您好", "kokoro-1", Manner()),
        Key.of("您好。", "kokoro-2", Manner()),
        Key.of("您好。", "kokoro-1", Manner(rate=1.0)),
        Key.of("您好。", "kokoro-1", Manner(voice="zf_xiaobei")),
    ],
    ids=["text", "model", "rate", "voice"],
)
def test_whatever_changes_the_sound_is_another_clip(cache: Cache, other: Key) -> None:
    cache.put(key("您好。"), CLIP)
    assert cache.get(other) is None


def test_volume_and_pause_do_not(cache: Cache) -> None:
    cache.put(key("您好。"), CLIP)
    assert cache.get(Key.of("您好。", "kokoro-1", Manner(volume=0.5, pause=1))) is not None


@pytest.mark.parametrize("keep", [0, 10, 31, 32, 44, 76, 5_000])
def test_a_cut_file_is_dropped_and_made_anew(cache: Cache, tmp_path: Path, keep: int) -> None:
    cache.put(key("您好。"), CLIP)
    (file,) = files(tmp_path / "clips")
    os.truncate(file, keep)
    assert cache.get(key("您好。")) is None
    assert not file.exists()
    assert cache.put(key("您好。"), CLIP) and cache.get(key("您好。"))


@given(at=st.integers(0, 10_075), bit=st.integers(0, 7))
def test_one_wrong_bit_is_found(
    at: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("clips")
    cache = Cache(folder, 10_000_000)
    cache.put(key("您好。"), CLIP)
    (file,) = files(folder)
    data = bytearray(file.read_bytes())
    data[at] ^= 1 << bit
    file.write_bytes(data)
    assert cache.get(key("您好。")) is None


def test_the_longest_unused_goes_first_and_the_bound_holds(tmp_path: Path) -> None:
    # given room for nine clips, and one of the first that is still asked for
    folder = tmp_path / "clips"
    cache = Cache(folder, 95_000)
    for number in range(20):
        cache.put(key(f"第{number}句"), CLIP)
        for age, file in enumerate(sorted(files(folder), key=lambda f: -f.stat().st_mtime)):
            os.utime(file, (1e9 - age, 1e9 - age))
        assert cache.get(key("第0句")) is not None
    # then that one is there, with the newest
    assert sum(file.stat().st_size for file in files(folder)) <= 95_000
    assert cache.get(key("第19句")) is not None and cache.get(key("第5句")) is None


def test_what_a_killed_process_left_half_written_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    Cache(folder, 1).put(key("您好。"), CLIP)
    half = folder / "ab" / ".half.wav.123-4"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    os.utime(half, (1e9, 1e9))
    Cache(folder, 1).is_full()
    assert not half.exists()


def test_a_disk_that_is_full_or_read_only_stops_nothing() -> None:
    # given a device on which every write fails for want of room
    assert Path("/dev/full").exists()
    cache = Cache(Path("/dev/full/clips"), 1_000)
    # then nothing is kept, nothing is found and nobody hears of it
    assert not cache.put(key("您好。"), CLIP)
    assert cache.get(key("您好。")) is None and key("您好。") not in cache
    with cache.claimed(key("您好。"), wait=False) as ours:
        assert ours


def test_a_clip_that_does_not_fit_leaves_no_half_of_it(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert not cache.put(key("您好。"), CLIP)
    assert list((tmp_path / "clips").glob("??/.*")) == []


def test_one_at_a_time_makes_a_clip(cache: Cache, tmp_path: Path) -> None:
    other = Cache(tmp_path / "clips", 10_000_000)
    mine, theirs = (each.claimed(key("您好。"), wait=False) for each in (cache, other))
    with mine as first, theirs as second:
        assert (first, second) == (True, False)
    with other.claimed(key("您好。"), wait=False) as third:
        assert third


def _writes(folder: Path) -> None:
    cache = Cache(folder, 60_000)
    for number in range(100):
        cache.put(key(str(number % 7)), CLIP)
        found = cache.get(key(str((number + 3) % 7)))
        assert found is None or (found.samples == CLIP.samples).all()


def test_processes_write_and_drop_at_the_same_time_without_harm(tmp_path: Path) -> None:
    # given three processes that share less room than they need
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_writes, args=(tmp_path / "clips",)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    # then none failed, and none left anything half done
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert list((tmp_path / "clips").glob("??/.*")) == []
