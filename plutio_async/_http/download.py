"""Streams a file of any host to disk, without credentials: redirects, and ranges after a broken connection."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import anyio
import anyio.to_thread
from attrs import define, field, frozen

from plutio_async._core import VERSION
from plutio_async._core.errors import ConfigurationError, ConnectionFailed, UnreadableAnswer, status_error
from plutio_async._http.failures import translate
from plutio_async._http.messages import Headers, HttpRequest, RequestState, Timeout
from plutio_async._http.receiving import decoded, leave
from plutio_async._http.routes import build, library_for, transport_to
from plutio_async._http.settings import ConnectionSettings, parse_url
from plutio_async._http.target import is_loopback

T = TypeVar("T")
NextPiece = Callable[[], Awaitable[bytes | None]]
"""Waits for the next piece of a body; ``None`` is its end."""

_USER_AGENT = f"plutio-async/{VERSION}".encode()
_CLOSING_TIME = 2.0
_MOST_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
_WRITTEN_AT_ONCE = 256 * 1024


@frozen
class DownloadProgress:
    """How far a download is, in bytes. ``total`` is ``None`` if the server does not say."""

    received: int
    total: int | None


class _AskAgain(Exception):
    """Another request is needed: for the rest of a part that was found, or for the whole."""


@define
class Download:
    """One download. Each ``attempt`` continues after the bytes that are there, if the server allows it.

    The bytes go into a file with a temporary name. ``keep`` gives it a name made of the version of the file, by which a
    later download finds it.
    """

    settings: ConnectionSettings
    url: str = field(repr=False)
    path: Path
    timeout: Timeout
    allow_http: bool
    progress: Callable[[DownloadProgress], None] | None = None
    received: int = field(default=0, init=False)
    total: int | None = field(default=None, init=False)
    _version: str | None = field(default=None, init=False)
    _looked: bool = field(default=False, init=False)
    _part: Path | None = field(default=None, init=False)
    _server: str = field(default="", init=False)

    def __attrs_post_init__(self) -> None:
        self._check(self.url)

    async def attempt(self) -> None:
        """Fetches the rest of the file, and gives it its name.

        Raises:
            StatusError, ConnectionFailed, UnreadableAnswer: the rest is still missing.
        """
        while True:
            try:
                async with self._response() as (status, headers, following):
                    self._begin(status, headers)
                    await self._save(following)
            except _AskAgain:
                continue
            break
        assert self._part is not None
        await anyio.to_thread.run_sync(os.replace, self._part, self.path)
        self._part = None

    def keep(self) -> None:
        """Keeps what has come for a later download, or removes it if no part of it can be used."""
        part, self._part = self._part, None
        if part is None:
            return
        if self.received and self._version is not None:
            os.replace(part, self._kept(self._version))
        else:
            part.unlink(missing_ok=True)

    def _begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Decides where the bytes of a response belong."""
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise UnreadableAnswer("the server compresses the file, and was asked not to", status=status)
        if status == 206 and self.received:
            found = _RANGE.fullmatch(headers.get("content-range", ""))
            if found and (int(found[1]), int(found[3])) == (self.received, self.total):
                return
        elif status == 200:
            self._begin_anew(headers)
            return
        elif not (status == 416 and self.received):
            raise status_error(status, "the server of the file refuses it")
        self._version, self.received = None, 0
        raise _AskAgain

    def _begin_anew(self, headers: Mapping[str, str]) -> None:
        length, etag = headers.get("content-length", ""), headers.get("etag", "")
        self.total = int(length) if length.isdecimal() and len(length) <= 18 else None
        version = etag if etag.startswith('"') else headers.get("last-modified")
        resumable = version and self.total and headers.get("accept-ranges", "bytes") == "bytes"
        self._version, self.received = (version if resumable else None), 0
        if self._part is None:
            part = self.path.with_name(f".{self.path.name[:40]}.{token_hex(8)}.tmp")
            part.touch(exist_ok=False)
            self._part = part
        if self._version is not None and not self._looked:
            self._looked = True
            with suppress(FileNotFoundError):  # a rename: of two downloads at once, one gets it
                os.replace(self._kept(self._version), self._part)
                self.received = self._part.stat().st_size
                raise _AskAgain

    def _kept(self, version: str) -> Path:
        digest = sha256(f"{version}|{self.total}".encode()).hexdigest()[:16]
        return self.path.with_name(f".{self.path.name[:40]}.{digest}.part")

    async def _save(self, following: NextPiece) -> None:
        assert self._part is not None
        with self._part.open("r+b") as file:
            file.truncate(self.received)
            file.seek(self.received)
            await self._copy(following, file)
        if self.total is not None and self.received < self.total:
            raise ConnectionFailed(f"{self._server} sent {self.received:,} of {self.total:,} bytes")

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

        async def send() -> Any:
            return await transport.handle_async_request(build(request, library_for(self.settings)))

        async with AsyncExitStack() as stack:
            transport = transport_to(self.settings, parts)
            if self.settings.transport is None:
                stack.push_async_callback(_closed, transport)
            response = await wait(send)
            stack.push_async_callback(_closed, response.stream)
            pieces = aiter(response.stream)
            stack.push_async_callback(leave, pieces)

            async def following() -> bytes | None:
                return await anext(pieces, None)

            yield response.status_code, decoded(response.headers.raw), partial(wait, following)

    def _headers(self) -> Headers:
        headers = [(b"Accept", b"*/*"), (b"Accept-Encoding", b"identity"), (b"User-Agent", _USER_AGENT)]
        if self.received and self._version is not None:
            headers.append((b"Range", b"bytes=%d-" % self.received))
            headers.append((b"If-Range", self._version.encode("latin-1", "replace")))
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
    raise translate(error, request, RequestState(seconds))


async def _closed(closable: Any) -> None:
    """Closes a stream or a transport, also when the task is cancelled."""
    with anyio.move_on_after(_CLOSING_TIME, shield=True):
        await closable.aclose()
