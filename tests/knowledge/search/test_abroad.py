"""Matters under other laws, and our own that only sound like them."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge.search.abroad import countries


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("英国的养老金怎么领", {"英国"}),
        ("美国签证怎么办", {"美国"}),
        ("日本和韩国的医保哪个好", {"日本", "韩国"}),
        ("德国驾照怎么换", {"德国"}),
        ("沙特阿拉伯的税", {"沙特阿拉伯"}),
        ("特立尼达和多巴哥的签证", {"特立尼达和多巴哥"}),
        ("老挝", {"老挝"}),
        # no other country, but with rules of its own
        ("台湾的健保卡", {"台湾"}),
        ("澳门的养老金", {"澳门"}),
        ("香港的强积金怎么取", {"香港"}),
        # and what people call one for short
        ("澳洲的退休金", {"澳洲"}),
    ],
)
def test_a_country_whose_matter_is_asked_about_is_named(
    tokens: jieba.Tokenizer, said: str, named: set[str]
) -> None:
    assert countries(said, tokens) == named


@pytest.mark.parametrize(
    "said",
    [
        "去日本的护照怎么办",
        "到泰国旅游要办什么",
        "从加拿大回来养老金怎么领",
        "飞澳大利亚能带药吗",
    ],
)
def test_who_goes_there_asks_what_is_done_here(tokens: jieba.Tokenizer, said: str) -> None:
    assert countries(said, tokens) == frozenset()


@pytest.mark.parametrize(
    "said", ["英国人能办居住证吗", "日本籍老人坐车免费吗", "法国公民怎么领证", "香港人能坐车吗"]
)
def test_who_comes_from_there_asks_what_is_done_here(tokens: jieba.Tokenizer, said: str) -> None:
    assert countries(said, tokens) == frozenset()


@pytest.mark.parametrize(
    "said",
    [
        "内蒙古的养老金怎么领",
        "上海地铁老年卡",
        "沿海地区的补贴",
        "珠海地税在哪儿交",
        "参加纳税申报",
        "增加纳税人怎么弄",
        "工作日本市大厅上班吗",
        "节假日本单位能盖章吗",
        "退休也门诊报销吗",
        "巴林左旗怎么补社保卡",
        "黑山县的养老金",
    ],
)
def test_words_that_only_hold_a_country_s_name_name_none(
    tokens: jieba.Tokenizer, said: str
) -> None:
    assert countries(said, tokens) == frozenset()


@pytest.mark.parametrize("said", ["中国的养老金", "全国的医保", "中国籍", "广东的居住证", ""])
def test_what_is_at_home_is_not_elsewhere(tokens: jieba.Tokenizer, said: str) -> None:
    assert countries(said, tokens) == frozenset()


@pytest.mark.parametrize("said", ["法律援助怎么申请", "美化小区找谁", "英烈的家属有什么补助"])
def test_a_single_character_is_no_country(tokens: jieba.Tokenizer, said: str) -> None:
    assert countries(said, tokens) == frozenset()


@given(st.text(st.sampled_from("英国日本美法德人去的养老金怎么 ，。1aZ\n"), max_size=20))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_country_that_is_found_was_said(tokens: jieba.Tokenizer, said: str) -> None:
    assert all(name in said for name in countries(said, tokens))
