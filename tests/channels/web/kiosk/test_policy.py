"""The kiosk's headers."""

from __future__ import annotations

import pytest

from channels.web.kiosk.policy import headers


@pytest.mark.parametrize("voice", ["127.0.0.1:2700", "127.0.0.1:65535"])
def test_only_this_door_and_the_voice_are_talked_to(voice: str) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in headers(voice)["Content-Security-Policy"].split(";")
    )

    assert policy["connect-src"] == f"'self' http://{voice} ws://{voice}"
    # scripts, the audio worklet among them, come from this door, and none is inline
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"
