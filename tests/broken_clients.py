"""Faulty clients: transports that send more or less than the request, and synchronous clients."""

from __future__ import annotations

import json
import threading
from typing import Any, ClassVar, Self

import anyio
import httpx

from plutio_async import Plutio, sync
from plutio_async._client.loop_thread import LoopThread
from plutio_async.testing import Sandbox


class FaultyTransport(httpx.AsyncBaseTransport):
    """Sends requests unchanged. Its subclasses have one fault each."""

    def __init__(self, network: httpx.AsyncBaseTransport | None = None) -> None:
        self._network = network or httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return await self.answer(request)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        return await self.send(request)

    async def send(self, request: httpx.Request, content: bytes | None = None) -> httpx.Response:
        again = httpx.Request(
            request.method,
            request.url,
            headers=[(name, value) for name, value in request.headers.raw if name.lower() != b"content-length"],
            content=request.content if content is None else content,
            extensions={"timeout": request.extensions["timeout"]},
        )
        response = await self._network.handle_async_request(again)
        content = await response.aread()
        await response.aclose()
        headers = [(name, value) for name, value in response.headers.raw if name.lower() != b"content-encoding"]
        return httpx.Response(response.status_code, headers=headers, content=content)

    async def aclose(self) -> None:
        await self._network.aclose()


class NeverRenewsToken(FaultyTransport):
    """Always sends its first token."""

    token: bytes | None = None

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if "authorization" in request.headers:
            self.token = self.token or request.headers["authorization"].encode()
            request.headers["authorization"] = self.token.decode()
        return await self.send(request)


class SendsRequestsTwice(FaultyTransport):
    """Sends each request twice."""

    async def answer(self, request: httpx.Request) -> httpx.Response:
        await self.send(request)
        return await self.send(request)


class RequestsTokenEachTime(FaultyTransport):
    """Requests a token before every other call, and does not use it."""

    login: httpx.Request | None = None

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth/token"):
            self.login = request
        elif self.login is not None:
            await self.send(self.login)
        return await self.send(request)


class SkipsWrites(FaultyTransport):
    """Sends no write, and returns success."""

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET" or request.url.path.endswith("/oauth/token"):
            return await self.send(request)
        return httpx.Response(200, json=json.loads(request.content) | {"_id": "Hc4RtZ8mWq2NxKb7V"})


class RepeatsFirstWrite(FaultyTransport):
    """Repeats the first write to a record after each later one."""

    def __init__(self) -> None:
        super().__init__()
        self._first: dict[str, bytes] = {}

    async def answer(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        if request.method == "PUT":
            first = self._first.setdefault(json.loads(request.content)["_id"], request.content)
            await self.send(request, first)
        return response


class IgnoresPause(FaultyTransport):
    """Repeats a request after ``seconds`` if it got 429."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def answer(self, request: httpx.Request) -> httpx.Response:
        response = await self.send(request)
        while response.status_code == 429:
            await anyio.sleep(self._seconds)
            response = await self.send(request)
        return response


class _LoopWithLock(LoopThread):
    """Takes a lock for each call. An exception leaves it locked."""

    def __init__(self, client: Plutio) -> None:
        super().__init__(client)
        self._lock = threading.Lock()

    def call(self, function: Any, *args: Any) -> Any:
        self._lock.acquire()
        result = super().call(function, *args)
        self._lock.release()
        return result


class _LoopThatBreaks(LoopThread):
    """The call after an exception fails."""

    _failed = False

    def call(self, function: Any, *args: Any) -> Any:
        if self._failed:
            self._failed = False
            raise RuntimeError("broken")
        self._failed = True
        result = super().call(function, *args)
        self._failed = False
        return result


class HangsAfterInterrupts(sync.Plutio):
    @classmethod
    def _of(cls, client: Plutio, loop: LoopThread | None = None) -> Self:
        return super()._of(client, loop or _LoopWithLock(client))


class FailsAfterInterrupts(sync.Plutio):
    @classmethod
    def _of(cls, client: Plutio, loop: LoopThread | None = None) -> Self:
        return super()._of(client, loop or _LoopThatBreaks(client))


class LeavesThreads(sync.Plutio):
    """Blocks do not close it."""

    opened: ClassVar[list[Any]] = []

    def __exit__(self, *_: object) -> None:
        self.opened.append(self)


class CreatesTwice(sync.Plutio):
    transport: ClassVar[type[FaultyTransport]] = SendsRequestsTwice

    @classmethod
    def sandbox(cls, sandbox: Sandbox | None = None, **settings: Any) -> Self:
        assert sandbox is not None
        transport = cls.transport(sandbox.transport())
        return cls(sandbox.client_id, sandbox.client_secret, business="example", transport=transport, **settings)


class CreatesNothing(CreatesTwice):
    transport = SkipsWrites
