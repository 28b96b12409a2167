"""What cannot be said is taken out, what means something stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speaking.readable import readable


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("> - **要点**", "要点"),
        ("第一行\r\n第二行\u2028第三行", "第一行。第二行。第三行"),
        ("[链接](http://a.cn/b)和![图](x.png)", "链接和图"),
        ("http://a.cn/b，或 https://c.gov.cn/?d=1#e 。", "网址，或网址。"),
        ("请看gov.cn/zhengce", "请看网址"),
        ("½和Ⅳ和③", "1/2和4和3、"),
        ("café", "cafe"),
        ("买买提·艾力", "买买提艾力"),
        ("8:30–12:00", "8:30-12:00"),
        ("请稍等——马上来", "请稍等，马上来"),
        ("二〇二六", "二零二六"),
        ("5\u00a0个", "5个"),
        ("3.5元", "3.5元"),
    ],
)
def test_marks_go_and_matter_stays(text: str, rest: str) -> None:
    assert readable(text) == rest


@given(st.text("一二三四五证件办理，。", max_size=50))
def test_plain_chinese_is_not_touched(text: str) -> None:
    assert readable(text) == text


@given(st.text())
def test_control_characters_never_get_through(text: str) -> None:
    assert all(character.isprintable() for character in readable(text))
