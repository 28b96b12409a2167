"""Serves the web door with waitress, a production WSGI server."""

from __future__ import annotations

import logging

from waitress import serve

import settings
from channels.web.app import create_app
from privacy.logs import configure

#: Most of a turn is waiting for the assistant, so threads are cheap.
_THREADS = 16


def main() -> None:
    """Serve until stopped."""
    configure("web")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    deployment = settings.load()
    serve(
        create_app(deployment),
        host=deployment.host,
        port=deployment.port,
        threads=_THREADS,
        ident="ershun",
    )


if __name__ == "__main__":
    main()
