"""The encoder is used only when its files are there and are the right ones."""

from __future__ import annotations

from pathlib import Path

from knowledge.search import meaning
from weights import manifest


def test_without_the_weights_search_does_without_them(tmp_path: Path) -> None:
    assert meaning.load_encoder(tmp_path) is None


def test_files_that_are_not_the_published_ones_are_never_opened(tmp_path: Path) -> None:
    # given files of the right names, cut short or swapped
    model = manifest()[meaning.WEIGHTS]
    folder = tmp_path / model.folder
    folder.mkdir()
    for file in model.files:
        (folder / file.path).write_bytes(b"\x08\x07 not the model")
    # then they are as good as missing, and onnxruntime sees nothing of them
    assert meaning.load_encoder(tmp_path) is None


def test_the_model_is_named_with_its_version_so_that_caches_know_it() -> None:
    model = manifest()[meaning.WEIGHTS]
    assert meaning.model_name() == f"{model.name}-{model.version}"
