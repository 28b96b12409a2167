"""Which texts of an entry can be found, and as what."""

from __future__ import annotations

from knowledge.library import Library
from knowledge.search.passages import Field, passages


def found_as(library: Library, entry_id: str) -> dict[str, Field]:
    return {p.text: p.field for p in passages(library.variants[entry_id]["000000"].entry)}


def test_an_item_is_found_by_its_names_its_aliases_and_what_it_is_for(library: Library) -> None:
    assert found_as(library, "card-report") == {
        "社会保障卡挂失": Field.NAME,
        "社保卡挂失": Field.ASKED,  # the short name is an alias as well
        "先把社保卡停了": Field.ASKED,
        "怕别人用我的社保卡": Field.ASKED,
        "卡丢了先停住，别人用不了。": Field.BODY,
        "卡停住了。": Field.BODY,
        "手里的社保卡丢了。": Field.BODY,
    }


def test_a_policy_is_found_by_its_questions_and_its_answer(library: Library) -> None:
    assert found_as(library, "card-cost") == {
        "补社保卡要不要钱": Field.NAME,
        "补社保卡要多少钱": Field.ASKED,
        "社保卡补办收费吗": Field.ASKED,
        "补卡的工本费是多少": Field.ASKED,
        "重新办社保卡花钱不": Field.ASKED,
        "第一次办不要钱，补办的工本费各地不一样。": Field.BODY,
        "有的地方补办也不收钱。": Field.BODY,
        "加急的另问。": Field.BODY,
    }


def test_nobody_finds_an_item_by_its_legal_basis_or_its_steps(library: Library) -> None:
    # given sentences that half of all items share
    texts = found_as(library, "card-replace")
    assert "拿新卡" not in texts
    assert "卡丢了可以补。" not in texts
