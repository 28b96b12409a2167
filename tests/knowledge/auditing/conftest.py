"""For the audit's tests: imported and hand-written entries of one's own, one chapter alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.auditing.demand import Asked
from knowledge.auditing.figures import Chapter, Measured
from knowledge.auditing.ledger import Finding
from knowledge.auditing.report import Report, audit
from knowledge.library import Entry, Library, Variant
from knowledge.schema import (
    Document,
    Hall,
    ImportedItem,
    ImportedText,
    Phone,
    PolicyEntry,
    Region,
    ServiceItem,
    Term,
)
from tests.conftest import TODAY

#: What every item of these tests has, complete but for code and visits.
ITEM: dict[str, Any] = {
    "name": "灯塔参观证办理",
    "short": "办灯塔证",
    "type": "公共服务",
    "department": "海事部门",
    "theme": "灯塔",
    "audience": {},
    "aliases": ["想上灯塔看看", "灯塔参观证", "灯塔票在哪办"],
    "summary": "想上灯塔看看，先办一张证。",
    "conditions": ["年满 18 岁。"],
    "materials": [{"id": "id-card", "name": "居民身份证"}],
    "steps": [{"do": "带上身份证到码头"}, {"do": "领证"}],
    "where": {"hall": {"text": "码头窗口。"}},
    "time_limit": {"text": "当天办好。"},
    "fee": {"text": "不收费。"},
    "result": "一张灯塔参观证。",
    "contact": {"consult": ["12345"]},
    "basis": [{"document": "lamp-law", "supports": "灯塔可以参观。"}],
    "as_of": "2026-11-01",
}

POLICY: dict[str, Any] = {
    "title": "灯塔几点亮灯",
    "topic": "灯塔",
    "questions": ["灯塔几点亮", "晚上灯塔啥时候开灯", "灯塔亮灯时间", "天黑了灯塔亮不亮"],
    "answer": "天一黑就亮，天亮了才关，一年到头都是这样。",
    "contact": {"consult": ["12345"]},
    "basis": [{"document": "lamp-law", "supports": "天黑亮灯。"}],
    "as_of": "2026-11-01",
}

ORIGIN = {"kind": "items", "file": "lighthouse.jsonl", "publisher": "海事局"}

DOCUMENTS = (
    {"id": "lamp-law", "title": "灯塔管理条例", "short": "灯塔条例", "issuer": "海事局",
     "corpus": "灯塔条例.md"},
    {"id": "named-rule", "title": "关于灯塔票的通知", "short": "灯塔票通知", "issuer": "海事局"},
    {"id": "old-rule", "title": "灯塔老规定", "short": "灯塔老规定", "issuer": "航道局",
     "status": "已废止"},
    {"id": "changed-rule", "title": "灯塔办法", "short": "灯塔办法", "issuer": "航道局",
     "status": "已修订"},
)  # fmt: skip

REGIONS = (
    {"code": "000000", "name": "全国"},
    {"code": "440000", "name": "广东省", "parent": "000000"},
    {"code": "440100", "name": "广州市", "parent": "440000"},
    {"code": "230000", "name": "黑龙江省", "parent": "000000"},
)


def item(entry_id: str = "lamp-visit", **changes: Any) -> ServiceItem:
    """A hand-written item."""
    return ServiceItem.parse_obj({**ITEM, "id": entry_id, **changes})


def imported_item(entry_id: str = "item-lamp", **changes: Any) -> ImportedItem:
    """An item as an office handed it over."""
    return ImportedItem.parse_obj({**ITEM, "id": entry_id, "origin": ORIGIN, **changes})


def policy(entry_id: str = "lamp-hours", **changes: Any) -> PolicyEntry:
    """A hand-written policy answer."""
    return PolicyEntry.parse_obj({**POLICY, "id": entry_id, **changes})


def imported_text(entry_id: str = "text-lamp", **changes: Any) -> ImportedText:
    """An answered question, or a document if ``questions`` is empty."""
    sections = [{"text": "灯塔由海事部门管理，天黑亮灯，天亮关灯。"}]
    plain = {**POLICY, "id": entry_id, "origin": ORIGIN, "sections": sections}
    return ImportedText.parse_obj({**plain, **changes})


def hall(entry_id: str = "hall-lamp", **changes: Any) -> Hall:
    """A service hall."""
    plain = {**POLICY, "id": entry_id, "origin": ORIGIN, "questions": [], "basis": []}
    sections = [{"text": "码头路 1 号。"}]
    return Hall.parse_obj({**plain, "sections": sections, "address": "码头路 1 号", **changes})


def library_of(*entries: Entry, terms: Iterable[Term] = ()) -> Library:
    """Hand-written entries with their registries; a region's entry overlays the nation's."""
    library = Library(
        documents={row["id"]: Document.parse_obj(row) for row in DOCUMENTS},
        phones={"12345": Phone(number="12345", name="热线", source="测试")},
        regions={row["code"]: Region.parse_obj(row) for row in REGIONS},
        terms={term.word: term for term in terms},
    )
    for entry in entries:
        variants = library.variants.setdefault(entry.id, {})
        base = next(iter(variants.values()), None)
        changed = _changed(base.entry, entry) if base else ()
        provenance = dict.fromkeys(changed, str(entry.region)) if base else {"*": entry.region}
        file = Path(f"{entry.region}/{entry.id}.yaml")
        variants[entry.region] = Variant(entry, {} if _national(entry) else provenance, file)
    return library


def _national(entry: Entry) -> bool:
    return entry.region == "000000"


def _changed(base: Entry, entry: Entry) -> list[str]:
    return [name for name in base.__fields__ if getattr(base, name) != getattr(entry, name)]


def audited(
    *entries: Entry,
    imported: Iterable[Entry] = (),
    asked: Iterable[Asked] = (),
    terms: Iterable[Term] = (),
    today: date = TODAY,
) -> Report:
    """The audit of these entries."""
    library = library_of(*entries, terms=terms)
    return audit(library, today=today, imported=imported, asked=asked)


def figure(report: Report, chapter: str, figure_id: str) -> Measured:
    """One figure of a report."""
    return report[chapter][figure_id]


def counts(report: Report, chapter: str, figure_id: str) -> tuple[int, int]:
    """The two counts of one figure, overall."""
    overall = figure(report, chapter, figure_id).overall
    return int(overall.count), int(overall.of)


def value(chapter: Chapter, figure_id: str) -> float:
    """The value of one figure, which is there."""
    found = chapter[figure_id].overall.value
    assert found is not None
    return found


def found(report: Report, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in report.findings if finding.rule.id == rule]
