"""How many are served at once, from times that tests have in hand."""

from __future__ import annotations

import pytest

from bench.voice.answering import P50_BAR, P95_BAR, people_at_once


@pytest.mark.parametrize(
    ("took", "served"),
    [
        ({1: [100.0], 2: [200.0], 4: [300.0]}, 4),
        ({1: [100.0], 2: [P50_BAR + 1], 4: [100.0]}, 1),
        ({1: [P50_BAR + 1], 2: [100.0], 4: [100.0]}, 0),
        # one turn in ten too late is too many
        ({1: [100.0], 2: [100.0] * 9 + [P95_BAR + 1], 4: [100.0]}, 1),
    ],
)
def test_those_within_the_bar_are_served(took: dict[int, list[float]], served: int) -> None:
    tried = people_at_once(took.__getitem__, (1, 2, 4))
    assert [one.people for one in tried if one.in_time] == [n for n in took if n <= served]


def test_beyond_the_bar_nobody_is_tried() -> None:
    # given a machine that is too slow for two
    tried = []

    def gaps(people: int) -> list[float]:
        tried.append(people)
        return [1_000.0 if people == 2 else 100.0]

    # when
    people_at_once(gaps, (1, 2, 4))
    # then it is not asked for four
    assert tried == [1, 2]
