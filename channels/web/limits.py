"""Rate limits: per conversation for messages, per address for opening and for codes.

Counted in memory: the web door is one process. ``ERSHUN_LIMITS_URL`` names a Redis for
more than one.
"""

from __future__ import annotations

from flask import request
from flask import session as cookie
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from channels.web.services import services
from channels.web.tokens import BadToken

#: Conversations begun from one address; a service hall shares one.
OPENING = "60 per minute"

limiter = Limiter(key_func=get_remote_address, headers_enabled=True)


def session_key() -> str:
    """What the message limit counts by: the conversation, or the address without one.

    Never by the token itself, which can be made up or issued anew.
    """
    if request.blueprint == "api":
        token = request.headers.get("Authorization", "").partition(" ")[2]
    else:
        token = cookie.get("token", "")
    try:
        return services().tokens.session_id(token)
    except BadToken:
        return get_remote_address()


#: Messages of one conversation, by whichever route (DESIGN section 8).
messages_limit = limiter.shared_limit("15 per minute", scope="messages", key_func=session_key)
#: Tries at a 续办码 from one address: at most 480 of 900 000 codes a day.
codes_limit = limiter.shared_limit("5 per minute;20 per hour", scope="codes")
