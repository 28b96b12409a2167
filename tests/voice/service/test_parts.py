"""vosk and wetext are never in one process: together they hang or crash."""

from __future__ import annotations

import subprocess
import sys

from settings import REPOSITORY

_LOADED = """
import sys
import ershun.launch.speech
print("vosk" in sys.modules, "wetext" in sys.modules)
"""


def test_the_process_that_hears_does_not_load_what_speaks() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _LOADED],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "True False\n"
