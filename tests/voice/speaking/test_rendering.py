"""Rendering ahead."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.voice.speaking.conftest import Tone
from voice.speaking.cache import Cache, Key
from voice.speaking.manner import Manner
from voice.speaking.rendering import Rendering, render, wanted_sentences

WANTED = ["请带身份证。", "请到一楼。", "请稍等。"]


def test_sentences_of_many_texts_come_first_each_once() -> None:
    texts = ["请到3楼。请带身份证。", "到哪里？请带身份证。", "😀"]
    assert wanted_sentences(texts) == ["请带身份证。", "请到三楼。", "到哪里？"]


def test_what_is_asked_more_often_comes_first() -> None:
    weights = {"老年卡。": 9.0, "营业执照。": 1.0}
    assert wanted_sentences(reversed(weights), weights.__getitem__) == ["老年卡。", "营业执照。"]


def test_all_is_rendered_and_progress_told(natural: Tone, cache: Cache) -> None:
    told: list[tuple[int, int]] = []
    rendering = render(
        WANTED, natural, cache, progress=lambda now: told.append((now.rendered, now.left))
    )
    assert natural.said == WANTED
    assert told == [(1, 2), (2, 1), (3, 0)]
    assert (rendering.rendered, rendering.left, rendering.is_full) == (3, 0, False)


def test_a_second_run_renders_only_what_has_changed(natural: Tone, cache: Cache) -> None:
    render(WANTED, natural, cache)
    natural.said.clear()
    rendering = render([*WANTED[:2], "请等一会儿。"], natural, cache)
    assert natural.said == ["请等一会儿。"]
    assert (rendering.present, rendering.rendered) == (2, 1)


def test_a_stopped_run_is_gone_on_with(natural: Tone, cache: Cache) -> None:
    stopped = render(WANTED, natural, cache, should_stop=lambda: len(natural.said) == 1)
    assert (stopped.rendered, stopped.left) == (1, 2)
    assert render(WANTED, natural, cache).rendered == 2
    assert natural.said == WANTED


def test_it_stops_when_the_cache_is_full_and_drops_nothing(natural: Tone, tmp_path: Path) -> None:
    # given room for two sentences of .6 s at 24 kHz
    cache = Cache(tmp_path / "clips", 55_000)
    rendering = render(WANTED, natural, cache)
    assert rendering.is_full and rendering.left == 1
    assert Key.of(WANTED[0], natural.name, Manner()) in cache


def test_a_damaged_clip_is_made_anew(natural: Tone, cache: Cache, tmp_path: Path) -> None:
    render(WANTED[:1], natural, cache)
    (file,) = (tmp_path / "clips").glob("??/*.wav")
    file.write_bytes(file.read_bytes()[:-1])
    assert render(WANTED[:1], natural, cache).rendered == 1


def test_a_voice_that_cannot_speak_ends_the_run(natural: Tone, cache: Cache) -> None:
    natural.failing = True
    rendering = render([f"第{number}句" for number in "一二三四五六七八"], natural, cache)
    assert rendering.is_broken and rendering.failed == 5 and rendering.left == 3


def test_how_long_it_will_take_is_told(natural: Tone, cache: Cache) -> None:
    assert Rendering(10).seconds_left == 0
    assert Rendering(10, rendered=4, present=1, seconds=8.0).seconds_left == 10.0
    render(WANTED, natural, cache)


@pytest.mark.parametrize("threads", [2, 4])
def test_runs_at_the_same_time_share_the_work(threads: int, natural: Tone, tmp_path: Path) -> None:
    # given several runs over the same sentences, each with its own view of the cache
    wanted = [f"请到{number}号窗口。" for number in "一二三四五六七八九十"]
    results: list[Rendering] = []

    def run() -> None:
        results.append(render(wanted, natural, Cache(tmp_path / "clips", 10_000_000)))

    runs = [threading.Thread(target=run) for _ in range(threads)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    # then every sentence was said once, and each run ends with all of them there
    assert sorted(natural.said) == sorted(wanted)
    assert [result.left for result in results] == [0] * threads
