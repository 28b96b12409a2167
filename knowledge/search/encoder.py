"""Sentence vectors by bge-small-zh-v1.5 (int8 ONNX) on one core, offline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

DIMENSIONS = 512
_LONGEST = 256
_BATCH = 16


class Encoder(Protocol):
    """Turns texts into unit vectors of :data:`DIMENSIONS` floats."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""


class BgeEncoder:
    """bge-small-zh with CLS pooling, as its publisher prescribes."""

    def __init__(self, folder: Path) -> None:
        """Load the model from ``folder``; the caller has verified the files."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model_quantized.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text, in order; an empty list gives no rows."""
        # Similar lengths together, so that padding costs little.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows[batch] = self._encode_batch([texts[i] for i in batch])
        return rows

    def _encode_batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        feed = {
            "input_ids": [e.ids for e in encoded],
            "attention_mask": [e.attention_mask for e in encoded],
            "token_type_ids": [e.type_ids for e in encoded],
        }
        arrays = {k: np.array(v, dtype=np.int64) for k, v in feed.items() if k in self._inputs}
        hidden = self._session.run(None, arrays)[0]
        first = hidden[:, 0]
        unit: Vectors = first / np.linalg.norm(first, axis=1, keepdims=True)
        return unit
