"""Where an imported entry comes from."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from knowledge.importing.source_file import SourceFile


def origin(
    kind: str,
    source: SourceFile,
    publisher: Optional[str],
    number: Optional[str],
    url: Optional[str] = None,
    issued: Optional[date] = None,
) -> dict[str, Any]:
    """An ``Origin`` as the schema reads it.

    Args:
        kind: the importer.
        source: the file.
        publisher: office that published it.
        number: number of the document, or code.
        url: where it is published.
        issued: day of issue.
    """
    return {
        "kind": kind,
        "file": source.name,
        "publisher": publisher,
        "number": number or None,
        "url": url,
        "issued": issued,
    }
