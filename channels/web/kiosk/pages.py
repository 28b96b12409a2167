"""The addresses of the kiosk: the page, its form flow without scripts, and the wipe."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from channels.web.chat import SIZES
from channels.web.kiosk.policy import WIPE, headers
from channels.web.kiosk.wording import words
from channels.web.services import services
from settings import Settings
from settings.secret import secret_for
from voice.service.tokens import PURPOSE, Tokens

kiosk = Blueprint(
    "kiosk", __name__, url_prefix="/kiosk", static_folder="static", template_folder="templates"
)

#: Seconds without a touch or a word after which the visit is wiped, and how long before
#: that it is said (WCAG 2.2.1: at least 20 s).
IDLE_SECONDS = 120
WARNING_SECONDS = 30


@kiosk.get("")
def page() -> Response:
    """The page. The same for everybody: a visit lives in the browser's memory only."""
    settings = services().settings
    response = make_response(render_template("kiosk/kiosk.html", kiosk=_for_the_page(settings)))
    response.headers.update(headers(_voice(settings)))
    return response


@kiosk.get("/plain")
def plain() -> Response:
    """Where a browser without scripts goes on: the chat page in its largest letters."""
    cookie["size"] = SIZES[-1]
    return redirect(url_for("chat.start"))


@kiosk.get("/pass")
def pass_for_voice() -> Response:
    """A pass for the speech service, which lets in no page that has none.

    Foreign pages can ask for one, but not read it: the answer allows no other origin.
    """
    key = secret_for(services().settings.secret_file, PURPOSE)
    return jsonify(token=Tokens(key).issue())


@kiosk.delete("/visit")
def wipe() -> Response:
    """Forget the visit: cookie, storage and cache of this browser.

    The conversation itself stays with the office: its 续办码 opens it for seven days. Needs
    no form token: a foreign page can't make a browser send a DELETE here.
    """
    cookie.clear()
    response = make_response("", 204)
    response.headers.update(WIPE)
    return response


def _voice(settings: Settings) -> str:
    """Host and port of the speech service, which is on the kiosk's own machine."""
    return f"127.0.0.1:{settings.voice_port}"


def _for_the_page(settings: Settings) -> dict[str, Any]:
    return {
        "voice": _voice(settings),
        "passes": url_for("kiosk.pass_for_voice"),
        "idle": IDLE_SECONDS,
        "warning": WARNING_SECONDS,
        "words": words(settings.human_phone),
    }
