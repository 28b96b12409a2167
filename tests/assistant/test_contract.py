"""How a door reaches the assistant: the same on both sides, and free of Rasa."""

from __future__ import annotations

import subprocess
import sys

from assistant import contract
from assistant.channel import ErshunInput


def test_the_path_is_that_of_our_channel() -> None:
    # given that Rasa serves a channel at /webhooks and its name
    assert f"/webhooks/{ErshunInput.name()}/turn" == contract.TURN_PATH


def test_a_door_starts_without_rasa_and_the_conversation() -> None:
    # when a process of a door's reads the contract and the reply
    program = (
        "import sys, assistant.contract, assistant.reply;"
        "print([m for m in sys.modules if m.split('.')[0] in ('rasa', 'tensorflow', 'sanic',"
        " 'jieba') or m.startswith('assistant.conversation')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    # then none of what takes ten seconds and 0.8 GB comes along
    assert done.stdout.strip() == "[]", done.stderr
