"""The chat page: server-rendered, complete without JavaScript."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Optional, Union

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from assistant.reply import Reply
from channels.gateway import Answer
from channels.gateway.gateway import GREETING, GREETING_ID
from channels.gateway.wording import sentence
from channels.web.contract import MESSAGE_ID
from channels.web.limits import OPENING, codes_limit, limiter, messages_limit
from channels.web.services import services
from channels.web.tokens import BadToken
from records.store import Session, Turn, UnknownSession

chat = Blueprint("chat", __name__)

Page = Union[str, Response]

#: Size classes of the page, chosen by the citizen's wish or by the buttons on top.
SIZES = ("normal", "large", "largest")
#: Turns shown; older ones stay in the records.
_SHOWN = 40


@dataclass(frozen=True)
class ShownTurn:
    """A turn as the page shows it; the greeting has no words of the citizen's."""

    said: Optional[str]
    reply: Optional[Reply]
    message_id: str


@chat.get("/")
def page() -> Page:
    """The conversation so far and the form to go on."""
    session = _session()
    if session is None:
        if "begun" in request.args:
            # The browser keeps no cookies: going on would begin anew for ever.
            return render_template("problem.html", message=sentence("no_cookies"))
        return redirect(url_for("chat.start"))
    if "begun" in request.args:
        # Kept in the address, it would blame the cookies when this conversation is long over.
        return redirect(url_for("chat.page"))
    turns = [_shown(t) for t in services().gateway.records.transcript(session.id, _SHOWN)]
    latest = turns[-1] if turns else None
    size = _size(latest.reply if latest else None)
    return render_template(
        "chat.html",
        turns=turns,
        latest=latest,
        code=session.code,
        size=size,
        waiting=sentence("waiting"),
        not_ready=sentence("not_ready", phone=services().settings.human_phone),
        unreachable=sentence("unreachable", phone=services().settings.human_phone),
    )


@chat.get("/start")
@limiter.limit(OPENING)
def start() -> Page:
    """Begin a conversation for a browser that has none."""
    if _session() is None:
        _begin()
    return redirect(url_for("chat.page", begun=""))


@chat.post("/say")
@messages_limit
def say() -> Page:
    """A message typed into the form, or one sent again."""
    session = _session()
    if session is None:
        return _gone()
    message_id = _message_id()
    if message_id == GREETING_ID:
        return _to_latest(session, services().gateway.greet(session))
    answer = services().gateway.say(session, request.form.get("text", ""), message_id)
    return _to_latest(session, answer)


@chat.post("/choose")
@messages_limit
def choose() -> Page:
    """An option button."""
    session = _session()
    if session is None:
        return _gone()
    return _to_latest(session, services().gateway.choose(session, request.form.get("key", "")))


@chat.post("/human")
@messages_limit
def human() -> Page:
    """The button that is always there: one press, also where no conversation is (any more)."""
    session = _session() or _begin()
    return _to_latest(session, services().gateway.human(session))


@chat.post("/new")
@limiter.limit(OPENING)
def new() -> Page:
    """Put this conversation away (its 续办码 still opens it) and begin another."""
    session = _session()
    if session is not None and len(services().gateway.records.transcript(session.id, 2)) > 1:
        flash(sentence("put_away", code=f"{session.code[:3]} {session.code[3:]}"))
    cookie.pop("token", None)
    return redirect(url_for("chat.start"))


@chat.post("/size")
def size() -> Page:
    """Larger or smaller letters."""
    wanted = request.form.get("size", "")
    if wanted in SIZES:
        cookie["size"] = wanted
    return redirect(url_for("chat.page"))


@chat.get("/resume")
def resume_form() -> Page:
    """Where a 续办码 is entered."""
    return render_template("resume.html")


@chat.post("/resume")
@codes_limit
def resume() -> Page:
    """Take up the conversation a 续办码 opens."""
    typed = unicodedata.normalize("NFKC", request.form.get("code", ""))
    code = "".join(character for character in typed if character.isdecimal())
    if len(code) != 6:
        flash(sentence("code_form"))
        return redirect(url_for("chat.resume_form"))
    try:
        session = services().gateway.records.session_by_code(code)
    except UnknownSession:
        flash(sentence("unknown_code"))
        return redirect(url_for("chat.resume_form"))
    _remember(session)
    return redirect(url_for("chat.page", _anchor="latest"))


def _session() -> Optional[Session]:
    """The conversation of this browser; None if there is none or it can't be trusted."""
    token = cookie.get("token")
    if not token:
        return None
    try:
        return services().gateway.records.session(services().tokens.session_id(token))
    except (BadToken, UnknownSession):
        cookie.pop("token", None)
        flash(sentence("unknown_session"))
        return None


def _begin() -> Session:
    """A conversation for a browser that has none."""
    session, _ = services().gateway.open("web")
    _remember(session)
    return session


def _message_id() -> Optional[str]:
    """The id of a message sent again; what can't be one counts as none."""
    wanted = request.form.get("message_id", "")
    return wanted if re.fullmatch(MESSAGE_ID, wanted) else None


def _remember(session: Session) -> None:
    cookie["token"] = services().tokens.issue(session.id)
    cookie.permanent = True


def _gone() -> Page:
    return redirect(url_for("chat.start"))


def _to_latest(session: Session, answer: Answer) -> Page:
    """Back to the page, at the newest reply; the door's own words are not in the records."""
    stored = services().gateway.records.last_reply(session.id)
    if answer.answered and (stored is None or Reply.parse_raw(stored).text != answer.reply.text):
        flash(answer.reply.text)
    return redirect(url_for("chat.page", _anchor="latest"))


def _shown(turn: Turn) -> ShownTurn:
    reply = Reply.parse_raw(turn.reply) if turn.reply else None
    said = None if turn.said == GREETING else turn.said
    return ShownTurn(said, reply, turn.message_id)


def _size(latest: Optional[Reply]) -> str:
    """The larger of what the buttons and what the conversation asked for."""
    chosen = SIZES.index(cookie["size"]) if cookie.get("size") in SIZES else 0
    asked = max(0, latest.manner.larger) if latest else 0
    return SIZES[min(len(SIZES) - 1, max(chosen, asked))]
