"""Signed tokens: a page of the web door shows one to be heard and spoken to.

The web door signs them with a key that only it and the service have, so both import this.
"""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeTimedSerializer

#: Seconds. The page asks for a new one with each conversation; a kiosk's lasts no working day.
LIFETIME = 12 * 3_600

#: What the key is for that both derive from the deployment's secret.
PURPOSE = "speech"

_BEARER = "kiosk"


class Tokens:
    """Signs tokens, and tells whether one is good."""

    def __init__(self, key: str) -> None:
        """Sign with ``key``, which is kept as secret as a password."""
        self._serializer = URLSafeTimedSerializer(key, salt="ershun-speech")

    def issue(self) -> str:
        """A token for a page."""
        return str(self._serializer.dumps(_BEARER))

    def good(self, token: str) -> bool:
        """Whether a token was signed with this key, and not too long ago."""
        try:
            self._serializer.loads(token, max_age=LIFETIME)
        except BadSignature:
            return False
        return True
