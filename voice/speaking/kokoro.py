"""The natural voice. Slower than it is heard on two busy cores: mostly rendered ahead."""

from __future__ import annotations

import hashlib
from pathlib import Path

from voice.audio import Clip
from voice.speaking.frames import Asked
from voice.speaking.loudness import evened
from voice.speaking.manner import Manner
from voice.speaking.worker import Worker

#: Seconds. Loading takes three, on a machine that does much else ten times that.
_STARTING = 60.0
#: Seconds of work: some to begin with, and for each character. A character is a quarter of a
#: second of sound at the normal pace. A machine whose cores are all taken leaves it a tenth
#: of one (it is nice): then it is slow and does not hang. Who cannot wait does not, see
#: NaturalWork.
_AT_LEAST, _CHARACTER = 120.0, 4.0


class KokoroVoice:
    """Kokoro-82M v1.0. The model is loaded by the first sentence."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """The model is only hashed here, in a tenth of a second.

        Args:
            folder: of the verified weights ``kokoro-zh``.
            threads: of onnxruntime. A second one gains little.

        Raises:
            OSError: the model is not there.
        """
        with (folder / "kokoro-quantized.onnx").open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        #: With the hash of the model: what another model said is not taken for its own.
        self.name = f"kokoro-{digest[:16]}"
        self._worker = Worker(
            "voice.speaking.kokoro_worker", (str(folder), str(threads)), starting=_STARTING
        )

    @property
    def worker(self) -> Worker:
        """The process, for who watches over it."""
        return self._worker

    def synthesise(self, text: str, manner: Manner) -> Clip:
        """See ``Voice``. Not tried twice: another voice is sooner than a new worker."""
        limit = _AT_LEAST + _CHARACTER * len(text) / manner.rate
        return evened(self._worker.ask(Asked(text, manner.rate, manner.voice), limit))

    def close(self) -> None:
        """End the worker, which frees about 0.9 GB."""
        self._worker.close()
