"""The product over a task: what is imported is found, judged and quoted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.search.product import Kind, Prepared, prepare, prepare_file
from bench.search.tasks import POLICY, Document, Query, Task

TEXTS = {
    "a1": "凉茶补贴办法 一、每人每月发凉茶补贴三十元。二、凉茶补贴在社区领取，带上身份证。",
    "b2": "取暖补贴通知 一、取暖补贴每户六百元。二、取暖补贴在每年十月发到社保卡里。",
    "c3": "公交优待规定 一、六十五岁以上的老人坐公交车免费。二、要带老年证。",
    # A document that bears a number of its own is still the row it came from.
    "d4": "关于发放电梯补贴的通知 川办发〔2020〕6号 一、老楼加装电梯，每台补贴十万元。",
}
TASK = Task(
    POLICY,
    tuple(Document(i, {"docid": i, "text": text}) for i, text in TEXTS.items()),
    (Query("凉茶补贴一个月多少钱", frozenset({"a1"}), "a1", "三十元"),),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Three texts, imported and built without meaning vectors."""
    return prepare(TASK, tmp_path_factory.mktemp("policy"), None, "none")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("凉茶补贴一个月多少钱", "a1"),
        ("取暖补贴几月发", "b2"),
        ("老人坐公交车要钱吗", "c3"),
        ("老楼加装电梯补贴", "d4"),
    ],
)
def test_the_row_that_answers_comes_first(prepared: Prepared, asked: str, first: str) -> None:
    assert prepared.engine.rank(asked, 3)[0] == first


def test_no_more_rows_than_wanted_come(prepared: Prepared) -> None:
    assert len(prepared.engine.rank("补贴", 1)) == 1


def test_a_judgement_has_ids_a_probability_and_a_verdict(prepared: Prepared) -> None:
    ids, probability, verdict = prepared.engine.judge("凉茶补贴一个月多少钱")
    assert ids[0] == "a1"
    assert 0 < probability < 1
    assert verdict in {"answer", "clarify", "decline"}


def test_the_answer_is_the_sentence_that_answers(prepared: Prepared) -> None:
    told = prepared.engine.answer("取暖补贴是多少钱一户")
    assert "六百元" in told
    # and not the whole text
    assert "十月" not in told


def test_what_nothing_is_like_has_no_answer(prepared: Prepared) -> None:
    assert prepared.engine.rank("😀", 3) == []
    assert prepared.engine.answer("😀") == ""


def test_time_and_size_are_told(prepared: Prepared) -> None:
    assert prepared.seconds > 0
    assert prepared.size > 1000


def test_a_second_import_of_a_changed_file_is_found_at_once(tmp_path: Path) -> None:
    # given a file that was imported and built
    file = tmp_path / "growth_2026.jsonl"
    kind = Kind("documents", file.name)
    rows = [{"docid": i, "title": t.split()[0], "text": t} for i, t in TEXTS.items()]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    prepare_file(file, kind, tmp_path, None, "none")
    # when one text is changed, imported and built again
    rows[0]["text"] += "三、凉茶补贴也可以由邻居代领。"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    again = prepare_file(file, kind, tmp_path, None, "none")
    # then what is new in it is told
    assert "邻居" in again.engine.answer("凉茶补贴邻居能代领吗")
