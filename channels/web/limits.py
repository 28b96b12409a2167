"""Rate limits: per conversation for messages, per address for opening and for codes.

Counted in memory: the web door is one process. ``ERSHUN_LIMITS_URL`` names a Redis for
more than one.
"""

from __future__ import annotations

from flask import request
from flask import session as cookie
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

#: Messages of one conversation (DESIGN section 8).
BY_SESSION = "15 per minute"
#: Conversations begun from one address; a service hall shares one.
OPENING = "60 per minute"
#: Tries at a 续办码 from one address: at most 480 of 900 000 codes a day.
BY_CODE = "5 per minute;20 per hour"

limiter = Limiter(key_func=get_remote_address, headers_enabled=True)


def session_key() -> str:
    """What the message limit counts by: the token of the conversation."""
    token = request.headers.get("Authorization", "").partition(" ")[2] or cookie.get("token")
    return token or get_remote_address()
