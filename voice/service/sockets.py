"""A client's WebSocket, bounded both ways: what it may send, and how long it may not read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Optional, Union

from aiohttp import EofStream, FlowControlDataQueue, WSCloseCode, WSMessage, WSMsgType, web
from aiohttp.http_websocket import WebSocketError, WebSocketReader, WebSocketWriter

from voice.service.limits import Limits
from voice.service.refusals import Refusal, Refused

#: A message: sound, or an object.
Message = Union[bytes, Mapping[str, Any]]

#: Seconds between pings, by which a client is noticed whose cable was pulled.
_HEARTBEAT = 20.0


class Gone(Exception):
    """The client is not there any more, or doesn't read what it is sent."""


class Socket:
    """One client's WebSocket. Nothing is read ahead: who sends fast waits for us."""

    def __init__(self, response: _BoundedResponse, limits: Limits) -> None:
        #: What aiohttp wants back from the handler.
        self.response = response
        self._limits = limits

    @classmethod
    async def open(cls, request: web.Request, limits: Limits) -> Socket:
        """Answer the client's wish for a WebSocket.

        Raises:
            aiohttp.web.HTTPBadRequest: it is none.
        """
        response = _BoundedResponse(
            largest=limits.frame_bytes,
            timeout=limits.close_seconds,
            heartbeat=_HEARTBEAT,
            # Sound hardly shrinks, and a few bytes could unfold into many.
            compress=False,
        )
        await response.prepare(request)
        return cls(response, limits)

    async def receive(self, seconds: float) -> Optional[Message]:
        """The client's next message; None when it has closed.

        Args:
            seconds: to wait for it.

        Raises:
            Refused: none came in time, it is too big, or no object.
            Gone: the connection broke off.
        """
        try:
            # Its own time-out would begin anew with each ping.
            message = await asyncio.wait_for(self.response.receive(), seconds)
        except TimeoutError as error:
            raise Refused(
                Refusal.IDLE, f"{seconds:.0f} 秒没有收到声音，先断开了。要说话请重新连接。"
            ) from error
        if message.type is WSMsgType.BINARY:
            return self._sound(message.data)
        if message.type is WSMsgType.TEXT:
            return _object(message.data)
        if message.type is WSMsgType.ERROR:
            raise _failure(message.data, self._limits)
        return None

    def _sound(self, data: bytes) -> bytes:
        # One that came in one piece is seen only now.
        if len(data) > self._limits.frame_bytes:
            raise _too_big(self._limits)
        return data

    async def send(self, message: Mapping[str, Any]) -> None:
        """Send an object.

        Raises:
            Gone: the client has gone, or doesn't read.
        """
        text = json.dumps(message, ensure_ascii=False)
        try:
            await asyncio.wait_for(self.response.send_str(text), self._limits.send_seconds)
        except TimeoutError as error:
            self._abort()
            raise Gone("does not read") from error
        except ConnectionError as error:
            raise Gone("connection lost") from error

    async def refuse(self, refused: Refused) -> None:
        """Say why, and close."""
        try:
            await self.send(refused.body())
        except Gone:
            return
        await self.close(refused.refusal.close_code)

    async def close(self, code: int = WSCloseCode.OK) -> None:
        """Close; a client that doesn't answer is not waited for long."""
        if not self.response.closed:
            await self.response.part(code, self._limits.close_seconds)

    def _abort(self) -> None:
        request = self.response._req
        if request is not None and request.transport is not None:
            request.transport.abort()


class _BoundedResponse(web.WebSocketResponse):
    """aiohttp's WebSocket, but for two things in which 3.9 doesn't suit a service.

    It keeps a frame of 500 MB in memory before it finds that it is too big; ours refuses a
    message as soon as its size is announced. And it closes the connection on a client that
    is still sending, which then never reads why.
    """

    def __init__(self, *, largest: int, **options: Any) -> None:
        super().__init__(**options)
        self._largest = largest

    def _post_start(
        self, request: web.BaseRequest, protocol: Optional[str], writer: WebSocketWriter
    ) -> None:
        # As in the class above, but for the reader.
        self._ws_protocol = protocol
        self._writer = writer
        self._reset_heartbeat()
        assert self._loop is not None
        self._reader = FlowControlDataQueue(request.protocol, 2**16, loop=self._loop)
        request.protocol.set_parser(_BoundedReader(self._reader, self._largest))
        request.protocol.keep_alive(False)

    async def part(self, code: int, seconds: float) -> None:
        """Close once the client has answered our goodbye; what it sends before is dropped."""
        assert self._writer is not None
        assert self._reader is not None
        self._cancel_heartbeat()
        self._closed = True
        try:
            async with asyncio.timeout(seconds):
                await self._writer.close(code)
                while (await self._reader.read()).type is not WSMsgType.CLOSE:
                    continue
        except (TimeoutError, ConnectionError, EofStream, WebSocketError):
            # Gone already, or not coming: either way nobody reads on.
            pass
        self._set_code_close_transport(WSCloseCode(code))


class _BoundedReader(WebSocketReader):
    """Looks at the size of a message while it comes in."""

    def __init__(self, queue: FlowControlDataQueue[WSMessage], largest: int) -> None:
        # No bound of aiohttp's: it closes before the client could be told why.
        super().__init__(queue, 0, compress=False)
        self._largest = largest

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        done, rest = super().feed_data(data)
        coming = len(self._partial) + len(self._frame_payload) + self._payload_length
        if not done and coming > self._largest:
            error = WebSocketError(WSCloseCode.MESSAGE_TOO_BIG, "too big")
            self.queue.feed_data(WSMessage(WSMsgType.ERROR, error, None), 0)
            # Whatever else comes of it is dropped by the connection.
            return True, b""
        return done, rest


def _failure(error: object, limits: Limits) -> Exception:
    if not isinstance(error, WebSocketError):
        return Gone("connection broke off")
    if error.code == WSCloseCode.MESSAGE_TOO_BIG:
        return _too_big(limits)
    return Refused(Refusal.NOT_UNDERSTOOD, "发来的数据不合 WebSocket 的规定。请检查连接的程序。")


def _too_big(limits: Limits) -> Refused:
    most = limits.frame_bytes // 1024
    return Refused(Refusal.TOO_BIG, f"一次发来的太多了，最多 {most} KB。请分成小段再发。")


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Refused(
            Refusal.NOT_UNDERSTOOD, "发来的文字不是 JSON 对象，看不懂。声音请用二进制帧发。"
        )
    return value
