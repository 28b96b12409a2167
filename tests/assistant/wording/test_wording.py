"""The assistant's own sentences: all there, all needed, and such as an elder can be told."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import assistant
from assistant.conversation.moves import MOVES
from assistant.spoken import for_the_ear
from assistant.wording import phrase, phrases

CODE = [
    ast.parse(file.read_text(encoding="utf-8"))
    for file in Path(assistant.__file__).parent.rglob("*.py")
]
#: Functions that take keys of phrases; the others hand them on to ``phrase``.
TAKING_KEYS = {"phrase", "_fact", "ask_which", "clarify"}
#: Long enough for a breath; an elder loses the beginning of what is longer.
BREATH = 20
#: What stands in the place of a value; as long as values mostly are.
FILLED = {
    name: "五个字的话"
    for text in phrases().values()
    for _, name, _, _ in string.Formatter().parse(text)
    if name
}
#: Words of offices that elders don't use.
JARGON = ["点击", "系统", "登录", "提交", "受理", "办结", "事项", "用户", "业务", "申请人"]


def calls(name: str) -> Iterator[ast.Call]:
    """Every call of a function by its name."""
    for node in (node for tree in CODE for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def keys_in(node: ast.AST) -> list[str]:
    """Strings written out in an argument, both of ``a if b else c`` too."""
    if isinstance(node, ast.IfExp):
        return [*keys_in(node.body), *keys_in(node.orelse)]
    return [str(node.value)] if isinstance(node, ast.Constant) else []


def places(text: str) -> set[str]:
    """Names of the places in a phrase."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(phrases()))
def test_every_phrase_is_one_an_elder_can_be_told(key: str) -> None:
    # when a phrase is said with its places filled
    said = phrase(key, **FILLED)
    # then it doesn't shout, speaks Chinese, politely, and in words of everyday
    assert not re.search(r"[!！{}]|\s$", said)
    # (a button says what the citizen says to the assistant)
    assert key.startswith("label_") or "你" not in said
    assert re.search(r"[\u4e00-\u9fff]", said)
    assert [word for word in JARGON if word in phrases()[key]] == []


@pytest.mark.parametrize("key", sorted(phrases()))
def test_no_phrase_asks_for_a_longer_breath_than_elders_have(key: str) -> None:
    # given the phrase without what is filled in, which is the knowledge's to keep short
    bare = re.sub(r"\{\w+\}", "", phrases()[key])
    # then no part between two stops is longer than a breath
    assert max(len(part) for part in re.split(r"[。？，、；：“”]", bare)) <= BREATH


@pytest.mark.parametrize("key", sorted(phrases()))
def test_every_phrase_can_be_said_aloud(key: str) -> None:
    # when a phrase is prepared for the ear
    heard = for_the_ear(phrase(key, **FILLED))
    # then nothing is lost of its words, and it ends as a sentence
    assert re.sub(r"\W", "", phrase(key, **FILLED)) == re.sub(r"\W", "", heard)
    assert heard[-1] in "。？：，"


@pytest.mark.parametrize("key", sorted(phrases()))
def test_no_phrase_lies_about_unused(key: str) -> None:
    # when the assistant's code is searched for the phrase, also for a key put together
    written = {
        node.value
        for tree in CODE
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # then somebody says it
    assert key in written or any(key.startswith(w) and w.endswith("_") for w in written if w)


def test_every_phrase_that_is_said_exists() -> None:
    # when the keys that code names are gathered
    named = {
        key
        for taking in TAKING_KEYS
        for call in calls(taking)
        for argument in call.args
        for key in keys_in(argument)
    } - set(MOVES)
    # then there are many, and a phrase for each
    assert len(named) > 80
    assert named - set(phrases()) == set()


def test_every_phrase_gets_the_values_it_has_places_for() -> None:
    # when each call is compared with the phrase it says
    wrong = []
    for call in calls("phrase"):
        given = {keyword.arg for keyword in call.keywords}
        keys = keys_in(call.args[0])
        # then values and places are the same: one too many is a sentence that forgot it
        # (of two sentences at one call, one may need less)
        told = set().union(*(places(phrases()[key]) for key in keys))
        if keys and given != told:
            wrong.append((keys, given))
    assert wrong == []


def test_a_unit_of_days_is_told_in_words() -> None:
    assert [phrase(f"days_unit_{unit}") for unit in ("日", "工作日", "月")] == [
        "天",
        "个工作日",
        "个月",
    ]


def test_a_phrase_that_does_not_exist_is_a_mistake_of_ours() -> None:
    # when one is asked for that isn't there, or without what belongs in it
    # then that shows at once
    for key in ("no_such_phrase", "goodbye"):
        with pytest.raises(KeyError):
            phrase(key)


def test_a_value_with_braces_is_told_as_it_is() -> None:
    # given an entry of the knowledge base that holds braces
    # then it isn't taken for a place to fill
    assert phrase("simple", text="{name}") == "简单说：{name}"
