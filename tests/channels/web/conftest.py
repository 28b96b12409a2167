"""The web door before the stand-in for Rasa, and a citizen with a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Optional

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

import settings
from assistant.contract import SECRET_PURPOSE
from channels.web.app import create_app
from settings import Settings
from settings.secret import secret_for
from tests.channels.conftest import ONE_ATTEMPT, StandIn

GREETING = "您好，我是耳顺，帮您办事、答政策。您慢慢说，想办什么，想问什么？"
RECOVERING = (
    "对不起，我这边正在恢复，马上就好。您说的话我记下了，过一会儿再点一次就行。着急就打 12345。"
)


@pytest.fixture
def deployment(tmp_path: Path, database_url: str, rasa: StandIn) -> Settings:
    """A deployment whose Rasa is the stand-in, without rate limits."""
    made = settings.load(
        {
            "ERSHUN_HOME": str(tmp_path / "var"),
            "ERSHUN_DATABASE_URL": database_url,
            "ERSHUN_RASA_PORT": str(rasa.port),
            "ERSHUN_LIMITS_URL": "off",
        }
    )
    rasa.secret = secret_for(made.secret_file, SECRET_PURPOSE)
    return made


@pytest.fixture
def app(deployment: Settings) -> Flask:
    """The web door."""
    return create_app(deployment)


@pytest.fixture
def hasty_app(deployment: Settings) -> Flask:
    """The web door, giving up on the assistant after one attempt."""
    return create_app(replace(deployment, turn_timeout=ONE_ATTEMPT))


@pytest.fixture
def limited_app(deployment: Settings) -> Flask:
    """The web door with its rate limits."""
    return create_app(replace(deployment, limits_url="memory://"))


@dataclass
class Button:
    """A button and what it sends."""

    label: str
    name: Optional[str]
    value: str


@dataclass
class Form:
    """A form, its fields as the page filled them, and its buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


class Page(HTMLParser):
    """What a citizen finds on a page.

    Attributes:
        said: what the page says that she said.
        replies: the replies, with cards.
        notices: messages above the conversation.
        heading: the first heading.
        code: the 续办码 at the top.
        size: the class of the letters' size.
    """

    def __init__(self, status: int, html: str) -> None:
        super().__init__()
        self.status = status
        self.html = html
        self.forms: list[Form] = []
        self.size = ""
        self._texts: dict[str, list[list[str]]] = {}
        self._open: list[tuple[str, list[str]]] = []
        self._box: Optional[str] = None
        self.feed(html)

    def _found(self, kind: str) -> list[str]:
        return [" ".join("".join(parts).split()) for parts in self._texts.get(kind, [])]

    @property
    def said(self) -> list[str]:
        return self._found("said")

    @property
    def replies(self) -> list[str]:
        return self._found("reply")

    @property
    def notices(self) -> list[str]:
        return self._found("notice")

    @property
    def heading(self) -> str:
        return self._found("h1")[0]

    @property
    def code(self) -> str:
        return self._found("code")[0].replace(" ", "")

    @property
    def options(self) -> list[str]:
        return [b.label for form in self.forms if form.action == "/choose" for b in form.buttons]

    @property
    def buttons(self) -> list[str]:
        return [button.label for form in self.forms for button in form.buttons]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        known = {name: value or "" for name, value in attrs}
        classes = known.get("class", "").split()
        if tag == "html":
            self.size = known.get("class", "")
        elif tag == "form":
            self.forms.append(Form(known["action"]))
        elif tag in ("input", "textarea"):
            self.forms[-1].fields[known["name"]] = known.get("value", "")
            self._box = known["name"] if tag == "textarea" else None
        elif tag in ("h1", "h2"):
            self._collect(tag, tag)
        elif tag == "button":
            text = self._collect("button", "button")
            label = Button("", known.get("name"), known.get("value", ""))
            self.forms[-1].buttons.append(label)
            text.append("")
        for kind in ("said", "reply", "notice", "code"):
            if kind in classes and tag in ("article", "p", "strong"):
                self._collect(tag, kind)

    def _collect(self, tag: str, kind: str) -> list[str]:
        parts: list[str] = []
        self._texts.setdefault(kind, []).append(parts)
        self._open.append((tag, parts))
        return parts

    def handle_data(self, data: str) -> None:
        if self._box:
            self.forms[-1].fields[self._box] += data
        if self._open:
            self._open[-1][1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._box = None
        if self._open and self._open[-1][0] == tag:
            _, parts = self._open.pop()
            if tag == "button":
                self.forms[-1].buttons[-1].label = "".join(parts).strip()


class Visitor:
    """A citizen whose browser has cookies but runs no scripts."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page = Page(0, "")

    def open(self, path: str = "/") -> Page:
        """Type an address."""
        return self._see(self.client.get(path, follow_redirects=True))

    def press(self, label: str) -> Page:
        """Press the button with this label."""
        form, button = next(
            (form, button)
            for form in self.page.forms
            for button in form.buttons
            if button.label == label
        )
        extra = {button.name: button.value} if button.name else {}
        return self.send(form, **extra)

    def write(self, words: str) -> Page:
        """Write into the form's field and send it."""
        form = next(f for f in self.page.forms if f.buttons[0].label in ("发送", "接着办"))
        return self.send(form, **{"code" if "code" in form.fields else "text": words})

    def send(self, form: Form, **changed: str) -> Page:
        """Send a form."""
        data = {**form.fields, **changed}
        return self._see(self.client.post(form.action, data=data, follow_redirects=True))

    def _see(self, response: Any) -> Page:
        self.page = Page(response.status_code, response.get_data(as_text=True))
        return self.page


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A citizen who has just come to the page."""
    citizen = Visitor(app.test_client())
    citizen.open()
    return citizen


@pytest.fixture
def hasty_visitor(hasty_app: Flask) -> Visitor:
    """A citizen at a door that gives up on the assistant after one attempt."""
    citizen = Visitor(hasty_app.test_client())
    citizen.open()
    return citizen


@dataclass
class Kiosk:
    """A program that speaks the API."""

    client: FlaskClient
    opened: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.opened['token']}"}

    def send(self, **body: Any) -> Any:
        """One message."""
        return self.client.post("/api/v1/messages", json=body, headers=self.headers)

    def find(self, id_or_code: str) -> Any:
        """Take up a conversation."""
        return self.client.get(f"/api/v1/sessions/{id_or_code}", headers=self.headers)


def open_kiosk(app: Flask) -> Kiosk:
    """Begin a conversation through the API."""
    client = app.test_client()
    return Kiosk(client, client.post("/api/v1/sessions", json={"door": "kiosk"}).json)


@pytest.fixture
def kiosk(app: Flask) -> Kiosk:
    """A program that has begun a conversation."""
    return open_kiosk(app)


@pytest.fixture
def new_kiosk(app: Flask) -> Callable[[], Kiosk]:
    """Begins further conversations through the API."""
    return lambda: open_kiosk(app)


@pytest.fixture
def expired_token(deployment: Settings) -> Callable[[str], str]:
    """Issues tokens as of eight days ago, signed with the deployment's own secret."""

    class EightDaysAgo(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - 8 * 24 * 3600

    secret = secret_for(deployment.secret_file, "web-session")
    serializer = URLSafeTimedSerializer(secret, salt="ershun-session", signer=EightDaysAgo)
    return lambda session_id: str(serializer.dumps(session_id))
