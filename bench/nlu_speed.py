"""Loads one NLU model in a process of its own and prints what it costs, as JSON.

Usage: python -m bench.nlu_speed MODEL
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import psutil
import yaml

from bench.evaluation import HELD_OUT
from bench.load import percentile


async def measured(model: str) -> dict[str, float]:
    """Seconds to load, ms a message, MB of memory."""
    started = time.perf_counter()
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    loaded = time.perf_counter() - started
    blocks = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))["nlu"]
    texts = [line[2:] for block in blocks for line in block["examples"].splitlines()]
    for text in texts[:20]:
        await agent.parse_message(text)
    times = []
    for text in texts:
        began = time.perf_counter()
        await agent.parse_message(text)
        times.append((time.perf_counter() - began) * 1000)
    return {
        "load": round(loaded, 1),
        "p50": round(percentile(times, 0.5), 1),
        "p95": round(percentile(times, 0.95), 1),
        "memory": round(psutil.Process().memory_info().rss / 1e6),
    }


if __name__ == "__main__":
    import logging

    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print(json.dumps(asyncio.run(measured(sys.argv[1]))))
