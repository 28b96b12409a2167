"""Moves of a dialogue as the trained Rasa pipeline understands texts, in a process of its own.

Usage: python -m bench.voice.moves MODEL, a JSON list of texts on standard input.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence

import settings
from bench.evaluation import RasaFailed
from ershun.launch.training import quiet, trained
from knowledge.search.meaning import model_name
from settings import REPOSITORY


class NotTrained(RuntimeError):
    """There is no model to understand with."""


def moves(texts: Sequence[str]) -> list[str]:
    """The move of each text; an empty text has none.

    Raises:
        NotTrained: the bot has not been trained.
        RasaFailed: Rasa gave up.
    """
    model = trained(settings.load(), model_name())
    if model is None:
        raise NotTrained("还没有训练。先运行 make setup。")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.voice.moves", str(model)],
        cwd=REPOSITORY,
        env=quiet(os.environ),
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RasaFailed(done.stderr[-2000:])
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


async def _understood(model: str, texts: Sequence[str]) -> list[str]:
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    found = []
    for text in texts:
        parsed = await agent.parse_message(text) if text else {"intent": {"name": ""}}
        found.append(str(parsed["intent"]["name"]))
    return found


if __name__ == "__main__":
    import logging

    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print(json.dumps(asyncio.run(_understood(sys.argv[1], json.load(sys.stdin)))))
