"""Valid knowledge as plain data, for tests that spoil one thing of it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.conftest import WORLD

Plain = dict[str, Any]


def plain(name: str) -> Plain:
    """One file of the small world as plain data."""
    data: Plain = yaml.safe_load((WORLD / name).read_text(encoding="utf-8"))
    return data


@pytest.fixture
def item() -> Plain:
    return plain("items/card-replace.yaml")


@pytest.fixture
def policy() -> Plain:
    return plain("policies/card-cost.yaml")
