"""Trains the bot when what it is trained from changed; otherwise takes what is there."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from settings import REPOSITORY, Settings
from weights import sha256_of

#: What the model depends on, besides the encoder: Rasa's files and our components.
INPUTS = (
    "config.yml",
    "domain.yml",
    "assistant/nlu/**/*.yml",
    "assistant/nlu/*.py",
    "assistant/dialogue/*.yml",
    "knowledge/lexicon.py",
    "knowledge/normal.py",
    "knowledge/dialect.*",
    "knowledge/search/text.py",
    "knowledge/search/encoder.py",
    "uv.lock",
)

_KEEP = 3


class TrainingFailed(Exception):
    """Rasa could not train; the message holds its last words."""


class SpoiltModel(Exception):
    """The model file is not the one that was trained here."""


@dataclass(frozen=True)
class Trained:
    """A model ready to serve; ``fresh`` if it was trained now."""

    model: Path
    fresh: bool


def fingerprint(encoder: Optional[str]) -> str:
    """Hash over all inputs; ``encoder`` is the name of the weights, None without."""
    digest = hashlib.sha256(str(encoder).encode())
    for pattern in INPUTS:
        for file in sorted(REPOSITORY.glob(pattern)):
            digest.update(str(file.relative_to(REPOSITORY)).encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def model_for(settings: Settings, encoder: Optional[str]) -> Path:
    """Where the model of the present inputs lies, or will."""
    return settings.models / f"ershun-{fingerprint(encoder)}.tar.gz"


def trained(settings: Settings, encoder: Optional[str]) -> Optional[Path]:
    """The model of the present inputs if it has been trained already."""
    model = model_for(settings, encoder)
    return model if model.is_file() and _note(model).is_file() else None


def train(settings: Settings, encoder: Optional[str]) -> Path:
    """Train in a process of its own (Rasa's imports cost 0.8 GB we don't want to keep).

    Raises:
        TrainingFailed: Rasa gave up.
    """
    model = model_for(settings, encoder)
    model.parent.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-W", "ignore", "-m", "rasa", "train",
        "--data", "data", "--out", str(model.parent), "--fixed-model-name", f".{model.name}",
        "--skip-validation",
    ]  # fmt: skip
    draft = model.with_name(f".{model.name}")
    # Rasa may report success without writing; an earlier draft must not pass for its work.
    draft.unlink(missing_ok=True)
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=quiet(os.environ),
        # In one stream, as on a terminal: what Rasa says last is what it stumbled over.
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not draft.exists():
        raise TrainingFailed("\n".join(done.stdout.splitlines()[-15:]))
    _note(model).write_text(json.dumps({"sha256": sha256_of(draft)}) + "\n", encoding="utf-8")
    draft.replace(model)
    _tidy(model.parent)
    return model


def newest(settings: Settings) -> Optional[Path]:
    """The model trained last, whatever it was trained from."""
    models = sorted(settings.models.glob("ershun-*.tar.gz"), key=lambda p: p.stat().st_mtime)
    return models[-1] if models else None


def verify(model: Path) -> None:
    """Make sure a model is what was trained here: Rasa unpickles what is in it.

    Raises:
        SpoiltModel: its hash is not the one noted after training, or nothing is noted.
    """
    try:
        noted = json.loads(_note(model).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        noted = None
    if sha256_of(model) != noted:
        raise SpoiltModel(f"模型 {model} 被改动过，已不可信。删掉它，再运行 make train。")


def quiet(environ: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """The environment for Rasa: no telemetry, no crash reports, no TensorFlow chatter."""
    return {
        **environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }


def _note(model: Path) -> Path:
    return model.with_name(model.name + ".json")


def _tidy(folder: Path) -> None:
    models = sorted(folder.glob("ershun-*.tar.gz"), key=lambda p: p.stat().st_mtime)
    for old in models[:-_KEEP]:
        _note(old).unlink(missing_ok=True)
        old.unlink()
