"""Chapter 3: interpretations (policy answers) and the documents they interpret."""

from __future__ import annotations

from typing import NamedTuple, Optional

from knowledge.auditing.figures import INSPECTION, Figure, Section
from knowledge.auditing.holdings import Held, Kind
from knowledge.auditing.ledger import Counts, Ledger, Origin, Rule, Severity, Subject
from knowledge.library import Library

UNPAIRED = Rule("unpaired", "解读没有文件", Severity.ORDINARY, "群众要看原文的时候，我们拿不出来。")
UNREAD = Rule("unread", "文件没读过原文", Severity.NOTE, "没读过原文，只能跟群众说“没核对过”。")
UNINTERPRETED = Rule(
    "uninterpreted", "文件没有解读", Severity.NOTE, "文件的话老人听不懂，要有人翻成大白话。"
)

SECTION = Section(
    "pairing",
    "解读和文件配没配上",
    "每条政策问答是对一份文件的解读，第一条依据就是那份文件。原文在手里、读过的才算配上。",
    (
        Figure(
            "paired",
            "文件在、原文读过的解读",
            "pairing.read",
            "pairing.interpretations",
            lead=True,
            counterpart=f"{INSPECTION}：63.4 % 的政策解读和文件一起发布。",
            drawn="原文读过",
        ),
        Figure(
            "named_only",
            "文件只知道名字的解读",
            "pairing.named",
            "pairing.interpretations",
            drawn="只知道名字",
        ),
        Figure(
            "unpaired",
            "没有文件的解读",
            "pairing.none",
            "pairing.interpretations",
            drawn="没有文件",
        ),
        Figure("uninterpreted", "没人解读的文件", "documents.uninterpreted", "documents"),
        Figure("uncited", "没有一条用到的文件", "documents.uncited", "documents"),
        Figure("documents_read", "读过原文的文件", "documents.read", "documents"),
    ),
)


class _Text(NamedTuple):
    """A document, and where it is counted; ``read`` if its text is in our hands."""

    subject: Subject
    counts: Counts
    read: bool


class _Interpretation(NamedTuple):
    """A policy answer and the id of its document; ``own`` if its own file names that."""

    subject: Subject
    counts: Counts
    document: Optional[str]
    own: bool


class Pairing:
    """Matches policy answers with documents, both ways."""

    section = SECTION

    def __init__(self, ledger: Ledger, library: Library) -> None:
        self._ledger = ledger
        self._interpretations: list[_Interpretation] = []
        self._cited: set[str] = set()
        self._texts: dict[str, _Text] = {
            document.id: _Text(
                Subject(document.id, document.title, str(document.region), "documents.yaml"),
                ledger.cell(document.issuer, str(document.region), Origin.OWN),
                document.corpus is not None,
            )
            for document in library.documents.values()
        }

    def see(self, held: Held) -> None:
        """Note what one entry cites, and whether it is a document itself."""
        basis = held.entry.basis
        self._cited.update(citation.document for citation in basis)
        if held.kind is Kind.QUESTION:
            document = basis[0].document if basis else None
            self._interpretations.append(
                _Interpretation(held.subject, held.counts, document, held.own("basis"))
            )
        elif held.kind is Kind.DOCUMENT:
            self._texts[held.entry.id] = _Text(held.subject, held.counts, True)

    def conclude(self) -> None:
        """Match them, once all documents are known."""
        for interpretation in self._interpretations:
            self._matched(interpretation)
        interpreted = {one.document for one in self._interpretations}
        for document_id, text in self._texts.items():
            text.counts["documents"] += 1
            text.counts["documents.read"] += text.read
            text.counts["documents.uncited"] += document_id not in self._cited
            if document_id not in interpreted:
                text.counts["documents.uninterpreted"] += 1
                what = f"《{text.subject.name}》没有一条政策问答解读它。"
                mend = "挑群众常问的几条，写成政策问答。"
                self._ledger.find(UNINTERPRETED, text.subject, what, mend)

    def _matched(self, one: _Interpretation) -> None:
        text = self._texts.get(one.document) if one.document else None
        name = one.subject.name
        one.counts["pairing.interpretations"] += 1
        if text is None:
            one.counts["pairing.none"] += 1
            rule, what = UNPAIRED, f"“{name}”没有写依据的文件。"
            mend = "查到文件，登记到 documents.yaml，写进 basis。"
        elif not text.read:
            one.counts["pairing.named"] += 1
            rule, what = UNREAD, f"“{name}”依据的《{text.subject.name}》只知道名字。"
            mend = "找到原文，读过再写 corpus。"
        else:
            one.counts["pairing.read"] += 1
            return
        if one.own:
            self._ledger.find(rule, one.subject, what, mend)
