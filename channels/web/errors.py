"""Every failure ends in a kind sentence: JSON for the API, a page for people."""

from __future__ import annotations

import math
import time
from typing import Union

import structlog
from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from channels.gateway.wording import sentence
from channels.web.contract import Problem
from channels.web.limits import limiter
from channels.web.services import services

log = structlog.get_logger(__name__)

Answer = tuple[Union[str, Response], int]


class ApiProblem(Exception):
    """A problem the API names."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.message = message


def register(app: Flask) -> None:
    """Answer failures of ``app`` kindly."""
    app.register_error_handler(ApiProblem, _api_problem)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SQLAlchemyError, _records)
    app.register_error_handler(Exception, _anything)


def _api_problem(problem: ApiProblem) -> Answer:
    return _answer(problem.status, problem.error, problem.message)


def _stale_form(_error: CSRFError) -> Answer:
    return _answer(400, "stale_form", sentence("stale_option"))


def _http(error: HTTPException) -> Answer:
    status = error.code or 500
    if status == 429:
        key = "busy" if request.endpoint in _MESSAGE_ENDPOINTS else "too_many_sessions"
        phone = services().settings.human_phone
        return _answer(429, "too_many_requests", sentence(key, wait=_wait(), phone=phone))
    if status == 404:
        return _answer(404, "not_found", sentence("not_found"))
    if status == 413:
        return _answer(413, "too_long", sentence("too_long"))
    if status >= 500:
        return _anything(error)
    return _answer(status, "bad_request", sentence("bad_request", what=""))


_MESSAGE_ENDPOINTS = frozenset({"api.send_message", "chat.say", "chat.choose", "chat.human"})


def _wait() -> str:
    """How long until the limit lets the citizen go on, e.g. ``40 秒`` or ``12 分钟``."""
    limit = limiter.current_limit
    seconds = max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
    return f"{seconds} 秒" if seconds < 100 else f"{math.ceil(seconds / 60)} 分钟"


def _records(error: SQLAlchemyError) -> Answer:
    # What: the records can't be read or written. Why: locked, full disk, server away.
    log.error("records unavailable", error=str(error.__cause__ or error))
    phone = services().settings.human_phone
    return _answer(503, "records_unavailable", sentence("not_ready", phone=phone))


def _anything(error: Exception) -> Answer:
    log.error("request failed", path=request.path, exc_info=error)
    phone = services().settings.human_phone
    return _answer(500, "broken", sentence("broken", phone=phone))


def _answer(status: int, error: str, message: str) -> Answer:
    if request.path.startswith("/api/"):
        body = Problem(error=error, message=message).json()
        return Response(body, mimetype="application/json"), status
    return render_template("problem.html", message=message, typed=_typed(status)), status


#: Failures that pass: the same words may go through a little later.
_PASSING = frozenset({429, 500, 503})


def _typed(status: int) -> str:
    """What was being sent, so that nobody has to type it again."""
    if status in _PASSING and request.endpoint == "chat.say":
        return request.form.get("text", "")
    return ""
