"""Whether a model in the cache is what the manifest says, file by file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from weights.manifest import WeightFile, Weights

_CHUNK = 1 << 18


@dataclass(frozen=True)
class Fault:
    """A file that is not as it should be, and what is wrong with it, in few Chinese words."""

    path: Path
    what: str


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def faults(weights: Weights, folder: Path) -> Iterator[Fault]:
    """What is wrong with the files of a model in ``folder``; nothing if all are right."""
    for file in weights.files:
        what = _wrong(file, folder / file.path)
        if what is not None:
            yield Fault(folder / file.path, what)


def _wrong(file: WeightFile, path: Path) -> Optional[str]:
    try:
        if not path.is_file():
            return "不在"
        # The size is at hand at once and spares reading a file that was cut short.
        if path.stat().st_size != file.size:
            return "大小不对"
        return None if sha256_of(path) == file.sha256 else "校验值不对"
    except OSError:
        return "读不出来"


def verified(weights: Weights, cache: Path) -> Optional[Path]:
    """The model's folder if every file is there with the right hash, else None."""
    folder = cache / weights.folder
    return folder if next(faults(weights, folder), None) is None else None
