"""The manifest: what is in it can be fetched and is what it says; a slip in it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from weights import Weights, manifest
from weights.manifest import MANIFEST, WeightFile

REAL = manifest()


def test_the_search_model_is_in_it() -> None:
    assert REAL["bge-small-zh"].folder == "bge-small-zh-1.5"


@pytest.mark.parametrize("model", REAL.values(), ids=lambda model: str(model.name))
def test_each_source_has_every_file_of_the_model(model: Weights) -> None:
    # given a model of the manifest
    wanted = {file.path for file in model.files}
    assert wanted
    assert model.sources
    for source in model.sources:
        # then each of its sources gives each file, and is files or an archive, not both
        assert set(source.members) == wanted
        assert (source.url is None) != (source.archive is None)
        # and names are put behind a folder, never into the last name
        assert source.url is None or source.url.endswith("/")
        # and what comes does so encrypted, or from the registry the operator set
        assert (source.url or source.archive or "").startswith(("https://", "{npm}/"))
        # and an archive is checked before it is opened
        assert source.archive is None or source.sha256


@pytest.mark.parametrize("model", REAL.values(), ids=lambda model: str(model.name))
def test_each_model_says_what_it_is_for_and_under_which_licence(model: Weights) -> None:
    # then the operator reads in Chinese what he downloads, and may use it
    assert any("\u4e00" <= letter <= "\u9fff" for letter in model.purpose)
    assert model.licence in {"MIT", "Apache-2.0", "BSD-3-Clause"}


def test_no_model_stands_in_it_twice() -> None:
    # when two rows had one name, one would be lost
    rows = MANIFEST.read_text(encoding="utf-8").count("\n- name:")
    assert len(REAL) == rows


HASH = "0" * 64


@pytest.mark.parametrize(
    ("path", "sha256"),
    [
        ("/etc/passwd", HASH),
        ("a//b", HASH),
        ("a/", HASH),
        ("", HASH),
        ("a b", HASH),
        ("a\n", HASH),
        ("../outside", HASH),
        ("a/../../outside", HASH),
        ("model.onnx", HASH[1:]),
        ("model.onnx", f"{HASH}\n"),
        ("model.onnx", HASH.replace("0", "G")),
        ("model.onnx", ""),
    ],
)
def test_a_path_out_of_the_cache_or_no_hash_is_refused(path: str, sha256: str) -> None:
    with pytest.raises(ValidationError):
        WeightFile(path=path, sha256=sha256)


@given(st.text("ab./-_\\ \0", max_size=12))
def test_no_path_that_is_accepted_leads_out_of_the_folder(path: str) -> None:
    try:
        file = WeightFile(path=path, sha256=HASH)
    except ValidationError:
        return
    assert Path("/cache/model", file.path).resolve().is_relative_to("/cache/model")


def test_another_manifest_can_be_read(tmp_path: Path) -> None:
    # given a manifest of a hall's own
    own = tmp_path / "manifest.yaml"
    own.write_text(
        "- {name: m, version: '2', licence: MIT, purpose: 试, files: [], sources: []}\n",
        encoding="utf-8",
    )
    # then it is read like ours
    assert [model.folder for model in manifest(own).values()] == ["m-2"]
