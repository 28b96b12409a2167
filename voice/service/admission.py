"""Who may use the service: programs of this machine, and pages of the web door.

A browser on this machine opens any page, and any page may try to connect to loopback: to
listen to the room (cross-site WebSocket hijacking) or to speak in it. So the pages are told
apart by their ``Origin``, which a browser always sends with a WebSocket and a page can't
forge, and ``Host`` must be this machine's, which a name that was re-bound to it is not.
Programs that are no browsers send no ``Origin``; of this machine, they are trusted.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from typing import Optional
from urllib.parse import urlsplit

from aiohttp import web

from voice.service.refusals import Refusal, Refused
from voice.service.tokens import Tokens

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: Where a browser may show its token: pages can set no header on a WebSocket.
TOKEN = "token"  # noqa: S105 (a parameter's name)


class Admission:
    """Lets in, or says why not."""

    def __init__(self, origins: Sequence[str] = (), tokens: Optional[Tokens] = None) -> None:
        """Let in pages of this machine and of ``origins``.

        Args:
            origins: of the web door where it is reached by another name.
            tokens: if given, a page must show one.
        """
        self._origins = {origin.lower() for origin in origins}
        self._hosts = {urlsplit(origin).hostname for origin in self._origins}
        self._tokens = tokens

    def check(self, request: web.Request) -> None:
        """Let a request in.

        Raises:
            Refused: it was sent to another name than this machine's, or by a page of
                somebody else.
        """
        if not self._known(_hostname(f"http://{request.host}")):
            raise Refused(Refusal.NOT_ALLOWED, "连接用的地址不是这台机器的。请用 127.0.0.1 连接。")
        if not _from_page(request):
            return
        if not self.allows(request.headers.get("Origin", "")):
            raise Refused(
                Refusal.NOT_ALLOWED,
                "这个网页不能用语音服务。要用，请管理员把它的地址写进 ERSHUN_VOICE_ORIGINS。",
            )

    def owes_token(self, request: web.Request) -> bool:
        """Whether a request comes from a page that has yet to show a token."""
        return bool(self._tokens) and _from_page(request) and not self.good(_shown(request))

    def _token_shown(self, request: web.Request) -> None:
        if self.owes_token(request):
            raise no_token()

    def good(self, token: str) -> bool:
        """Whether a token is good enough."""
        return self._tokens is None or self._tokens.good(token)

    def allows(self, origin: str) -> bool:
        """Whether pages of ``origin`` are let in."""
        return origin.lower() in self._origins or _is_loopback(_hostname(origin))

    def _known(self, hostname: Optional[str]) -> bool:
        return hostname in self._hosts or _is_loopback(hostname)

    def middleware(
        self, by_hello: str
    ) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
        """Checks every request.

        Args:
            by_hello: path where a page may show its token later, in its first message.
        """

        @web.middleware
        async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                self.check(request)
                # A browser asks beforehand whether it may ask, and shows nothing then.
                if request.path != by_hello and request.method != "OPTIONS":
                    self._token_shown(request)
                return await handler(request)
            except Refused as refused:
                return refused.response()

        return admit

    async def mark(self, request: web.Request, response: web.StreamResponse) -> None:
        """Put the headers of https://fetch.spec.whatwg.org/#http-cors-protocol on an answer."""
        origin = request.headers.get("Origin", "")
        response.headers["Vary"] = "Origin"
        if origin and self.allows(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Headers"] = "Content-Type, Authorization"
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"


def no_token() -> Refused:
    """What a page without a good token is told."""
    return Refused(Refusal.NOT_ALLOWED, "网页的通行证没有或者过期了。请刷新网页。")


def _from_page(request: web.Request) -> bool:
    """Whether a browser sends it for a page. Of <audio> and <img> it names no origin."""
    headers = request.headers
    # "none" is a person who typed the address.
    return "Origin" in headers or headers.get("Sec-Fetch-Site", "none") != "none"


def _shown(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else request.query.get(TOKEN, "")


def _hostname(address: str) -> Optional[str]:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _is_loopback(hostname: Optional[str]) -> bool:
    if hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(hostname or "").is_loopback
    except ValueError:
        return False
