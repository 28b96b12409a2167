"""Signed session tokens: who holds one holds the conversation."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeTimedSerializer

from records.store import CODE_LIFETIME


class BadToken(Exception):
    """A token that is forged, damaged or too old."""


class Tokens:
    """Signs session ids, and reads them back."""

    def __init__(self, secret: str) -> None:
        """Sign with ``secret``."""
        self._serializer = URLSafeTimedSerializer(secret, salt="ershun-session")

    def issue(self, session_id: str) -> str:
        """A token for a conversation."""
        return str(self._serializer.dumps(session_id))

    def session_id(self, token: str) -> str:
        """The conversation a token was issued for.

        Raises:
            BadToken: the signature is wrong, or the token older than a 续办码 lives.
        """
        try:
            return str(self._serializer.loads(token, max_age=int(CODE_LIFETIME.total_seconds())))
        except BadSignature as error:
            raise BadToken from error
