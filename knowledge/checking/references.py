"""Every reference must lead somewhere: documents, telephones, entries, answers."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checking.rule import Context, finding, own
from knowledge.library import Library, Variant
from knowledge.problems import Problem
from knowledge.schema import ServiceItem, When
from knowledge.yaml_source import Key


def check_references(context: Context) -> Iterator[Problem]:
    """Dangling documents, telephones, related entries and conditions."""
    for variant in context.library.all_variants():
        yield from _registries(context.library, variant)
        if isinstance(variant.entry, ServiceItem):
            yield from _questions(context.library, variant, variant.entry)


def _registries(library: Library, variant: Variant) -> Iterator[Problem]:
    entry = variant.entry
    for i, citation in enumerate(entry.basis if own(variant, "basis") else []):
        if citation.document not in library.documents:
            yield _dangling(
                variant, ("basis", i, "document"), citation.document, "登记到 documents.yaml"
            )
    for role in ("consult", "complain") if own(variant, "contact") else ():
        for i, number in enumerate(getattr(entry.contact, role)):
            if number not in library.phones:
                yield _dangling(variant, ("contact", role, i), number, "登记到 phones.yaml")
    for i, other in enumerate(entry.related if own(variant, "related") else []):
        if other not in library.variants or other == entry.id:
            yield _dangling(variant, ("related", i), other, "写一个已有条目的 id")


def _questions(library: Library, variant: Variant, item: ServiceItem) -> Iterator[Problem]:
    for i, question in enumerate(item.eligibility if own(variant, "eligibility") else []):
        for j, answer in enumerate(question.answers):
            if answer.go and answer.go not in library.variants:
                path = ("eligibility", i, "answers", j, "go")
                yield _dangling(variant, path, answer.go, "写一个已有事项的 id")
    for name in ("materials", "steps"):
        # A region's own questions may not have the answers that the nation's lines name.
        if own(variant, name, "eligibility"):
            for i, row in enumerate(getattr(item, name)):
                yield from _conditions(variant, item, (name, i, "when"), row.when)


def _conditions(variant: Variant, item: ServiceItem, path: Key, when: When) -> Iterator[Problem]:
    known: dict[str, set[str]] = {q.id: {a.id for a in q.answers} for q in item.eligibility}
    for question, answers in when.items():
        for answer in answers or [""]:
            if answer not in known.get(question, set()):
                yield _dangling(
                    variant,
                    (*path, question),
                    f"{question}: {answer}",
                    "写 eligibility 里有的问题和答案",
                )


def _dangling(variant: Variant, path: Key, target: str, mend: str) -> Problem:
    return finding("reference", variant, path, f"“{target}”找不到。", f"{mend}，或者改正拼写。")
