"""Calls the assistant: one message to Rasa's channel, one validated reply back."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Optional

import requests
import structlog
from pydantic import ValidationError

from assistant.contract import SECRET_HEADER, TURN_PATH
from assistant.reply import Reply

log = structlog.get_logger(__name__)

#: Time to connect; Rasa is on loopback, so it answers at once or is not there.
_CONNECT = 0.5
#: Pause before a message is tried again, seconds. An action server comes back in three.
_PAUSE = 0.4


class AssistantUnavailable(Exception):
    """No reply within the time a citizen can be asked to wait."""


@dataclass(frozen=True)
class Outgoing:
    """A message for the assistant."""

    sender: str
    message: str
    message_id: str


class Assistant:
    """The assistant behind its Rasa server."""

    def __init__(self, url: str, secret: str, timeout: float) -> None:
        """Talk to the Rasa server at ``url``.

        Args:
            url: base URL.
            secret: the channel's shared secret.
            timeout: seconds within which a reply must come, repeats included.
        """
        self._url = url + TURN_PATH
        self._health = url + "/"
        self._timeout = timeout
        self._http = requests.Session()
        self._http.headers[SECRET_HEADER] = secret
        # Rasa is on loopback: a proxy of the environment would only be a detour, and one
        # that reads what citizens say.
        self._http.trust_env = False
        # Several threads of the web door share the session's pool.
        adapter = requests.adapters.HTTPAdapter(pool_connections=1, pool_maxsize=32)
        self._http.mount("http://", adapter)

    def reply_to(self, outgoing: Outgoing) -> Reply:
        """The reply to a message.

        A message that got no reply is sent again under the same id: the assistant
        answers each id once, so nothing is done twice.

        Raises:
            AssistantUnavailable: no reply in time.
        """
        deadline = time.monotonic() + self._timeout
        while True:
            reply = self._attempt(outgoing, deadline)
            if reply is not None:
                return reply
            if time.monotonic() + _PAUSE >= deadline:
                raise AssistantUnavailable
            time.sleep(_PAUSE)

    def _attempt(self, outgoing: Outgoing, deadline: float) -> Optional[Reply]:
        body = {
            "sender": outgoing.sender,
            "message": outgoing.message,
            "message_id": outgoing.message_id,
        }
        patience = max(0.1, deadline - time.monotonic())
        try:
            response = self._http.post(self._url, json=body, timeout=(_CONNECT, patience))
            response.raise_for_status()
            return Reply.parse_obj(_reply_of(response))
        except requests.RequestException as error:
            log.warning("assistant failed", session=outgoing.sender, error=str(error))
        except (ValidationError, KeyError, TypeError, ValueError) as error:
            log.error("reply breaks the contract", session=outgoing.sender, error=str(error))
        return None

    def healthy(self) -> bool:
        """Whether the Rasa server answers."""
        try:
            return bool(self._http.get(self._health, timeout=(_CONNECT, 1)).ok)
        except requests.RequestException:
            return False


def _reply_of(response: requests.Response) -> dict[str, Any]:
    reply: dict[str, Any] = response.json()["reply"]
    return reply
