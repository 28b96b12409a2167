"""Chapter 3: interpretations and documents, matched both ways."""

from __future__ import annotations

from typing import Any

import pytest

from tests.knowledge.auditing.conftest import (
    audited,
    counts,
    figure,
    found,
    imported_text,
    item,
    policy,
)


def basis(*documents: str) -> list[dict[str, str]]:
    return [{"document": document, "supports": "天黑亮灯。"} for document in documents]


@pytest.mark.parametrize(
    ("documents", "where"),
    [
        (["lamp-law"], "paired"),
        (["lamp-law", "named-rule"], "paired"),
        (["named-rule"], "named_only"),
        (["named-rule", "lamp-law"], "named_only"),
        (["nowhere"], "unpaired"),
    ],
)
def test_the_first_citation_is_the_document_interpreted(documents: list[str], where: str) -> None:
    report = audited(policy(basis=basis(*documents)))
    shares = {
        name: counts(report, "pairing", name) for name in ("paired", "named_only", "unpaired")
    }
    assert shares.pop(where) == (1, 1)
    assert set(shares.values()) == {(0, 1)}


def test_an_item_is_no_interpretation() -> None:
    assert counts(audited(item()), "pairing", "paired") == (0, 0)


def test_an_imported_answer_without_a_document_is_unpaired() -> None:
    report = audited(imported=[imported_text(basis=[])])
    assert counts(report, "pairing", "unpaired") == (1, 1)
    (finding,) = found(report, "unpaired")
    assert finding.sentence == (
        "“灯塔几点亮灯”没有写依据的文件。群众要看原文的时候，我们拿不出来。"
        "查到文件，登记到 documents.yaml，写进 basis。"
    )


def test_a_document_known_by_name_only_is_told() -> None:
    (finding,) = found(audited(policy(basis=basis("named-rule"))), "unread")
    assert finding.what == "“灯塔几点亮灯”依据的《关于灯塔票的通知》只知道名字。"


@pytest.mark.parametrize("document_first", [True, False])
def test_an_imported_document_is_one_whose_text_was_read(document_first: bool) -> None:
    # given an imported document, before or after the answer that interprets it
    document = imported_text("text-rule", title="灯塔新规", questions=[], basis=[])
    answer = imported_text("text-faq", basis=basis("text-rule"))
    both = [document, answer] if document_first else [answer, document]
    # then they are a pair
    assert counts(audited(imported=both), "pairing", "paired") == (1, 1)


def test_documents_nobody_interprets_are_counted_by_issuer() -> None:
    # given a registry of four, one of which is interpreted
    report = audited(policy())
    assert counts(report, "pairing", "uninterpreted") == (3, 4)
    by_issuer = figure(report, "pairing", "uninterpreted").departments
    assert (by_issuer["海事局"].count, by_issuer["海事局"].of) == (1, 2)
    assert (by_issuer["航道局"].count, by_issuer["航道局"].of) == (2, 2)
    assert sorted(f.subject.id for f in found(report, "uninterpreted")) == [
        "changed-rule",
        "named-rule",
        "old-rule",
    ]


def test_a_document_that_is_only_supported_by_is_used_but_not_interpreted() -> None:
    report = audited(policy(basis=basis("lamp-law", "named-rule")), item(basis=basis("old-rule")))
    assert counts(report, "pairing", "uninterpreted") == (3, 4)
    assert counts(report, "pairing", "uncited") == (1, 4)


def test_documents_that_were_read_are_counted() -> None:
    assert counts(audited(), "pairing", "documents_read") == (1, 4)


def test_an_uninterpreted_document_is_named_with_the_registry() -> None:
    (finding,) = [
        f for f in found(audited(policy()), "uninterpreted") if f.subject.id == "old-rule"
    ]
    assert finding.what == "《灯塔老规定》没有一条政策问答解读它。"
    assert finding.subject.file == "documents.yaml"


def test_what_a_region_inherits_is_told_once() -> None:
    changes: dict[str, Any] = {"basis": basis("named-rule")}
    report = audited(
        policy(**changes), policy(region="440000", local_rule="广东另有规定。", **changes)
    )
    assert counts(report, "pairing", "named_only") == (2, 2)
    assert [f.subject.region for f in found(report, "unread")] == ["000000"]
