"""Builds the knowledge into an index, and switches to it in one step.

A build is a folder ``build-<fingerprint>`` with ``lexicon.txt`` and ``meta.json``, and an
index: a file in the folder, or a schema of PostgreSQL named like it. The symbolic link
``current`` names the one in use and is replaced atomically. If a file is broken the last
good build stays in use.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Optional

from knowledge import lexicon
from knowledge.checking import check
from knowledge.importing.store import ImportedStore
from knowledge.indexing import FORMAT, LEXICON, META, Progress, Sources, Way, write_index
from knowledge.problems import Problem, errors
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.storage import StoreUnavailable
from knowledge.search.stores import SQLITE, Stores
from knowledge.search.vectors import VectorCache
from knowledge.yaml_source import yaml_files

CURRENT = "current"
_KEEP = 3


@dataclass(frozen=True)
class Built:
    """Outcome of a build.

    Attributes:
        folder: the build now in use.
        fresh: whether it was made now (otherwise it was there already, or kept).
        kept_last_good: the files are broken and the previous build stays in use.
        problems: everything the gatekeeper found.
    """

    folder: Path
    fresh: bool
    kept_last_good: bool
    problems: list[Problem]


class NothingToServe(Exception):
    """No entry is readable and there is no earlier build."""


def current(root: Path) -> Optional[Path]:
    """The build in use under ``root``, or None."""
    link = root / CURRENT
    return link.resolve() if (link / META).is_file() else None


def usable(root: Path, stores: Stores) -> Optional[Path]:
    """The build in use under ``root`` if its index is in ``stores``, or None.

    Raises:
        StoreUnavailable: the store can't be reached.
    """
    folder = current(root)
    return folder if folder is not None and stores.holds(folder) else None


def errors_in(folder: Path) -> int:
    """How many errors the files of a build had, whose entries are missing in it."""
    return int(json.loads((folder / META).read_text(encoding="utf-8")).get("errors", 0))


def fingerprint(knowledge: Path, imported: Optional[Path], model: Optional[str]) -> str:
    """Hash over every knowledge file's name and bytes, what is imported, format and encoder."""
    return _fingerprint(knowledge, _store(imported), model)


def _fingerprint(knowledge: Path, store: ImportedStore, model: Optional[str]) -> str:
    digest = hashlib.sha256(f"{FORMAT} {model} {store.fingerprint()}".encode())
    for file in filter(Path.is_file, yaml_files(knowledge)):
        digest.update(str(file.relative_to(knowledge)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _store(folder: Optional[Path]) -> ImportedStore:
    """What was imported; without a folder, nothing."""
    return ImportedStore(folder or Path("/nonexistent"))


def build(
    knowledge: Path,
    root: Path,
    *,
    today: date,
    imported: Optional[Path] = None,
    encoder: Optional[Encoder] = None,
    model: Optional[str] = None,
    progress: Progress = lambda *_: None,
    stores: Stores = SQLITE,
) -> Built:
    """Bring the build under ``root`` up to date with the files in ``knowledge``.

    Args:
        knowledge: folder of the knowledge files.
        root: folder of the builds.
        today: day against which freshness is judged.
        imported: folder of what was imported; it overlays ``knowledge``.
        encoder: meaning vectors; None builds a lexical index.
        model: name and version of the encoder's model.
        progress: called while entries are written.
        stores: where indexes are kept.

    Raises:
        NothingToServe: no entry is readable and there is no earlier build.
        StoreUnavailable: the index can't be written; the build before stays in use.
    """
    way = Way(partial(_encode, root, encoder, model), model, progress)
    # One state of what is imported, whatever comes in meanwhile.
    with _store(imported).snapshot() as store:
        return _built(knowledge, root, today, store, way, stores)


def _built(
    knowledge: Path, root: Path, today: date, store: ImportedStore, way: Way, stores: Stores
) -> Built:
    # The name first: what is saved while we read gets another name at the next build.
    target = root / f"build-{_fingerprint(knowledge, store, way.model)}"
    library, problems = check(knowledge, today=today)
    in_use = usable(root, stores)
    if errors(problems) and in_use is not None and in_use != target.resolve():
        return Built(in_use, fresh=False, kept_last_good=True, problems=problems)
    if not library.variants and not store.count():
        raise NothingToServe(f"{knowledge} 里没有一条能用的知识，先改好上面的错误。")
    with _alone(root):
        fresh = not ((target / META).is_file() and stores.holds(target))
        if fresh:
            _write(Sources(library, store), target, problems, way, stores)
        _switch(root, target)
        _tidy(root, stores)
    return Built(target, fresh=fresh, kept_last_good=False, problems=problems)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One build at a time; a second process waits, and then finds the work done."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _encode(
    root: Path, encoder: Optional[Encoder], model: Optional[str], texts: Sequence[str]
) -> Optional[Vectors]:
    if encoder is None:
        return None
    cache = VectorCache(root / "vectors.sqlite", model or "")
    try:
        return cache.encode(encoder, texts)
    finally:
        cache.close()


def _write(
    sources: Sources, target: Path, problems: Sequence[Problem], way: Way, stores: Stores
) -> None:
    staging = target.with_name(f".{target.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    words = lexicon.write(sources.library, staging / LEXICON)
    entries, based_on = write_index(sources, staging, usable(target.parent, stores), way, stores)
    meta = {
        "built_at": datetime.now(UTC).isoformat(),
        "format": FORMAT,
        "model": way.model,
        "based_on": based_on,
        "entries": entries,
        "words": words,
        "problems": len(problems),
        "errors": len(errors(problems)),
    }
    (staging / META).write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    staging.rename(target)


def _switch(root: Path, target: Path) -> None:
    link = root / f".{CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    link.replace(root / CURRENT)


def _tidy(root: Path, stores: Stores) -> None:
    """Keep the newest builds; a process may still be reading the one before."""
    in_use = current(root)
    builds = sorted(root.glob("build-*"), key=lambda p: p.stat().st_mtime, reverse=True)
    # What can't be removed now is tried again after the next build.
    with suppress(StoreUnavailable):
        for old in builds[_KEEP:]:
            if old.resolve() != in_use:
                stores.drop(old)
                shutil.rmtree(old)
        for killed in root.glob(".build-*.new"):
            # Where the finished folder is there as well, the index is that one's.
            if not (root / killed.name.removeprefix(".").removesuffix(".new")).is_dir():
                stores.drop(killed)
            shutil.rmtree(killed)
