"""Answers in the words of a text: the sentence that answers, then what follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Optional

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Entry
from knowledge.search import index as indexes
from knowledge.search.extraction import SPOKEN_LENGTH, Extract, Extractor, speakable
from knowledge.search.sqlite_storage import SqliteReader
from tests.imported import imported_text
from tests.knowledge.conftest import StandIn
from tests.knowledge.search.conftest import library_of

#: A regulation as an office publishes it, made up.
RULES = [
    {"text": "为了管好公园，制定本办法。", "heading": "第一章 总则", "article": 1},
    {
        "text": "公园六点开门，二十二点关门。节假日延长一个小时。下大雪的时候不开门。",
        "heading": "第二章 游览",
        "article": 2,
    },
    {
        "text": "六十岁以上的老年人凭身份证免费进公园。其他人每张门票 20 元。",
        "heading": "第二章 游览",
        "article": 3,
    },
    {"text": "本办法从 2026 年 7 月 1 日起施行。", "heading": "第三章 附则", "article": 4},
]

Ask = Callable[[str], Optional[Extract]]


@contextmanager
def asking(
    entry: Entry, tokens: jieba.Tokenizer, folder: Path, encoder: Optional[StandIn] = None
) -> Iterator[Ask]:
    """Asks a text by its words, or by what the stand-in takes for meaning as well."""
    file = folder / "index.sqlite"
    encode = encoder.encode if encoder else lambda _: None
    indexes.build(library_of(entry), tokens, file, encode)
    with closing(SqliteReader(file)) as reader:
        extractor = Extractor(reader, 1, encoder)
        yield lambda said: extractor.extract(
            1, said, encoder.encode([said])[0] if encoder else None
        )


@pytest.fixture
def ask(tokens: jieba.Tokenizer, tmp_path: Path) -> Iterator[Ask]:
    """Asks the regulation by its words."""
    with asking(imported_text(title="公园管理办法", sections=RULES), tokens, tmp_path) as asked:
        yield asked


@pytest.fixture
def ask_of(tokens: jieba.Tokenizer, tmp_path: Path) -> Callable[[list[dict[str, Any]], str], Any]:
    """Asks a text of these sections."""

    def once(sections: list[dict[str, Any]], said: str) -> Optional[Extract]:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        with asking(imported_text(sections=sections), tokens, folder) as asked:
            return asked(said)

    return once


@pytest.mark.parametrize(
    ("said", "answer", "article"),
    [
        ("公园几点开门", "公园六点开门，二十二点关门。", 2),
        ("节假日开到几点", "节假日延长一个小时。", 2),
        ("下大雪的时候开门吗", "下大雪的时候不开门。", 2),
        ("老年人进公园要带身份证吗", "六十岁以上的老年人凭身份证免费进公园。", 3),
        ("其他人门票多少钱", "其他人每张门票 20 元。", 3),
        ("这个办法什么时候施行", "本办法从 2026 年 7 月 1 日起施行。", 4),
    ],
)
def test_the_sentence_that_answers_is_told_with_its_article(
    ask: Ask, said: str, answer: str, article: int
) -> None:
    found = ask(said)
    assert found is not None
    assert (found.text, found.article) == (answer, article)


def test_what_follows_in_the_same_article_can_be_told_after_it(ask: Ask) -> None:
    found = ask("公园几点开门")
    # then the rest of the article follows, and not the next one
    assert found == Extract(
        text="公园六点开门，二十二点关门。",
        rest=("节假日延长一个小时。", "下大雪的时候不开门。"),
        heading="第二章 游览",
        article=2,
    )


def test_what_stands_before_the_answer_is_not_told(ask: Ask) -> None:
    found = ask("下大雪的时候开门吗")
    assert found is not None
    assert found.rest == ()


def test_of_two_sentences_on_the_matter_the_one_of_the_right_kind_is_told(ask_of: Any) -> None:
    # given two sentences with the same words, one with an amount and one with a place
    both = [{"text": "办公园年票到南门窗口。办公园年票每张 30 元。"}]
    assert ask_of(both, "办公园年票多少钱").text == "办公园年票每张 30 元。"
    assert ask_of(both, "办公园年票在哪里").text == "办公园年票到南门窗口。"


def test_a_sentence_that_announces_a_list_is_told_with_the_list(ask_of: Any) -> None:
    found = ask_of(
        [{"text": "办年票要带以下材料：身份证；照片。办好当场拿走。"}], "办年票要带什么材料"
    )
    assert found.text == "办年票要带以下材料：身份证；照片。"
    assert found.rest == ("办好当场拿走。",)
    # and an announcing line of its own is told with what it announces
    found = ask_of(
        [{"text": "办年票要带的材料如下：\n身份证原件。\n一寸照片两张。"}], "办年票要带的材料"
    )
    assert found.text == "办年票要带的材料如下：身份证原件。"
    assert found.rest == ("一寸照片两张。",)


def test_announcements_upon_announcements_end_somewhere(ask_of: Any) -> None:
    # given a page of headings that all announce
    page = "\n".join(f"办公园年票的第{n}项要求具体如下面所列：" for n in range(30))
    found = ask_of([{"text": page}], "办公园年票")
    # then no more is told than what can be listened to, and the rest is offered
    assert len(found.text) < 3 * SPOKEN_LENGTH
    assert found.rest


def test_a_text_without_headings_has_none(ask_of: Any) -> None:
    found = ask_of([{"text": "公园六点开门。"}], "公园几点开门")
    assert found == Extract("公园六点开门。", ())


def test_a_section_that_is_several_passages_goes_on_in_the_next(ask_of: Any) -> None:
    # given a section far longer than a passage
    told = [f"第{n}个公园的门票要{n}元。" for n in range(1, 60)]
    found = ask_of([{"text": "".join(told), "heading": "门票"}], "第5个公园的门票")
    assert found.text == told[4]
    # then all that follows is there, and nothing else
    assert found.rest == tuple(told[5:])


def test_the_same_words_under_another_heading_do_not_follow(ask_of: Any) -> None:
    found = ask_of(
        [
            {"text": "东湖公园六点开门。", "heading": "东湖公园"},
            {"text": "西湖公园七点开门。", "heading": "西湖公园"},
        ],
        "东湖公园几点开门",
    )
    assert (found.text, found.rest, found.heading) == ("东湖公园六点开门。", (), "东湖公园")


def test_an_entry_without_a_body_says_nothing(tokens: jieba.Tokenizer, tmp_path: Path) -> None:
    with asking(imported_text(), tokens, tmp_path) as asked:
        assert asked("公园") is not None
    with closing(SqliteReader(tmp_path / "index.sqlite")) as reader:
        assert Extractor(reader, 1, None).extract(999, "公园", None) is None


@pytest.mark.parametrize("said", ["", "？？", "完全不相干的火箭", "啊" * 500])
def test_whatever_is_asked_something_of_the_text_is_told(ask: Ask, said: str) -> None:
    found = ask(said)
    assert found is not None
    assert any(found.text in section["text"] for section in RULES)  # type: ignore[operator]


def test_meaning_finds_what_words_alone_do_not(tokens: jieba.Tokenizer, tmp_path: Path) -> None:
    encoder = StandIn()
    # given an encoder, for which the last sentence is the question itself
    sections = [{"text": "公园六点开门。公园要门票。遛狗。"}]
    with asking(imported_text(sections=sections), tokens, tmp_path, encoder) as asked:
        found = asked("遛狗")
    assert found is not None
    assert found.text == "遛狗。"
    # then only sentences of the nearest passages were encoded for it, not the whole text
    assert encoder.encoded[-3:] == ["公园六点开门。", "公园要门票。", "遛狗。"]


def test_of_a_long_text_only_a_few_passages_are_looked_at(
    tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    # given forty articles, one of which speaks of dogs
    articles = [{"text": f"第{n}个公园六点开门。", "article": n} for n in range(1, 41)] + [
        {"text": "遛狗要拴绳子。", "article": 41}
    ]
    encoder = StandIn()
    with asking(imported_text(sections=articles), tokens, tmp_path, encoder) as asked:
        before = len(encoder.encoded)
        found = asked("遛狗要拴绳子吗")
        assert len(encoder.encoded) - before <= 1 + 3
    assert found is not None
    assert (found.text, found.article) == ("遛狗要拴绳子。", 41)


# What can be said at once


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("公园六点开门。", ["公园六点开门。"]),
        ("", []),
        # cut where one pauses, as late as possible
        ("甲" * 50 + "，" + "乙" * 40 + "，" + "丙。", ["甲" * 50 + "，", "乙" * 40 + "，丙。"]),
        # what has no pause is cut at the limit
        ("甲" * 100, ["甲" * 80, "甲" * 20]),
    ],
)
def test_a_sentence_too_long_to_be_listened_to_is_parted(sentence: str, parts: list[str]) -> None:
    assert speakable(sentence) == parts


@given(st.text(st.sampled_from("公园门票。，；：、 1a"), max_size=400))
def test_no_part_is_longer_than_what_is_said_at_once_and_nothing_is_lost(sentence: str) -> None:
    parts = speakable(sentence)
    assert "".join(parts) == sentence
    assert all(0 < len(part) <= SPOKEN_LENGTH for part in parts)


@pytest.mark.parametrize("length", [100, 400, 2000, 9000])
@pytest.mark.parametrize("said", ["公园几点开门", "门票多少钱", "老年人", ""])
def test_never_a_whole_page_is_told_at_once(ask_of: Any, length: int, said: str) -> None:
    # given a text of one sentence without any pause
    text = "老年人进公园不要门票" * (length // 10) + "。"
    found = ask_of([{"text": text}], said)
    assert len(found.text) <= 220
    assert all(len(part) <= SPOKEN_LENGTH for part in found.rest)
    assert text.endswith("".join([found.text, *found.rest]))
