"""A text as it is said."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.speaking.normalising import spoken_form

SAID = {
    # dates and times
    "请于2026年11月23日到场": "请于二零二六年十一月二十三日到场",
    "2026-01-05前": "二零二六年一月五日前",
    "2020.1.1起": "二零二零年一月一日起",
    "2024—2026年": "二零二四到二零二六年",
    "8:30-12:00": "八点三十分到十二点",
    "每天8：30—12：00，14：00—17：00": "每天八点三十分到十二点，十四点到十七点",
    "下午2点": "下午两点",
    "周一-周五": "周一到周五",
    # money, shares, measures
    "工本费￥20.00": "工本费二十元",
    "1,234.50元": "一千二百三十四点五元",
    "100元/次": "每次一百元",
    "3.5%": "百分之三点五",
    "20%—30%": "百分之二十到百分之三十",
    "0.05‰": "千分之零点零五",
    "80~100元": "八十到一百元",
    "-5℃": "负五摄氏度",
    "12㎡": "十二平方米",
    "100km/h": "每小时一百公里",
    "60+": "六十以上",
    "1/3以上": "三分之一以上",
    # how many
    "3-5个工作日": "三到五个工作日",
    "2份，2次，2个，12份": "两份，两次，两个，十二份",
    "2年级，2单元，第2次": "二年级，二单元，第二次",
    "120元，120次，第110条": "一百二十元，一百二十次，第一百一十条",
    "12345元，12345次，10086人": "一万二千三百四十五元，一万二千三百四十五次，一万零八十六人",
    # numbers that are dialled or noted down
    "电话010-12345678转8012": "电话零幺零，幺二三四，五六七八，转八零幺二",
    "13812345678": "幺三八，幺二三四，五六七八",
    "138-1234-5678": "幺三八，幺二三四，五六七八",
    "+86 138 1234 5678": "加八六，幺三八，幺二三四，五六七八",
    "13812345678 13912345678": "幺三八，幺二三四，五六七八，幺三九，幺二三四，五六七八",
    "400-810-1234": "四零零，八幺零，幺二三四",
    "拨打12345热线": "拨打幺二三四五热线",
    "12333、95588、96696、10086": "幺二三三三、九五五八八、九六六九六、幺零零八六",
    "110报警，120急救": "幺幺零报警，幺二零急救",
    "身份证号110101199003078515": "身份证号幺幺零幺零幺，幺九九零零三零七，八五幺五",
    "11010119900307851X": "幺幺零幺零幺，幺九九零零三零七，八五幺艾克斯",
    "验证码4821，尾号8515": "验证码四八二幺，尾号八五幺五",
    "6222021234567890123": "六二二二，零二幺二，三四五六，七八九零，幺二三",
    "501室，3-2-501": "五零幺室，三杠二杠五零幺",
    # codes, articles, documents
    "排队号A012": "排队号诶零一二",
    "取0012号": "取零零一二号",
    "第12条，第12-15条，第(二)项": "第十二条，第十二到十五条，第二项",
    "国办发〔2020〕45号": "国办发二零二零年四十五号",
    "GB/T33358": "计必踢三三三五八",
    "1.2.10版": "一点二点一零版",
    # what is seen and not said
    "**注意** 见[官网](https://www.gov.cn/x?a=1)": "注意见官网",
    "登录 www.gjzwfw.gov.cn 办理": "登录网址办理",
    "写信到 a@b.com": "写信到邮箱地址",
    "# 材料\n1. 身份证\n2. 照片2张": "材料。一、身份证。二、照片两张",
    "①带证②带照片": "一、带证二、带照片",
    "《老年人权益保障法》（修订）": "老年人权益保障法，修订",
    "|材料|份数|\n|---|---|\n|身份证|1份|": "材料，份数。身份证，一份",
    "<b>您好</b>": "您好",
    "😀👍🏻您\u200b好\x00\x07": "您好",
    "２０２６年，٣个": "二零二六年，三个",
}


@pytest.mark.parametrize(("written", "said"), SAID.items())
def test_what_is_written_is_put_as_it_is_said(written: str, said: str) -> None:
    assert spoken_form(written) == said


@pytest.mark.parametrize(
    "plain", ["您好，请带好身份证，到一楼办理。", "办得快吗？", "请等一下：我查一查；马上好。", ""]
)
def test_plain_text_stays_as_it_is(plain: str) -> None:
    assert spoken_form(plain) == plain


@pytest.mark.parametrize("nothing", ["😀🎉👨‍👩‍👧", "\x00\x01\x1b\x7f", " \n\t ", "***", "。！？"])
def test_of_what_cannot_be_said_nothing_is_left(nothing: str) -> None:
    assert spoken_form(nothing) == ""


def test_half_a_character_is_left_out() -> None:
    assert spoken_form("您\ud800好") == "您好"


MESSY = st.text() | st.text("0123456789.-:/,，。年月日%元第条号AaXx ()[]<>*#￥\n", max_size=60)


@settings(max_examples=300, deadline=None)
@given(MESSY)
def test_any_text_comes_out_sayable_and_stays_so(text: str) -> None:
    said = spoken_form(text)
    assert not re.search(r"[\x00-\x7f]", said)
    assert spoken_form(said) == said


@settings(max_examples=50, deadline=None)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_figure_of_a_telephone_number_is_heard(number: str) -> None:
    heard = spoken_form(f"请打{number}。").strip("请打。").replace("，", "")
    assert heard.translate(str.maketrans("零幺二三四五六七八九", "0123456789")) == number


@pytest.mark.parametrize(
    "piece",
    ["请带身份证原件和复印件1份。", "1", "12:3-", "[(", " ", "a.b", "<a", "电话", "A-", "\n"],
)
def test_twenty_thousand_characters_take_no_more_than_seconds(piece: str) -> None:
    began = time.process_time()
    spoken_form(piece * (20_000 // len(piece)))
    assert time.process_time() - began < 10
