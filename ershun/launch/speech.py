"""The process of the speech service."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import structlog

from privacy.logs import configure
from voice.hearing.recogniser import CannotHear
from voice.service.config import BadConfig, Config
from voice.service.parts import assembled
from voice.service.server import serve

log = structlog.get_logger(__name__)


def main(file: Path) -> None:
    """Serve as ``file`` says until stopped; exit status 1 if that can't be."""
    configure("speech")
    # Asterisk names a subprotocol that vosk-server doesn't know either.
    logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)
    try:
        config = Config.read(file)
        with assembled(config) as parts:
            asyncio.run(serve(parts, config.port))
    except (BadConfig, CannotHear, OSError) as error:
        log.error("speech_not_started", reason=str(error))
        raise SystemExit(1) from error


if __name__ == "__main__":
    main(Path(sys.argv[1]))
