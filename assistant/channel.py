"""Rasa's door for our own doors: one message in, one reply of the contract out.

Unlike Rasa's REST channel it asks for a shared secret, passes the message id on, and
never answers 200 with nothing: no reply is said to be no reply, so that the door can try
again or fall back. It listens on loopback only.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any, Optional

import structlog
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

import settings
from assistant.contract import SECRET_HEADER, SECRET_PURPOSE
from assistant.rasa_tuning import tune
from settings.secret import secret_for

log = structlog.get_logger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]


class ErshunInput(InputChannel):
    """POST :data:`assistant.contract.TURN_PATH` with ``sender``, ``message`` and ``message_id``."""

    @classmethod
    def name(cls) -> str:
        """Name in URLs and credentials."""
        return "ershun"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> ErshunInput:
        """Rasa's factory; the secret comes from the deployment, not from a file in git."""
        tune()
        return cls(secret_for(settings.load().secret_file, SECRET_PURPOSE))

    def __init__(self, secret: str) -> None:
        """Accept requests that carry ``secret``."""
        self._secret = secret

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("ershun_channel")

        @routes.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            # Bytes: compare_digest refuses text outside ASCII, and a header may hold any.
            shown = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
            if not hmac.compare_digest(shown, self._secret.encode()):
                return response.json({"error": "forbidden"}, status=403)
            return await _answer(request.json, on_new_message)

        return routes


async def _answer(body: dict[str, Any], on_new_message: Handler) -> HTTPResponse:
    output = CollectingOutputChannel()
    message = UserMessage(
        body["message"],
        output,
        body["sender"],
        input_channel="ershun",
        metadata={"message_id": body["message_id"]},
    )
    try:
        await on_new_message(message)
    except Exception:
        # Whatever went wrong inside Rasa, the door must hear of it and act.
        log.exception("turn failed", sender=body["sender"])
        return response.json({"error": "failed"}, status=500)
    replies = [sent["custom"] for sent in output.messages if "custom" in sent]
    if not replies:
        log.warning("no reply", sender=body["sender"])
        return response.json({"error": "empty"}, status=502)
    return response.json({"reply": replies[-1]})
