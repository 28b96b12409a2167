"""A model in the cache is right only whole and unchanged, and each fault is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.weights.conftest import CONTENT, model
from weights import faults, sha256_of, verified


@pytest.fixture
def folder(cache: Path, put: Callable[[Path], None]) -> Path:
    """The model in the cache, as it should be."""
    put(cache / "small-1")
    return cache / "small-1"


def test_a_model_is_there_only_whole_and_unchanged(
    cache: Path, put: Callable[[Path], None]
) -> None:
    # given nothing, then all files, one changed by a bit, one missing
    assert verified(model(), cache) is None
    folder = cache / "small-1"
    put(folder)
    assert verified(model(), cache) == folder
    (folder / "model.onnx").write_bytes(CONTENT["model.onnx"][:-1] + b"\0")
    assert verified(model(), cache) is None
    put(folder)
    (folder / "text/tokenizer.json").unlink()
    assert verified(model(), cache) is None


def test_nothing_is_wrong_with_a_right_model(folder: Path) -> None:
    assert list(faults(model(), folder)) == []


@pytest.mark.parametrize("what", ["不在", "大小不对", "校验值不对"])
def test_each_wrong_file_is_named_with_what_is_wrong(folder: Path, what: str) -> None:
    # given a file that is gone, cut short, or changed without getting longer
    file = folder / "model.onnx"
    if what == "不在":
        file.unlink()
    else:
        size = len(CONTENT["model.onnx"]) - (what == "大小不对")
        file.write_bytes(bytes(size))
    # then it is named, and the other is not
    assert [(fault.path, fault.what) for fault in faults(model(), folder)] == [(file, what)]


def test_a_folder_in_place_of_a_file_is_no_file(folder: Path) -> None:
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").mkdir()

    assert [fault.what for fault in faults(model(), folder)] == ["不在"]


def test_a_file_that_the_disk_does_not_give_out_is_a_fault_and_no_crash(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a disk with a bad block (there is none to be had: reading is made to fail)
    def broken(path: Path) -> str:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr("weights.checking.sha256_of", broken)
    # then each file is said to be unreadable
    assert {fault.what for fault in faults(model(), folder)} == {"读不出来"}


def test_the_hash_is_that_of_sha256sum(tmp_path: Path) -> None:
    # given a file longer than the pieces it is read in, and an empty one
    (tmp_path / "long").write_bytes(b"a" * 1_000_000)
    (tmp_path / "empty").touch()
    # then the digests are those of FIPS 180-2's examples
    assert sha256_of(tmp_path / "long") == (
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    )
    assert sha256_of(tmp_path / "empty") == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
