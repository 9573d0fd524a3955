"""Streams a file of any host to disk, without credentials: redirects, and ranges after a broken connection."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit, urlunsplit

import anyio
import anyio.to_thread
from attrs import define, field, frozen

from plutio_async._core import VERSION
from plutio_async._core.call import T
from plutio_async._core.errors import ConfigurationError, ConnectionFailed, UnreadableAnswer, status_error
from plutio_async._http.checksums import stated_checksum
from plutio_async._http.failures import translate
from plutio_async._http.httpx_route import build
from plutio_async._http.library import library_of
from plutio_async._http.messages import Headers, HttpRequest, RequestState, Timeout
from plutio_async._http.part import Part
from plutio_async._http.pool import close
from plutio_async._http.receiving import decoded, leave
from plutio_async._http.routes import transport_to
from plutio_async._http.settings import ConnectionSettings, parse_url
from plutio_async._http.target import is_loopback

NextPiece = Callable[[], Awaitable[bytes | None]]
"""Waits for the next piece of a body; ``None`` is its end."""

_USER_AGENT = f"plutio-async/{VERSION}".encode()
_MOST_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
_STRONG = re.compile(r'"[!#-~]+"')
"""An ``ETag`` that changes with each byte of the file. ``Last-Modified`` does not: RFC 9110, section 8.8.2.2."""
_WRITTEN_AT_ONCE = 256 * 1024


@frozen
class DownloadProgress:
    """How far a download is, in bytes. ``total`` is ``None`` if the server does not say."""

    received: int
    total: int | None


@define
class Download:
    """One download. Each ``attempt`` continues after the bytes that are there, if the server allows it.

    Only a strong ``ETag`` says that the rest belongs to the bytes that are there, so without one the file comes anew.
    """

    settings: ConnectionSettings
    url: str = field(repr=False)
    path: Path
    timeout: Timeout
    allow_http: bool
    progress: Callable[[DownloadProgress], None] | None = None
    received: int = field(default=0, init=False)
    total: int | None = field(default=None, init=False)
    _etag: str | None = field(default=None, init=False)
    """The version of the file whose bytes are there; ``None`` if they cannot be continued."""
    _checksum: tuple[str, bytes] | None = field(default=None, init=False)
    _part: Part | None = field(default=None, init=False)
    _server: str = field(default="", init=False)

    def __attrs_post_init__(self) -> None:
        self._check(self.url)

    async def attempt(self) -> None:
        """Fetches the rest of the file, and gives it its name.

        Raises:
            StatusError, ConnectionFailed, UnreadableAnswer: the rest is still missing.
        """
        while True:
            async with self._response() as (status, headers, following):
                if self._begin(status, headers):
                    await self._save(following)
                    break
        assert self._part is not None
        self._part.finish()
        self._part = None

    def keep(self) -> None:
        """Keeps what has come for a later download, or removes it if it cannot be continued."""
        part, self._part = self._part, None
        if part is not None and self.received and self._etag:
            part.keep(self._mark())
        elif part is not None:
            part.remove()

    def _mark(self) -> bytes:
        return sha256(repr((self.url, self._etag, self.total)).encode()).digest()

    def _begin(self, status: int, headers: Mapping[str, str]) -> bool:
        """Whether the bytes of a response follow those of the part. If not, the file has to be asked for again."""
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise UnreadableAnswer("the server compresses the file, and was asked not to", status=status)
        if status == 200:
            return self._begin_anew(headers)
        if status not in (206, 416) or not self.received:
            raise status_error(status, "the server of the file refuses it")
        found = _RANGE.fullmatch(headers.get("content-range", ""))
        is_next = status == 206 and found and (int(found[1]), int(found[3])) == (self.received, self.total)
        if is_next and headers.get("etag", self._etag) == self._etag:
            return True
        self._forget()
        return False

    def _begin_anew(self, headers: Mapping[str, str]) -> bool:
        """The same for a response with the whole file: False if an earlier download has kept a part of it."""
        self._forget()
        length, etag = headers.get("content-length", ""), headers.get("etag", "")
        self.total = int(length) if length.isdecimal() and len(length) <= 18 else None
        self._checksum = stated_checksum(headers, self.total)
        if self.total and _STRONG.fullmatch(etag) and headers.get("accept-ranges", "bytes") == "bytes":
            self._etag = etag
            if self._part is None and (found := Part.find(self.path, self._mark())) is not None:
                self._part, self.received = found
                return False
        if self._part is None:
            self._part = Part.create(self.path)
        return True

    def _forget(self) -> None:
        """Begins with the first byte again."""
        self._etag, self.received = None, 0

    async def _save(self, following: NextPiece) -> None:
        assert self._part is not None
        self._part.file.truncate(self.received)
        self._part.file.seek(self.received)
        await self._copy(following, self._part.file)
        if self.total is not None and self.received < self.total:
            raise ConnectionFailed(f"{self._server} sent {self.received:,} of {self.total:,} bytes")
        if self._checksum is not None:
            algorithm, stated = self._checksum
            if await anyio.to_thread.run_sync(self._part.digest, algorithm) != stated:
                self._forget()
                raise UnreadableAnswer(
                    f"the file is damaged: its {algorithm} is not the one that {self._server} states"
                )

    async def _copy(self, following: NextPiece, file: BinaryIO) -> None:
        buffer = bytearray()
        try:
            while (piece := await following()) is not None:
                if self.total is not None and self.received + len(piece) > self.total:
                    raise UnreadableAnswer(f"{self._server} sent more than the {self.total:,} bytes that it announced")
                buffer += piece
                self.received += len(piece)
                if len(buffer) >= _WRITTEN_AT_ONCE:
                    data, buffer = bytes(buffer), bytearray()
                    await anyio.to_thread.run_sync(file.write, data)
                if piece and self.progress is not None:
                    self.progress(DownloadProgress(self.received, self.total))
        finally:
            file.write(buffer)

    @asynccontextmanager
    async def _response(self) -> AsyncIterator[tuple[int, Mapping[str, str], NextPiece]]:
        """The response at the end of all redirects."""
        url = self.url
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._exchange(url) as (status, headers, following):
                if status not in _REDIRECTS or "location" not in headers:
                    yield status, headers, following
                    return
                url = urljoin(url, headers["location"])
            self._check(url)
        raise UnreadableAnswer(f"the file's url leads to more than {_MOST_REDIRECTS} redirects")

    @asynccontextmanager
    async def _exchange(self, url: str) -> AsyncIterator[tuple[int, Mapping[str, str], NextPiece]]:
        """One request, without credentials: also those in the URL are left out."""
        parts = urlsplit(url)
        self._server = parts.netloc.rpartition("@")[2]
        bare = urlunsplit((parts.scheme, self._server, parts.path or "/", parts.query, ""))
        request = HttpRequest("GET", bare, self._headers(), timeout=self.timeout)
        wait = partial(_wait, request)
        async with AsyncExitStack() as stack:
            transport = transport_to(self.settings, bare)
            if self.settings.transport is None:
                stack.push_async_callback(close, transport)
            library = library_of(transport, "AsyncBaseTransport")
            response = await wait(lambda: transport.handle_async_request(build(request, library)))
            stack.push_async_callback(close, response.stream)
            pieces = aiter(response.stream)
            stack.push_async_callback(leave, pieces)

            yield response.status_code, decoded(response.headers.raw), partial(wait, partial(anext, pieces, None))

    def _headers(self) -> Headers:
        headers = [(b"Accept", b"*/*"), (b"Accept-Encoding", b"identity"), (b"User-Agent", _USER_AGENT)]
        if self.received and self._etag:
            headers.append((b"Range", b"bytes=%d-" % self.received))
            headers.append((b"If-Range", self._etag.encode()))
        return headers

    def _check(self, url: object) -> None:
        """Refuses what is no web address, and http where the file's own address is https."""
        parts = parse_url(url) if isinstance(url, str) else None
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigurationError("the file's url, or a redirect of it, is no http or https address")
        is_open = self.allow_http or is_loopback(urlsplit(self.url).hostname or "")
        if parts.scheme == "http" and (not is_open or urlsplit(self.url).scheme == "https"):
            raise ConfigurationError(
                "the file's url, or a redirect of it, is not encrypted: use https, or set allow_http=True"
            )


async def _wait(request: HttpRequest, action: Callable[[], Awaitable[T]]) -> T:
    """The result of a step on the network, within the time for it. Its errors become ours."""
    seconds = min(request.timeout.read or request.timeout.total, request.timeout.total)
    try:
        with anyio.fail_after(seconds):
            return await action()
    except Exception as raised:  # noqa: BLE001 - those that are no failures of a transport are raised again
        error = raised
    # Not in the except block: httpx's error holds the request, and would stay as the context.
    raise translate(error, request, RequestState(seconds))
