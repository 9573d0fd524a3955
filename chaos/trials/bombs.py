"""Answers that grow when they are unpacked, or never end."""

from __future__ import annotations

import json
import time
import tracemalloc
import zlib
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import anyio
from anyio.abc import ByteStream
from anyio.streams.buffered import BufferedByteReceiveStream

from chaos.clock import FastClock
from chaos.fronts import HOST, front, read_head
from chaos.load import TOKEN_PATH
from chaos.trial import EachAlone, Tally
from plutio_async import Plutio, PlutioError, Retries

_MIB = 1024 * 1024
_LIMIT = _MIB
_DEFAULT_LIMIT = 64 * _MIB
_BOMB, _LARGE_BOMB = 32 * _MIB, 128 * _MIB
_SENT = 64 * _MIB
"""What the server sends of an answer without end before it only keeps the connection open, to spare this machine."""
_PIECE = 64 * 1024
_SLACK = 8 * _MIB
_COPIES = 3
"""A body may be held in pieces, whole, and as what was made of it."""
_TIMEOUT = 5.0
_LONGEST = 30.0
_HURRY = 50.0
"""How fast the clock of the pauses runs."""

_OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


class Bombs(EachAlone):
    """In place of a list, an error or a token."""

    name = "bombs"
    says = (
        "bombs of gzip and deflate, bodies without end and nested ones: no error within 30 s, more memory than three "
        "times `max_response_bytes`, or a next call that does not work"
    )
    tries = 70
    short = 7

    def __init__(self, client: Callable[..., Plutio] = Plutio) -> None:
        self._client = client

    async def once(self, chance: Random, tally: Tally) -> None:
        kind = _KINDS[(tally.trying or 0) % len(_KINDS)]
        limit = _DEFAULT_LIMIT if kind == "large" else _LIMIT
        server = _Server(kind, status=chance.choice((200, 200, 404, 500)), for_token=chance.random() < 0.2)
        server.prepare()
        with front(server.serve) as port:
            async with self._client("id", "secret", business="example", **_settings(port, limit)) as plutio:
                peak = await self._struck(plutio, tally)
                tally.fail("took too much memory", peak > _COPIES * limit + _SLACK, f"{peak // _MIB} MiB, {kind}")
                tally.most("most memory in MiB, of a limit of 64", peak // _MIB if kind == "large" else 0)
                tally.most("most memory in MiB, of a limit of 1", 0 if kind == "large" else peak // _MIB)
                server.defuse()
                tally.fail("did not work afterwards", not await self._works(plutio))

    async def _works(self, plutio: Plutio) -> bool:
        """Whether a call is answered soon. What a token call ended with is remembered for a moment."""
        with anyio.move_on_after(_LONGEST):
            while True:
                try:
                    return bool(await plutio.request("GET", "/tasks") == [])
                except PlutioError:
                    await anyio.sleep(0.05)
        return False

    async def _struck(self, plutio: Plutio, tally: Tally) -> int:
        """How much memory the call took at its most."""
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        scope = anyio.move_on_after(_LONGEST)
        try:
            with scope:
                await plutio.request("GET", "/tasks")
                tally.fail("gave an answer")
        except PlutioError as error:
            tally.note(f"calls that ended with {type(error).__name__}")
        finally:
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        tally.fail("took too long", scope.cancelled_caught)
        return peak - before


def _settings(port: int, limit: int) -> dict[str, Any]:
    retries = Retries(attempts=2, base=0.0, cap=0.0)
    clock = FastClock(_HURRY, time.monotonic())
    return {
        "base_url": f"http://{HOST}:{port}/v1.11",
        "timeout": _TIMEOUT,
        "retries": retries,
        "clock": clock,
        "max_response_bytes": limit,
    }


class _Server:
    """Answers every call with the bomb until it is defused; with ``for_token`` the token calls, else the others."""

    def __init__(self, kind: str, status: int, *, for_token: bool) -> None:
        self._kind = kind
        self._status = status
        self._for_token = for_token
        self._armed = True

    def prepare(self) -> None:
        """Makes the bomb, so that its own memory is not counted."""
        _bomb(self._kind)

    def defuse(self) -> None:
        self._armed = False

    async def serve(self, stream: ByteStream) -> None:
        buffered = BufferedByteReceiveStream(stream)
        while True:
            head, _ = await read_head(buffered)
            is_token = TOKEN_PATH.encode() in head.split(b"\r\n", 1)[0]
            if self._armed and is_token is self._for_token:
                await self._explode(stream)
            else:
                await stream.send(_plain(_TOKEN if is_token else b"[]"))

    async def _explode(self, stream: ByteStream) -> None:
        encoding, body, *again = _bomb(self._kind)
        head = _OK.replace(b"200 OK", b"%d Bomb" % self._status) + encoding
        if again:
            await stream.send(head + b"transfer-encoding: chunked\r\n\r\n")
            for piece in (body, *again * (_SENT // _PIECE)):
                await stream.send(b"%x\r\n%b\r\n" % (len(piece), piece))
            await anyio.sleep(_LONGEST)
        await stream.send(head + b"content-length: %d\r\n\r\n" % len(body) + body)


def _plain(body: bytes) -> bytes:
    return _OK + b"content-length: %d\r\n\r\n" % len(body) + body


_TOKEN = json.dumps({"access_token": "t0ken", "expires_in": 3600}).encode()
_KINDS = ("gzip", "deflate", "endless", "endless gzip", "nested", "gzip in gzip", "large")


@cache
def _bomb(kind: str) -> tuple[bytes, ...]:
    """The header that names the encoding, the body, and what follows it without end."""
    gzip, deflate = b"content-encoding: gzip\r\n", b"content-encoding: deflate\r\n"
    match kind:
        case "gzip":
            return gzip, _packed(_BOMB, 31)
        case "deflate":
            return deflate, _packed(_BOMB, 15)
        case "gzip in gzip":
            return b"content-encoding: gzip, gzip\r\n", _wrapped(_packed(_BOMB, 31))
        case "large":
            return gzip, _packed(_LARGE_BOMB, 31)
        case "nested":
            return b"", b"[" * (_LIMIT - 1)
        case "endless":
            return b"", b" ", b" " * _PIECE
    return gzip, *_endless_gzip()


def _packed(size: int, window: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    block = b" " * _MIB
    return b"".join([*(packer.compress(block) for _ in range(size // _MIB)), packer.flush()])


def _wrapped(packed: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(packed) + packer.flush()


def _endless_gzip() -> tuple[bytes, bytes]:
    """The beginning, and blocks that hang on nothing before them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    begin, block = (packer.compress(b" " * _PIECE) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return begin, block
