"""Learning what scores mean from names and questions that were held out."""

from __future__ import annotations

import copy
from itertools import product
from pathlib import Path
from typing import Any

import jieba
import pytest
import yaml

from knowledge import lexicon
from knowledge.library import Library, Variant
from knowledge.schema import NATIONAL, PolicyEntry, ServiceItem
from knowledge.search import index as indexes
from knowledge.search.calibration import BY_LENGTH, REGIMES, SIGNALS, Calibration
from knowledge.search.learning import FOLDS, learn
from knowledge.search.results import Result, Verdict
from knowledge.search.searcher import Searcher
from knowledge.search.sqlite_storage import SqliteReader
from tests.conftest import WORLD
from tests.knowledge.conftest import StandIn

THINGS = [
    "社保卡",
    "身份证",
    "老年证",
    "户口本",
    "驾驶证",
    "结婚证",
    "残疾证",
    "房产证",
    "营业执照",
    "居住证",
    "护照",
    "学生证",
]
DEEDS = {"replace": "补办{}", "report": "{}挂失", "renew": "{}到期换证"}
#: How people speak of each deed; the same sentence patterns for all things.
WAYS = {
    "replace": ["{}丢了", "{}找不着了", "重新办一个{}", "{}没了咋补", "{}掉了要补"],
    "report": ["{}怕人冒用", "先把{}停了", "{}挂个失", "停用{}", "{}被偷了先挂失"],
    "renew": ["{}过期了", "{}快到期", "换新的{}", "{}要换证", "{}到日子了"],
}
DECLINED = [
    "今天天气咋样",
    "讲个笑话听听",
    "你几岁了",
    "今晚吃啥",
    "红烧肉咋做",
    "股票涨了没",
    "写一首诗",
    "放段京剧",
    "打开电视",
    "月亮离地球多远",
    "昨晚球赛谁赢了",
    "我失恋了好难过",
    "怎么追女孩子",
    "黄金还会不会涨",
    "帮我叫个车",
]


#: What is asked about each thing, and told.
ASKED = ["办{}收费吗", "{}工本费多少", "{}花钱不花钱", "办{}要不要交钱", "{}贵不贵"]
TOLD = ["办{}不收费，工本费也不要。", "寄{}到家里，邮费自己出。"]


def made_library() -> Library:
    """Twelve things: three items of each, and an answer what it costs.

    The small world has too few names to leave a fifth of them out five times over.
    """
    plain: dict[str, Any] = yaml.safe_load(
        (WORLD / "items/card-report.yaml").read_text(encoding="utf-8")
    )
    library = Library()
    for number, (thing, deed) in enumerate(product(THINGS, DEEDS)):
        name = DEEDS[deed].format(thing)
        own = {
            "id": f"{deed}-{number}",
            "name": name,
            "short": name,
            "aliases": [way.format(thing) for way in WAYS[deed]],
            "summary": f"{name}，在这里办。",
            "related": [],
        }
        item = ServiceItem.parse_obj({**copy.deepcopy(plain), **own})
        library.variants[item.id] = {NATIONAL: Variant(item)}
    told: dict[str, Any] = yaml.safe_load(
        (WORLD / "policies/card-cost.yaml").read_text(encoding="utf-8")
    )
    for number, thing in enumerate(THINGS):
        answer, detail = (text.format(thing) for text in TOLD)
        own = {
            "id": f"cost-{number}",
            "title": f"办{thing}要不要钱",
            "questions": [way.format(thing) for way in ASKED],
            "answer": answer,
            "details": [detail],
            "related": [],
        }
        policy = PolicyEntry.parse_obj({**copy.deepcopy(told), **own})
        library.variants[policy.id] = {NATIONAL: Variant(policy)}
    return library


@pytest.fixture(scope="module")
def made() -> Library:
    return made_library()


@pytest.fixture(scope="module")
def cutter(made: Library) -> jieba.Tokenizer:
    return lexicon.tokenizer(lexicon.words(made))


@pytest.fixture(scope="module", params=["lexical", "hybrid"])
def learnt(
    request: pytest.FixtureRequest, made: Library, cutter: jieba.Tokenizer
) -> tuple[str, Calibration]:
    """What is learnt with and without meaning vectors."""
    encoder = StandIn() if request.param == "hybrid" else None
    return request.param, learn(made, cutter, encoder, DECLINED)


@pytest.fixture
def ask(
    learnt: tuple[str, Calibration], made: Library, cutter: jieba.Tokenizer, tmp_path: Path
) -> Any:
    """Asks a searcher that goes by what was learnt."""
    setup, calibration = learnt
    encoder = StandIn() if setup == "hybrid" else None
    file = tmp_path / "index.sqlite"
    indexes.build(made, cutter, file, encoder.encode if encoder else lambda _: None)
    searcher = Searcher(SqliteReader(file), cutter, {setup: calibration}, encoder)
    yield lambda said: searcher.search(said, region=NATIONAL)
    searcher.close()


def test_the_lines_lie_in_order(learnt: tuple[str, Calibration]) -> None:
    _, calibration = learnt
    assert set(calibration.lines) == {"item", "any", "listed", "told"}
    for lines in calibration.lines.values():
        assert 0 <= lines.decline <= lines.answer <= 1


def test_there_is_a_weight_for_every_signal(learnt: tuple[str, Calibration]) -> None:
    setup, calibration = learnt
    for regime in REGIMES:
        weights = calibration.rank[regime]
        assert len(weights) == len(SIGNALS) + 1
        # and a signal that this set-up does not have has none
        meaning = [weights[SIGNALS.index(name)] for name in ("asked", "body")]
        assert any(meaning) == (setup == "hybrid")


def test_how_long_a_text_is_counts_only_where_texts_differ_in_length(
    learnt: tuple[str, Calibration],
) -> None:
    _, calibration = learnt
    weights = {
        regime: [calibration.rank[regime][SIGNALS.index(name)] for name in BY_LENGTH]
        for regime in REGIMES
    }
    # what is written by hand is judged without, lest the longer guide win
    assert weights["asked"] == [0.0, 0.0]
    assert any(weights["listed"])
    assert any(weights["told"])


def test_better_signals_never_lower_the_score_of_words_and_characters(
    learnt: tuple[str, Calibration],
) -> None:
    nothing = learnt[1].score((0.0,) * len(SIGNALS), "asked")
    assert learnt[1].score((1.0,) * len(SIGNALS), "asked") > nothing


@pytest.mark.parametrize("said", ["社保卡丢了", "先把身份证停了", "老年证到日子了", "补办护照"])
def test_known_names_are_answered(ask: Any, said: str) -> None:
    result: Result = ask(said)
    assert result.verdict is Verdict.ANSWER
    assert result.best is not None
    entry = result.best.variant.entry
    assert isinstance(entry, ServiceItem)
    assert said in (entry.name, *entry.aliases)


@pytest.mark.parametrize("said", ["今天天气咋样", "讲个笑话", "嘎嘎咕咕", "1+1等于几", "xyzzy"])
def test_chitchat_and_gibberish_are_declined(ask: Any, said: str) -> None:
    assert ask(said).verdict is Verdict.DECLINE


def test_a_thing_without_a_deed_is_asked_about_or_answered_with_doubt(ask: Any) -> None:
    # given a word that fits three items equally
    alone, clear = ask("社保卡"), ask("社保卡丢了")
    assert alone.probability < clear.probability


def test_learning_again_gives_the_same(
    made: Library, cutter: jieba.Tokenizer, learnt: tuple[str, Calibration]
) -> None:
    # given the set-up without an encoder
    setup, calibration = learnt
    if setup == "lexical":
        assert learn(made, cutter, None, DECLINED) == calibration


def test_progress_is_told_fold_by_fold(cutter: jieba.Tokenizer, made: Library) -> None:
    seen: list[tuple[int, int]] = []
    learn(made, cutter, None, DECLINED, lambda done, total: seen.append((done, total)))
    assert seen == [(n + 1, FOLDS) for n in range(FOLDS)]


def test_the_library_is_not_changed_by_leaving_names_out(made: Library) -> None:
    # given that learning has run on it above
    assert made == made_library()
