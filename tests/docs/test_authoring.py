"""docs/authoring.md tells every key; its example is a whole item that works."""

from __future__ import annotations

import re
import shutil
from datetime import date
from enum import Enum
from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.conversation.turn import Desk
from knowledge.build import build
from knowledge.checking import check
from knowledge.schema import (
    Answer,
    Citation,
    Contact,
    Document,
    Fact,
    Material,
    Phone,
    PolicyEntry,
    Question,
    Region,
    ServiceItem,
    Step,
    Term,
)
from knowledge.schema.item import Audience, Fee, Places, TimeLimit
from knowledge.search.results import Verdict
from knowledge.serving import Serving
from records.store import Records
from settings import REPOSITORY
from tests.conftest import open_talk
from tests.docs.markdown import DOCS, README, Page, names

PAGE = Page(DOCS / "authoring.md")
MODELS: tuple[type[BaseModel], ...] = (
    ServiceItem,
    Question,
    Answer,
    Material,
    Step,
    Places,
    Fact,
    TimeLimit,
    Fee,
    Audience,
    Contact,
    Citation,
    PolicyEntry,
    Document,
    Phone,
    Region,
    Term,
)
FIELDS = [(model, name) for model in MODELS for name in model.__fields__]


def rows(model: type[BaseModel]) -> dict[str, list[str]]:
    return {names(row[0])[0]: row for row in PAGE.rows(model.__name__)}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_documented_and_no_other(model: type[BaseModel]) -> None:
    # then the table of the model has its keys
    assert set(rows(model)) == set(model.__fields__)


@pytest.mark.parametrize(
    ("model", "name"), FIELDS, ids=[f"{model.__name__}.{name}" for model, name in FIELDS]
)
def test_a_key_is_said_to_be_needed_if_it_is(model: type[BaseModel], name: str) -> None:
    # given what the page says of a key
    _, needed, meaning = rows(model)[name]
    field = model.__fields__[name]
    # then it is needed if the schema says so, and at least as often
    assert needed.startswith("yes") == bool(field.required)
    least = field.field_info.min_items or 1
    assert int((re.findall(r"\d+", needed) or ["1"])[0]) == least
    # and all that may be chosen from is told
    if isinstance(field.type_, type) and issubclass(field.type_, Enum):
        assert all(member.value in meaning for member in field.type_)


@pytest.mark.parametrize(("model", "name"), [(Material, "form"), (TimeLimit, "unit")])
def test_the_words_a_key_may_hold_are_told(model: type[BaseModel], name: str) -> None:
    # given the words the schema allows
    pattern = model.__fields__[name].field_info.regex or ""
    allowed = pattern.strip("^()$").split("|")
    # then the page tells each
    assert len(allowed) > 2
    assert all(word in rows(model)[name][2] for word in allowed)


@pytest.fixture(scope="module")
def with_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own knowledge with the example copied in, as the README says."""
    root = tmp_path_factory.mktemp("authoring") / "knowledge"
    shutil.copytree(REPOSITORY / "knowledge", root, ignore=shutil.ignore_patterns("*.py", "__*"))
    shutil.copy(DOCS / "examples" / "senior-school.yaml", root / "items")
    return root


@pytest.fixture(scope="module")
def served(with_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """It, built without meaning vectors (they need weights), and served."""
    builds = tmp_path_factory.mktemp("builds")
    build(with_example, builds, today=date.today())
    return Serving(builds, encoder=None)


def test_the_example_passes_the_gatekeeper(with_example: Path) -> None:
    # when the knowledge is checked with the example in it
    library, problems = check(with_example, today=date.today())
    # then nothing is to be mended in it, not even a reminder
    assert [str(p) for p in problems if p.file.stem == "senior-school"] == []
    assert library.resolve("senior-school", "000000") is not None


def test_the_example_is_found_by_the_words_of_the_readme(served: Serving) -> None:
    # given the question the README tells to ask
    (question,) = re.findall(r'knowledge search "(.+)"', README.read_text(encoding="utf-8"))
    # when it is searched for among everything 耳顺 knows
    result = served.searcher().search(question, region="000000")
    # then the new item is first, and not declined
    assert result.best is not None
    assert result.best.id == "senior-school"
    assert result.verdict is not Verdict.DECLINE


def test_a_citizen_is_led_through_the_example(served: Serving, records: Records) -> None:
    # given a conversation over the knowledge with the example
    talk = open_talk(Desk(records, served, region="000000", human_phone="12345"))
    # when a citizen wants to do it and goes on to the end
    told = [talk.say("start_service", "我想报老年大学").text]
    while talk.state.guide is not None and len(told) < 20:
        told.append(talk.say("next_step", "下一步").text)
    # then she hears of the paper to bring, the steps to the last, whom to ask, what it costs
    everything = "\n".join(told)
    for heard in ("身份证", "最后一步，第 4 步", "12345", "学费多少，各个学校不一样"):
        assert heard in everything
    assert talk.state.guide is None
