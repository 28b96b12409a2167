"""Text as it comes out of office software, made fit for reading, searching and speaking."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.text import (
    SENTENCE,
    body,
    cut,
    line,
    pieces,
    sentences,
    statements,
    visible,
)

chinese = st.text(st.sampled_from("老人办年票，到公园门口。！？；：、“”（） \n12ab"), max_size=400)
anything = st.text(st.characters(), max_size=300)


# --- hidden characters ---


def test_every_character_nobody_sees_is_taken_out() -> None:
    # given every character Unicode has, but those that part lines and words
    for code in range(0x110000):
        character = chr(code)
        category = unicodedata.category(character)
        if category not in ("Cf", "Cs", "Co", "Cc") or character in "\t\n\r\x85":
            continue
        # then controls, format characters, surrogates and private ones are gone
        assert visible(f"老{character}人") == "老人", f"U+{code:04X}"


@pytest.mark.parametrize("filler", ["\u115f", "\u3164", "\uffa0", "\ufe0f", "\ufffe"])
def test_fillers_that_count_as_letters_are_taken_out_too(filler: str) -> None:
    assert visible(f"老{filler}人") == "老人"


@pytest.mark.parametrize("kept", ["老", "é", "€", "①", "㎡", "〔", "𠮷", "\ufffd", "•"])
def test_what_can_be_seen_stays(kept: str) -> None:
    assert visible(kept) == kept


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_is_one(end: str) -> None:
    assert visible(f"一{end}二") == "一\n二"


# --- a value of a form ---


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        ("", ""),
        ("无", ""),
        (" 无。 ", ""),
        ("NULL", ""),
        ("None", ""),
        ("—", ""),
        ("/", ""),
        ("N/A", ""),
        ({"a": 1}, ""),
        ([], ""),
        (["身份证", None, "无", "照片"], "身份证、照片"),
        (12345.0, "12345"),
        (1.5, "1.5"),
        (0, "0"),
        (True, "True"),
        ("  两\t个\r\n词 ", "两 个 词"),
        ("看\u200b不\u202e见", "看不见"),
        ("\u200b 前后 \ufeff", "前后"),
        ("一 \u200b 二", "一 二"),
        ("无障碍", "无障碍"),
        (float("inf"), "inf"),
    ],
)
def test_a_value_is_one_line_or_nothing(value: object, told: str) -> None:
    assert line(value) == told


@given(anything)
def test_a_line_has_no_hidden_character_and_no_space_too_many(text: str) -> None:
    told = line(text)
    assert told == line(told)
    assert told == " ".join(told.split())
    assert told.encode("utf-8").decode("utf-8") == told  # what SQLite wants
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") for c in told)


# --- a longer text ---


def test_paragraphs_keep_lines_of_their_own() -> None:
    assert body("第一段。\r\n\r\n  第二段。\n \n\n第三段。") == "第一段。\n第二段。\n第三段。"


def test_an_indent_of_office_software_begins_a_paragraph() -> None:
    # given a text whose line ends were lost on its way through a web page
    text = "标题\u3000\u3000第一段。\xa0\xa0\xa0第二段。"
    # then what indented its paragraphs parts them
    assert body(text) == "标题\n第一段。\n第二段。"


def test_a_single_wide_space_is_a_space() -> None:
    assert body("第一章\u3000总则") == "第一章 总则"


def test_tags_of_a_web_page_are_taken_out() -> None:
    text = '<p style="a">先<strong>带证</strong>。</p><div>再去<br/>窗口&nbsp;&amp;大厅</div>'
    assert body(text) == "先带证。\n再去\n窗口 &大厅"


def test_angle_brackets_that_are_no_tags_stay() -> None:
    assert (
        body("《关于修改<公园条例>的决定》，小于<60 岁")
        == "《关于修改<公园条例>的决定》，小于<60 岁"
    )


@pytest.mark.parametrize("nothing", [None, "", "无", "<p></p>", "\u3000\u3000", "\u200b", []])
def test_a_text_without_a_word_is_nothing(nothing: object) -> None:
    assert body(nothing) == ""


@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = body(text.replace("<", "").replace("&", ""))
    assert body(once) == once


# --- sentences ---


def test_sentences_end_where_a_reader_would_stop() -> None:
    assert sentences("先带证。“真的？”对！再去；完了\n下一行") == [
        "先带证。",
        "“真的？”",
        "对！",
        "再去；",
        "完了",
        "下一行",
    ]


def test_a_statement_keeps_its_semicolons() -> None:
    assert statements("带证；交表；拍照。再等。") == ["带证；交表；拍照。", "再等。"]


@given(chinese)
def test_sentences_lose_nothing_but_spaces(text: str) -> None:
    joined = "".join("".join(sentences(text)).split())
    assert joined == "".join(text.split())
    assert "".join("".join(statements(text)).split()) == joined


# --- cutting and parting ---


@pytest.mark.parametrize(
    ("text", "limit", "told"),
    [
        ("短的。", 10, "短的。"),
        ("第一句。第二句话。", 8, "第一句。"),
        ("一个很长很长，没有句号的句子", 10, "一个很长很长……"),
        ("一个很长很长没有句号的句子", 10, "一个很长很长没有……"),
        ("第一条；第二条；第三条。", 9, "第一条；第二条……"),
    ],
)
def test_a_text_is_cut_where_it_hurts_least(text: str, limit: int, told: str) -> None:
    assert cut(text, limit) == told


@given(chinese, st.integers(5, 60))
def test_a_cut_text_is_never_too_long_and_begins_as_the_whole(text: str, limit: int) -> None:
    told = cut(text, limit)
    assert len(told) <= limit
    begins = told.removesuffix("……")
    assert "".join(text.split()).startswith("".join(begins.split()))


def test_parts_end_where_sentences_do() -> None:
    assert pieces("一二三。四五六。七八九。", 8) == ["一二三。四五六。", "七八九。"]


def test_only_a_sentence_too_long_for_a_part_is_parted_itself() -> None:
    assert pieces("一二三四五，六七八九十。好。", 8) == ["一二三四五，", "六七八九十。好。"]
    assert pieces("一二三四五六七八九十", 4) == ["一二三四", "五六七八", "九十"]


@given(chinese, st.integers(3, 80))
def test_parts_are_short_enough_and_lose_nothing(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert all(0 < len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_sentence_of_the_schema_is_as_long_as_cut_makes_it() -> None:
    assert len(cut("长" * 1000)) == SENTENCE
