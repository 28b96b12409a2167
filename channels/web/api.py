"""The HTTP API for widgets, kiosks and other doors."""

from __future__ import annotations

from typing import Any, Optional

from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError

from assistant.reply import Reply
from channels.gateway import Answer
from channels.gateway.gateway import HUMAN_KEY
from channels.gateway.wording import sentence
from channels.web.contract import (
    Door,
    MessageAnswered,
    OpenSession,
    PastTurn,
    SendMessage,
    SessionFound,
    SessionOpened,
)
from channels.web.errors import ApiProblem
from channels.web.limits import OPENING, codes_limit, limiter, messages_limit
from channels.web.services import services
from channels.web.tokens import BadToken
from records.store import Session, Turn, UnknownSession

api = Blueprint("api", __name__, url_prefix="/api/v1")

_CODE_LENGTH = 6


@api.post("/sessions")
@limiter.limit(OPENING)
def open_session() -> tuple[Response, int]:
    """Begin a conversation; the reply is the greeting."""
    body = _body(OpenSession)
    session, answer = services().gateway.open(Door(body.door).value)
    return _json(_opened(session, answer.reply)), 201


@api.post("/messages")
@messages_limit
def send_message() -> Response:
    """Send one message and get the reply."""
    session = _bearer()
    body = _body(SendMessage)
    gateway = services().gateway
    if body.option == HUMAN_KEY:
        answer = gateway.human(session, body.message_id)
    elif body.option is not None:
        answer = gateway.choose(session, body.option, body.message_id)
    else:
        answer = gateway.say(session, body.text or "", body.message_id)
    return _json(_answered(answer))


@api.get("/sessions/<id_or_code>")
@codes_limit
def find_session(id_or_code: str) -> Response:
    """Take up a conversation: by its id with its token, or by its 续办码."""
    if len(id_or_code) == _CODE_LENGTH and id_or_code.isdigit():
        session = _by_code(id_or_code)
    else:
        session = _bearer()
        if session.id != id_or_code:
            raise ApiProblem(403, "bad_session", sentence("bad_session"))
    turns = services().gateway.records.transcript(session.id)
    past = [_past(turn) for turn in turns]
    last = next((turn.reply for turn in reversed(past) if turn.reply), None)
    opened = _opened(session, last)
    return _json(SessionFound(**opened.dict(), turns=past))


def _body(model: type[Any]) -> Any:
    """The request's JSON as ``model``.

    Raises:
        ApiProblem: it is not JSON, or not of that shape.
    """
    try:
        data = request.get_json(silent=True)
    except RecursionError:  # brackets without end
        data = None
    if not isinstance(data, dict):
        what = "要发 JSON。"
        raise ApiProblem(400, "bad_request", sentence("bad_request", what=what))
    try:
        return model.parse_obj(data)
    except ValidationError as error:
        fault = error.errors()[0]
        if fault["loc"] == ("text",) and fault["type"].endswith("max_length"):
            raise ApiProblem(413, "too_long", sentence("too_long")) from error
        where = ".".join(str(part) for part in fault["loc"] if part != "__root__")
        what = f"{where} {fault['msg']}".strip()
        raise ApiProblem(400, "bad_request", sentence("bad_request", what=what)) from error


def _bearer() -> Session:
    """The conversation of the request's token.

    Raises:
        ApiProblem: no token, a forged one, or a conversation that is gone.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise BadToken
        return services().gateway.records.session(services().tokens.session_id(token))
    except BadToken as error:
        raise ApiProblem(401, "bad_session", sentence("bad_session")) from error
    except UnknownSession as error:
        raise ApiProblem(404, "unknown_session", sentence("unknown_session")) from error


def _by_code(code: str) -> Session:
    try:
        return services().gateway.records.session_by_code(code)
    except UnknownSession as error:
        raise ApiProblem(404, "unknown_code", sentence("unknown_code")) from error


def _opened(session: Session, reply: Optional[Reply]) -> SessionOpened:
    return SessionOpened(
        session_id=session.id,
        token=services().tokens.issue(session.id),
        code=session.code,
        code_expires_at=session.code_expires_at,
        reply=reply,
    )


def _answered(answer: Answer) -> MessageAnswered:
    return MessageAnswered(
        message_id=answer.message_id, reply=answer.reply, answered=answer.answered
    )


def _past(turn: Turn) -> PastTurn:
    reply = Reply.parse_raw(turn.reply) if turn.reply else None
    return PastTurn(message_id=turn.message_id, said=turn.said, said_at=turn.said_at, reply=reply)


def _json(shape: BaseModel) -> Response:
    return Response(shape.json(), mimetype="application/json")
