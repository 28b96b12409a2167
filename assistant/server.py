"""The Rasa server of this deployment: Rasa's own application with our channel, on loopback."""

from __future__ import annotations

import argparse
import logging

from rasa.core.run import serve_application
from rasa.core.utils import AvailableEndpoints

from privacy.logs import configure
from settings import REPOSITORY


def main() -> None:
    """Serve until stopped. The management API stays off: it trusts whoever reaches it."""
    parser = argparse.ArgumentParser(description="The assistant's Rasa server, on loopback.")
    parser.add_argument("--model", required=True, help="trained model (.tar.gz)")
    parser.add_argument("--endpoints", required=True, help="endpoints file")
    parser.add_argument("--port", required=True, type=int, help="loopback port")
    arguments = parser.parse_args()
    configure("rasa", logging.WARNING)
    serve_application(
        arguments.model,
        interface="127.0.0.1",
        port=arguments.port,
        credentials=str(REPOSITORY / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(arguments.endpoints),
        enable_api=False,
    )


if __name__ == "__main__":
    main()
