"""A worker that does what its command line says, run as a process by the tests."""

from __future__ import annotations

import os
import sys
import time

import numpy as np

from voice.audio import Clip
from voice.speaking.frames import Asked
from voice.speaking.manner import VoiceFailed
from voice.speaking.serving import serve


def answer(asked: Asked) -> Clip:
    """What is asked for decides how it fails."""
    match asked.text:
        case "hang":
            time.sleep(60)
        case "die":
            os._exit(3)
        case "refuse":
            raise VoiceFailed("说不了")
        case "crash":
            os.kill(os.getpid(), 11)
        case "print":
            sys.stdout.write("Audio saved to /tmp/x.wav\n")
            sys.stdout.flush()
    return Clip(np.full(8, os.getpid() % 1000, np.int16), 8_000)


if __name__ == "__main__":
    match sys.argv[1]:
        case "rubbish":
            sys.stdout.write("Building prefix dict ...\n" * 100)
            sys.stdout.flush()
            sys.stdin.read()
        case "endless":
            # A header that promises more than any sentence.
            sys.stdout.buffer.write(b"EVrd\xff\xff\xff\xff")
            sys.stdout.flush()
            sys.stdin.read()
        case "unready":
            time.sleep(60)
        case _:
            serve(lambda: answer, int(sys.argv[2]))
