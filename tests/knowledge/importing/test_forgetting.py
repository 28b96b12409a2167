"""What a file brought is taken back."""

from __future__ import annotations

import pytest

from knowledge.importing.forgetting import abandon, forget
from knowledge.importing.importing import BATCH
from tests.knowledge.importing.conftest import Office, item_row


def test_what_is_forgotten_leaves_things_as_they_were(office: Office) -> None:
    # given one file, and then another with an item of the first and one of its own
    office.take(office.lines("a.jsonl", [item_row()]), "items")
    before = (office.store.fingerprint(), office.store.digests(), list(office.store.phones()))
    rows = [
        item_row(DEPT_NAME="清河市新园林局", consult_phone="0999-8000000"),
        item_row(TASK_CODE="99000001", consult_phone="0999-8000001"),
    ]
    office.take(office.lines("b.jsonl", rows), "items")
    # when the second is forgotten
    forget(office.imported, office.store.sources()[1])
    # then all is as it was, the first file's item and telephones included
    now = (office.store.fingerprint(), office.store.digests(), list(office.store.phones()))
    assert now == before
    assert [source.name for source in office.store.sources()] == ["a.jsonl"]


def test_a_forgotten_file_can_be_imported_again(office: Office) -> None:
    path = office.lines("a.jsonl", [item_row()])
    office.take(path, "items")
    before = office.store.fingerprint()
    forget(office.imported, office.store.sources()[0])
    assert office.store.count() == 0
    assert office.take(path, "items").counts.taken == 1
    assert office.store.fingerprint() == before


def test_an_import_that_was_cut_off_is_abandoned(office: Office) -> None:
    # given an import that breaks off behind its first batch
    rows = [item_row(TASK_CODE=f"99{n:06}") for n in range(BATCH * 2)]
    path = office.lines("a.jsonl", rows)

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.take(path, "items", progress=breaks)
    assert office.store.unfinished() == [("items", "a.jsonl")]
    # when it is abandoned
    assert abandon(office.imported, "other.jsonl") == 0
    assert abandon(office.imported, "a.jsonl") == 1
    # then the next import begins at the beginning
    assert office.store.unfinished() == []
    assert office.take(path, "items").resumed_at == 0
