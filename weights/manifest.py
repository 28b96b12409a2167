"""The manifest of model weights: what each model consists of and where it is had."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import yaml
from pydantic import BaseModel, Field, root_validator

MANIFEST = Path(__file__).with_name("manifest.yaml")

_SHA256 = r"^[0-9a-f]{64}\Z"


class WeightFile(BaseModel):
    """One file of a model as it lies in the cache; ``size`` in bytes."""

    path: str = Field(..., regex=r"^\w[\w.-]*(/\w[\w.-]*)*\Z")
    size: int = Field(..., ge=0)
    sha256: str = Field(..., regex=_SHA256)


class Source(BaseModel):
    """One place a model can be had: plain files under ``url``, or an archive.

    Attributes:
        url: folder of plain files.
        archive: address of a ``.tgz``, ``.zip`` or ``.whl``; its ``size`` (bytes) and ``sha256``
            are checked before it is opened.
        members: each file of the model to its name at the source.
        then: a further archive of this source. What it holds of a file that the one before
            holds too is put behind that: large files are published in parts.
    """

    url: Optional[str] = None
    archive: Optional[str] = None
    size: Optional[int] = Field(None, ge=1)
    sha256: Optional[str] = Field(None, regex=_SHA256)
    members: dict[str, str]
    then: Optional[Source] = None

    @root_validator(skip_on_failure=True)
    def _files_or_an_archive(cls, row: dict[str, Any]) -> dict[str, Any]:
        if (row["url"] is None) == (row["archive"] is None):
            raise ValueError("a source is either plain files or an archive")
        if row["archive"] is None and row["then"] is not None:
            raise ValueError("only archives hold parts of files")
        if row["archive"] is not None and None in (row["size"], row["sha256"]):
            raise ValueError("an archive needs its size and hash")
        return row

    @property
    def place(self) -> str:
        """The address, of whichever kind."""
        return self.archive or self.url or ""

    @property
    def parts(self) -> list[Source]:
        """The source itself and what it names with ``then``, in order."""
        return [self, *(self.then.parts if self.then else ())]


Source.update_forward_refs()


class Weights(BaseModel):
    """One model of the manifest.

    Attributes:
        purpose: what it is for, as the administrator reads it.
        without: what is lost without it, as the administrator reads it.
        optional: whether it is fetched only when asked for by name.
    """

    name: str
    version: str
    licence: str
    purpose: str
    without: str
    optional: bool = False
    files: list[WeightFile]
    sources: list[Source]

    @root_validator(skip_on_failure=True)
    def _sources_have_the_files(cls, row: dict[str, Any]) -> dict[str, Any]:
        wanted = {file.path for file in row["files"]}
        for source in row["sources"]:
            if {path for part in source.parts for path in part.members} != wanted:
                raise ValueError("a source has each file of its model and no other")
        return row

    @property
    def folder(self) -> str:
        """Name of the model's folder in the cache."""
        return f"{self.name}-{self.version}"

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def manifest(path: Path = MANIFEST) -> dict[str, Weights]:
    """All models by name."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {row["name"]: Weights.parse_obj(row) for row in rows}
