"""A request from the parts that HTTP brings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl

from plutio_async.testing._api.wire import Request


def incoming(
    *,
    method: str,
    path: str,
    query: bytes,
    headers: Iterable[tuple[bytes, bytes]],
    content: bytes,
    versions: Collection[str],
) -> Request:
    """``path`` is decoded and still has its version."""
    version, slash, rest = path.removeprefix("/").partition("/")
    known = version in versions
    return Request(
        method.upper(),
        f"/{rest}" if known and slash else path,
        version if known else None,
        tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True)),
        {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers},
        content,
    )
