"""The report as plain data, for ``--json``: every figure of every group, every finding kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.auditing.clusters import Cluster
from knowledge.auditing.demand import Demand, Result
from knowledge.auditing.differences import Difference
from knowledge.auditing.elements import ELEMENTS
from knowledge.auditing.figures import Chapter, Measure, Measured
from knowledge.auditing.ledger import Finding, Subject
from knowledge.auditing.report import Report

#: Raised when a key changes its meaning or goes away.
VERSION = 1


def as_data(report: Report) -> dict[str, Any]:
    """The report as JSON can hold it; docs/audit.md tells every key."""
    return {
        "version": VERSION,
        "day": report.day.isoformat(),
        "hand_written": report.hand_written,
        "imported": report.imported,
        "regions": dict(report.region_names),
        "elements": _elements(),
        "chapters": [_chapter(chapter) for chapter in report.chapters],
        "differences": [_difference(one) for one in report.differences],
        "demand": _demand(report.demand),
        "totals": {rule.id: count for rule, count in report.totals.items()},
        "findings": [_finding(finding) for finding in report.findings],
    }


def _elements() -> dict[str, Any]:
    return {
        kind.value: [
            {"id": e.id, "title": e.title, "required": e.required, "reason": e.reason}
            for e in elements
        ]
        for kind, elements in ELEMENTS.items()
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    section = chapter.section
    return {
        "id": section.id,
        "title": section.title,
        "about": section.about,
        "figures": [_measured(measured) for measured in chapter.measured],
    }


def _measured(measured: Measured) -> dict[str, Any]:
    figure = measured.figure
    return {
        "id": figure.id,
        "title": figure.title,
        "unit": figure.unit.value,
        "counterpart": figure.counterpart,
        "overall": _measure(measured.overall),
        "by_department": _groups(measured.departments),
        "by_region": _groups(measured.regions),
        "by_origin": _groups(measured.origins),
    }


def _groups(groups: Mapping[str, Measure]) -> dict[str, Any]:
    return {name: _measure(measure) for name, measure in groups.items()}


def _measure(measure: Measure) -> dict[str, Any]:
    value = None if measure.value is None else round(measure.value, 6)
    return {"count": int(measure.count), "of": int(measure.of), "value": value}


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "name": one.name,
        "field": one.field,
        "values": dict(one.values),
        "worse": list(one.worse),
    }


def _demand(demand: Demand) -> dict[str, Any]:
    return {
        "asked": demand.asked,
        "weeks": [
            {
                "begins": week.begins.isoformat(),
                "asked": week.asked,
                **{
                    result.name.lower(): {
                        "count": week.results.get(result, 0),
                        "share": round(week.share(result), 6),
                    }
                    for result in Result
                },
            }
            for week in demand.weeks
        ],
        "unanswered": [_cluster(cluster) for cluster in demand.unanswered],
        "most_asked": [{**_subject(s), "asked": count} for s, count in demand.most_asked],
        "never_asked": [_subject(subject) for subject in demand.never_asked],
    }


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "label": cluster.label,
        "asked": cluster.asked,
        "variants": cluster.variants,
        "examples": list(cluster.examples),
    }


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "entry": subject.id,
        "name": subject.name,
        "region": subject.region,
        "file": subject.file,
        "imported": subject.imported,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "title": finding.rule.title,
        "severity": finding.rule.severity.value,
        **_subject(finding.subject),
        "what": finding.what,
        "why": finding.rule.why,
        "mend": finding.mend,
    }
