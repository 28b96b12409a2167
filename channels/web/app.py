"""The web door: a Flask application factory."""

from __future__ import annotations

from typing import Optional

from flask import Flask, Response
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from assistant.contract import SECRET_PURPOSE
from channels.gateway import Gateway
from channels.gateway.message import REFUSED
from channels.gateway.rasa import Assistant
from channels.web import errors
from channels.web.api import api
from channels.web.chat import chat
from channels.web.health import health
from channels.web.kiosk import kiosk
from channels.web.limits import limiter
from channels.web.openapi import document
from channels.web.services import Services, attach
from channels.web.tokens import Tokens
from records.database import connect
from records.store import CODE_LIFETIME, Records
from settings import Settings, load
from settings.secret import secret_for

#: A message of REFUSED characters as UTF-8 in a URL-encoded form, with room for the rest.
_LARGEST_REQUEST = REFUSED * 9 + 4_096

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def create_app(settings: Optional[Settings] = None, assistant: Optional[Assistant] = None) -> Flask:
    """The application.

    Args:
        settings: the deployment; read from the environment by default.
        assistant: where replies come from; the deployment's Rasa server by default.
    """
    settings = settings or load()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secret_for(settings.secret_file, "web-cookie"),
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        PERMANENT_SESSION_LIFETIME=CODE_LIFETIME,
        SESSION_COOKIE_NAME="ershun",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.limits_url,
        RATELIMIT_ENABLED=settings.limits_url != "off",
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies)  # type: ignore[method-assign]
    assistant = assistant or Assistant(
        settings.rasa_url,
        secret_for(settings.secret_file, SECRET_PURPOSE),
        settings.turn_timeout,
    )
    records = Records(connect(settings.database_url))
    gateway = Gateway(records, assistant, settings.human_phone)
    tokens = Tokens(secret_for(settings.secret_file, "web-session"))
    attach(app, Services(gateway, tokens, settings))
    _add_parts(app)
    return app


def _add_parts(app: Flask) -> None:
    limiter.init_app(app)
    protection = CSRFProtect(app)
    protection.exempt(api)
    protection.exempt(kiosk)  # its one change needs a DELETE, which no foreign form can send
    for blueprint in (api, chat, health, kiosk):
        app.register_blueprint(blueprint)
    errors.register(app)

    @app.get("/api/v1/openapi.json")
    def openapi() -> Response:
        return Response(document(), mimetype="application/json")

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response
