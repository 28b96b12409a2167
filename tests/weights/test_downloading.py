"""One file over HTTP: never longer than it may be, never begun anew without need."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from tests.shelf import Shelf
from tests.weights.conftest import CONTENT, sha256
from weights.downloading import download
from weights.failures import NotTheModel

DATA = CONTENT["model.onnx"]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the file is to lie."""
    return tmp_path / "download" / "model.onnx"


def get(shelf: Shelf, target: Path, data: bytes = DATA) -> bytes:
    """Download what should be ``data``; what came of it."""
    download(
        f"{shelf.url}/file",
        target,
        size=len(data),
        sha256=sha256(data),
        progress=lambda *_: None,
    )
    return target.read_bytes()


def begun(target: Path, data: bytes) -> None:
    """What a killed download left."""
    target.parent.mkdir()
    target.with_name("model.onnx.part").write_bytes(data)


def test_the_file_arrives_and_nothing_else_stays(shelf: Shelf, target: Path) -> None:
    shelf.files["/file"] = DATA

    assert get(shelf, target) == DATA
    assert list(target.parent.iterdir()) == [target]


def test_an_empty_file_is_a_file(shelf: Shelf, target: Path) -> None:
    # given a file of no bytes, as vosk's models have one
    shelf.files["/file"] = b""

    assert get(shelf, target, b"") == b""


def test_a_whole_file_at_hand_is_not_asked_for(shelf: Shelf, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(DATA)

    assert get(shelf, target) == DATA
    assert shelf.asked == []


def test_a_download_killed_just_before_its_end_only_gets_its_name(
    shelf: Shelf, target: Path
) -> None:
    # given all bytes arrived, but the process was killed before it could say so
    begun(target, DATA)

    assert get(shelf, target) == DATA
    assert shelf.asked == []


def test_a_server_that_never_ends_is_left_when_the_size_is_reached(
    shelf: Shelf, target: Path
) -> None:
    # given a server that sends much more than it should
    shelf.files["/file"] = DATA + bytes(8 << 20)
    # when it is downloaded
    with pytest.raises(NotTheModel, match=r"model\.onnx 比应有的大，已删除"):
        get(shelf, target)
    # then nothing of it is kept
    assert list(target.parent.iterdir()) == []


def test_the_rest_of_another_version_does_not_stay_for_ever(shelf: Shelf, target: Path) -> None:
    # given the half of a file that has been changed at the source since
    begun(target, b"old" * 100)
    shelf.files["/file"] = DATA
    # when it is downloaded, what comes together is no good
    with pytest.raises(NotTheModel, match=r"model\.onnx 的校验值不对，已删除"):
        get(shelf, target)
    # and is fetched whole the next time
    assert get(shelf, target) == DATA


def test_more_at_hand_than_there_is_at_the_source_is_begun_anew(shelf: Shelf, target: Path) -> None:
    # given a rest longer than the file, of which there is nothing to go on with (HTTP 416)
    begun(target, bytes(len(DATA) + 1))
    shelf.files["/file"] = DATA

    assert get(shelf, target) == DATA
    assert shelf.asked == [("/file", len(DATA) + 1), ("/file", 0)]


def test_what_came_before_a_break_is_kept(shelf: Shelf, target: Path) -> None:
    # given a connection that breaks
    shelf.files["/file"] = DATA
    shelf.cut["/file"] = 300_000
    with pytest.raises(requests.RequestException):
        get(shelf, target)
    # then the next try asks for the rest
    assert get(shelf, target) == DATA
    assert shelf.asked[-1][1] > 0
