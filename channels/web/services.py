"""What the web door's views need, kept on the Flask application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from channels.gateway import Gateway
from channels.web.tokens import Tokens
from settings import Settings

_KEY = "ershun"


@dataclass(frozen=True)
class Services:
    """The parts a request is served with."""

    gateway: Gateway
    tokens: Tokens
    settings: Settings


def attach(app: Flask, services: Services) -> None:
    """Give ``app`` its services."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the application that handles the current request."""
    return cast(Services, current_app.extensions[_KEY])
