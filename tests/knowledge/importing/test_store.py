"""What readers of the imported knowledge see."""

from __future__ import annotations

import itertools
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.importing.store import ImportedStore
from knowledge.importing.tables import StoreError
from knowledge.schema import Hall, ImportedItem, ImportedText
from tests.knowledge.importing.conftest import Office, item_row


def rows(*names: str, **changed: object) -> list[dict[str, object]]:
    """Rows of a catalogue, each with a code by its name."""
    return [
        item_row(TASK_CODE=f"990000{name}", TASK_NAME=f"年票{name}", **changed) for name in names
    ]


def names(store: ImportedStore) -> list[str]:
    plain = (entry.dict() for entry in store.entries())
    return [entry.get("name") or entry["title"] for entry in plain]


def test_without_a_database_there_is_nothing(tmp_path: Path) -> None:
    store = ImportedStore(tmp_path / "gone")
    assert list(store.entries()) == []
    assert store.entry("item-1", "000000") is None
    assert store.digests() == {}
    assert (store.fingerprint(), store.count()) == ("", 0)
    assert (list(store.regions()), list(store.phones())) == ([], [])
    assert (store.sources(), store.unfinished()) == ([], [])
    with store.snapshot() as frozen:
        assert list(frozen.entries()) == []
    # and asking has not made one
    assert not (tmp_path / "gone").exists()


def test_entries_come_in_the_order_of_id_and_region(office: Office) -> None:
    # given the same codes in two places, imported in disorder
    office.take(office.lines("b.jsonl", rows("3", "1", AREACODE="990200")), "items")
    office.take(office.lines("a.jsonl", rows("2", "1")), "items")
    # then they come in order
    keys = [(entry.id, entry.region) for entry in office.store.entries()]
    assert keys == sorted(keys)
    assert len(keys) == 4
    assert set(office.store.digests()) == set(keys)
    assert office.store.count() == 4


def test_every_kind_comes_back_as_what_it_was(office: Office) -> None:
    # given an item, a text and a hall
    item = office.item()
    office.take(office.files / "items_2021.jsonl", "items")
    text = office.asked()
    office.take(office.files / "asked_2021.jsonl", "faq")
    path = office.lines("h.jsonl", [{"name": "桥东大厅", "address": "公园路 1 号"}])
    (hall,) = office.entries(path, "halls")
    office.take(path, "halls")
    # when they are read from the database
    found = list(office.store.entries())
    # then they are equal, and of the same class
    assert {entry.id: entry for entry in found} == {e.id: e for e in (item, text, hall)}
    assert {type(entry) for entry in found} == {ImportedItem, ImportedText, Hall}
    assert office.store.entry(hall.id, hall.region) == hall
    assert office.store.entry(hall.id, "990200") is None


def test_entries_are_read_one_by_one(office: Office) -> None:
    # given eight megabytes of entries
    data = [{"问题": f"年票{n}", "答案": f"{n}" + "三十元一年。" * 1500} for n in range(300)]
    office.take(office.lines("a.jsonl", data), "faq")
    tracemalloc.start()
    count = sum(1 for _ in office.store.entries())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # then no more than some of them are held at any time
    assert count == 300
    assert peak < 3_000_000


# --- the newest file holds ---


def test_of_two_files_with_the_same_entry_the_newer_holds(office: Office) -> None:
    old = office.lines("old.jsonl", rows("1", "2"))
    new = office.lines("new.jsonl", rows("2", "3", DEPT_NAME="清河市新园林局"))
    office.take(old, "items")
    office.take(new, "items")
    departments = [entry.department for entry in office.store.entries()]
    assert departments == ["清河市园林管理局", "清河市新园林局", "清河市新园林局"]


def test_what_an_older_file_said_is_not_lost(office: Office) -> None:
    # given that the newer file, brought in anew, has the entry no more
    office.take(office.lines("old.jsonl", rows("1")), "items")
    office.take(office.lines("new.jsonl", rows("1", DEPT_NAME="清河市新园林局")), "items")
    office.take(office.lines("new.jsonl", rows("9")), "items")
    # then the older one holds again
    assert [entry.department for entry in office.store.entries()] == ["清河市园林管理局"] * 2


# --- the fingerprint ---


def test_the_fingerprint_changes_with_every_change_and_with_nothing_else(office: Office) -> None:
    seen = [office.store.fingerprint()]
    one, two = office.lines("a.jsonl", rows("1", "2")), office.lines("b.jsonl", rows("3"))
    for path in (one, two):
        office.take(path, "items")
        seen.append(office.store.fingerprint())
    office.lines("a.jsonl", rows("1", "2", consult_phone="0999-8000000"))
    office.take(one, "items")
    seen.append(office.store.fingerprint())
    assert len(set(seen)) == len(seen)
    # when the same is imported again
    office.take(one, "items")
    # then nothing has changed
    assert office.store.fingerprint() == seen[-1]


def test_the_same_content_has_the_same_fingerprint_in_whatever_order_it_came(
    tmp_path: Path,
) -> None:
    prints = set()
    for number, order in enumerate(itertools.permutations(["a", "b", "c"])):
        (tmp_path / str(number)).mkdir()
        office = Office(tmp_path / str(number))
        for name in order:
            office.take(office.lines(f"{name}_2021.jsonl", rows(name)), "items")
        prints.add(office.store.fingerprint())
    assert len(prints) == 1


# --- divisions and telephones ---


def test_divisions_come_in_order_the_newest_name_holding(office: Office) -> None:
    office.take(
        office.text(
            "a.json", '[{"code": "9901", "name": "清河县"}, {"code": "99", "name": "云岭省"}]'
        ),
        "divisions",
    )
    office.take(office.text("b.json", '[{"code": "9901", "name": "清河市"}]'), "divisions")
    assert [(r.code, r.name, r.parent) for r in office.store.regions()] == [
        ("990000", "云岭省", "000000"),
        ("990100", "清河市", "990000"),
    ]


def test_a_telephone_is_one_row_whoever_names_it(office: Office) -> None:
    data = [
        item_row(TASK_CODE="99000001", consult_phone="0999-8123456转1"),
        item_row(TASK_CODE="99000002", consult_phone="0999-8123456转2，受理时间：工作日"),
        item_row(TASK_CODE="99000003", consult_phone="0999-8123456", DEPT_NAME="望海市园林局"),
        item_row(TASK_CODE="99000004", consult_phone="0999-8765432"),
    ]
    office.take(office.lines("a_2021.jsonl", data), "items")
    assert [phone.dict() for phone in office.store.phones()] == [
        {
            "number": "0999-8123456",
            "name": "望海市园林局等 2 个单位（转1，转2）",
            "region": "990100",
            "hours": "工作日",
            "source": "a_2021.jsonl（2021-12-31）",
        },
        {
            "number": "0999-8765432",
            "name": "清河市园林管理局",
            "region": "990100",
            "hours": None,
            "source": "a_2021.jsonl（2021-12-31）",
        },
    ]


def test_every_reference_of_an_entry_is_in_the_registry_or_the_general_number(
    office: Office,
) -> None:
    office.take(office.lines("a.jsonl", rows("1", consult_phone="0999-8123456、12333")), "items")
    registry = {phone.number for phone in office.store.phones()} | {"12345"}
    for entry in office.store.entries():
        assert {*entry.contact.consult, *entry.contact.complain} <= registry


# --- sources ---


def test_sources_are_listed_in_the_order_of_import(office: Office) -> None:
    broken = "{"
    path = office.lines("a_2021.jsonl", rows(*"123456789", "10"))
    path.write_text(path.read_text(encoding="utf-8") + broken, encoding="utf-8")
    office.take(path, "items")
    office.asked()
    office.take(office.files / "asked_2021.jsonl", "faq")
    told = [
        (s.kind, s.name, s.encoding, s.as_of, s.taken, s.refused) for s in office.store.sources()
    ]
    assert told == [
        ("items", "a_2021.jsonl", "UTF-8", "2021-12-31", 10, 1),
        ("faq", "asked_2021.jsonl", "UTF-8", "2021-12-31", 1, 0),
    ]


# --- one state ---


def test_a_snapshot_stays_as_it_was(office: Office) -> None:
    path = office.lines("a.jsonl", rows("1"))
    office.take(path, "items")
    with office.store.snapshot() as frozen:
        before = frozen.fingerprint()
        # when another file is imported meanwhile
        office.take(office.lines("b.jsonl", rows("2")), "items")
        # then it is not in the snapshot, but in the store
        assert (frozen.count(), frozen.fingerprint()) == (1, before)
        assert names(frozen) == ["年票1"]
        assert frozen.entry("item-9900002", "990100") is None
    assert names(office.store) == ["年票1", "年票2"]


def test_a_snapshot_of_nothing_stays_nothing(office: Office) -> None:
    with office.store.snapshot() as frozen:
        office.take(office.lines("a.jsonl", rows("1")), "items")
        assert frozen.count() == 0
        assert list(frozen.entries()) == []
    assert office.store.count() == 1


def test_a_reader_that_stops_half_way_leaves_nothing_open(office: Office) -> None:
    office.take(office.lines("a.jsonl", rows(*"12345")), "items")
    with closing(office.store.entries()) as reader:  # type: ignore[type-var]
        assert next(reader).region == "990100"
    office.take(office.lines("b.jsonl", rows("6")), "items")
    assert office.store.count() == 6


def test_a_spoilt_database_is_said_to_be_spoilt(office: Office) -> None:
    office.store.file.write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(StoreError, match="坏了。把它移开，重新导入。"):
        office.store.count()
