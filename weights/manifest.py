"""The manifest of model weights: what each model consists of and where it is had."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import yaml
from pydantic import BaseModel, Field

MANIFEST = Path(__file__).with_name("manifest.yaml")

_SHA256 = r"^[0-9a-f]{64}\Z"


class WeightFile(BaseModel):
    """One file of a model as it lies in the cache."""

    path: str = Field(..., regex=r"^\w[\w.-]*(/\w[\w.-]*)*\Z")
    sha256: str = Field(..., regex=_SHA256)


class Source(BaseModel):
    """One place a model can be had: plain files under ``url``, or an archive.

    ``members`` maps each file of the model to its name at the source.
    """

    url: Optional[str] = None
    archive: Optional[str] = None
    sha256: Optional[str] = Field(None, regex=_SHA256)
    members: dict[str, str]


class Weights(BaseModel):
    """One model of the manifest."""

    name: str
    version: str
    licence: str
    purpose: str
    files: list[WeightFile]
    sources: list[Source]

    @property
    def folder(self) -> str:
        """Name of the model's folder in the cache."""
        return f"{self.name}-{self.version}"


def manifest(path: Path = MANIFEST) -> dict[str, Weights]:
    """All models by name."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {row["name"]: Weights.parse_obj(row) for row in rows}
