"""Training when inputs changed, keeping the last good model, refusing a spoilt one.

Rasa really trains here, but a bot of two phrases: the product's own takes 46 s and is
trained by ``make setup`` before the tests that need it.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ershun.launch import training
from ershun.launch.training import SpoiltModel, TrainingFailed
from settings import Settings, load
from tests.ershun.launch.conftest import PROJECT


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """A deployment whose models lie in a home of its own."""
    return load({"ERSHUN_HOME": str(tmp_path / "home")})


#: Lays a model of some bytes, as if trained from some inputs, into the models' folder.
Lay = Callable[..., Path]


@pytest.fixture
def lay(here: Settings) -> Lay:
    def put(name: str, age: int = 0, content: bytes = b"model") -> Path:
        here.models.mkdir(parents=True, exist_ok=True)
        model = here.models / f"ershun-{name}.tar.gz"
        model.write_bytes(content)
        note = {"sha256": training.sha256_of(model)}
        model.with_name(f"{model.name}.json").write_text(json.dumps(note), encoding="utf-8")
        os.utime(model, (1_700_000_000 - age, 1_700_000_000 - age))
        return model

    return put


def names(here: Settings) -> set[str]:
    """What lies in the models' folder."""
    return {file.name for file in here.models.iterdir()}


# --- which model belongs to the inputs ---


def test_every_input_of_the_real_bot_is_there() -> None:
    # when an input is moved and the list isn't, a change in it would go unnoticed
    for pattern in training.INPUTS:
        assert list(training.REPOSITORY.glob(pattern)), pattern


@pytest.mark.parametrize("file", ["config.yml", "domain.yml", "uv.lock"])
def test_a_changed_input_or_encoder_wants_another_model(project: Path, file: str) -> None:
    before = training.fingerprint("bge-small-zh-1.5")
    assert training.fingerprint("bge-small-zh-1.5") == before
    assert training.fingerprint(None) != before

    (project / file).write_text(PROJECT[file] + "# 改了一个字\n", encoding="utf-8")

    assert training.fingerprint("bge-small-zh-1.5") != before


def test_a_renamed_input_wants_another_model(project: Path) -> None:
    # given examples that move to another file, word by word the same
    folder = project / "assistant" / "nlu" / "examples"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_text("nlu: []\n", encoding="utf-8")
    before = training.fingerprint(None)
    (folder / "a.yml").rename(folder / "b.yml")

    assert training.fingerprint(None) != before


def test_what_is_no_input_changes_nothing(project: Path) -> None:
    before = training.fingerprint(None)
    (project / "README.md").write_text("改了说明", encoding="utf-8")

    assert training.fingerprint(None) == before


def test_a_model_without_its_hash_does_not_count_as_trained(
    project: Path, here: Settings, lay: Lay
) -> None:
    # given a model of the present inputs
    assert training.trained(here, None) is None
    model = lay(training.fingerprint(None))
    assert training.trained(here, None) == model
    # when what it should be isn't noted (killed in the middle, or copied in by hand)
    model.with_name(f"{model.name}.json").unlink()
    # then it is trained again
    assert training.trained(here, None) is None


# --- the model trained last ---


def test_the_newest_model_is_the_last_good_one(here: Settings, lay: Lay) -> None:
    assert training.newest(here) is None
    lay("old", age=200)
    newer = lay("new", age=100)
    (here.models / ".ershun-draft.tar.gz").write_bytes(b"half")

    assert training.newest(here) == newer


# --- a spoilt model ---


def test_a_model_as_it_was_trained_is_trusted(lay: Lay) -> None:
    training.verify(lay("good"))


@pytest.mark.parametrize("note", [None, "", "{}", "[]", "null", '{"sha256": null}', "\xff"])
def test_a_model_whose_hash_is_not_known_is_refused(lay: Lay, note: str | None) -> None:
    # given a model whose note is gone or broken
    model = lay("model")
    noted = model.with_name(f"{model.name}.json")
    noted.unlink() if note is None else noted.write_bytes(note.encode("latin-1"))
    # then nothing in it is unpickled
    with pytest.raises(SpoiltModel):
        training.verify(model)


def test_a_changed_model_is_named_with_the_way_out(lay: Lay) -> None:
    # given a model somebody changed by one byte
    model = lay("model")
    model.write_bytes(b"modeL")

    with pytest.raises(SpoiltModel) as refused:
        training.verify(model)

    assert str(refused.value) == f"模型 {model} 被改动过，已不可信。删掉它，再运行 make train。"


# --- training ---


def test_a_trained_model_is_verified_noted_and_the_oldest_are_cleared_away(
    project: Path, here: Settings, lay: Lay
) -> None:
    # given four earlier models
    for age in (1, 2, 3, 4):
        lay(f"old{age}", age=age)
    # when the bot is trained
    model = training.train(here, None)
    # then it is the model of the present inputs, as Rasa packed it
    assert training.trained(here, None) == model
    training.verify(model)
    with tarfile.open(model) as packed:
        assert "metadata.json" in packed.getnames()
    # and the two before it are kept, their notes with them, and no draft
    kept = {model.name, "ershun-old1.tar.gz", "ershun-old2.tar.gz"}
    assert names(here) == kept | {f"{name}.json" for name in kept}


def test_a_bot_that_cannot_be_trained_is_no_model(project: Path, here: Settings, lay: Lay) -> None:
    # given a last good model, the rest of a killed training, and a mistake in the pipeline
    good = lay("good")
    (project / "config.yml").write_text(
        PROJECT["config.yml"].replace("JiebaTokenizer", "JiebaTokenizr"),
        encoding="utf-8",
    )
    draft = training.model_for(here, None)
    draft.with_name(f".{draft.name}").write_bytes(b"half a model")
    # when it is to be trained
    with pytest.raises(TrainingFailed) as failed:
        training.train(here, None)
    # then Rasa's last words say why, few enough to be read
    assert "JiebaTokenizr" in str(failed.value)
    assert len(str(failed.value).splitlines()) <= 15
    # and the last good model is what there is
    assert training.newest(here) == good
    assert training.trained(here, None) is None
    assert names(here) == {good.name, f"{good.name}.json"}


def test_a_checkout_without_training_data_is_no_model_either(project: Path, here: Settings) -> None:
    # given a checkout whose data is gone
    shutil.rmtree(project / "data")

    with pytest.raises(TrainingFailed):
        training.train(here, None)

    assert training.newest(here) is None


def test_rasa_is_quiet_and_calls_nobody() -> None:
    # given an environment in which somebody allowed telemetry
    environ = training.quiet({"RASA_TELEMETRY_ENABLED": "true", "HOME": "/home/hall"})
    # then it is off for Rasa, and the rest is handed on
    assert environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert environ["HOME"] == "/home/hall"
