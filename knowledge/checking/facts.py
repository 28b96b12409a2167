"""Facts that contradict each other, have no source, or are out of date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from knowledge.checking.rule import Context, finding, own
from knowledge.library import Variant
from knowledge.normal import normal_form
from knowledge.problems import Problem, Severity
from knowledge.schema import DocumentStatus, PolicyEntry, ServiceItem

#: A year without a look is the freshness limit of the 2020 portal inspection.
STALE_DAYS = 365


def check_limits(context: Context) -> Iterator[Problem]:
    """Promised limits longer than legal ones, fees that contradict their text."""
    for variant in context.library.all_variants():
        item = variant.entry
        if not isinstance(item, ServiceItem):
            continue
        legal, promised = item.time_limit.legal_days, item.time_limit.promised_days
        broken = legal is not None and promised is not None and promised > legal
        if broken and own(variant, "time_limit"):
            yield finding(
                "limit",
                variant,
                ("time_limit",),
                f"承诺 {promised} 天，比法定 {legal} 天还长。",
                "核对两个数。",
            )
        if item.fee.amount and "不收" in item.fee.text and own(variant, "fee"):
            yield finding("fee", variant, ("fee",), "写了金额又说不收费。", "核对收费依据。")


def check_dates(context: Context) -> Iterator[Problem]:
    """Entries from the future, stale ones, expired ones, repealed basis."""
    for variant in context.library.all_variants():
        if own(variant, "as_of"):
            yield from _checked(context, variant)
        until = variant.entry.valid_until
        if own(variant, "valid_until") and until and until < context.today:
            yield _soft(
                "expired",
                variant,
                ("valid_until",),
                "已经过了有效期。",
                "更新内容，或者删掉这一条。",
            )
        if own(variant, "basis"):
            yield from _basis_status(context, variant)


def _checked(context: Context, variant: Variant) -> Iterator[Problem]:
    age = (context.today - variant.entry.as_of).days
    if age < 0:
        yield finding("date", variant, ("as_of",), "核对日期在今天以后。", "写实际核对的日子。")
    elif age > STALE_DAYS:
        yield _soft("stale", variant, ("as_of",), f"{age} 天没有核对了。", "重新核对，改 as_of。")


def _basis_status(context: Context, variant: Variant) -> Iterator[Problem]:
    for i, citation in enumerate(variant.entry.basis):
        document = context.library.documents.get(citation.document)
        if document and document.status is DocumentStatus.REPEALED:
            yield finding(
                "repealed", variant, ("basis", i), f"{document.title}已经废止。", "改用现行的依据。"
            )


def check_names(context: Context) -> Iterator[Problem]:
    """The same alias or question on two entries that don't know each other."""
    owners: dict[str, list[tuple[Variant, tuple[str | int, ...]]]] = defaultdict(list)
    for variant in context.library.all_variants():
        if variant.provenance and "*" not in variant.provenance:
            continue
        for path, name in _names(variant):
            owners[normal_form(name)].append((variant, path))
    for name, places in owners.items():
        yield from _collisions(name, places)


def _names(variant: Variant) -> Iterator[tuple[tuple[str | int, ...], str]]:
    entry = variant.entry
    if isinstance(entry, PolicyEntry):
        yield from ((("questions", i), q) for i, q in enumerate(entry.questions))
    else:
        yield ("name",), entry.name
        yield from ((("aliases", i), a) for i, a in enumerate(entry.aliases))


def _collisions(
    name: str, places: list[tuple[Variant, tuple[str | int, ...]]]
) -> Iterator[Problem]:
    first, _ = places[0]
    for variant, path in places[1:]:
        if variant.entry.id == first.entry.id:
            yield _soft("alias", variant, path, f"“{name}”写了两遍。", "删掉一个。")
        elif first.entry.id not in variant.entry.related and (
            variant.entry.id not in first.entry.related
        ):
            yield finding(
                "alias",
                variant,
                path,
                f"“{name}”和 {first.entry.id} 重名。",
                "改一个说法；真的是两件事，就在 related 里互相写上。",
            )


def _soft(
    rule: str, variant: Variant, path: tuple[str | int, ...], what: str, mend: str
) -> Problem:
    return finding(rule, variant, path, what, mend, Severity.WARNING)
