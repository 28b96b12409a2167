"""How a door reaches the assistant; known to both sides, free of Rasa's imports."""

from __future__ import annotations

#: Path of the channel on the Rasa server.
TURN_PATH = "/webhooks/ershun/turn"
#: Header that carries the shared secret.
SECRET_HEADER = "X-Ershun-Secret"
#: Purpose the secret is derived for.
SECRET_PURPOSE = "rasa-channel"
