"""The plain voice: espeak-ng through pyttsx3, in a process of its own.

Works around what MODELS.md §3 lists: a run of the engine returns before the sentence is
finished; of two saves only the last is written; a save that cannot be written hangs; empty text
raises; a NUL ends the text. Sound is saved to memory, so there is no file to clean up.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import TYPE_CHECKING

import espeakng_loader
import numpy as np

from voice.audio import BadAudio, Clip, read_wav
from voice.speaking.frames import Asked
from voice.speaking.manner import VoiceFailed
from voice.speaking.serving import serve

if TYPE_CHECKING:
    from pyttsx3.engine import Engine

#: `cmn` reads its own pinyin as English on some builds.
_VOICE = "sit/cmn-latn-pinyin"
#: Words a minute: 4.5 characters a second, three quarters of Kokoro's pace. This voice is
#: harder to understand (MODELS.md §4), and slower it is less so.
_NORMAL = 190
#: Hz, the engine's own.
_RATE = 22_050
#: Seconds after which the process ends itself.
_LONGEST = 15


class Espeak:
    """The engine, ready to speak."""

    def __init__(self) -> None:
        """Raises VoiceFailed: there is no such voice."""
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        # pyttsx3 finds the library by its name because it is loaded already.
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        import pyttsx3

        self._engine: Engine = pyttsx3.init("espeak")
        self._engine.setProperty("voice", _VOICE)
        self._library.espeak_Synchronize()
        self._engine.runAndWait()
        if self._engine.getProperty("voice") != _VOICE:
            raise VoiceFailed("没有普通话的发声数据")
        self._memory = os.memfd_create("sentence")
        self._file = f"/proc/self/fd/{self._memory}"

    def synthesise(self, asked: Asked) -> Clip:
        """One sentence at 22 050 Hz; no sound at all if the text is empty.

        Raises:
            VoiceFailed: the engine writes no sound.
        """
        text = asked.text.replace("\0", "").strip()
        if not text:
            return Clip(np.zeros(0, np.int16), _RATE)
        self._engine.setProperty("rate", round(_NORMAL * asked.rate))
        # A run begins by cancelling what espeak-ng's own thread has before it: else the rate,
        # and now and then the sentence with it.
        self._library.espeak_Synchronize()
        os.ftruncate(self._memory, 0)
        self._engine.save_to_file(text, self._file)
        # Returns a hundredth of a second after that thread has begun, whether or not it has
        # come to the end.
        self._engine.runAndWait()
        self._library.espeak_Synchronize()
        try:
            return read_wav(Path(self._file))
        except BadAudio as error:
            raise VoiceFailed("没有发出声音") from error


if __name__ == "__main__":
    serve(lambda: Espeak().synthesise, _LONGEST)
