"""A province's catalogue: a hundred thousand entries in a minute and a half and 1.5 GB.

Measured here on fewer, in time of the processor (other tests run beside it) and in what is
kept of each entry. docs/audit.md tells what the whole took.
"""

from __future__ import annotations

import random
import sys
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from knowledge.auditing.report import audit
from knowledge.library import Entry
from tests.conftest import TODAY
from tests.knowledge.auditing.conftest import imported_item, imported_text, library_of

#: What a hundred thousand may take, seconds and bytes, for each of them.
SECONDS = 90 / 100_000
BYTES = 1_500_000_000 / 100_000

WORDS = [
    "残疾人",
    "个体工商户",
    "医疗保险",
    "公积金",
    "居住证",
    "药品",
    "水利",
    "民办学校",
    "殡葬",
    "农机",
]
DOES = ["设立", "变更", "注销", "延续", "补发", "备案", "核准", "年检", "申领", "转移"]
ARTICLE = "申请人应当携带身份证件到政务服务中心提出申请，符合法定形式的，予以受理。"


def catalogue(entries: int) -> Iterator[Entry]:
    """Entries as a platform hands them over, three quarters of them items."""
    chance = random.Random(5)
    whole = imported_item(
        conditions=[ARTICLE] * 3, materials=[{"id": f"m{n}", "name": "申请表"} for n in range(6)]
    )
    answer = imported_text(sections=[{"text": ARTICLE * 10}])
    for number in range(entries):
        name = "".join(chance.choices(WORDS, k=chance.randrange(1, 5))) + chance.choice(DOES)
        where = f"{chance.choice((23, 44, 51))}{chance.randrange(1, 9):02}{chance.randrange(9):02}"
        changes = {"region": where, "department": f"某局{number % 60}"}
        if number % 4:
            # A copy isn't validated again: what is timed is the audit, not the schema.
            yield whole.copy(update={**changes, "id": f"item-{number}", "name": name})
        else:
            yield answer.copy(update={**changes, "id": f"text-{number}", "title": name})


def test_the_time_each_entry_takes() -> None:
    began = time.process_time()
    report = audit(library_of(), today=TODAY, imported=catalogue(10_000))

    assert report.imported == 10_000
    # Coverage looks at every line that is run: that takes several times as long.
    watched = 5 if sys.gettrace() is not None else 1
    assert (time.process_time() - began) / 10_000 < SECONDS * watched


def test_what_is_kept_of_each_entry() -> None:
    # given twice as many entries as before
    few, many = traced(1_000), traced(2_000)
    # then what is kept beside grows by no more than may be
    assert (many - few) / 1_000 < BYTES


def traced(entries: int) -> int:
    """Most memory an audit of so many entries had at once, bytes."""
    tracemalloc.start()
    try:
        audit(library_of(), today=TODAY, imported=catalogue(entries))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("same", ["灯塔参观证办理", "第一号灯塔"])
def test_a_name_that_thousands_share_does_not_stop_it(same: str) -> None:
    # given a catalogue in which an office copied one name all over
    plain = imported_item(name=same)
    many = (plain.copy(update={"id": f"item-{n}"}) for n in range(3_000))
    began = time.process_time()
    report = audit(library_of(), today=TODAY, imported=many)
    # then it is told, at once
    assert report["consistency"]["duplicate"].overall.value == 1
    assert time.process_time() - began < 3_000 * SECONDS
