"""What every knowledge file shares: strict models, identifiers, telephones, citations."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from pydantic import BaseModel, ConstrainedStr, Field, validator

#: Code of the whole country in GB/T 2260 style; every region's chain ends here.
NATIONAL = "000000"


class EntryId(ConstrainedStr):
    """File-name-safe identifier: lower-case letters, digits and hyphens."""

    regex = r"^[a-z0-9][a-z0-9-]{1,63}$"


class RegionCode(ConstrainedStr):
    """Six-digit administrative division code (GB/T 2260); ``000000`` is the nation."""

    regex = r"^[0-9]{6}$"


class Sentence(ConstrainedStr):
    """Non-empty citizen-facing Chinese text."""

    strip_whitespace = True
    min_length = 1
    max_length = 400


class Strict(BaseModel):
    """Base of all knowledge models: unknown keys are errors, values are frozen."""

    class Config:
        extra = "forbid"
        allow_mutation = False


class Fact(Strict):
    """One fact a citizen may ask for.

    ``local`` marks what the local rule decides: the text then says so in plain
    words instead of a number. ``unknown`` marks what we could not verify.
    """

    text: Sentence
    local: bool = False
    unknown: bool = False


class Citation(Strict):
    """One article of one document, and which of our statements it supports."""

    document: EntryId
    article: Optional[int] = Field(None, ge=1, le=2000, description="第N条")
    supports: Sentence


class Contact(Strict):
    """Telephones by registry key (``knowledge/phones.yaml``), never typed in twice."""

    consult: list[str] = Field(..., min_items=1)
    complain: list[str] = ["12345"]


class Dated(Strict):
    """When the facts were last compared with their basis, and until when they hold."""

    region: RegionCode = RegionCode(NATIONAL)
    as_of: date
    valid_until: Optional[date] = None

    @validator("valid_until")
    def _not_before_as_of(cls, value: Optional[date], values: dict[str, Any]) -> Optional[date]:
        as_of = values.get("as_of")
        if value is not None and as_of is not None and value < as_of:
            raise ValueError(f"valid_until {value} 早于 as_of {as_of}：有效期不能在核对日期之前")
        return value
