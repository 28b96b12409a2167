"""The encoder of this deployment, if its weights are there and verified."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from knowledge.search.encoder import BgeEncoder
from weights import manifest, verified

#: Name of the encoder's weights in the manifest.
WEIGHTS = "bge-small-zh"


def load_encoder(cache: Path) -> Optional[BgeEncoder]:
    """The encoder, its files checked against their SHA-256 first; None if not at hand."""
    folder = verified(manifest()[WEIGHTS], cache)
    return BgeEncoder(folder) if folder else None


def model_name() -> str:
    """Name and version, part of every cache key."""
    return manifest()[WEIGHTS].folder
