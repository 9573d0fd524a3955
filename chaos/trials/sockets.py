"""Many concurrent calls over real sockets, some of them cancelled: TLS, a proxy, HTTP/2."""

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
from chaos.load import Writes, run_concurrently
from chaos.trial import AsyncTrial, Tally
from plutio_async import Plutio, PlutioError
from plutio_async.testing import Fault, Sandbox

_CONCURRENT = 1000
_CANCELLED = 0.15
_CANCEL_AFTER = 0.1
_RECORDS = 20

Way = dict[str, Any]
"""The settings of a client to reach the sandbox."""


class OverSockets(AsyncTrial):
    """A thousand concurrent calls, and then a single one. Each call that is not cancelled needs the right answer."""

    tries = 2000
    short = 60

    def __init__(self, client: Callable[..., Plutio] = Plutio, closing_time: float = 10.0) -> None:
        self._client = client
        self._closing_time = closing_time

    async def run_tries(self, tally: Tally, seed: int, tries: int) -> None:
        before = connections()
        sandbox = Sandbox(seed, limit=None, keep_calls=0)
        sandbox.fail(Fault.latency(0.005, jitter=0.06))
        with sandbox.serving() as url, self.ways(sandbox, url) as ways:
            for number, way in enumerate(ways):
                share = tries // len(ways)
                for first in range(0, share, _CONCURRENT):
                    rng = Random(f"{seed} {self.name} {number} {first}")
                    await _wave(tally, rng, sandbox, partial(self._client, **way), min(_CONCURRENT, share - first))
            await _until_closed(tally, before, self._closing_time)

    @abstractmethod
    def ways(self, sandbox: Sandbox, url: str) -> AbstractContextManager[Sequence[Way]]:
        """Starts servers in front of the sandbox until the block ends."""


async def _wave(tally: Tally, rng: Random, sandbox: Sandbox, client: Callable[..., Plutio], calls: int) -> None:
    ids = [record["_id"] for record in sandbox.seed(tasks=[{"title": "existing"}] * _RECORDS)["tasks"]]
    writes, prefix = Writes(sandbox), f"{rng.getrandbits(32):x}"

    async def call(number: int) -> None:
        tally.tries += 1
        until = rng.expovariate(1 / _CANCEL_AFTER) if rng.random() < _CANCELLED else float("inf")
        with anyio.move_on_after(until) as scope:
            try:
                if rng.random() < 0.3:
                    await writes.create(plutio, f"{prefix} {number}")
                else:
                    wanted = rng.choice(ids)
                    tally.fail("wrong records", (await plutio.tasks.get(wanted)).id != wanted)
            except PlutioError as error:
                tally.fail(f"raised {type(error).__name__}", detail=str(error))
        tally.note("cancelled calls", scope.cancelled_caught)

    async with client(sandbox.client_id, sandbox.client_secret, business=sandbox.business, budget=1_000_000) as plutio:
        await run_concurrently(calls, _CONCURRENT, call)
        await plutio.tasks.get(ids[0])
    writes.judge(tally)


async def _until_closed(tally: Tally, before: int, within: float) -> None:
    """After the clients are closed, all connections close soon, at the client and at the servers."""
    end = time.monotonic() + within
    while connections() > before and time.monotonic() < end:  # noqa: ASYNC110 - the operating system has no event for it
        await anyio.sleep(0.05)
    tally.fail("open connections", max(0, connections() - before))


class Tls(OverSockets):
    """TLS, with reused connections."""

    name = "tls"
    description = (
        "1,000 concurrent calls over TLS, some cancelled: failed calls, answers of other calls, connections left open"
    )

    @contextmanager
    def ways(self, sandbox: Sandbox, url: str) -> Iterator[Sequence[Way]]:
        authority = trustme.CA()
        with front(relay(_port(url)), _servers(authority)) as port:
            yield [{"base_url": _base(sandbox, port), "verify": _clients(authority)}]


class Http2(OverSockets):
    """All calls on one connection, as separate streams."""

    name = "http2"
    description = "the same over HTTP/2"

    @contextmanager
    def ways(self, sandbox: Sandbox, url: str) -> Iterator[Sequence[Way]]:  # noqa: ARG002 - calls the sandbox directly
        authority = trustme.CA()
        with front(http2(sandbox), _servers(authority, "h2")) as port:
            yield [{"base_url": _base(sandbox, port), "verify": _clients(authority), "http2": True}]


class Proxy(OverSockets):
    """The proxy forwards half of the calls; the others use tunnels."""

    name = "proxy"
    description = "the same through a proxy, half of them in tunnels with TLS"

    @contextmanager
    def ways(self, sandbox: Sandbox, url: str) -> Iterator[Sequence[Way]]:
        authority = trustme.CA()
        with front(proxy) as proxy_port, front(relay(_port(url)), _servers(authority)) as port:
            proxy_url = f"http://{HOST}:{proxy_port}"
            yield [
                {"base_url": url, "proxy": proxy_url},
                {"base_url": _base(sandbox, port), "verify": _clients(authority), "proxy": proxy_url},
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
