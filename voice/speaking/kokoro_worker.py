"""The natural voice: Kokoro-82M, int8, on onnxruntime, in a process of its own.

``python -m voice.speaking.kokoro_worker FOLDER THREADS``
"""

from __future__ import annotations

import functools
import os
import re
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from voice.audio import Clip
from voice.speaking.frames import Asked
from voice.speaking.manner import RATE, VoiceFailed
from voice.speaking.phonemes import Phonemes
from voice.speaking.serving import serve

_STYLE = 256
#: Seconds of silence where a long sentence was cut.
_BETWEEN = 0.15
#: Seconds after which the process ends itself.
_LONGEST = 900
#: Recognition is what must not wait. 10 leaves it nine tenths of a contended core.
_NICENESS = 10
_VOICE = re.compile(r"z[fm]_[a-z]+")

_Floats = npt.NDArray[np.float32]


class Kokoro:
    """The model, loaded."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Raises VoiceFailed: the folder does not hold the model."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that spin while they wait would take the core from recognition.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._voices = folder / "voices"
        try:
            self._phonemes = Phonemes(folder / "tokenizer.json")
            self._model = onnxruntime.InferenceSession(
                folder / "kokoro-quantized.onnx", options, providers=["CPUExecutionProvider"]
            )
        except OSError as error:
            raise VoiceFailed("自然语音的模型文件读不了") from error

    def synthesise(self, asked: Asked) -> Clip:
        """One sentence at 24 kHz; no sound at all if nothing in it can be said.

        Raises:
            VoiceFailed: there is no such voice, or the model gives no sound.
        """
        styles = self._styles(asked.voice)
        silence = np.zeros(round(RATE * _BETWEEN), np.float32)
        parts: list[_Floats] = []
        for ids in self._phonemes.pieces(asked.text):
            parts += [silence, self._spoken(ids, styles[len(ids)], asked.rate)]
        if not parts:
            return Clip(np.zeros(0, np.int16), RATE)
        sound = np.concatenate(parts[1:])
        if not np.isfinite(sound).all() or not sound.any():
            raise VoiceFailed("没有发出声音")
        return Clip((np.clip(sound, -1, 1) * 32_767).astype(np.int16), RATE)

    def _spoken(self, ids: list[int], style: _Floats, rate: float) -> _Floats:
        inputs = {
            "input_ids": np.array([[0, *ids, 0]], np.int64),
            "style": style,
            "speed": np.array([rate], np.float32),
        }
        sound: _Floats = self._model.run(None, inputs)[0][0]
        return sound

    @functools.cache  # noqa: B019 (lives as long as the process)
    def _styles(self, voice: str) -> _Floats:
        """Of each number of ids the style of the voice."""
        path = self._voices / f"{voice}.bin"
        if not _VOICE.fullmatch(voice) or not path.is_file():
            raise VoiceFailed(f"没有这个嗓音：{voice}")
        return np.fromfile(path, np.float32).reshape(-1, 1, _STYLE)


if __name__ == "__main__":
    os.nice(_NICENESS)
    serve(lambda: Kokoro(Path(sys.argv[1]), int(sys.argv[2])).synthesise, _LONGEST)
