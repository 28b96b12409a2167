"""Runs wetext in a process of its own: ``python -m voice.speaking.wording_worker``."""

from __future__ import annotations

import signal
import sys

from wetext import Normalizer

from voice.speaking.frames import Kind, read_frame, write_frame


def main() -> None:
    """Answer each text with its words until standard input ends."""
    # Ctrl-C in a terminal is for the owner, who then closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    normaliser = Normalizer(lang="zh", operator="tn")
    write_frame(sys.stdout.buffer, Kind.READY)
    while True:
        try:
            _, payload = read_frame(sys.stdin.buffer, None)
        except EOFError:
            return
        words = normaliser.normalize(payload.decode())
        write_frame(sys.stdout.buffer, Kind.WORDS, words.encode())


if __name__ == "__main__":
    main()
