"""The API's OpenAPI document, made from the same models that validate it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Optional

from pydantic import BaseModel
from pydantic.schema import schema

from channels.web.contract import (
    Health,
    MessageAnswered,
    OpenSession,
    Problem,
    SendMessage,
    SessionFound,
    SessionOpened,
)

_REF = "#/components/schemas/"


@lru_cache(maxsize=1)
def document() -> str:
    """The document as JSON text."""
    models: list[type[BaseModel]] = [
        Health,
        MessageAnswered,
        OpenSession,
        Problem,
        SendMessage,
        SessionFound,
        SessionOpened,
    ]
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "耳顺 · Ershun",
            "version": "1",
            "description": "Begin a conversation, send messages, take it up again by 续办码.",
        },
        "paths": _paths(),
        "components": {
            "schemas": schema(models, ref_prefix=_REF)["definitions"],
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(described, ensure_ascii=False)


def _paths() -> dict[str, Any]:
    code = {
        "name": "id_or_code",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "description": "session id (with its token) or six-digit 续办码",
    }
    found = _operation(
        "Take up a conversation", None, {200: SessionFound}, [401, 403, 404, 429, 503]
    )
    return {
        "/api/v1/sessions": {
            "post": _operation(
                "Begin a conversation", OpenSession, {201: SessionOpened}, [400, 429, 503]
            )
        },
        "/api/v1/messages": {
            "post": {
                **_operation(
                    "Send one message",
                    SendMessage,
                    {200: MessageAnswered},
                    [400, 401, 404, 413, 429, 503],
                ),
                "security": [{"session": []}],
            }
        },
        "/api/v1/sessions/{id_or_code}": {
            "get": {**found, "parameters": [code], "security": [{"session": []}, {}]}
        },
        "/api/v1/openapi.json": {"get": _this_document()},
        "/healthz": {"get": _operation("Health of the door", None, {200: Health, 503: Health}, [])},
    }


def _this_document() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "summary": "This document",
        "responses": {"200": {"description": "OpenAPI", "content": content}},
    }


def _operation(
    summary: str,
    body: Optional[type[BaseModel]],
    answers: dict[int, type[BaseModel]],
    problems: list[int],
) -> dict[str, Any]:
    models: dict[int, type[BaseModel]] = {**answers, **dict.fromkeys(problems, Problem)}
    responses = {
        str(status): {"description": model.__name__, "content": _content(model)}
        for status, model in models.items()
    }
    operation: dict[str, Any] = {"summary": summary, "responses": responses}
    if body is not None:
        operation["requestBody"] = {"required": True, "content": _content(body)}
    return operation


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF + model.__name__}}}
