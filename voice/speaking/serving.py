"""The worker's side: answers what its owner asks until that is gone."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from voice.audio import Clip
from voice.speaking.frames import Asked, Kind, pack_sound, read_frame, write_frame
from voice.speaking.manner import VoiceFailed


def serve(prepare: Callable[[], Callable[[Asked], Clip]], longest: int) -> None:
    """Answer frames on standard input until its end.

    Args:
        prepare: loads the voice; gives what says a sentence, or raises VoiceFailed.
        longest: seconds for one sentence. Beyond, the process ends by itself: should its owner
            have been killed, nobody else would end one that hangs.
    """
    faulthandler.enable()
    # Ctrl-C in a terminal is for the owner, who then closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.alarm(longest)
    # pyttsx3 prints after every sentence: that must not come between the frames.
    with (
        os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers,
        Path(os.devnull).open("wb") as none,
    ):
        os.dup2(none.fileno(), sys.stdout.fileno())
        synthesise = prepare()
        write_frame(answers, Kind.READY)
        while True:
            signal.alarm(0)
            try:
                _, payload = read_frame(sys.stdin.buffer, None)
            except EOFError:
                return
            signal.alarm(longest)
            try:
                clip = synthesise(Asked.unpacked(payload))
            except VoiceFailed as error:
                write_frame(answers, Kind.FAILED, str(error).encode())
            else:
                write_frame(answers, Kind.SOUND, pack_sound(clip))
