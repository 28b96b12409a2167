"""Every figure against a value worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.search.metrics import (
    Judged,
    Line,
    NothingMeasured,
    Rank,
    answer_line,
    brier,
    coverage_at,
    decline_rate,
    ece,
    first_rank,
    gold_within,
    interval,
    longest_common,
    mrr,
    recall_at,
    reliability,
    rouge_l,
    within_gold,
)

RANKS: Sequence[Rank] = [1, 3, None, 11, 2]


def said(*pairs: tuple[float, bool], verdict: str = "answer") -> list[Judged]:
    return [Judged(probability, right, verdict) for probability, right in pairs]


@pytest.mark.parametrize(
    ("ranked", "relevant", "rank"),
    [
        (["a", "b", "c"], {"a"}, 1),
        (["a", "b", "c"], {"c", "b"}, 2),
        (["a", "b"], {"c"}, None),
        ([], {"a"}, None),
        (["a"], set(), None),
    ],
)
def test_the_first_right_one_counts(ranked: list[str], relevant: set[str], rank: Rank) -> None:
    assert first_rank(ranked, relevant) == rank


@pytest.mark.parametrize(("depth", "recall"), [(1, 0.2), (2, 0.4), (3, 0.6), (10, 0.6), (11, 0.8)])
def test_recall_is_the_share_found_so_far(depth: int, recall: float) -> None:
    assert recall_at(RANKS, depth) == pytest.approx(recall)


def test_reciprocal_ranks_are_averaged_to_the_tenth() -> None:
    # given 1, 1/3, nothing, the eleventh, 1/2
    assert mrr(RANKS) == pytest.approx((1 + 1 / 3 + 1 / 2) / 5)
    assert mrr(RANKS, 11) == pytest.approx((1 + 1 / 3 + 1 / 11 + 1 / 2) / 5)


@given(st.lists(st.one_of(st.none(), st.integers(1, 30)), min_size=1))
def test_figures_of_rank_are_ordered(ranks: list[Rank]) -> None:
    assert 0 <= recall_at(ranks, 1) <= recall_at(ranks, 3) <= recall_at(ranks, 10) <= 1
    assert recall_at(ranks, 1) - 1e-9 <= mrr(ranks) <= recall_at(ranks, 10) + 1e-9


def test_the_interval_is_about_two_standard_errors_wide() -> None:
    # given 700 of 1 000 right: the standard error is √(.7 × .3 / 1 000) = .01449
    low, high = interval([1.0] * 700 + [0.0] * 300)
    # then 1.96 of it to each side
    assert low == pytest.approx(0.7 - 0.0284, abs=0.002)
    assert high == pytest.approx(0.7 + 0.0284, abs=0.002)


def test_the_interval_is_the_same_each_time() -> None:
    values = [1.0, 0.0, 1.0, 1.0]
    assert interval(values, resamples=200) == interval(values, resamples=200)


def test_what_never_varies_has_no_width() -> None:
    assert interval([1.0] * 20, resamples=50) == (1.0, 1.0)


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=40))
def test_the_interval_holds_the_middle(values: list[float]) -> None:
    low, high = interval(values, resamples=100)
    narrow_low, narrow_high = interval(values, share=0.5, resamples=100)
    assert 0 <= low <= narrow_low <= narrow_high <= high <= 1


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [
        ("", "", 0),
        ("甲", "", 0),
        ("甲乙丙", "甲乙丙", 3),
        ("甲乙丙丁", "乙丁", 2),
        ("甲乙丙", "丙乙甲", 1),
        ("ABCBDAB", "BDCABA", 4),
        ("天文台公布", "由天文台来公布的", 5),
        ("甲甲甲", "甲甲", 2),
    ],
)
def test_the_longest_common_subsequence(one: str, other: str, length: int) -> None:
    assert longest_common(one, other) == length


def by_table(one: str, other: str) -> int:
    """The textbook's table."""
    row = [0] * (len(other) + 1)
    for left in one:
        previous, row = row, [0]
        for place, right in enumerate(other):
            best = previous[place] + 1 if left == right else max(previous[place + 1], row[place])
            row.append(best)
    return row[-1]


_FEW = st.text(alphabet="甲乙丙丁", max_size=80)


@given(_FEW, _FEW)
def test_the_quick_way_agrees_with_the_table(one: str, other: str) -> None:
    assert longest_common(one, other) == by_table(one, other)


@pytest.mark.parametrize(
    ("candidate", "gold", "score"),
    [
        # three of three, three of six: 2 × 1 × ½ / 1½
        ("天文台", "由天文台公布", 2 / 3),
        ("由天文台公布", "天文台", 2 / 3),
        ("天文台", "天文台", 1.0),
        ("天 文台\n", "天文台", 1.0),
        ("月亮", "天文台", 0.0),
        ("", "天文台", 0.0),
        ("天文台", "", 0.0),
        # two in order, of four each
        ("甲乙丙丁", "甲丁戊己", 0.5),
    ],
)
def test_rouge_l_is_f1_over_characters(candidate: str, gold: str, score: float) -> None:
    assert rouge_l(candidate, gold) == pytest.approx(score)


def test_rouge_l_can_weigh_recall_more() -> None:
    # given P 1, R ½, β² 1.44: 2.44 × ½ / (½ + 1.44)
    assert rouge_l("天文台", "由天文台公布", beta=1.2) == pytest.approx(1.22 / 1.94)
    # and P ½, R 1: 2.44 × ½ / (1 + .72)
    assert rouge_l("由天文台公布", "天文台", beta=1.2) == pytest.approx(1.22 / 1.72)


@given(_FEW, _FEW)
def test_rouge_l_is_symmetric_and_between_nothing_and_one(one: str, other: str) -> None:
    assert 0 <= rouge_l(one, other) <= 1
    assert rouge_l(one, other) == pytest.approx(rouge_l(other, one))
    assert rouge_l(one, one) == pytest.approx(1.0 if one else 0.0)


@pytest.mark.parametrize(
    ("extracted", "gold", "holds", "held"),
    [
        ("由天文台公布。", "天文台", True, False),
        ("天文台", "由天文台公布", False, True),
        ("天文台", "天文台", True, True),
        ("由天 文台\n公布", "天文台 公布", True, False),
        ("月亮", "天文台", False, False),
        ("", "天文台", False, False),
        ("天文台", "", False, False),
        ("", "", False, False),
        ("由天文局台公布", "天文台", False, False),
    ],
)
def test_spans_hold_each_other(extracted: str, gold: str, holds: bool, held: bool) -> None:
    assert gold_within(extracted, gold) is holds
    assert within_gold(extracted, gold) is held


def test_bins_hold_equally_many_in_order_of_probability() -> None:
    # given five questions, not in order, in two bins
    judged = said((0.9, True), (0.1, False), (0.2, True), (0.8, True), (0.6, False))
    # then the three least sure and the two surest
    low, high = reliability(judged, bins=2)
    assert (low.said, low.was) == pytest.approx((0.3, 1 / 3))
    assert (high.said, high.was) == pytest.approx((0.85, 1.0))
    assert (low.count, high.count) == (3, 2)


def test_fewer_questions_than_bins_have_a_bin_each() -> None:
    assert [one.count for one in reliability(said((0.5, True), (0.7, False)))] == [1, 1]


def test_calibration_error_is_the_mean_distance() -> None:
    # given bins of three and two: |.3 − 1/3| and |.85 − 1|
    judged = said((0.9, True), (0.1, False), (0.2, True), (0.8, True), (0.6, False))
    assert ece(judged, bins=2) == pytest.approx((3 * (1 / 3 - 0.3) + 2 * 0.15) / 5)


def test_who_says_what_is_has_no_error() -> None:
    judged = said(*[(0.25, False)] * 3, (0.25, True))
    assert ece(judged, bins=1) == pytest.approx(0)


_JUDGED = st.lists(
    st.builds(
        Judged,
        st.sampled_from([0.0, 0.1, 0.5, 0.5, 0.9, 1.0]),
        st.booleans(),
        st.sampled_from(["answer", "clarify", "decline"]),
    ),
    min_size=1,
    max_size=40,
)


@given(_JUDGED)
def test_no_figure_depends_on_the_order(judged: list[Judged]) -> None:
    # given the same questions in another order
    figures: list[Callable[[Sequence[Judged]], float]] = [ece, brier, coverage_at, decline_rate]
    other = sorted(judged, key=lambda one: (one.verdict, one.right, -one.probability))
    # then
    for figure in figures:
        assert figure(judged) == pytest.approx(figure(other))
        assert 0 <= figure(judged) <= 1


@given(_JUDGED)
def test_bins_count_every_question_once(judged: list[Judged]) -> None:
    bins = reliability(judged)
    assert sum(one.count for one in bins) == len(judged)
    assert max(one.count for one in bins) - min(one.count for one in bins) <= 1
    assert [one.said for one in bins] == sorted(one.said for one in bins)


def test_brier_is_the_mean_square() -> None:
    assert brier(said((0.9, True), (0.4, False))) == pytest.approx((0.01 + 0.16) / 2)


def test_coverage_is_the_most_that_can_be_answered() -> None:
    # given nineteen right, one wrong, one right: 19 of 20 is .95, 20 of 21 more
    judged = said(*[(0.9, True)] * 19, (0.8, False), (0.7, True), (0.1, False))
    # then all but the last of 22
    assert coverage_at(judged, 0.95) == pytest.approx(21 / 22)


def test_coverage_may_begin_anew_behind_a_wrong_one() -> None:
    # given the surest is wrong and the nineteen behind it are right
    judged = said((1.0, False), *[(0.9, True)] * 19)
    assert coverage_at(judged, 0.95) == 1.0


def test_no_line_runs_between_questions_of_the_same_probability() -> None:
    # given a right and a wrong one, equally sure
    judged = said((0.9, True), (0.9, False))
    assert coverage_at(judged, 0.95) == 0.0
    assert coverage_at(judged, 0.5) == 1.0


def test_nothing_can_be_answered_where_nothing_is_right() -> None:
    assert coverage_at(said((0.9, False), (0.3, False))) == 0.0


def test_the_answer_line_is_where_the_product_answers() -> None:
    # given three answers, two of them right, and two questions not answered
    judged = [
        *said((0.9, True), (0.8, True), (0.7, False)),
        *said((0.6, True), verdict="clarify"),
        *said((0.1, False), verdict="decline"),
    ]
    # then
    assert answer_line(judged) == Line(2 / 3, 3 / 5)
    assert decline_rate(judged) == pytest.approx(1 / 5)


def test_who_answers_nothing_has_no_precision() -> None:
    assert answer_line(said((0.1, True), verdict="decline")) == Line(None, 0.0)


@pytest.mark.parametrize(
    "figure",
    [mrr, interval, ece, brier, coverage_at, answer_line, decline_rate, reliability],
)
def test_nothing_is_measured_over_nothing(figure: Callable[[list[object]], object]) -> None:
    with pytest.raises(NothingMeasured):
        figure([])


def test_recall_over_nothing_is_no_figure() -> None:
    with pytest.raises(NothingMeasured):
        recall_at([], 1)
