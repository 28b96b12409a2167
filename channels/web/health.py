"""Is the door open, and what is behind it."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from channels.web.contract import Health
from channels.web.services import services

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 when every part works, 503 naming the part that doesn't."""
    gateway = services().gateway
    parts = {"records": _records_work(), "assistant": gateway.assistant_healthy()}
    well = all(parts.values())
    body = Health(status="ok" if well else "degraded", parts=parts).json()
    return Response(body, mimetype="application/json"), 200 if well else 503


def _records_work() -> bool:
    try:
        services().gateway.records.ping()
    except SQLAlchemyError:
        return False
    return True
