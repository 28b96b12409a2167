"""A file while it is being imported."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.importing.draft import Counts, Draft, Remark
from knowledge.importing.outcome import Line, Outcome, PassedOver, Refused, Taken
from knowledge.importing.tables import FILE, writing
from knowledge.schema import EntryId, Region
from tests.knowledge.importing.conftest import Office


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with writing(tmp_path / FILE) as opened:
        opened.execute(
            "INSERT INTO source (number, kind, name, sha256, recipe, encoding, as_of, started_at)"
            " VALUES (7, 'items', 'a.jsonl', '', '', '', '', '')"
        )
        yield opened


@pytest.fixture
def draft(connection: sqlite3.Connection) -> Draft:
    return Draft(connection, 7, Counts())


def count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_rows_are_counted_by_what_became_of_them(draft: Draft, office: Office) -> None:
    # given one of each
    item = office.item()
    region = Region.parse_obj({"code": "990100", "name": "清河市"})
    outcomes: list[Outcome] = [
        Taken(1, item, notes=("电话有读不出来的，没有收：x",)),
        Taken(2, item),
        Refused(3, "没有事项名称。"),
        PassedOver(4, "不是地方。"),
        Taken(5, item.copy(update={"short": "别的"})),
        Taken(6, region=region),
    ]
    draft.add(outcomes)
    assert draft.counts == Counts(
        row=6, taken=2, merged=1, refused=2, repeated=1, passed=1, notes=1
    )
    assert list(draft.remarks()) == [
        Remark(1, "提醒", "电话有读不出来的，没有收：x"),
        Remark(2, "合并", "和前面的一条一样。"),
        Remark(3, "没收", "没有事项名称。"),
        Remark(4, "跳过", "不是地方。"),
        Remark(5, "没收", "编码和前面的一条一样，内容不一样，留了前面的。"),
    ]


def test_an_entry_is_written_as_its_schema_writes_it(
    draft: Draft, connection: sqlite3.Connection, office: Office
) -> None:
    # given an item with everything in it, and a hall
    item = office.item(material_intro=["身份证"], handle_time="5(工作日)", URL="https://a.example")
    path = office.lines("h.jsonl", [{"name": "桥东大厅", "address": "公园路 1 号"}])
    (hall,) = office.entries(path, "halls")
    draft.add([Taken(1, item), Taken(2, hall)])
    written = {row[0] for row in connection.execute("SELECT data FROM entry")}
    assert written == {e.json(ensure_ascii=False, exclude_none=True) for e in (item, hall)}


def test_how_far_we_are_is_written_with_the_rows(
    draft: Draft, connection: sqlite3.Connection, office: Office
) -> None:
    draft.add([Taken(1, office.item()), Refused(2, "x")])
    row = connection.execute("SELECT row, taken, refused FROM source WHERE number = 7").fetchone()
    assert row == (2, 1, 1)


def test_a_batch_is_written_whole_or_not_at_all(
    draft: Draft, connection: sqlite3.Connection, office: Office
) -> None:
    # given a batch that breaks off
    def outcomes() -> Iterator[Outcome]:
        yield Taken(1, office.item())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        draft.add(outcomes())
    assert count(connection, "entry") == 0
    assert connection.execute("SELECT row FROM source").fetchone() == (0,)


def test_another_text_under_the_same_id_gets_the_other_id(
    draft: Draft, connection: sqlite3.Connection, office: Office
) -> None:
    one = office.asked(answer="三十元。")
    two = one.copy(update={"answer": "不要钱。"})
    other = EntryId("faq-other")
    # when the second comes, and comes again
    draft.add([Taken(1, one), Taken(2, two, otherwise=other), Taken(3, two, otherwise=other)])
    # then it is kept beside the first, once
    assert (draft.counts.taken, draft.counts.merged, draft.counts.refused) == (2, 1, 0)
    ids = [row[0] for row in connection.execute("SELECT id FROM entry ORDER BY id")]
    assert ids == sorted([one.id, "faq-other"])
    # and the id within the data is that under which it stands
    data = connection.execute("SELECT data FROM entry WHERE id = 'faq-other'").fetchone()[0]
    assert '"id": "faq-other"' in data


def test_a_third_text_under_both_ids_is_refused(draft: Draft, office: Office) -> None:
    one = office.asked()
    texts = [one.copy(update={"answer": answer}) for answer in ("甲。", "乙。", "丙。")]
    draft.add(Taken(n, text, otherwise=EntryId("faq-other")) for n, text in enumerate(texts, 1))
    assert (draft.counts.taken, draft.counts.refused) == (2, 1)


def test_divisions_are_merged_or_refused_by_their_code(draft: Draft) -> None:
    names = ["清河市", "清河市", "清河县"]
    draft.add(
        Taken(n, region=Region.parse_obj({"code": "990100", "name": name}))
        for n, name in enumerate(names, start=1)
    )
    assert (draft.counts.taken, draft.counts.merged, draft.counts.repeated) == (1, 1, 1)


def test_telephones_are_kept_once_for_each_owner_and_note(
    draft: Draft, connection: sqlite3.Connection, office: Office
) -> None:
    line = Line("0999-8123456", "园林局", "转1", "990100")
    item = office.item()
    other = item.copy(update={"id": EntryId("item-other")})
    draft.add([Taken(1, item, lines=(line, line)), Taken(2, other, lines=(line,))])
    assert count(connection, "line") == 1


def test_telephones_of_a_row_that_is_not_taken_are_not(
    draft: Draft, connection: sqlite3.Connection, office: Office
) -> None:
    item = office.item()
    spoilt = Line("0999-0000000", "园林局", "", "990100")
    draft.add([Taken(1, item), Taken(2, item.copy(update={"short": "别的"}), lines=(spoilt,))])
    assert count(connection, "line") == 0
