"""The server that a URL names, and the request to it as httpcore takes it."""

from __future__ import annotations

import re
from functools import lru_cache

from plutio_async._http.library import httpcore, httpx
from plutio_async._http.messages import Content, HttpRequest

_PLAIN = re.compile(r"(https?://[^/?#]+)((?=/)(?:/(?!\.)|[A-Za-z0-9._~?&=+-]|%[0-9A-Fa-f]{2})+)")
"""The server of a URL, and a path and query that every library sends as they are: without ``/.``, ``/..``, or a
character that is still to be quoted."""


def core_request(request: HttpRequest) -> httpcore.Request:
    """The request, with the Host and Content-Length headers.

    Raises:
        httpx.InvalidURL, httpx.UnsupportedProtocol: the URL cannot be called.
    """
    if plain := _PLAIN.fullmatch(request.url):
        (scheme, host, port, name), target = server_of(plain[1]), plain[2].encode()
    else:
        (scheme, host, port, name), target = server_of(request.url), httpx.URL(request.url).raw_path
    content, method = request.content or b"", request.method.upper()
    headers = [(b"Host", name), *request.headers]
    if content or method in ("POST", "PUT", "PATCH"):
        headers.append((b"Content-Length", b"%d" % len(content)))
    return httpcore.Request(
        method=method,
        url=httpcore.URL(scheme=scheme, host=host, port=port, target=target),
        headers=headers,
        content=Content(content),
        extensions={"timeout": request.timeout.phases()},
    )


@lru_cache(maxsize=32)
def server_of(url: str) -> tuple[bytes, bytes, int | None, bytes]:
    """The scheme, host and port of a URL, and its ``Host`` header.

    Raises:
        httpx.InvalidURL, httpx.UnsupportedProtocol: the URL names no server.
    """
    try:
        parsed = httpx.URL(url)
        if parsed.scheme in ("http", "https") and parsed.host:
            return parsed.raw_scheme, parsed.raw_host, parsed.port, parsed.netloc
    except ValueError:  # a name that no encoding of hosts allows
        pass
    raise httpx.UnsupportedProtocol("the URL names no server that speaks HTTP")
