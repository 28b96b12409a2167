"""Speech as somebody would have built it in an afternoon: a process a citizen, one after another.

Vosk as in its example, then pyttsx3: init, the whole reply saved to a file. What keeps that
from working at all is given to it (MODELS.md §3): the library and its data are found for it,
the Mandarin voice is set, and it waits until the file is complete.

Usage: python -m bench.voice.naive MODEL, lines ``{"wav": …, "text": …, "paced": …}`` on standard
input; answers lines ``{"heard": ms, "spoken": ms, "memory": MB}``.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import espeakng_loader
import psutil  # type: ignore[import-untyped]
import vosk

from bench.voice.recognising import STOCK_PIECE
from voice.audio import Clip, read_wav

_VOICE = "sit/cmn-latn-pinyin"


def heard(model: vosk.Model, clip: Clip, *, paced: bool) -> float:
    """Milliseconds from the last sound to the last result."""
    kaldi = vosk.KaldiRecognizer(model, float(clip.rate))
    began = time.monotonic()
    for at in range(0, len(clip.samples), STOCK_PIECE):
        piece = clip.samples[at : at + STOCK_PIECE]
        if paced:
            time.sleep(max(0.0, began + (at + len(piece)) / clip.rate - time.monotonic()))
        said = time.monotonic()
        kaldi.AcceptWaveform(piece.tobytes())
    kaldi.FinalResult()
    return (time.monotonic() - said) * 1000


def spoken(library: ctypes.CDLL, text: str, file: Path) -> float:
    """Milliseconds from the reply to its sound."""
    import pyttsx3

    began = time.monotonic()
    engine = pyttsx3.init("espeak")
    engine.setProperty("voice", _VOICE)
    engine.save_to_file(text, str(file))
    engine.runAndWait()
    library.espeak_Synchronize()
    if not file.is_file():
        # The first run returns before there is a file.
        engine.save_to_file(text, str(file))
        engine.runAndWait()
        library.espeak_Synchronize()
    return (time.monotonic() - began) * 1000


def main(folder: str) -> None:
    """Answer each line."""
    vosk.SetLogLevel(-1)
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    model = vosk.Model(folder)
    # pyttsx3 prints after every sentence.
    with os.fdopen(os.dup(1), "w") as answers, tempfile.TemporaryDirectory() as place:
        os.dup2(2, 1)
        print("{}", file=answers, flush=True)
        for number, line in enumerate(sys.stdin):
            turn = json.loads(line)
            took = {
                "heard": heard(model, read_wav(Path(turn["wav"])), paced=turn["paced"]),
                "spoken": spoken(library, turn["text"], Path(place) / f"{number}.wav"),
                "memory": psutil.Process().memory_full_info().pss / 1e6,
            }
            print(json.dumps(took), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
