"""What the service doesn't do, said so that a program and a person both understand it."""

from __future__ import annotations

from enum import Enum

from aiohttp import WSCloseCode, web


class Refusal(Enum):
    """Why a request is refused: a word for programs, the HTTP status, the closing code.

    Closing codes are those of RFC 6455 section 7.4.1.
    """

    NOT_ALLOWED = ("not_allowed", 403, WSCloseCode.POLICY_VIOLATION)
    NOT_UNDERSTOOD = ("not_understood", 400, WSCloseCode.UNSUPPORTED_DATA)
    TOO_BIG = ("too_big", 413, WSCloseCode.MESSAGE_TOO_BIG)
    IDLE = ("idle", 408, WSCloseCode.GOING_AWAY)
    SESSION_OVER = ("session_over", 413, WSCloseCode.POLICY_VIOLATION)
    FULL = ("full", 503, WSCloseCode.TRY_AGAIN_LATER)
    FAILED = ("failed", 503, WSCloseCode.INTERNAL_ERROR)

    def __init__(self, word: str, status: int, close_code: WSCloseCode) -> None:
        self.word = word
        self.status = status
        self.close_code = close_code


class Refused(Exception):
    """A request is refused; the message says why and what to do, in Chinese."""

    def __init__(self, refusal: Refusal, sentence: str) -> None:
        super().__init__(sentence)
        self.refusal = refusal

    def body(self) -> dict[str, str]:
        """What the client is told: a word for the program, a sentence for the person."""
        return {"error": self.refusal.word, "message": str(self)}

    def response(self) -> web.Response:
        """The same as an answer to an HTTP request."""
        response = web.json_response(self.body(), status=self.refusal.status)
        if self.refusal is Refusal.FULL:
            response.headers["Retry-After"] = "5"
        return response
