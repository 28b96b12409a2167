"""Real files that nobody in this project wrote: all of them go in, and fit a small machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.importing.store import ImportedStore
from knowledge.schema import Hall, ImportedItem, ImportedText
from settings import REPOSITORY
from tests.conftest import SHARED

#: Seconds for all of them, on two cores that others use as well; alone it takes some 15.
LONGEST = 240
#: Kind, options, files.
HANDED_OVER: list[tuple[str, list[str], str]] = [
    ("divisions", [], "divisions/provinces.json"),
    ("divisions", [], "divisions/cities.json"),
    ("divisions", [], "divisions/areas.json"),
    ("divisions", [], "divisions/pca-code.json"),
    ("items", [], "service_items/guangdong_2021.jsonl"),
    ("items", ["--as-of", "2022-12-31"], "service_items/guangan_names.jsonl"),
    ("faq", ["--region", "110000"], "consultations/beijing_faq_2024.jsonl"),
    ("documents", ["--as-of", "2020-02-29"], "policy_qa/documents.jsonl"),
    ("halls", [], "halls/jinan_2018.jsonl"),
    ("statutes", [], "statutes"),
]
#: What a run says of itself at its end.
_PEAK = """
import sys
from ershun.cli import main
from tests.knowledge.importing.killed import peak_mb
try:
    main()
finally:
    print(f"peak {peak_mb()}", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployment into which everything was imported, as an administrator does it."""
    if not SHARED.is_dir():
        pytest.fail(f"没有 {SHARED}。用 ERSHUN_SHARED_DATA 指明共享数据的文件夹。")
    home = tmp_path_factory.mktemp("home")
    started = time.monotonic()
    for kind, options, file in HANDED_OVER:
        done = _import(home, kind, str(SHARED / file), *options)
        assert done.returncode == 0, done.stdout + done.stderr
        assert int(done.stderr.split("peak")[1]) < 300, f"{file}: MB"
    assert time.monotonic() - started < LONGEST
    return home


def _import(home: Path, kind: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _PEAK, "knowledge", "import", kind, *words],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={"ERSHUN_HOME": str(home), "PATH": "", "COLUMNS": "200"},
        timeout=LONGEST,
        check=False,
    )


@pytest.fixture(scope="module")
def store(home: Path) -> ImportedStore:
    return ImportedStore(home / "imported")


def lines(file: str) -> list[dict[str, Any]]:
    text = (SHARED / file).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def test_every_row_is_an_entry_or_accounted_for(home: Path, store: ImportedStore) -> None:
    # given how many rows each file has
    statutes = len(list((SHARED / "statutes").glob("*.md")))
    rows = {
        "guangdong_2021.jsonl": len(lines("service_items/guangdong_2021.jsonl")),
        "guangan_names.jsonl": len(lines("service_items/guangan_names.jsonl")),
        "beijing_faq_2024.jsonl": len(lines("consultations/beijing_faq_2024.jsonl")),
        "documents.jsonl": len(lines("policy_qa/documents.jsonl")),
        "jinan_2018.jsonl": len(lines("halls/jinan_2018.jsonl")),
    }
    # when what was taken and what the reports say is put together
    taken = {source.name: source.taken for source in store.sources()}
    remarks = [
        json.loads(line)
        for file in (home / "imported").glob("report-*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    left_out = Counter(r["文件"] for r in remarks if r["怎么了"] in ("没收", "合并", "跳过"))
    # then every row is one or the other
    assert {name: taken[name] + left_out[name] for name in rows} == rows
    assert sum(source.kind == "statutes" for source in store.sources()) == statutes
    assert store.count() == sum(taken[name] for name in rows) + statutes
    assert store.count() >= 6000


def test_no_refusal_is_unexplained(home: Path) -> None:
    # given every row that was refused or passed over
    remarks = [
        json.loads(line)
        for file in (home / "imported").glob("report-*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    refused = [remark for remark in remarks if remark["怎么了"] == "没收"]
    # then there is hardly any, and for each the reason is that the row itself says nothing
    assert len(refused) <= 1
    assert all(remark["原因"].startswith("没有答案") for remark in refused)
    passed = [remark["原因"] for remark in remarks if remark["怎么了"] == "跳过"]
    known = ("只有名称，没有地址也没有电话", "只是代码里的一级", "是街道一级")
    assert all(any(reason in told for reason in known) for told in passed)


def test_entries_are_what_their_files_were(store: ImportedStore) -> None:
    kinds: Counter[str] = Counter()
    for entry in store.entries():
        kinds[f"{entry.origin.kind} {type(entry).__name__}"] += 1
        if isinstance(entry, ImportedItem):
            assert entry.region.startswith(("44", "5116")), entry.id
            assert entry.name
            assert len(entry.short) <= 20
        else:
            assert isinstance(entry, ImportedText)
            assert entry.sections
            assert entry.answer
        if isinstance(entry, Hall):
            assert entry.region.startswith("37")
    assert kinds["items ImportedItem"] == len(lines("service_items/guangdong_2021.jsonl")) + len(
        lines("service_items/guangan_names.jsonl")
    )
    assert kinds["halls Hall"] + kinds["halls ImportedText"] == 174


def test_every_telephone_an_entry_names_is_registered(store: ImportedStore) -> None:
    registry = {phone.number for phone in store.phones()} | {"12345"}
    assert len(registry) > 400
    for entry in store.entries():
        assert {*entry.contact.consult, *entry.contact.complain} <= registry, entry.id


def test_no_hidden_character_has_come_in(store: ImportedStore) -> None:
    for entry in store.entries():
        assert not set(entry.json(ensure_ascii=False)) & set("\u200b\u200e\u202e\ufeff\xad\x00")


def test_every_article_of_every_statute_is_there_in_its_order(store: ImportedStore) -> None:
    statutes = [e for e in store.entries() if e.origin.kind == "statutes"]
    for entry in statutes:
        assert isinstance(entry, ImportedText)
        numbers = [section.article for section in entry.sections if section.article]
        assert numbers, entry.title
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), entry.title
        assert entry.origin.issued is not None, entry.title
    # and those of a province or a city hold there only
    places = {entry.dict()["title"][:3]: entry.region for entry in statutes}
    assert (places["上海市"], places["广东省"], places["青岛市"]) == ("310000", "440000", "370200")
    assert sum(entry.region == "000000" for entry in statutes) > 60


def test_every_division_has_a_parent_that_is_there(store: ImportedStore) -> None:
    regions = {str(region.code): region for region in store.regions()}
    assert len(regions) > 3300
    assert all(r.parent == "000000" or r.parent in regions for r in regions.values())
    assert regions["110101"].parent == "110000"
    assert not {region.name for region in regions.values()} & {"市辖区", "县"}


def test_days_are_those_of_the_files(store: ImportedStore) -> None:
    days = {source.name: source.as_of for source in store.sources()}
    assert days["guangdong_2021.jsonl"] == "2021-12-31"
    assert days["documents.jsonl"] == "2020-02-29"
    assert days["beijing_faq_2024.jsonl"] == "2024-12-31"
    assert all(entry.as_of <= date.today() for entry in store.entries())


def test_a_table_without_codes_is_refused_kindly(tmp_path: Path) -> None:
    done = _import(tmp_path, "divisions", str(SHARED / "divisions" / "HK-MO-TW.json"))
    assert done.returncode == 1
    assert "没有行政区划代码（香港、澳门、台湾的表就没有）" in done.stdout


def test_everything_again_changes_nothing(home: Path, store: ImportedStore) -> None:
    before = (store.fingerprint(), store.count())
    for kind, options, file in HANDED_OVER:
        done = _import(home, kind, str(SHARED / file), *options)
        assert "个文件已经导入过，没有变，什么都没做。" in done.stdout
    assert (store.fingerprint(), store.count()) == before
