"""How much one client may ask of the speech service, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of the service; the defaults are for a hall's machine of two cores.

    Attributes:
        sessions: that hear at the same time: eight talk at once on two cores (DESIGN
            section 7), and each recogniser takes 100 to 220 MB.
        readings: texts spoken at the same time.
        session_seconds: of sound taken in one session.
        frame_bytes: of one message; 2.7 s at 48 kHz, 16 s at 8 kHz.
        idle_seconds: without a message, after which a session ends.
        paused_seconds: the same, for a session that has said it pauses.
        send_seconds: a client may take to read what it is sent, before it is let go.
        read_seconds: a client may take to read a sentence's sound; it may be playing it.
        close_seconds: a client may take to close after it was told to.
        text_letters: of one text to be spoken sentence by sentence.
        clip_letters: of one text to be spoken in one piece, which is held in memory.
        phrases: a recogniser may be told to expect.
        phrase_letters: of each of them.
    """

    sessions: int = 8
    readings: int = 8
    session_seconds: float = 3_600.0
    frame_bytes: int = 256 * 1024
    idle_seconds: float = 30.0
    paused_seconds: float = 600.0
    send_seconds: float = 5.0
    read_seconds: float = 30.0
    close_seconds: float = 2.0
    text_letters: int = 5_000
    clip_letters: int = 500
    phrases: int = 1_000
    phrase_letters: int = 50
