"""Responses that are huge once they are decompressed, or never end."""

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
from chaos.trial import IndependentTries, Tally
from plutio_async import Plutio, PlutioError, Retries

_MIB = 1024 * 1024
_LIMIT = _MIB
_DEFAULT_LIMIT = 64 * _MIB
_BOMB, _LARGE_BOMB = 32 * _MIB, 128 * _MIB
_MAX_SENT = 64 * _MIB
"""The size after which the server stops sending an endless body and keeps the connection open."""
_PIECE = 64 * 1024
_TOLERANCE = 8 * _MIB
_MAX_COPIES = 3
"""A body may be in memory in pieces, as a whole, and parsed."""
_TIMEOUT = 5.0
_MAX_SECONDS = 30.0
_SPEED = 50.0
"""The speed of the client's clock."""

_OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


class Bombs(IndependentTries):
    """Sends them instead of a list, an error or a token."""

    name = "bombs"
    description = (
        "gzip and deflate bombs, endless and deeply nested bodies: no error within 30 s, more memory than three times "
        "`max_response_bytes`, or a next call that fails"
    )
    tries = 70
    short = 7

    def __init__(self, client: Callable[..., Plutio] = Plutio) -> None:
        self._client = client

    async def try_once(self, rng: Random, tally: Tally) -> None:
        kind = _KINDS[(tally.trying or 0) % len(_KINDS)]
        limit = _DEFAULT_LIMIT if kind == "large" else _LIMIT
        server = _Server(kind, status=rng.choice((200, 200, 404, 500)), for_token=rng.random() < 0.2)
        server.prepare()
        with front(server.serve) as port:
            async with self._client("id", "secret", business="example", **_settings(port, limit)) as plutio:
                peak = await self._peak_memory(plutio, tally)
                tally.fail("too much memory", peak > _MAX_COPIES * limit + _TOLERANCE, f"{peak // _MIB} MiB, {kind}")
                tally.most("most memory in MiB, with a limit of 64", peak // _MIB if kind == "large" else 0)
                tally.most("most memory in MiB, with a limit of 1", 0 if kind == "large" else peak // _MIB)
                server.disable()
                tally.fail("failed next calls", not await self._works(plutio))

    async def _works(self, plutio: Plutio) -> bool:
        """Whether a call succeeds soon. The client repeats a token error for a short time."""
        with anyio.move_on_after(_MAX_SECONDS):
            while True:
                try:
                    return bool(await plutio.request("GET", "/tasks") == [])
                except PlutioError:
                    await anyio.sleep(0.05)
        return False

    async def _peak_memory(self, plutio: Plutio, tally: Tally) -> int:
        """The peak memory of the call."""
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        scope = anyio.move_on_after(_MAX_SECONDS)
        try:
            with scope:
                await plutio.request("GET", "/tasks")
                tally.fail("calls without an error")
        except PlutioError as error:
            tally.note(f"calls that failed with {type(error).__name__}")
        finally:
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        tally.fail("calls that took too long", scope.cancelled_caught)
        return peak - before


def _settings(port: int, limit: int) -> dict[str, Any]:
    retries = Retries(attempts=2, base=0.0, cap=0.0)
    clock = FastClock(_SPEED, time.monotonic())
    return {
        "base_url": f"http://{HOST}:{port}/v1.11",
        "timeout": _TIMEOUT,
        "retries": retries,
        "clock": clock,
        "max_response_bytes": limit,
    }


class _Server:
    """Answers calls with the bomb until it is disabled: token calls with ``for_token``, otherwise the others."""

    def __init__(self, kind: str, status: int, *, for_token: bool) -> None:
        self._kind = kind
        self._status = status
        self._for_token = for_token
        self._enabled = True

    def prepare(self) -> None:
        """Creates the bomb, so that its own memory is not counted."""
        _bomb(self._kind)

    def disable(self) -> None:
        self._enabled = False

    async def serve(self, stream: ByteStream) -> None:
        buffered = BufferedByteReceiveStream(stream)
        while True:
            head, _ = await read_head(buffered)
            is_token = TOKEN_PATH.encode() in head.split(b"\r\n", 1)[0]
            if self._enabled and is_token is self._for_token:
                await self._send_bomb(stream)
            else:
                await stream.send(_plain(_TOKEN if is_token else b"[]"))

    async def _send_bomb(self, stream: ByteStream) -> None:
        encoding, body, *again = _bomb(self._kind)
        head = _OK.replace(b"200 OK", b"%d Bomb" % self._status) + encoding
        if again:
            await stream.send(head + b"transfer-encoding: chunked\r\n\r\n")
            for piece in (body, *again * (_MAX_SENT // _PIECE)):
                await stream.send(b"%x\r\n%b\r\n" % (len(piece), piece))
            await anyio.sleep(_MAX_SECONDS)
        await stream.send(head + b"content-length: %d\r\n\r\n" % len(body) + body)


def _plain(body: bytes) -> bytes:
    return _OK + b"content-length: %d\r\n\r\n" % len(body) + body


_TOKEN = json.dumps({"access_token": "t0ken", "expires_in": 3600}).encode()
_KINDS = ("gzip", "deflate", "endless", "endless gzip", "nested", "gzip in gzip", "large")


@cache
def _bomb(kind: str) -> tuple[bytes, ...]:
    """The encoding header, the body, and a chunk to repeat without end."""
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
    """The start of a gzip stream, and a block that can be repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    begin, block = (packer.compress(b" " * _PIECE) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return begin, block
