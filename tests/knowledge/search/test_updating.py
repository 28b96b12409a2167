"""Going on from an earlier build: what stays, what is written anew, and that nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import jieba
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge import lexicon
from knowledge.library import Library, Variant
from knowledge.schema import ImportedText
from knowledge.search.calibration import REGIMES, SIGNALS, Calibration, Lines
from knowledge.search.index import Indexer, averages, draft
from knowledge.search.searcher import Searcher
from knowledge.search.storage import Channel
from knowledge.search.stores import SQLITE
from knowledge.search.updating import Update, update
from tests.imported import imported_item, imported_text
from tests.knowledge.conftest import StandIn

WORDS = ["公园", "门票", "年票", "老年人", "社保卡", "挂失", "补贴", "暖气", "大厅", "地址"]
#: Questions of every kind: names, parts of them, what sounds alike, and nonsense.
ASKED = ["公园门票", "老年人补贴", "设保卡挂失", "暖气", "大厅在哪里", "年票多少钱", "火箭"]

#: Number of a text -> words it is about.
Told = dict[int, list[str]]


def text(number: int, words: list[str]) -> ImportedText:
    """A text about some words; every other one has a question."""
    told = "和".join(words)
    return imported_text(
        id=f"text-{number}",
        title=f"关于{words[0]}的通知",
        questions=[f"{told}怎么办"] if number % 2 else [],
        answer=f"{told}去窗口办。",
        sections=[{"text": f"{told}去窗口办。第{number}条也是这样。"}],
    )


def world(texts: Told) -> Library:
    """A library of these texts."""
    library = Library()
    for number, words in texts.items():
        entry = text(number, words)
        library.variants[entry.id] = {entry.region: Variant(entry)}
    return library


def change(folder: Path, library: Library, words: frozenset[str] = frozenset()) -> Update | None:
    """What has to be done to come from the build in ``folder`` to ``library``."""
    drafts = [draft(variant) for variant in library.all_variants()]
    with closing(SQLITE.reader(folder)) as reader:
        return update(drafts, reader, words)


def anew(library: Library, folder: Path, tokens: jieba.Tokenizer) -> None:
    """A build of which everything is written."""
    folder.mkdir()
    indexer = Indexer(SQLITE.writer(folder, None), tokens, StandIn().encode)
    indexer.add(draft(variant) for variant in library.all_variants())
    indexer.finish(library)


def go_on(
    library: Library,
    folder: Path,
    before: Path,
    tokens: jieba.Tokenizer,
    words: frozenset[str] = frozenset(),
) -> None:
    """A build that goes on from another, as ``indexing.write_index`` makes it."""
    todo = change(before, library, words)
    assert todo is not None
    with closing(SQLITE.reader(before)) as reader:
        lengths = averages(reader.meta())
    folder.mkdir()
    writer = SQLITE.writer(folder, before)
    indexer = Indexer(writer, tokens, StandIn().encode, lengths)
    writer.retire(todo.retired)
    indexer.add(todo.drafts, todo.first_key)
    indexer.finish(library)


def even() -> dict[str, Calibration]:
    """A calibration by which every signal counts the same."""
    weights = (*(1.0 for _ in SIGNALS), 0.0)
    lines = Lines((1.0, *(0.0 for _ in range(2 + len(SIGNALS))), 0.0), 0.5, 0.1)
    every = dict.fromkeys(("item", "any", "listed", "told"), lines)
    return {"hybrid": Calibration(dict.fromkeys(REGIMES, weights), every)}


@contextmanager
def searching(folder: Path, tokens: jieba.Tokenizer) -> Iterator[Searcher]:
    """A searcher over a build."""
    searcher = Searcher(SQLITE.reader(folder), tokens, even(), StandIn())
    yield searcher
    searcher.close()


def signals(searcher: Searcher, said: str) -> dict[tuple[str, str], tuple[float, ...]]:
    """Every candidate with its signals; which version of a text it is shows in its digest."""
    found = searcher.candidates(said, region="000000")
    return {(c.id, c.head.digest): c.signals for c in found}


SAID_OF = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)
TEXTS = st.dictionaries(st.integers(0, 29), SAID_OF, min_size=16)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Told, Told]:
    """A world before and after some edits, additions and removals, few enough to go on."""
    before = draw(TEXTS)
    after = dict(before)
    numbers = st.sampled_from(sorted(before))
    for number in draw(st.lists(numbers, max_size=1)):
        after[number] = draw(SAID_OF)
    for number in draw(st.lists(numbers, max_size=1)):
        del after[number]
    for number in draw(st.lists(st.integers(30, 40), max_size=1)):
        after[number] = draw(SAID_OF)
    return before, after


@given(edits())
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_going_on_finds_the_same_as_building_anew(
    tokens: jieba.Tokenizer, worlds: tuple[Told, Told]
) -> None:
    before, after = (world(told) for told in worlds)
    with TemporaryDirectory() as name:
        root = Path(name)
        # given a build, and the same world edited
        anew(before, root / "before", tokens)
        # when it is gone on from, and when everything is written anew
        go_on(after, root / "edited", root / "before", tokens)
        anew(after, root / "anew", tokens)
        with (
            searching(root / "edited", tokens) as edited,
            searching(root / "anew", tokens) as written,
        ):
            assert list(edited.library.all_variants()) == list(written.library.all_variants())
            for said in ASKED:
                found, wanted = signals(edited, said), signals(written, said)
                # then the same entries are compared, by the same signals: the length of an
                # average entry alone is still that of the build gone on from
                assert found.keys() == wanted.keys()
                for key, told in found.items():
                    assert told == pytest.approx(wanted[key], abs=0.03)


TWENTY: Told = {n: [WORDS[n % 10], WORDS[n * 3 % 10]] for n in range(20)}


@pytest.fixture
def built(tmp_path: Path, tokens: jieba.Tokenizer) -> Path:
    """A build of twenty texts under the keys 1 to 20, ordered by id."""
    anew(world(TWENTY), tmp_path / "built", tokens)
    return tmp_path / "built"


def key_of(number: int) -> int:
    return sorted(f"text-{n}" for n in TWENTY).index(f"text-{number}") + 1


def test_if_nothing_changed_there_is_nothing_to_do(built: Path) -> None:
    assert change(built, world(TWENTY)) == Update([], [], 21)


def test_only_what_differs_is_written(built: Path) -> None:
    # given one text edited, one removed, one added
    after = {**TWENTY, 3: ["暖气"], 99: ["年票"]}
    del after[7]
    found = change(built, world(after))
    assert found is not None
    assert [d.id for d in found.drafts] == ["text-3", "text-99"]
    assert found.retired == sorted([key_of(3), key_of(7)])
    assert found.first_key == 21


def test_what_was_last_can_be_removed_and_its_key_is_not_given_again(
    built: Path, tokens: jieba.Tokenizer
) -> None:
    # given that the entry with the highest key is removed
    last = max(TWENTY, key=key_of)
    after = {n: words for n, words in TWENTY.items() if n != last}
    following = built.parent / "following"
    go_on(world(after), following, built, tokens)
    # then every question can still be asked, and the entry is not found
    with searching(following, tokens) as searcher:
        for said in [*ASKED, *(f"{words[0]}怎么办" for words in TWENTY.values())]:
            hits = searcher.search(said, region="000000", limit=20).hits
            assert f"text-{last}" not in {hit.id for hit in hits}
    # and what is added next gets a key of its own
    found = change(following, world({**after, 50: ["门票"]}))
    assert found is not None
    assert (found.retired, found.first_key) == ([], 21)


def test_texts_that_hold_a_new_word_are_cut_anew(built: Path) -> None:
    # given texts with 挂失 in them, and a lexicon that now knows the word
    holding = [n for n, words in TWENTY.items() if "挂失" in words]
    assert len(holding) == 2
    found = change(built, world(TWENTY), frozenset({"挂失"}))
    assert found is not None
    assert found.retired == sorted(map(key_of, holding))
    assert [d.id for d in found.drafts] == sorted(f"text-{n}" for n in holding)


def test_a_word_that_no_text_holds_changes_nothing(built: Path) -> None:
    # 票门 has both its characters somewhere, but never in this order
    assert change(built, world(TWENTY), frozenset({"票门", "火箭发射"})) == Update([], [], 21)


def test_a_word_that_the_lexicon_learns_is_found_as_a_word(
    tmp_path: Path, tokens: jieba.Tokenizer
) -> None:
    # given a lexicon that learns a word which two texts hold
    library = world({**TWENTY, 3: ["惠民灵"], 13: ["惠民灵"]})
    wiser = lexicon.tokenizer({"惠民灵": lexicon.WordClass.TERM})
    anew(library, tmp_path / "before", tokens)
    go_on(library, tmp_path / "after", tmp_path / "before", wiser, frozenset({"惠民灵"}))
    # then both, and only both, have it as a word, as they would have in a build anew
    anew(library, tmp_path / "anew", wiser)
    by_build = {}
    for name in ("before", "after", "anew"):
        with closing(SQLITE.reader(tmp_path / name)) as reader:
            ids = {head.key: head.id for head in reader.heads()}
            found = reader.postings(Channel.WORDS, ["惠民灵"]).get("惠民灵")
            by_build[name] = sorted(ids[key] for key in found.keys.tolist()) if found else []
    assert by_build == {
        "before": [],
        "after": ["text-13", "text-3"],
        "anew": ["text-13", "text-3"],
    }


def test_a_variant_that_holds_elsewhere_now_is_another(built: Path) -> None:
    library = world(TWENTY)
    entry = text(3, TWENTY[3]).copy(update={"region": "230000"})
    library.variants["text-3"] = {"230000": Variant(entry)}
    found = change(built, library)
    assert found is not None
    assert [(d.id, d.region) for d in found.drafts] == [("text-3", "230000")]
    assert found.retired == [key_of(3)]


def test_an_entry_that_becomes_another_kind_is_another(built: Path) -> None:
    library = world(TWENTY)
    library.variants["text-3"] = {"000000": Variant(imported_item(id="text-3"))}
    found = change(built, library)
    assert found is not None
    assert [d.id for d in found.drafts] == ["text-3"]
    assert found.retired == [key_of(3)]


@pytest.mark.parametrize(("added", "goes_on"), [(6, True), (7, False)])
def test_beyond_a_quarter_everything_is_written_anew(
    built: Path, added: int, goes_on: bool
) -> None:
    # given twenty entries; of 26 a quarter is 6.5, of 27 it is 6.75
    after = {**TWENTY, **{n: ["年票"] for n in range(100, 100 + added)}}
    assert (change(built, world(after)) is not None) == goes_on


@pytest.mark.parametrize(("removed", "goes_on"), [(4, True), (5, False)])
def test_what_was_retired_counts_as_well(built: Path, removed: int, goes_on: bool) -> None:
    # given twenty entries of which 16 are left, a quarter of which is 4, or 15
    after = {n: TWENTY[n] for n in range(20 - removed)}
    assert (change(built, world(after)) is not None) == goes_on


def test_what_was_retired_builds_ago_still_counts(built: Path, tokens: jieba.Tokenizer) -> None:
    # given a build that went on from one, without three of its entries
    following = built.parent / "following"
    go_on(world({n: TWENTY[n] for n in range(17)}), following, built, tokens)
    # when two more are removed: five of twenty are stale, and fifteen are left
    assert change(following, world({n: TWENTY[n] for n in range(15)})) is None
    # while one more is within a quarter
    assert change(following, world({n: TWENTY[n] for n in range(16)})) is not None


@pytest.mark.parametrize(("count", "goes_on"), [(200, True), (201, False)])
def test_a_lexicon_that_differs_too_much_cuts_everything_anew(
    built: Path, count: int, goes_on: bool
) -> None:
    words = frozenset(f"词{n}" for n in range(count))
    assert (change(built, world(TWENTY), words) is not None) == goes_on


def test_an_empty_build_is_no_beginning(tmp_path: Path, tokens: jieba.Tokenizer) -> None:
    anew(world({}), tmp_path / "empty", tokens)
    assert change(tmp_path / "empty", world({})) == Update([], [], 1)
    assert change(tmp_path / "empty", world(TWENTY)) is None
