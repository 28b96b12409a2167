"""The action server: rasa-sdk's own application, on loopback, warmed up before it serves."""

from __future__ import annotations

import logging

from rasa_sdk.endpoint import create_app

import settings
from assistant.actions.turns import desk
from knowledge.schema import NATIONAL
from privacy.logs import configure


def main() -> None:
    """Serve until stopped."""
    configure("actions")
    logging.getLogger("sanic.access").setLevel(logging.WARNING)
    deployment = settings.load()
    # Loading jieba, the index and the encoder takes seconds: not on a citizen's time.
    desk().serving.searcher().search("社保卡", region=NATIONAL)
    app = create_app("assistant.actions", cors_origins=None)
    app.run(
        "127.0.0.1",
        deployment.actions_port,
        access_log=False,
        debug=False,
        motd=False,
    )


if __name__ == "__main__":
    main()
