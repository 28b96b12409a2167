"""What is asked in many words is one question; what is another matter is another."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.auditing.clusters import Cluster, cluster

#: Nothing of it is in the knowledge base; made up for these tests.
RUBBISH = ["垃圾怎么分类", "小区垃圾怎么分类", "垃圾分类怎么分", "厨余垃圾怎么分类"]
SCHOOL = ["老年大学怎么报名", "老年大学报名要啥", "在哪报老年大学"]
LIFT = ["电梯坏了没人修", "楼里电梯坏了"]


def of(clusters: list[Cluster], question: str) -> Cluster:
    """The cluster a question is in."""
    (one,) = [c for c in clusters if question in (c.label, *c.examples)]
    return one


def test_what_asks_the_same_comes_together() -> None:
    clusters = cluster([*RUBBISH, *SCHOOL, *LIFT])
    assert {of(clusters, q).label for q in RUBBISH} == {of(clusters, RUBBISH[0]).label}
    assert of(clusters, SCHOOL[0]) == of(clusters, SCHOOL[2])
    assert of(clusters, LIFT[0]) == of(clusters, LIFT[1])
    assert len({c.label for c in clusters}) == 3


def test_the_most_asked_comes_first_with_how_often() -> None:
    clusters = cluster([*LIFT * 5, *RUBBISH])
    assert [(c.asked, c.variants) for c in clusters] == [(10, 2), (4, 4)]


def test_a_cluster_is_named_by_its_most_central_question() -> None:
    (one,) = cluster([*RUBBISH[:2], "请问厨余垃圾怎么分类投放好", "垃圾分类"])
    assert one.label in RUBBISH[:2]


def test_what_is_asked_most_is_the_most_central() -> None:
    (one,) = cluster([RUBBISH[0], RUBBISH[1]] + [RUBBISH[3]] * 20)
    assert one.label == RUBBISH[3]


def test_fillers_make_no_other_question() -> None:
    (one,) = cluster(["请问电梯坏了啊", "电梯坏了", "那个电梯坏了呢"])
    assert (one.asked, one.variants) == (3, 1)


def test_examples_are_told_up_to_three() -> None:
    (one,) = cluster(["电梯坏了一", "电梯坏了二", "电梯坏了三", "电梯坏了四", "电梯坏了五"])
    assert len(one.examples) == 3
    assert one.label not in one.examples


@pytest.mark.parametrize("questions", [[], [""], ["呢"], ["？"], ["啊", "吧", "嗯"]])
def test_of_nothing_there_are_none(questions: list[str]) -> None:
    assert cluster(questions) == []


def test_two_with_nothing_in_common_stay_apart() -> None:
    assert len(cluster(["电梯坏了", "垃圾分类"])) == 2


@given(st.lists(st.sampled_from([*RUBBISH, *SCHOOL, *LIFT, "嗯", ""]), max_size=40))
def test_every_question_is_in_exactly_one_cluster(questions: list[str]) -> None:
    clusters = cluster(questions)
    asked = Counter(q for q in questions if len(q) > 1)
    assert sum(c.asked for c in clusters) == asked.total()
    assert sum(c.variants for c in clusters) == len(asked)
    assert [c.asked for c in clusters] == sorted((c.asked for c in clusters), reverse=True)


@given(st.permutations([*RUBBISH, *SCHOOL, *LIFT]))
def test_the_order_of_asking_does_not_matter(questions: list[str]) -> None:
    assert cluster(questions) == cluster([*RUBBISH, *SCHOOL, *LIFT])
