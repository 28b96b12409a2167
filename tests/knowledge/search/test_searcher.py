"""Finding what a citizen means, and knowing when nothing is meant that we know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import settings
from knowledge.build import build
from knowledge.library import Library
from knowledge.search import index as indexes
from knowledge.search.calibration import REGIMES, SIGNALS, Calibration, Lines
from knowledge.search.meaning import load_encoder
from knowledge.search.results import Result, Verdict, related, standing
from knowledge.search.searcher import QUERY_PREFIX, Searcher
from knowledge.search.sqlite_storage import SqliteReader
from knowledge.serving import Serving
from tests.conftest import TODAY, WORLD
from tests.imported import imported_item, imported_text
from tests.knowledge.conftest import StandIn
from tests.knowledge.search.conftest import library_of

NATION, HARBIN, GUANGDONG = "000000", "230100", "440000"


@pytest.fixture(params=["lexical", "hybrid"])
def either(request: pytest.FixtureRequest, searcher: Searcher, hybrid: Searcher) -> Searcher:
    """Search by words alone, and by words and meaning."""
    return hybrid if request.param == "hybrid" else searcher


def ids(result: Result) -> list[str]:
    return [hit.id for hit in result.hits]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("社保卡丢了", "card-replace"),
        ("补办社保卡", "card-replace"),
        ("社保卡挂失", "card-report"),
        ("老年证", "senior-card"),
        ("老年人优待证办理", "senior-card"),
        ("多大算老年人", "senior-age"),
        ("补社保卡要多少钱", "card-cost"),
        ("取暖补贴有多少", "heating-money"),
    ],
)
def test_what_people_say_is_answered(either: Searcher, said: str, meant: str) -> None:
    result = either.search(said, region=NATION)
    assert result.verdict is Verdict.ANSWER
    assert result.best is not None
    assert result.best.id == meant


def test_courtesies_around_a_question_do_not_matter(searcher: Searcher) -> None:
    # by words: the stand-in for meaning counts every character
    polite = searcher.search("请问一下，我想补办社保卡呀", region=NATION)
    assert polite.verdict is Verdict.ANSWER
    assert ids(polite)[0] == "card-replace"


#: Homophones and sounds of the south.
MISHEARD = ["设宝卡丢了", "社宝卡丢啦", "社保卡瓜失"]


@pytest.mark.parametrize("heard", MISHEARD)
def test_what_the_recogniser_misheard_still_finds_the_matter(either: Searcher, heard: str) -> None:
    assert ids(either.search(heard, region=NATION))[0] in {"card-replace", "card-report"}


@pytest.mark.parametrize("heard", MISHEARD)
def test_what_the_recogniser_misheard_is_at_least_asked_about(
    searcher: Searcher, heard: str
) -> None:
    # by words: to the stand-in for meaning another character is another meaning
    assert searcher.search(heard, region=NATION).verdict is not Verdict.DECLINE


@pytest.mark.parametrize(
    "said",
    [
        "今天天气咋样",
        "鱼香肉丝怎么做",
        "asdfqwer",
        "DROP TABLE entry",
        "<script>alert(1)</script>",
        "火箭几点发射",
    ],
)
def test_what_we_do_not_know_is_declined(either: Searcher, said: str) -> None:
    assert either.search(said, region=NATION).verdict is Verdict.DECLINE


@pytest.mark.parametrize("nothing", ["", "   ", "？？？", "😀", "\u200b\u202e", "\x00", "\n\t"])
def test_nothing_said_finds_nothing(either: Searcher, nothing: str) -> None:
    result = either.search(nothing, region=NATION)
    assert (result.hits, result.probability, result.verdict) == ((), 0.0, Verdict.DECLINE)
    assert result.best is None


def test_a_whole_speech_is_searched_by_its_beginning(searcher: Searcher) -> None:
    # by words: the stand-in for meaning counts every character
    assert ids(searcher.search("社保卡丢了" + "呀" * 10_000, region=NATION))[0] == "card-replace"


@pytest.mark.parametrize(
    "said", ['社保卡" OR name:*', "社保卡'; --", "NEAR(社保卡, 5)", "社保卡*", "-社保卡", "^社保卡"]
)
def test_signs_of_a_query_language_mean_nothing(either: Searcher, said: str) -> None:
    about_cards = {"card-replace", "card-report", "card-cost"}
    assert about_cards <= {*ids(either.search("社保卡", region=NATION))}
    assert about_cards <= {*ids(either.search(said, region=NATION, limit=9))}


@given(said=st.text(max_size=80))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_is_said_has_a_probability_and_hits_in_order(either: Searcher, said: str) -> None:
    result = either.search(said, region=NATION)
    assert 0 <= result.probability <= 1
    assert len(set(ids(result))) == len(result.hits) <= 5
    found = [hit.score for hit in result.hits]
    assert found == sorted(found, reverse=True)


# With the real meaning


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Search over the small world by words and by what they really mean."""
    encoder = load_encoder(settings.load().weights)
    assert encoder is not None, "run `make setup` first: the weights are not there"
    root = tmp_path_factory.mktemp("real")
    build(WORLD, root, today=TODAY, encoder=encoder, model="bge")
    return Serving(root, encoder).searcher()


@pytest.mark.running
@pytest.mark.parametrize("heard", [*MISHEARD, "社保卡丢了" + "呀" * 10_000])
def test_with_the_real_meaning_misheard_matters_are_found(real: Searcher, heard: str) -> None:
    result = real.search(heard, region=NATION)
    assert result.verdict is not Verdict.DECLINE
    assert ids(result)[0] in {"card-replace", "card-report"}


@pytest.mark.running
@pytest.mark.parametrize(
    "said", ["今天天气咋样", "鱼香肉丝怎么做", "火箭几点发射", "美国签证怎么办"]
)
def test_with_the_real_meaning_too_what_we_do_not_know_is_declined(
    real: Searcher, said: str
) -> None:
    assert real.search(said, region=NATION).verdict is Verdict.DECLINE


# Where the citizen is


@pytest.mark.parametrize(
    ("region", "fee"), [(NATION, "不收费。"), (HARBIN, "黑龙江不收费。"), (GUANGDONG, "不收费。")]
)
def test_the_answer_is_the_one_that_holds_where_she_lives(
    either: Searcher, region: str, fee: str
) -> None:
    # given an item that Heilongjiang has changed
    result = either.search("老年证", region=region)
    # then it is found once, as it holds here
    assert ids(result).count("senior-card") == 1
    assert result.best is not None
    assert not result.best.foreign
    assert result.best.variant.entry.dict()["fee"]["text"] == fee


@pytest.mark.parametrize(
    ("region", "foreign"), [(GUANGDONG, False), (HARBIN, True), (NATION, True)]
)
def test_what_exists_only_elsewhere_is_found_and_marked_so(
    either: Searcher, region: str, foreign: bool
) -> None:
    best = either.search("凉茶补贴有多少", region=region).best
    assert best is not None
    assert (best.id, best.foreign) == ("tea-money", foreign)


@pytest.mark.parametrize("region", ["999999", "", "哈尔滨"])
def test_a_place_we_do_not_know_gets_what_holds_everywhere(either: Searcher, region: str) -> None:
    best = either.search("老年证", region=region).best
    assert best is not None
    assert best.variant.entry.region == NATION


# What is asked for


def test_only_items_are_found_when_something_is_to_be_done(either: Searcher) -> None:
    result = either.search("补社保卡要多少钱", region=NATION, kinds=("item",), limit=9)
    assert set(ids(result)) <= {"card-replace", "card-report", "senior-card"}
    assert ids(result)[0] == "card-replace"


def test_only_policies_are_found_when_something_is_asked(either: Searcher) -> None:
    result = either.search("社保卡", region=NATION, kinds=("policy",), limit=9)
    assert "card-cost" in ids(result)
    assert "card-replace" not in ids(result)


def test_only_the_named_entries_are_compared(either: Searcher) -> None:
    result = either.search("社保卡", region=NATION, among={"card-report", "card-cost"}, limit=9)
    assert set(ids(result)) == {"card-report", "card-cost"}


@pytest.mark.parametrize("among", [set(), {"nothing"}])
def test_among_nothing_nothing_is_found(either: Searcher, among: Collection[str]) -> None:
    assert either.search("社保卡", region=NATION, among=among).verdict is Verdict.DECLINE


def test_no_more_candidates_than_asked_for(either: Searcher) -> None:
    assert len(either.search("社保卡", region=NATION, limit=2).hits) == 2


def test_fewer_candidates_shown_do_not_make_us_surer(either: Searcher) -> None:
    # given the same question with one and with five candidates wanted
    one, five = (either.search("社保卡", region=NATION, limit=n) for n in (1, 5))
    assert one.probability == five.probability


def test_the_same_question_always_has_the_same_answer(either: Searcher) -> None:
    first = either.search("社保卡找不着了", region=NATION)
    assert either.search("社保卡找不着了", region=NATION) == first


def test_many_citizens_may_ask_at_once(either: Searcher) -> None:
    # given more different questions than are remembered
    said = [f"{words}{i}" for i in range(80) for words in ("社保卡丢了", "老年证", "凉茶", "挂失")]
    alone = [ids(either.search(s, region=HARBIN)) for s in said]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda s: ids(either.search(s, region=HARBIN)), said))
    assert together == alone


# Meaning


@pytest.fixture
def listening(hybrid_index: Path, tokens: jieba.Tokenizer) -> Iterator[tuple[Searcher, StandIn]]:
    """A hybrid searcher whose encoder tells what it was given."""
    encoder = StandIn()
    searcher = Searcher(SqliteReader(hybrid_index), tokens, weighing(asked=1.0), encoder)
    yield searcher, encoder
    searcher.close()


def weighing(answer: float = 0.5, decline: float = 0.1, **signals: float) -> dict[str, Calibration]:
    """A calibration by these signals alone: the lead is what counts as sureness."""
    rank = tuple(signals.get(name, 0.0) for name in SIGNALS)
    lines = Lines((1.0, 0.0, 0.0, *(0.0 for _ in SIGNALS), 0.0), answer, decline)
    weights = (*rank, 0.0)
    every = dict.fromkeys(("item", "any", "listed", "told"), lines)
    made = Calibration(dict.fromkeys(REGIMES, weights), every)
    return {"hybrid": made, "lexical": made}


def test_a_question_is_encoded_once_however_often_it_is_used(
    listening: tuple[Searcher, StandIn],
) -> None:
    searcher, encoder = listening
    # when one turn asks for items and then for everything
    searcher.search("社保卡丢了", region=NATION, kinds=("item",))
    searcher.search("社保卡丢了", region=NATION)
    # then the model has run once, on the question with and without its family's mark
    assert encoder.encoded == [f"{QUERY_PREFIX}社保卡丢了", "社保卡丢了"]


def test_the_same_words_in_another_place_are_another_question(
    listening: tuple[Searcher, StandIn],
) -> None:
    searcher, _ = listening
    here = searcher.search("凉茶补贴", region=GUANGDONG).best
    there = searcher.search("凉茶补贴", region=HARBIN).best
    assert here is not None
    assert there is not None
    assert (here.foreign, there.foreign) == (False, True)


def test_what_shares_no_word_is_found_by_meaning(listening: tuple[Searcher, StandIn]) -> None:
    # given a question whose every word is cut differently from the entry's
    searcher, _ = listening
    (best, *_) = searcher.search("取暖费国家给管不管", region=NATION).hits
    assert best.id == "heating-money"


def test_an_index_without_vectors_is_searched_by_words_alone(
    index: Path, tokens: jieba.Tokenizer
) -> None:
    # given weights that arrived after the knowledge was built
    encoder = StandIn()
    searcher = Searcher(SqliteReader(index), tokens, weighing(lexical=1.0), encoder)
    best = searcher.search("凉茶", region=GUANGDONG).best
    searcher.close()
    # then nothing is encoded in vain
    assert best is not None
    assert best.id == "tea-money"
    assert encoder.encoded == []


def test_an_index_with_vectors_can_be_searched_without_the_encoder(
    hybrid_index: Path, tokens: jieba.Tokenizer
) -> None:
    # given weights that were deleted after the build
    searcher = Searcher(SqliteReader(hybrid_index), tokens, weighing(lexical=1.0))
    best = searcher.search("凉茶", region=GUANGDONG).best
    searcher.close()
    assert best is not None
    assert best.id == "tea-money"


# Verdicts


@pytest.mark.parametrize(
    ("answer", "decline", "verdict"),
    [(0.5, 0.1, Verdict.ANSWER), (0.9, 0.1, Verdict.CLARIFY), (0.95, 0.9, Verdict.DECLINE)],
)
def test_the_two_lines_decide(
    index: Path, tokens: jieba.Tokenizer, answer: float, decline: float, verdict: Verdict
) -> None:
    # given a candidate that is right with a probability of 0.73
    searcher = Searcher(SqliteReader(index), tokens, weighing(answer, decline, exact=1.0))
    result = searcher.search("老年证", region=NATION)
    searcher.close()
    # then where the lines lie makes the verdict
    assert result.probability == pytest.approx(0.731, abs=0.001)
    assert result.verdict is verdict


@pytest.mark.parametrize(
    ("signal", "said", "first"),
    [
        ("lexical", "凉茶", "tea-money"),
        ("characters", "怕别人用社保卡", "card-report"),
        ("sounds", "帕别人用我的设宝卡", "card-report"),
        ("exact", "老年优待证", "senior-card"),
        ("pairs", "凉茶", "tea-money"),
        ("spoken", "凉察补贴", "tea-money"),
        ("title", "别人用社保卡", "card-report"),
    ],
)
def test_each_signal_finds_on_its_own(
    index: Path, tokens: jieba.Tokenizer, signal: str, said: str, first: str
) -> None:
    weights: dict[str, Any] = {signal: 1.0}
    searcher = Searcher(SqliteReader(index), tokens, weighing(**weights))
    found = ids(searcher.search(said, region=NATION))
    searcher.close()
    assert found[0] == first


def test_candidates_of_equal_score_always_come_in_the_same_order(
    index: Path, tokens: jieba.Tokenizer
) -> None:
    # given a calibration that tells nothing apart
    searcher = Searcher(SqliteReader(index), tokens, weighing())
    found = ids(searcher.search("社保卡", region=NATION, limit=9))
    searcher.close()
    assert found == sorted(found)


def test_the_shipped_calibration_must_fit_the_index(index: Path, tokens: jieba.Tokenizer) -> None:
    with pytest.raises(KeyError):
        Searcher(SqliteReader(index), tokens, {"hybrid": weighing()["hybrid"]})


# Elsewhere


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("老年证", Verdict.ANSWER),
        ("英国的老年证", Verdict.DECLINE),
        ("香港的老年证", Verdict.DECLINE),
        ("老年证去英国能用吗", Verdict.ANSWER),
        ("内蒙古老年证", Verdict.ANSWER),
    ],
)
def test_what_holds_under_other_laws_is_not_known(
    index: Path, tokens: jieba.Tokenizer, said: str, verdict: Verdict
) -> None:
    # given a searcher that is sure of everything whose name sounds like the question
    searcher = Searcher(SqliteReader(index), tokens, weighing(answer=0.55, sounds=1.0))
    result = searcher.search(said, region=NATION)
    searcher.close()
    # then only what the entry itself speaks of elsewhere would be told
    assert ids(result)[0] == "senior-card"
    assert result.verdict is verdict
    assert (result.probability == 0) == (verdict is Verdict.DECLINE)


def test_an_entry_that_speaks_of_the_country_may_answer(
    tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    # given an office's text about a driving licence from elsewhere
    text = imported_text(title="德国驾照换中国驾照", sections=[{"text": "德国驾照要先翻译。"}])
    indexes.build(library_of(text), tokens, tmp_path / "index.sqlite", lambda _: None)
    searcher = Searcher(SqliteReader(tmp_path / "index.sqlite"), tokens, weighing(pairs=5.0))
    there = searcher.search("德国驾照怎么换", region=NATION)
    elsewhere = searcher.search("韩国驾照怎么换", region=NATION)
    searcher.close()
    assert there.verdict is Verdict.ANSWER
    assert (elsewhere.probability, elsewhere.verdict) == (0.0, Verdict.DECLINE)


# Texts of which no question is known


def told_apart() -> dict[str, Calibration]:
    """A calibration that trusts texts less, and judges them by lines of their own."""
    plain = weighing(pairs=4.0)["lexical"]
    nothing = (*(0.0 for _ in SIGNALS), -1.0)
    strict = Lines(plain.lines["any"].weights, answer=0.99, decline=0.2)
    made = Calibration({**plain.rank, "told": nothing}, {**plain.lines, "told": strict})
    return {"lexical": made}


def test_a_text_nobody_asks_for_by_name_is_judged_by_lines_of_its_own(
    tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    # given the same text, once with a question and once without
    asked = imported_text(id="asked-text", title="公园门票", questions=["公园门票多少钱"])
    told = imported_text(id="told-text", title="公园门票")
    indexes.build(library_of(asked, told), tokens, tmp_path / "index.sqlite", lambda _: None)
    searcher = Searcher(SqliteReader(tmp_path / "index.sqlite"), tokens, told_apart())
    both = searcher.search("公园门票", region=NATION)
    alone = searcher.search("公园门票", region=NATION, among={"told-text"})
    searcher.close()
    # then each is weighed by its own weights, and the best by the lines of its kind
    assert ids(both) == ["asked-text", "told-text"]
    assert both.verdict is Verdict.ANSWER
    assert alone.best is not None
    assert (alone.best.score, alone.verdict) == (-1.0, Verdict.CLARIFY)


def test_the_sentences_that_answer_are_found_in_a_text(
    tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    text = imported_text(sections=[{"text": "公园六点开门。老年人免费进。"}])
    item = imported_item()
    indexes.build(library_of(text, item), tokens, tmp_path / "index.sqlite", lambda _: None)
    searcher = Searcher(SqliteReader(tmp_path / "index.sqlite"), tokens, weighing())
    found = searcher.extract("公园几点开门", text)
    searcher.close()
    assert found is not None
    assert (found.text, found.rest) == ("公园六点开门。", ("老年人免费进。",))


# Related entries


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("card-replace", "card-report", True),
        ("senior-age", "senior-card", True),
        ("card-cost", "card-report", False),
        ("card-replace", "senior-card", False),
    ],
)
def test_entries_are_related_from_either_side(
    library: Library, one: str, other: str, known: bool
) -> None:
    assert related(library, one, other) is related(library, other, one) is known


def test_a_related_entry_close_behind_is_no_stranger(searcher: Searcher) -> None:
    # given candidates for a lost card: to replace it, to report it, what it costs
    order: Callable[[str], int] = ["card-report", "card-replace", "card-cost"].index
    candidates = searcher.candidates("社保卡", region=NATION)
    three = sorted(
        (c for c in candidates if c.id in {"card-report", "card-replace", "card-cost"}),
        key=lambda c: order(c.id),
    )
    ranked = [(3.0 - i, candidate) for i, candidate in enumerate(three)]
    # then the runner-up is the rival, but the first unrelated one is what makes doubtful
    stands = standing(searcher.library, ranked)
    assert (stands.score, stands.rival, stands.stranger) == (3.0, 2.0, 1.0)


def test_someone_alone_has_neither_rival_nor_stranger(searcher: Searcher) -> None:
    (lone,) = [c for c in searcher.candidates("凉茶", region=GUANGDONG) if c.id == "tea-money"]
    stands = standing(searcher.library, [(2.0, lone)])
    assert (stands.rival, stands.stranger) == (None, None)
