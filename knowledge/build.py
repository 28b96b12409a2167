"""Builds the knowledge into an index, and switches to it in one step.

A build is a folder ``build-<fingerprint>`` with ``index.sqlite``, ``lexicon.txt`` and
``meta.json``; the symbolic link ``current`` names the one in use and is replaced
atomically. If a file is broken the last good build stays in use.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Optional

from knowledge import lexicon
from knowledge.checking import check
from knowledge.library import Library
from knowledge.problems import Problem, errors
from knowledge.search import index
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.vectors import Progress, VectorCache
from knowledge.yaml_source import yaml_files

INDEX = "index.sqlite"
LEXICON = "lexicon.txt"
META = "meta.json"
CURRENT = "current"
#: Raise when the layout of a build changes, so that old builds are not reused.
FORMAT = 4
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


def errors_in(folder: Path) -> int:
    """How many errors the files of a build had, whose entries are missing in it."""
    return int(json.loads((folder / META).read_text(encoding="utf-8")).get("errors", 0))


def fingerprint(knowledge: Path, model: Optional[str]) -> str:
    """Hash over every knowledge file's name and bytes, the format and the encoder."""
    digest = hashlib.sha256(f"{FORMAT} {model}".encode())
    for file in filter(Path.is_file, yaml_files(knowledge)):
        digest.update(str(file.relative_to(knowledge)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def build(
    knowledge: Path,
    root: Path,
    *,
    today: date,
    encoder: Optional[Encoder] = None,
    model: Optional[str] = None,
    progress: Progress = lambda *_: None,
) -> Built:
    """Bring the build under ``root`` up to date with the files in ``knowledge``.

    Args:
        knowledge: folder of the knowledge files.
        root: folder of the builds.
        today: day against which freshness is judged.
        encoder: meaning vectors; None builds a lexical index.
        model: name and version of the encoder's model.
        progress: called while sentences are encoded.

    Raises:
        NothingToServe: no entry is readable and there is no earlier build.
    """
    # The name first: what is saved while we read gets another name at the next build.
    target = root / f"build-{fingerprint(knowledge, model)}"
    library, problems = check(knowledge, today=today)
    in_use = current(root)
    if errors(problems) and in_use is not None and in_use != target.resolve():
        return Built(in_use, fresh=False, kept_last_good=True, problems=problems)
    if not library.variants:
        raise NothingToServe(f"{knowledge} 里没有一条能用的知识，先改好上面的错误。")
    with _alone(root):
        fresh = not (target / META).is_file()
        if fresh:
            encode = partial(_encode, root, encoder, model, progress)
            _write(library, target, problems, encode)
        _switch(root, target)
        _tidy(root)
    return Built(target, fresh=fresh, kept_last_good=False, problems=problems)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One build at a time; a second process waits, and then finds the work done."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _encode(
    root: Path,
    encoder: Optional[Encoder],
    model: Optional[str],
    progress: Progress,
    texts: Sequence[str],
) -> Optional[Vectors]:
    if encoder is None:
        return None
    cache = VectorCache(root / "vectors.sqlite", model or "")
    try:
        return cache.encode(encoder, texts, progress)
    finally:
        cache.close()


def _write(
    library: Library,
    target: Path,
    problems: Sequence[Problem],
    encode: Callable[[Sequence[str]], Optional[Vectors]],
) -> None:
    staging = target.with_name(f".{target.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    count = lexicon.write(library, staging / LEXICON)
    tokens = lexicon.tokenizer(lexicon.read(staging / LEXICON))
    entries = index.build(library, tokens, staging / INDEX, encode)
    meta = {
        "built_at": datetime.now(UTC).isoformat(),
        "entries": entries,
        "words": count,
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


def _tidy(root: Path) -> None:
    """Keep the newest builds; a process may still be reading the one before."""
    in_use = current(root)
    builds = sorted(root.glob("build-*"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in builds[_KEEP:]:
        if old.resolve() != in_use:
            shutil.rmtree(old)
