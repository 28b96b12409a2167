"""``ershun weights``: what is at hand, and getting what isn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from ershun.commands import weights as command
from tests.ershun.conftest import Ershun
from tests.shelf import Shelf
from tests.weights.conftest import CONTENT, MEMBERS, model
from weights import Weights
from weights.manifest import Source


@pytest.fixture
def offered(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Weights:
    """A small model on loopback in place of the real one, a download of 24 MB."""
    for path, data in CONTENT.items():
        shelf.files[f"/{MEMBERS[path]}"] = data
    small = model(Source(url=f"{shelf.url}/", members=MEMBERS))
    monkeypatch.setattr(command, "manifest", lambda: {small.name: small})
    return small


def test_the_list_tells_what_is_there_for_what_and_under_which_licence(ershun: Ershun) -> None:
    # given an empty cache
    answer = ershun("weights", "list")
    # then the real model stands there with what an administrator wants to know
    assert answer.status == 0
    for word in ("bge-small-zh", "1.5", "MIT", "读懂句子的意思", "不在"):
        assert word in answer.text


def test_a_missing_model_is_fetched_once(ershun: Ershun, offered: Weights, shelf: Shelf) -> None:
    # given a model that isn't there
    assert "不在" in ershun("weights", "list").text
    # when it is fetched
    answer = ershun("weights", "fetch")
    # then it is said and listed
    assert (answer.status, answer.text.splitlines()[-1]) == (0, "✓ small-1")
    assert "在，校验过" in ershun("weights", "list").text
    # and a second time nothing is asked for
    shelf.asked.clear()
    assert ershun("weights", "fetch").status == 0
    assert shelf.asked == []


def test_the_mirror_folder_is_taken_where_one_is_set(
    ershun: Ershun,
    offered: Weights,
    shelf: Shelf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given a stick with the model on it
    for path, data in CONTENT.items():
        file = tmp_path / "usb" / offered.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    monkeypatch.setenv("ERSHUN_WEIGHTS_MIRROR", str(tmp_path / "usb"))
    # then no network is needed
    assert ershun("weights", "fetch").status == 0
    assert shelf.asked == []


def test_a_hall_without_a_network_is_told_in_one_sentence(ershun: Ershun) -> None:
    # given the real manifest, and nobody to be reached
    answer = ershun("weights", "fetch")
    # then there is one sentence that names each place tried
    assert answer.status == 1
    (sentence,) = [line for line in answer.text.splitlines() if "✗" in line]
    assert sentence.startswith("✗ 取不到模型 bge-small-zh，试过 https://")
    assert sentence.endswith("docnexus-0.2.0.tgz（连不上）。")
    assert sentence.count("（连不上）") == 2
