"""One gateway for all doors: every message of every door goes through here."""

from channels.gateway.gateway import Answer, Gateway
from channels.gateway.message import BadMessage, Heard, clean

__all__ = ["Answer", "BadMessage", "Gateway", "Heard", "clean"]
