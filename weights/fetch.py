"""Fetches model weights: mirror folder, then each source in turn; verified, resumable."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Optional

from weights.checking import faults, verified
from weights.delivery import copy, deliver
from weights.downloading import Progress
from weights.failures import FAILURES, NotTheModel, WeightsUnavailable, reason
from weights.manifest import Weights
from weights.registries import shown

#: Lays a model's files into a folder.
Delivery = Callable[[Path], None]


def fetch(
    weights: Weights,
    cache: Path,
    *,
    mirror: Optional[Path] = None,
    progress: Progress = lambda *_: None,
) -> Path:
    """Make sure the model lies verified in ``cache``.

    Args:
        weights: the model.
        cache: folder of all models.
        mirror: a folder laid out like ``cache`` that is looked in before any source.
        progress: told of every piece that arrives.

    Returns:
        The model's folder.

    Raises:
        WeightsUnavailable: every source failed.
    """
    present = verified(weights, cache)
    if present:
        return present
    failures: list[str] = []
    for label, delivery in _attempts(weights, mirror, cache, progress):
        try:
            return _install(weights, cache, delivery)
        except FAILURES as error:
            failures.append(f"{label}（{reason(error)}）")
    raise WeightsUnavailable(f"取不到模型 {weights.name}，试过 " + "、".join(failures))


def _attempts(
    weights: Weights, mirror: Optional[Path], cache: Path, progress: Progress
) -> Iterator[tuple[str, Delivery]]:
    if mirror is not None:
        folder = mirror / weights.folder
        yield f"本地文件夹 {folder}", partial(copy, weights, folder)
    downloads = _downloads(weights, cache)
    for source in weights.sources:
        label = "、".join(shown(part.place) for part in source.parts)
        yield label, partial(deliver, weights, source, downloads, progress)


def _downloads(weights: Weights, cache: Path) -> Path:
    """Where what has been downloaded waits until it is whole."""
    return cache / ".download" / weights.folder


def _install(weights: Weights, cache: Path, delivery: Delivery) -> Path:
    """Have a source deliver beside the cache's folder, and put that in place if it is right."""
    folder, staging = cache / weights.folder, cache / f".{weights.folder}.new"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        delivery(staging)
        for fault in faults(weights, staging):
            raise NotTheModel(f"{fault.path.relative_to(staging)} {fault.what}")
        shutil.rmtree(folder, ignore_errors=True)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    shutil.rmtree(_downloads(weights, cache), ignore_errors=True)
    return folder
