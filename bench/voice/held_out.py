"""The words the product corrects towards, made without what is going to be measured.

A copy of the knowledge from which the measured aliases and questions are struck is given to
``ershun.voice.words``: so no utterance helps to correct itself, neither as a word nor in what
is counted.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import yaml

from ershun.voice import words
from knowledge.loader import load
from settings import Settings

_ROW = re.compile(r"^\s*- (.+)$")


class NotStruck(RuntimeError):
    """A measured text is still among the aliases and questions of the copy."""


def words_without(texts: Collection[str], settings: Settings, folder: Path) -> dict[str, float]:
    """Words and weights of a deployment whose knowledge has none of ``texts``.

    Args:
        texts: aliases and questions to leave out.
        settings: of the deployment.
        folder: an empty one, for the copy.

    Raises:
        NotStruck: a text could not be left out.
    """
    copy = folder / "knowledge"
    shutil.copytree(settings.knowledge, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for file in sorted(copy.rglob("*.yaml")):
        _strike(file, texts)
    _check(copy, settings.knowledge, texts)
    return words(replace(settings, knowledge=copy))


def _strike(file: Path, texts: Collection[str]) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if _value(line) not in texts]
    if len(kept) < len(lines):
        file.write_text("".join(kept), encoding="utf-8")


def _value(line: str) -> str:
    """The text of a row of a YAML list, quoted or not."""
    row = _ROW.match(line)
    if row is None:
        return ""
    try:
        return str(yaml.safe_load(row[1]))
    except yaml.YAMLError:
        return ""  # a mapping that goes on in the next line


def _check(copy: Path, original: Path, texts: Collection[str]) -> None:
    left, before = load(copy)[0], load(original)[0]
    said = {alias for item in left.items() for alias in item.aliases}
    said |= {question for policy in left.policies() for question in policy.questions}
    lost = set(before.variants) - set(left.variants)
    if still := said & set(texts):
        raise NotStruck(f"still in the knowledge: {sorted(still)}")
    if lost:
        raise NotStruck(f"entries that can't be without what was struck: {sorted(lost)}")
