"""BM25 as it is written down, summed up, and gone on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.postings import Accumulator, Scorer, rarity, weighed
from knowledge.search.sqlite_storage import SqliteReader, SqliteWriter
from knowledge.search.storage import Channel, Postings

#: Entry -> how often each term occurs in it.
Told = Mapping[int, Mapping[str, float]]

THREE: Told = {1: {"卡": 2, "补": 1}, 2: {"卡": 1}, 3: {"证": 4}}

TERMS = st.sampled_from(["卡", "证", "补", "钱", "老", "年", "医", "保"])
COUNTED = st.dictionaries(TERMS, st.sampled_from([1.0, 2.0, 3.0, 4.0, 7.0, 40.0]), min_size=1)
WORLDS = st.dictionaries(st.integers(1, 30), COUNTED, min_size=1, max_size=8)


def write(file: Path, *parts: Told, average: float | None = None) -> None:
    """A store with entries, written in one part or after each other."""
    writer = SqliteWriter(file)
    for part in parts:
        gathered = Accumulator(average)
        for key, counted in part.items():
            gathered.add(key, counted)
        writer.put_postings(Channel.WORDS, gathered.rows())
    writer.commit()


def shares(file: Path, terms: Sequence[str], in_use: Sequence[bool]) -> list[float]:
    """Share of every key."""
    with closing(SqliteReader(file)) as reader:
        scorer = Scorer(reader, Channel.WORDS, np.array(in_use))
        found: list[float] = scorer.shares(terms).tolist()
    return found


def shares_in(told: Told, terms: Sequence[str]) -> list[float]:
    """Share of every key in a world, as it is asked for."""
    in_use = [key in told for key in range(max(told) + 1)]
    with TemporaryDirectory() as folder:
        write(Path(folder) / "index.sqlite", told)
        return shares(Path(folder) / "index.sqlite", terms, in_use)


def stored(file: Path, term: str) -> Postings:
    with closing(SqliteReader(file)) as reader:
        return reader.postings(Channel.WORDS, [term])[term]


def test_a_term_counts_as_bm25_says(tmp_path: Path) -> None:
    # given three entries of 3, 1 and 4 terms: 2.667 on average
    write(tmp_path / "index.sqlite", THREE)
    found = stored(tmp_path / "index.sqlite", "卡")
    # then, with k1 = 1.2 and b = 0.75:
    #   entry 1: 2 x 2.2 / (2 + 1.2 x (0.25 + 0.75 x 3 / 2.667)) = 4.4 / 3.3125
    #   entry 2: 1 x 2.2 / (1 + 1.2 x (0.25 + 0.75 x 1 / 2.667)) = 2.2 / 1.6375
    assert found.keys.tolist() == [1, 2]
    assert found.weights.tolist() == pytest.approx([1.3283, 1.3435], abs=0.001)


def test_a_score_is_the_share_of_what_the_question_could_reach() -> None:
    # given a question of two terms: 卡 in two of three entries, 证 in one
    found = shares_in(THREE, ["卡", "证"])
    # then rarity is ln(1 + 1.5 / 2.5) = 0.4700 and ln(1 + 2.5 / 1.5) = 0.9808, the ceiling
    # is their sum x 2.2 = 3.1918, and 证 counts 4 x 2.2 / (4 + 1.2 x (0.25 + 0.75 x 1.5))
    assert found == pytest.approx(
        [0, 0.4700 * 1.3283 / 3.1918, 0.4700 * 1.3435 / 3.1918, 0.9808 * 1.5575 / 3.1918],
        abs=0.001,
    )


def test_rarity_falls_with_every_entry_that_has_the_term() -> None:
    falling = [rarity(10, seen) for seen in range(11)]
    assert falling == sorted(falling, reverse=True)
    assert falling[0] == pytest.approx(3.0910, abs=0.0001)  # ln(1 + 10.5 / 0.5)
    assert falling[-1] > 0


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    told = {1: {"卡": 1, "老": 1}, 2: {"卡": 1, "年": 1}, 3: {"卡": 1, "医": 1}}
    found = shares_in(told, ["卡", "老"])
    assert found[1] > found[2] == found[3] > 0


def test_words_nobody_ever_wrote_lower_every_score() -> None:
    known, with_unknown = shares_in(THREE, ["卡"]), shares_in(THREE, ["卡", "火", "箭"])
    assert 0 < with_unknown[1] < known[1]


def test_of_two_entries_with_a_word_the_shorter_is_more_about_it() -> None:
    found = shares_in({1: {"卡": 1, "钱": 9}, 2: {"卡": 1, "钱": 1}}, ["卡"])
    assert found[2] > found[1] > 0


def test_a_word_said_twice_counts_once() -> None:
    assert shares_in(THREE, ["卡", "卡", "卡"]) == shares_in(THREE, ["卡"])


@pytest.mark.parametrize("terms", [[], ["火箭"]])
def test_without_a_known_word_nothing_scores(terms: list[str]) -> None:
    assert shares_in(THREE, terms) == [0, 0, 0, 0]


def test_a_channel_has_postings_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / "index.sqlite", THREE)
    with closing(SqliteReader(tmp_path / "index.sqlite")) as reader:
        assert reader.postings(Channel.PAIRS, ["卡"]) == {}


@given(WORLDS, st.lists(TERMS | st.just("火箭"), max_size=8))
def test_every_score_is_a_share(told: Told, terms: list[str]) -> None:
    found = shares_in(told, terms)
    assert all(0 <= share <= 1 for share in found)
    # and whoever has a term of the question scores, whoever has none doesn't
    for key, share in enumerate(found):
        assert (share > 0) == bool(set(told.get(key, {})) & set(terms))


@given(WORLDS, st.lists(TERMS, max_size=6), st.randoms())
def test_the_order_of_words_and_entries_changes_nothing(
    told: Told, terms: list[str], random: object
) -> None:
    # given the same question and the same entries in another order
    shuffle = random.shuffle  # type: ignore[attr-defined]
    other_terms, keys = list(terms), list(told)
    shuffle(other_terms)
    shuffle(keys)
    other = {key: told[key] for key in keys}
    # then every entry has the same share
    assert shares_in(other, other_terms) == pytest.approx(shares_in(told, terms), abs=1e-6)


def test_what_is_added_later_scores_as_if_it_had_been_there(tmp_path: Path) -> None:
    # given the same entries written at once, and one after the other with the same average
    once, later = tmp_path / "once.sqlite", tmp_path / "later.sqlite"
    write(once, THREE, average=8 / 3)
    write(later, {1: THREE[1]}, {2: THREE[2], 3: THREE[3]}, average=8 / 3)
    # then nobody can tell
    everybody = [False, True, True, True]
    assert stored(later, "卡").keys.tolist() == [1, 2]
    assert shares(later, ["卡", "证"], everybody) == shares(once, ["卡", "证"], everybody)


def test_the_average_is_reckoned_unless_an_earlier_build_says_it() -> None:
    gathered, going_on = Accumulator(), Accumulator(5.0)
    assert gathered.average == 1.0  # of nothing
    for key, counted in THREE.items():
        gathered.add(key, counted)
        going_on.add(key, counted)
    assert gathered.average == pytest.approx(8 / 3)
    assert going_on.average == 5.0


def test_what_is_retired_scores_nothing_and_makes_no_word_commoner(tmp_path: Path) -> None:
    # given three entries with a word of which one was retired, and a build without it
    told = {1: {"卡": 1}, 2: {"证": 1}, 3: {"卡": 1}}
    write(tmp_path / "before.sqlite", told)
    write(tmp_path / "anew.sqlite", {1: told[1], 2: told[2]})
    going_on = shares(tmp_path / "before.sqlite", ["卡", "证"], [False, True, True, False])
    anew = shares(tmp_path / "anew.sqlite", ["卡", "证"], [False, True, True])
    # then both say the same
    assert going_on == [*anew, 0]


def test_halving_the_precision_costs_less_than_a_thousandth(tmp_path: Path) -> None:
    counts = {key: {"卡": float(key), "证": 1.0} for key in range(1, 60)}
    write(tmp_path / "index.sqlite", counts, average=10.0)
    exact = [key * 2.2 / (key + 1.2 * (0.25 + 0.75 * (key + 1) / 10.0)) for key in range(1, 60)]
    assert stored(tmp_path / "index.sqlite", "卡").weights.tolist() == pytest.approx(
        exact, rel=0.001
    )


def test_each_field_counts_as_much_as_it_weighs() -> None:
    fields = [(4.0, ["卡", "补"]), (1.0, ["卡", "卡", "钱"]), (3.0, [])]
    assert weighed(fields) == {"卡": 6.0, "补": 4.0, "钱": 1.0}
    assert weighed([]) == {}
