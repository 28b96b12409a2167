"""The shape of knowledge files. ``ershun knowledge schema`` exports it as JSON Schema."""

from knowledge.schema.base import (
    NATIONAL,
    Citation,
    Contact,
    EntryId,
    Fact,
    RegionCode,
    Strict,
)
from knowledge.schema.imported import Hall, ImportedItem, ImportedText, Origin, Section
from knowledge.schema.item import (
    Answer,
    Material,
    Question,
    QuestionKind,
    ServiceItem,
    Step,
    When,
)
from knowledge.schema.policy import PolicyEntry
from knowledge.schema.registry import Document, DocumentStatus, Phone, Region, Term

__all__ = [
    "NATIONAL",
    "Answer",
    "Citation",
    "Contact",
    "Document",
    "DocumentStatus",
    "EntryId",
    "Fact",
    "Hall",
    "ImportedItem",
    "ImportedText",
    "Material",
    "Origin",
    "Phone",
    "PolicyEntry",
    "Question",
    "QuestionKind",
    "Region",
    "RegionCode",
    "Section",
    "ServiceItem",
    "Step",
    "Strict",
    "Term",
    "When",
]
