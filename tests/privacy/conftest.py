"""Personal numbers that are well formed and nobody's: generated, with right check digits."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc

# A machine busy with other tests is no fault of the code's.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")
_TELEPHONE = str.maketrans("0123456789", "零幺两三四五六七八九")


def digits(length: int) -> st.SearchStrategy[str]:
    """So many digits."""
    return st.text("0123456789", min_size=length, max_size=length)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """An ID number of eighteen places (GB 11643), with the check digit of MOD 11-2."""
    place = draw(st.sampled_from(["110105", "230102", "440305", "654321"]))
    born = draw(st.dates()).strftime("%Y%m%d").rjust(8, "0")
    first = place + born + draw(digits(3))
    return first + ric.calc_check_digit(first)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    """A mobile number."""
    return "1" + draw(st.sampled_from("3456789")) + draw(digits(9))


@st.composite
def bank_cards(draw: st.DrawFn) -> str:
    """A bank card of sixteen, seventeen or nineteen places with its Luhn digit."""
    # Eighteen digits are taken for an ID number, whatever else they may be.
    length = draw(st.sampled_from([16, 17, 19]))
    first = "62" + draw(digits(length - 3))
    return first + luhn.calc_check_digit(first)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    """A 统一社会信用代码 (GB 32100) that has a letter in it."""
    tail = draw(st.text(_CODE_CHARACTERS, min_size=8, max_size=8))
    letter = draw(st.sampled_from("ABCDEFGHJKLMNPQRTUWXY"))
    first = draw(st.sampled_from(["91", "92", "12", "51"])) + draw(digits(6)) + letter + tail
    return first + uscc.calc_check_digit(first)


@st.composite
def plates(draw: st.DrawFn) -> str:
    """A number plate (GA 36), of a car with an engine or a battery."""
    where = draw(st.sampled_from("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"))
    office = draw(st.sampled_from("ABCDEFG"))
    return where + office + draw(st.text("0123456789ABCDEFGHJKL", min_size=5, max_size=6))


def spoken(number: str) -> list[str]:
    """A number digit by digit, as read out and as said on the telephone."""
    return [number.translate(_SPOKEN), number.translate(_TELEPHONE)]


def full_width(number: str) -> str:
    """A number as a Chinese keyboard may write it."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in number)
