"""Many callers at once over real sockets, some of whom are cancelled: TLS, a proxy, HTTP/2."""

from __future__ import annotations

import ssl
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from random import Random
from typing import Any

import anyio
import trustme

from chaos.connections import connections
from chaos.fronts import HOST, front, proxy, relay
from chaos.http2 import http2
from chaos.load import Writes, at_once
from chaos.trial import OnOneLoop, Tally
from plutio_async import Plutio, PlutioError
from plutio_async.testing import Fault, Sandbox

_AT_ONCE = 1000
_CANCELLED = 0.15
_SOON = 0.1
_RECORDS = 20

Way = dict[str, Any]
"""The settings with which a client reaches the sandbox."""


class OverSockets(OnOneLoop):
    """A thousand calls at a time, and one alone after them. What was not cancelled has to be answered, and rightly."""

    tries = 2000
    short = 60

    def __init__(self, client: Callable[..., Plutio] = Plutio, closing_time: float = 10.0) -> None:
        self._client = client
        self._closing_time = closing_time

    async def count(self, tally: Tally, seed: int, tries: int) -> None:
        before = connections()
        sandbox = Sandbox(seed, limit=None, keep_calls=0)
        sandbox.fail(Fault.latency(0.005, jitter=0.06))
        with sandbox.serving() as url, self.ways(sandbox, url) as ways:
            for number, way in enumerate(ways):
                share = tries // len(ways)
                for first in range(0, share, _AT_ONCE):
                    chance = Random(f"{seed} {self.name} {number} {first}")
                    await _wave(tally, chance, sandbox, partial(self._client, **way), min(_AT_ONCE, share - first))
            await _until_closed(tally, before, self._closing_time)

    @abstractmethod
    def ways(self, sandbox: Sandbox, url: str) -> AbstractContextManager[Sequence[Way]]:
        """What stands before the sandbox, while the block runs."""


async def _wave(tally: Tally, chance: Random, sandbox: Sandbox, client: Callable[..., Plutio], calls: int) -> None:
    there = [record["_id"] for record in sandbox.seed(tasks=[{"title": "there"}] * _RECORDS)["tasks"]]
    writes, prefix = Writes(sandbox), f"{chance.getrandbits(32):x}"

    async def call(number: int) -> None:
        tally.tries += 1
        until = chance.expovariate(1 / _SOON) if chance.random() < _CANCELLED else float("inf")
        with anyio.move_on_after(until) as scope:
            try:
                if chance.random() < 0.3:
                    await writes.create(plutio, f"{prefix} {number}")
                else:
                    wanted = chance.choice(there)
                    tally.fail("other records than asked for", (await plutio.tasks.get(wanted)).id != wanted)
            except PlutioError as error:
                tally.fail(f"raised {type(error).__name__}", detail=str(error))
        tally.note("calls cancelled", scope.cancelled_caught)

    async with client(sandbox.client_id, sandbox.client_secret, business=sandbox.business, budget=1_000_000) as plutio:
        await at_once(calls, _AT_ONCE, call)
        await plutio.tasks.get(there[0])
    writes.judge(tally)


async def _until_closed(tally: Tally, before: int, within: float) -> None:
    """The clients are closed; what they opened, here and at the servers, is closed soon after."""
    end = time.monotonic() + within
    while connections() > before and time.monotonic() < end:  # noqa: ASYNC110 - the operating system gives no event
        await anyio.sleep(0.05)
    tally.fail("connections left", max(0, connections() - before))


class Tls(OverSockets):
    """Encrypted, on connections that are used again."""

    name = "tls"
    says = (
        "1,000 calls at once over TLS, some cancelled: calls that fail or get another's answer, connections left open"
    )

    @contextmanager
    def ways(self, sandbox: Sandbox, url: str) -> Iterator[Sequence[Way]]:
        authority = trustme.CA()
        with front(relay(_port(url)), _servers(authority)) as port:
            yield [{"base_url": _base(sandbox, port), "verify": _clients(authority)}]


class Http2(OverSockets):
    """All calls on one connection, each of which may be reset alone."""

    name = "http2"
    says = "the same over HTTP/2"

    @contextmanager
    def ways(self, sandbox: Sandbox, url: str) -> Iterator[Sequence[Way]]:  # noqa: ARG002 - it asks the sandbox itself
        authority = trustme.CA()
        with front(http2(sandbox), _servers(authority, "h2")) as port:
            yield [{"base_url": _base(sandbox, port), "verify": _clients(authority), "http2": True}]


class Proxy(OverSockets):
    """Half of the calls are passed on by the proxy, half go through tunnels."""

    name = "proxy"
    says = "the same through a proxy, half of them in tunnels with TLS"

    @contextmanager
    def ways(self, sandbox: Sandbox, url: str) -> Iterator[Sequence[Way]]:
        authority = trustme.CA()
        with front(proxy) as between, front(relay(_port(url)), _servers(authority)) as port:
            over = f"http://{HOST}:{between}"
            yield [
                {"base_url": url, "proxy": over},
                {"base_url": _base(sandbox, port), "verify": _clients(authority), "proxy": over},
            ]


def _port(url: str) -> int:
    return int(url.split(":")[2].split("/", maxsplit=1)[0])


def _base(sandbox: Sandbox, port: int) -> str:
    return f"https://{HOST}:{port}/{sandbox.versions[0]}"


def _servers(authority: trustme.CA, *protocols: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context


def _clients(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context
