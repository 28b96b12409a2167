"""How a source of the manifest lays a model's files into a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from weights.archives import unpack
from weights.downloading import Progress, download
from weights.manifest import Source, Weights
from weights.registries import address


def copy(weights: Weights, folder: Path, into: Path) -> None:
    """Copy the model's files, and only these, from a folder at hand."""
    for file in weights.files:
        shutil.copyfile(folder / file.path, _room(into, file.path))


def deliver(
    weights: Weights, source: Source, downloads: Path, progress: Progress, into: Path
) -> None:
    """Download what the source has of the model into ``downloads``, and lay it into ``into``.

    What has been downloaded stays in ``downloads`` until all of it has: a source that breaks
    off is gone on with at the next try, not begun anew.

    Raises:
        Exception: one of ``failures.FAILURES``.
    """
    if source.archive is None:
        _plain_files(weights, source, downloads, progress, into)
    else:
        _archives(weights, source, downloads, progress, into)


def _plain_files(
    weights: Weights, source: Source, downloads: Path, progress: Progress, into: Path
) -> None:
    for file in weights.files:
        download(
            f"{source.place}{source.members[file.path]}",
            downloads / file.path,
            size=file.size,
            sha256=file.sha256,
            progress=progress,
        )
    for file in weights.files:
        (downloads / file.path).rename(_room(into, file.path))


def _archives(
    weights: Weights, source: Source, downloads: Path, progress: Progress, into: Path
) -> None:
    arrived = []
    for part in source.parts:
        archive = downloads / Path(part.place).name
        download(
            address(part.place),
            archive,
            size=part.size or 0,
            sha256=part.sha256 or "",
            progress=progress,
        )
        arrived.append((part, archive))
    sizes = {file.path: file.size for file in weights.files}
    for part, archive in arrived:
        unpack(archive, part.members, sizes, into)


def _room(into: Path, path: str) -> Path:
    """Where a file goes below a folder; the folders between are made."""
    target = into / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
