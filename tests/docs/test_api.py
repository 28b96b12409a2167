"""docs/api.md tells every route, error and limit; its examples keep the contract."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pydantic import BaseModel, ValidationError

import settings
from channels.gateway.message import LONGEST, REFUSED
from channels.gateway.wording import sentences
from channels.web.app import create_app
from channels.web.contract import (
    Door,
    Health,
    MessageAnswered,
    PastTurn,
    Problem,
    SessionOpened,
)
from records.store import CODE_LIFETIME
from settings import REPOSITORY
from tests.docs.markdown import DOCS, Page, names

API = Page(DOCS / "api.md")
WEB = REPOSITORY / "channels" / "web"
SHAPES: tuple[type[BaseModel], ...] = (SessionOpened, MessageAnswered, PastTurn, Health, Problem)
EXAMPLES = [json.loads(block.text) for block in API.blocks if block.language == "json"]
CURLS = [block.text for block in API.blocks if block.language == "sh"]


@pytest.fixture
def app(tmp_path: Path, database_url: str) -> Flask:
    """The web door; nobody is asked for a reply."""
    deployment = {"ERSHUN_HOME": str(tmp_path), "ERSHUN_DATABASE_URL": database_url}
    return create_app(settings.load(deployment))


def routes(app: Flask) -> set[tuple[str, str]]:
    """Method and path of everything the door serves."""
    return {
        (method, str(rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def problems() -> set[tuple[int | None, str]]:
    """Status and name of every problem the code makes; None where the status varies."""
    calls = (
        node
        for file in WEB.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and len(node.args) == 3
    )
    found = set()
    for call in calls:
        status, error, _ = call.args
        named = isinstance(call.func, ast.Name) and call.func.id in ("ApiProblem", "_answer")
        if named and isinstance(error, ast.Constant):
            fixed = status.value if isinstance(status, ast.Constant) else None
            found.add((fixed, error.value))
    return found


def test_every_route_is_documented_and_no_other(app: Flask) -> None:
    # when the tables are compared with what the door serves
    documented = {
        tuple(names(row[0])[0].split(" ", 1))
        for row in API.rows()
        if re.match(r"`(GET|POST|PUT|DELETE|PATCH) ", row[0])
    }
    # then each has what the other has
    assert documented == routes(app)


def test_every_error_is_documented_and_no_other() -> None:
    # given the errors in the table and in the code
    documented = {(int(status), names(error)[0]) for status, error, _ in API.rows("Errors")}
    made = problems()
    assert len(made) > 8
    # then their names are the same, and so is the status wherever it is fixed
    assert {error for _, error in documented} == {error for _, error in made}
    assert {(status, error) for status, error in made if status} <= documented


def test_every_limit_is_documented() -> None:
    # given the limits in the code
    source = (WEB / "limits.py").read_text(encoding="utf-8")
    rates = re.findall(r'"(\d+ per \w+(?:;\d+ per \w+)*)"', source)
    assert len(rates) == 3
    told = " ".join(" ".join(row) for row in API.rows("Limits"))
    # then the table has each
    for limit in (*rates, f"{LONGEST} characters", f"{REFUSED} characters"):
        assert limit in told
    assert f"{CODE_LIFETIME.days} days" in told


def test_every_door_is_documented() -> None:
    # then a reader learns what door may be
    begin = API.section("Begin")
    assert all(f"`{door.value}`" in begin for door in Door)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: next(iter(example)))
def test_an_example_is_what_the_api_answers(example: dict[str, Any]) -> None:
    # when an example is read as each of the shapes the API answers with
    fitting = []
    for shape in SHAPES:
        try:
            fitting.append(shape.parse_obj(example))
        except ValidationError:
            continue
    # then it is exactly one of them
    assert len(fitting) == 1


def test_the_example_of_an_error_has_the_true_sentence() -> None:
    # given the example of a problem
    (problem,) = [example for example in EXAMPLES if "error" in example]
    # then its sentence is the one that is said
    assert problem["message"] == sentences()[problem["error"]]


@pytest.mark.parametrize("curl", CURLS, ids=range(len(CURLS)))
def test_a_curl_example_asks_for_a_route_there_is(app: Flask, curl: str) -> None:
    # given the method and the address of an example
    (path,) = re.findall(r"http://127\.0\.0\.1:8080(\S+)", curl)
    method = (re.findall(r"-X (\w+)", curl) or ["GET"])[0]
    # when the door looks for who serves it
    adapter = app.url_map.bind("127.0.0.1")
    # then somebody does, and what is sent is JSON
    assert adapter.match(path, method=method)
    for body in re.findall(r"-d '(.+)'", curl):
        assert json.loads(body)
