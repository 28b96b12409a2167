"""What set-up does about the models: fetches what is missing, goes on without what can't be had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ershun.launch import models
from settings import Settings
from tests.shelf import Shelf
from tests.weights.conftest import CONTENT, MEMBERS, model
from weights import Weights
from weights.manifest import Source

#: What is had over the network here, in the manifest's order.
NAMES = (models.ENCODER, "voice", "slow")


@pytest.fixture
def offered(here: Settings, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> dict[str, Weights]:
    """Small models on loopback in place of the real ones; ``slow`` is optional."""
    made = {}
    for name in NAMES:
        for path, data in CONTENT.items():
            shelf.files[f"/{name}/{MEMBERS[path]}"] = data
        small = model(Source(url=f"{shelf.url}/{name}/", members=MEMBERS))
        changed = {"name": name, "without": f"没有 {name}", "optional": name == "slow"}
        made[name] = small.copy(update=changed)
    monkeypatch.setattr(models, "manifest", lambda: made)
    return made


def lost(shelf: Shelf, *names: str) -> None:
    """Take models off the shelf."""
    for name in names:
        for member in MEMBERS.values():
            del shelf.files[f"/{name}/{member}"]


@pytest.mark.usefixtures("offered")
def test_what_is_missing_is_fetched_once_and_said(
    here: Settings, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    # when the models are set up twice
    assert models.set_up_models(here) == "bge-small-zh-1"
    first, asked = capsys.readouterr().out, len(shelf.asked)
    assert models.set_up_models(here) == "bge-small-zh-1"
    # then those that aren't optional were fetched the first time only
    assert "✓ 模型 bge-small-zh-1 已下载并校验\n" in first
    assert "✓ 模型 voice-1 已下载并校验\n" in first
    assert {path.name for path in here.weights.glob("[!.]*")} == {"bge-small-zh-1", "voice-1"}
    assert len(shelf.asked) == asked
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("offered")
def test_without_a_model_for_speech_text_goes_on_and_the_loss_is_said(
    here: Settings, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    # given a source that lost the voice
    lost(shelf, "voice")
    # then search has its encoder, and one sentence says what is lost
    assert models.set_up_models(here) == "bge-small-zh-1"
    warnings = [line for line in capsys.readouterr().out.splitlines() if line.startswith("! ")]
    assert warnings == [
        f"! 取不到模型 voice，试过 {shelf.url}/voice/（对方回答 404）。没有 voice。",
        "! 把模型放进 ERSHUN_WEIGHTS_MIRROR 指的文件夹，下次启动就会用上。",
    ]


@pytest.mark.usefixtures("offered")
def test_without_the_encoder_there_is_none(here: Settings, shelf: Shelf) -> None:
    lost(shelf, models.ENCODER)

    assert models.set_up_models(here) is None
    assert (here.weights / "voice-1").is_dir()


def test_the_mirror_folder_is_enough(
    offered: dict[str, Weights], shelf: Shelf, tmp_path: Path, here: Settings
) -> None:
    # given a stick with the models on it, set as the mirror
    for small in offered.values():
        for path, data in CONTENT.items():
            file = tmp_path / "usb" / small.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    # then nobody is asked
    assert models.set_up_models(replace(here, weights_mirror=tmp_path / "usb")) == "bge-small-zh-1"
    assert shelf.asked == []


def test_a_hall_without_a_network_is_told_what_it_lacks_and_text_works(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    # given the real manifest, and nobody to be reached
    assert models.set_up_models(here) is None
    # then each model has a sentence with what its lack costs, and one says what to do
    lines = capsys.readouterr().out.splitlines()
    search, hearing, speaking, remedy = [line for line in lines if line.startswith("! ")]
    assert search.endswith("。先只用词语搜索，能用，但不如有模型准。")
    assert hearing.endswith("。听不了说话，打字照常。")
    assert speaking.endswith("。先用备用的嗓音说话，没有那么自然。")
    assert "ERSHUN_WEIGHTS_MIRROR" in remedy
