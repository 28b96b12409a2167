"""A policy entry: plain words paired with the document they interpret."""

from __future__ import annotations

from typing import Optional

from pydantic import Field

from knowledge.schema.base import Citation, Contact, Dated, EntryId, Sentence


class PolicyEntry(Dated):
    """One question citizens ask and the sourced answer; the file name is its ``id``.

    ``answer`` is what is said first (short, complete in itself); ``details`` are
    read out one by one when the citizen wants more. The first citation of
    ``basis`` is the document this entry interprets.
    """

    id: EntryId
    title: Sentence
    topic: Sentence
    questions: list[Sentence] = Field(..., min_items=4, description="老百姓会怎么问")
    answer: Sentence
    details: list[Sentence] = []
    local_rule: Optional[Sentence] = None
    contact: Contact
    basis: list[Citation] = Field(..., min_items=1)
    related: list[EntryId] = Field([], description="相关的事项或政策")
