"""Hears and puts into words at once; a process of its own, as it may crash."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np

from voice.hearing.vosk_recogniser import VoskRecognisers
from voice.speaking.normalising import spoken_form


def main() -> None:
    recogniser = VoskRecognisers(Path(sys.argv[1])).open()
    noise = np.random.default_rng(0).normal(0, 2000, 16_000).astype(np.int16)

    def hear() -> None:
        for _ in range(4):
            recogniser.feed(noise)
            recogniser.finish()

    thread = threading.Thread(target=hear)
    thread.start()
    for number in range(300):
        spoken_form(f"请于{1900 + number}年{number % 12 + 1}月到场，交{number}.5元")
    thread.join()
    recogniser.close()
    sys.stdout.write("说完了\n")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))
    main()
