"""Structured JSON logs on stderr with personal numbers masked, one set-up for all."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from privacy.masking import mask


def mask_values(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Structlog processor: masks personal numbers in every value, however deep."""
    for key, value in event.items():
        event[key] = _masked(value)
    return event


def _masked(value: Any) -> Any:
    """``value`` as JSON can hold it; what JSON doesn't know is written out, then masked."""
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return value if mask(str(value)).text == str(value) else mask(str(value)).text
    if isinstance(value, Mapping):
        return {mask(str(key)).text: _masked(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(inner) for inner in value]
    return mask(value if isinstance(value, str) else repr(value)).text


def configure(process: str, level: int = logging.INFO) -> None:
    """Send structlog's and the standard library's records to stderr as JSON lines.

    Args:
        process: name of this process, written into every line.
        level: lowest level written.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]

    def add_process(_logger: Any, _method: str, event: Any) -> Any:
        # Not a context variable: threads begin with an empty context.
        event["process"] = process
        # structlog names a method where operators look for a level.
        if event["level"] == "exception":
            event["level"] = "error"
        return event

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                add_process,
                mask_values,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    # Some libraries bring handlers of their own (jieba), which write around the mask.
    for logger in root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
    root.handlers[:] = [handler]
    root.setLevel(level)
    structlog.configure(
        processors=[
            # First, so that Rasa's many debug events cost nothing when nobody wants them.
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
