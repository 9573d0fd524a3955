"""``plutio.files.download()``, against a real server with ranges, redirects and broken connections."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import stat
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from plutio_async import (
    CallTimeout,
    ClientStateError,
    ConfigurationError,
    ConnectionFailed,
    DownloadProgress,
    NotFoundError,
    Plutio,
    Retries,
    Timeout,
    UnreadableAnswer,
)
from plutio_async.models import FileItem

from .api import TOKEN, Api, answer
from .local_server import Exchange, LocalServer, serving

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]

CONTENT = bytes(range(256)) * 4000


class FileServer:
    """Serves one file. ``cuts`` are the bytes after which connections break, one after the other.

    ``more`` are headers of every answer with bytes.
    """

    def __init__(self, *cuts: int, etag: str | None = '"v1"', content: bytes = CONTENT, more: str = "") -> None:
        self.cuts = list(cuts)
        self.etag = etag
        self.content = content
        self.more = more
        self.ranges = True
        self.content_range: str | None = None
        self.asked: list[str | None] = []

    async def __call__(self, exchange: Exchange) -> None:
        found = re.search(rb"(?i)\r\nrange: bytes=(\d+)-", exchange.head)
        condition = re.search(rb"(?i)\r\nif-range: ([^\r]*)", exchange.head)
        self.asked.append(None if found is None else found[1].decode())
        start = int(found[1]) if found and self.ranges and condition and condition[1].decode() == self.etag else 0
        body, head = self.content[start:], f"{self.more}Content-Length: {len(self.content) - start}\r\n"
        if self.etag:
            head += f"ETag: {self.etag}\r\n"
        status = "200 OK"
        if start:
            status = "206 Partial Content"
            shown = self.content_range or f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
            head += f"Content-Range: {shown}\r\n"
        await exchange.answer(f"HTTP/1.1 {status}\r\n{head}\r\n".encode())
        if self.cuts:
            await exchange.answer(body[: self.cuts.pop(0)])
            await exchange.stream.aclose()
        else:
            await exchange.answer(body)


def redirect(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 5\r\n\r\nmoved".encode()


@asynccontextmanager
async def client(
    handle: Callable[[Exchange], Awaitable[None]], **settings: Any
) -> AsyncIterator[tuple[Plutio, LocalServer]]:
    """A client that never calls the API, and the server of the files."""
    settings = {"retries": Retries(4, base=0.0)} | settings
    async with serving(handle) as server, Plutio("id", "secret", business="example", **settings) as plutio:
        yield plutio, server


def a_file(server: LocalServer, path: str = "/a.bin") -> FileItem:
    return FileItem.from_dict({"_id": "f", "url": server.url(path)})


async def test_the_bytes_are_saved(tmp_path: Path) -> None:
    """More than ``max_response_bytes``. Nothing else is left in the folder, and a file that was there is replaced."""
    (tmp_path / "a.bin").write_bytes(b"old")
    seen: list[DownloadProgress] = []
    async with client(FileServer(), max_response_bytes=10) as (plutio, server):
        path = await plutio.files.download(a_file(server), str(tmp_path / "a.bin"), progress=seen.append)
        assert plutio.budget.remaining == 1000
    assert path == tmp_path / "a.bin"
    assert path.read_bytes() == CONTENT
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.bin"]
    assert seen[-1] == DownloadProgress(len(CONTENT), len(CONTENT))
    assert sorted(seen, key=lambda one: one.received) == seen


async def test_no_credentials_are_sent(tmp_path: Path) -> None:
    """Neither the token, also after it was fetched, nor headers of the view, nor the user in the URL."""

    async def handle(exchange: Exchange) -> None:
        if exchange.target == "/v1/oauth/token":
            body = b'{"accessToken": "token-1", "expires_in": 1000}'
        elif exchange.target.startswith("/v1/files"):
            url = server.url("/a.bin").replace("//", "//jane:hush@")
            body = b'[{"_id": "f", "url": "%s"}]' % url.encode()
        elif exchange.target == "/a.bin":
            await exchange.answer(redirect("/b.bin", 307))
            return
        else:
            body = b"content"
        await exchange.answer(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    async with serving(handle) as server:
        async with Plutio("id", "secret", business="example", base_url=server.url("/v1")) as plutio:
            view = plutio.with_options(headers={"X-Gateway-Key": "very-secret"})
            await view.files.download("f", tmp_path / "a.bin")
            assert plutio.budget.remaining == 1000 - 2  # the token and the record
    heads = [exchange.head.lower() for exchange in server.seen if exchange.target.endswith(".bin")]
    assert len(heads) == 2
    for head in heads:
        for secret in (
            b"authorization",
            b"business",
            b"token-1",
            b"very-secret",
            b"jane",
            b"hush",
            b"cookie",
            b"referer",
        ):
            assert secret not in head
    assert b"authorization" in server.seen[1].head.lower()


@pytest.mark.parametrize("etag", ['"v1"', None, 'W/"v1"', '""', "v1"])
async def test_a_broken_connection_continues(tmp_path: Path, etag: str | None) -> None:
    """From its last byte where the file has a strong ETag, and from the start otherwise.

    A date is no strong version, as a file can change twice in a second, and never goes with a weak ETag (RFC 9110,
    section 13.1.5).
    """
    dates = "Date: Tue, 01 Dec 2026 12:00:00 GMT\r\nLast-Modified: Tue, 01 Dec 2026 11:59:59 GMT\r\n"
    files = FileServer(1000, 5000, 300_000, etag=etag, more=dates)
    async with client(files) as (plutio, server):
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT
    assert len(list(tmp_path.iterdir())) == 1
    assert files.asked == ([None, "1000", "6000", "306000"] if etag == '"v1"' else [None] * 4)


async def test_an_attempt_that_brings_bytes_counts_as_the_first(tmp_path: Path) -> None:
    """So a large file comes over a bad line, and a server that sends nothing ends the download."""
    files = FileServer(*[1000] * 6)
    async with client(files, retries=Retries(2, base=0.0)) as (plutio, server):
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
        assert (tmp_path / "a.bin").read_bytes() == CONTENT
        files.cuts = [0] * 6
        with pytest.raises(ConnectionFailed):
            await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert len(files.asked) == 7 + 2


async def test_an_error_names_the_server_only(tmp_path: Path) -> None:
    """Not the user, the path and the query of the URL, which may be secret."""
    file = FileItem.from_dict({"_id": "f", "url": "http://jane:hush@localhost:1/hidden?signature=hidden"})
    async with Plutio("id", "secret", retries=1) as plutio:
        with pytest.raises(ConnectionFailed, match="localhost:1") as caught:
            await plutio.files.download(file, tmp_path / "a.bin")
    for secret in ("jane", "hush", "hidden"):
        assert secret not in str(caught.value)


async def test_the_next_download_continues_after_one_that_failed(tmp_path: Path) -> None:
    """It asks for the version of the file first. A name may be as long as the system allows."""
    name = "é" * 125 + ".bin"
    files = FileServer(1000)
    async with client(files, retries=1) as (plutio, server):
        with pytest.raises(ConnectionFailed):
            await plutio.files.download(a_file(server), tmp_path / name)
        assert not (tmp_path / name).exists()
        assert [entry.suffix for entry in tmp_path.iterdir()] == [".part"]
        await plutio.files.download(a_file(server), tmp_path / name)
    assert files.asked == [None, None, "1000"]
    assert (tmp_path / name).read_bytes() == CONTENT
    assert len(list(tmp_path.iterdir())) == 1


LONG = "x" * 40
DATED = "Last-Modified: Mon, 01 Jun 2026 12:00:00 GMT\r\n"


@pytest.mark.parametrize("etag", ['"v1"', None])
@pytest.mark.parametrize(
    ("url", "name"), [("/b", "a.bin"), ("/a?file=b", "a.bin"), ("/b", f"{LONG}.b"), ("/a?file=b", f"{LONG}.b")]
)
async def test_a_part_belongs_to_one_url_and_one_target(tmp_path: Path, etag: str | None, url: str, name: str) -> None:
    """Not to a file of the same length and version at another URL, whatever its name begins with."""
    first, second = FileServer(60_000, etag=etag, more=DATED), FileServer(etag=etag, content=CONTENT[::-1], more=DATED)

    async def handle(exchange: Exchange) -> None:
        await (second if exchange.target == url else first)(exchange)

    async with client(handle, retries=1) as (plutio, server):
        with pytest.raises(ConnectionFailed):
            await plutio.files.download(a_file(server, "/a"), tmp_path / (f"{LONG}.a" if LONG in name else name))
        await plutio.files.download(a_file(server, url), tmp_path / name)
    assert (tmp_path / name).read_bytes() == CONTENT[::-1]
    assert second.asked == [None]


async def test_one_url_for_two_targets(tmp_path: Path) -> None:
    """Each has a part of its own, also where the names begin alike."""
    files = FileServer(1000, 2000)
    async with client(files, retries=1) as (plutio, server):
        for name in ("a", "b"):
            with pytest.raises(ConnectionFailed):
                await plutio.files.download(a_file(server), tmp_path / (LONG + name))
        for name in ("b", "a"):
            await plutio.files.download(a_file(server), tmp_path / (LONG + name))
            assert (tmp_path / (LONG + name)).read_bytes() == CONTENT
    assert files.asked == [None, None, None, "2000", None, "1000"]


async def test_a_target_has_one_part(tmp_path: Path) -> None:
    """That of the last URL, so that URLs with a new signature each time fill no disk. A complete file removes it."""
    files = FileServer(1000, 2000, 3000)
    async with client(files, retries=1) as (plutio, server):
        for number in range(3):
            with pytest.raises(ConnectionFailed):
                await plutio.files.download(a_file(server, f"/a?signature={number}"), tmp_path / "a")
            assert len(list(tmp_path.iterdir())) == 1
        files.etag = None
        await plutio.files.download(a_file(server, "/a"), tmp_path / "a")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files and rights")


def link(part: Path, victim: Path) -> None:
    part.rename(victim)
    part.symlink_to(victim)


def hard_link(part: Path, victim: Path) -> None:
    victim.hardlink_to(part)


def pipe(part: Path, _victim: Path) -> None:
    part.unlink()
    os.mkfifo(part, 0o600)


def folder(part: Path, _victim: Path) -> None:
    part.unlink()
    part.mkdir()


def writable(part: Path, _victim: Path) -> None:
    part.write_bytes(b"x" * 1000 + part.read_bytes()[1000:])
    part.chmod(0o622)


def foreign(part: Path, _victim: Path) -> None:
    part.write_bytes(b"x" * 2000)


@posix
@pytest.mark.parametrize("plant", [link, hard_link, pipe, folder, writable, foreign], ids=lambda plant: plant.__name__)
async def test_a_planted_part_is_not_used(tmp_path: Path, plant: Callable[[Path, Path], None]) -> None:
    """No other file is written to, and no byte comes from it."""
    (tmp_path / "out").mkdir()
    target, victim = tmp_path / "out" / "a.bin", tmp_path / "victim"
    files = FileServer(1000)
    async with client(files, retries=1) as (plutio, server):
        with pytest.raises(ConnectionFailed):
            await plutio.files.download(a_file(server), target)
        (part,) = target.parent.iterdir()
        plant(part, victim)
        before = victim.read_bytes() if victim.exists() else None
        with anyio.fail_after(60):
            await plutio.files.download(a_file(server), target)
    assert files.asked == [None, None]
    assert target.read_bytes() == CONTENT
    assert (victim.read_bytes() if victim.exists() else None) == before
    assert not target.is_symlink()


@posix
async def test_a_part_of_another_user_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes may be anything."""
    files = FileServer(1000)
    async with client(files, retries=1) as (plutio, server):
        with pytest.raises(ConnectionFailed):
            await plutio.files.download(a_file(server), tmp_path / "a.bin")
        other = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: other)
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert files.asked == [None, None]
    assert (tmp_path / "a.bin").read_bytes() == CONTENT


@posix
async def test_a_file_that_takes_the_name_of_the_part_is_not_written_to(tmp_path: Path) -> None:
    """As between two attempts: the part stays open."""
    files, victim = FileServer(1000), tmp_path / "victim"
    victim.write_bytes(b"victim")

    async def handle(exchange: Exchange) -> None:
        if files.asked:
            (part,) = tmp_path.glob(".*.tmp")
            part.unlink()
            part.symlink_to(victim)
        await files(exchange)

    async with client(handle) as (plutio, server):
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert files.asked == [None, "1000"]
    assert victim.read_bytes() == b"victim"


@posix
async def test_a_part_is_for_this_user_only(tmp_path: Path) -> None:
    """From its first byte on, and so is the file. A link in its place is replaced, not what it points to."""
    victim, target = tmp_path / "victim", tmp_path / "a.bin"
    victim.write_bytes(b"victim")
    target.symlink_to(victim)
    modes: set[int] = set()

    def look(_: DownloadProgress) -> None:
        modes.update(stat.S_IMODE(entry.stat().st_mode) for entry in tmp_path.glob(".a.bin.*"))

    old = os.umask(0)
    try:
        async with client(FileServer(1000), retries=1) as (plutio, server):
            with pytest.raises(ConnectionFailed):
                await plutio.files.download(a_file(server), target, progress=look)
            modes.update(stat.S_IMODE(entry.stat().st_mode) for entry in tmp_path.glob(".a.bin.*"))
            await plutio.files.download(a_file(server), target, progress=look)
    finally:
        os.umask(old)
    assert modes == {0o600}
    assert not target.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (target.read_bytes(), victim.read_bytes()) == (CONTENT, b"victim")


def stated(name: str, content: bytes) -> str:
    """The header in which a server states the checksum of a file."""

    def encoded(algorithm: str) -> str:
        return base64.b64encode(hashlib.new(algorithm, content).digest()).decode()

    return f"{name}: " + {
        "Repr-Digest": f"unixsum=:AAA=:, sha-256=:{encoded('sha256')}:",
        "Content-Digest": f"sha-512=:{encoded('sha512')}:",
        "Digest": f"SHA-256={encoded('sha256')},unixsum=30637",
        "Content-MD5": encoded("md5"),
        "X-Amz-Checksum-SHA256": encoded("sha256"),
        "X-Goog-Hash": f"crc32c=n03x6A==\r\nX-Goog-Hash: md5={encoded('md5')}",
    }[name] + "\r\n"  # fmt: skip


CHECKSUMS = ["Repr-Digest", "Content-Digest", "Digest", "Content-MD5", "X-Amz-Checksum-SHA256", "X-Goog-Hash"]


@pytest.mark.parametrize("header", CHECKSUMS)
async def test_a_checksum_is_verified(tmp_path: Path, header: str) -> None:
    """At the end. A damaged file comes anew; one that stays so is an error, and nothing of it is kept."""
    (tmp_path / "a.bin").write_bytes(b"old")
    files = FileServer(1000, content=CONTENT[::-1], more=stated(header, CONTENT))

    async def mended(exchange: Exchange) -> None:
        if len(files.asked) == 4:
            files.content = CONTENT
        await files(exchange)

    async with client(mended, retries=Retries(2, base=0.0)) as (plutio, server):
        with pytest.raises(UnreadableAnswer, match=r"the file is damaged: its (sha256|sha512|md5)"):
            await plutio.files.download(a_file(server), tmp_path / "a.bin")
        assert files.asked == [None, "1000"]
        assert (tmp_path / "a.bin").read_bytes() == b"old"
        assert [entry.name for entry in tmp_path.iterdir()] == ["a.bin"]
        files.cuts = [1000]
        await plutio.with_options(retries=Retries(3, base=0.0)).files.download(a_file(server), tmp_path / "a.bin")
    assert files.asked[2:] == [None, "1000", None]
    assert (tmp_path / "a.bin").read_bytes() == CONTENT


async def test_a_part_that_was_changed_is_noticed(tmp_path: Path) -> None:
    """By the checksum. The next attempt begins anew."""
    files = FileServer(1000, more=stated("Repr-Digest", CONTENT))
    async with client(files, retries=Retries(2, base=0.0)) as (plutio, server):
        plutio_once = plutio.with_options(retries=1)
        with pytest.raises(ConnectionFailed):
            await plutio_once.files.download(a_file(server), tmp_path / "a.bin")
        (part,) = tmp_path.iterdir()
        part.write_bytes(b"?" + part.read_bytes()[1:])
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert files.asked == [None, None, "1000", None]
    assert (tmp_path / "a.bin").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "header",
    [
        "Content-MD5: " + "9e" * 16,
        "Repr-Digest: sha-256=:nonsense:, sha-1=:AAAA:",
        "Digest: sha-256=A",
        "X-Amz-Checksum-SHA256: " + base64.b64encode(bytes(32)).decode() + "-3",
        "X-Goog-Stored-Content-Length: 5\r\nX-Goog-Hash: md5=" + base64.b64encode(bytes(16)).decode(),
        f'ETag: "{"d4" * 16}"',
    ],
)
async def test_what_is_no_checksum_of_the_bytes(tmp_path: Path, header: str) -> None:
    """Hexadecimal text, unknown algorithms, that of the parts of an upload, and that of a file stored with gzip."""
    async with client(FileServer(etag=None, more=f"{header}\r\n")) as (plutio, server):
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT


async def test_a_range_of_another_version_begins_anew(tmp_path: Path) -> None:
    """From a server that ignores ``If-Range``."""
    files = FileServer(1000)

    async def handle(exchange: Exchange) -> None:
        if b"\r\nRange: bytes=1000-" in exchange.head:
            files.etag, files.content = '"v2"', CONTENT[::-1]
            exchange.head = exchange.head.replace(b'If-Range: "v1"', b'If-Range: "v2"')
        await files(exchange)

    async with client(handle) as (plutio, server):
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert files.asked == [None, "1000", None]
    assert (tmp_path / "a.bin").read_bytes() == CONTENT[::-1]


async def test_another_version_of_the_file_begins_anew(tmp_path: Path) -> None:
    """Also one of the same length, and also between two attempts."""
    files = FileServer(1000, 2000)

    async def handle(exchange: Exchange) -> None:
        if len(files.asked) == 1:
            files.etag, files.content = '"v2"', CONTENT[::-1]
        await files(exchange)

    async with client(handle) as (plutio, server):
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert files.asked == [None, "1000", "2000"]
    assert (tmp_path / "a.bin").read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize(
    "shown", ["bytes 0-1023999/1024000", "bytes 1001-1023999/1024000", "bytes 1000-1023999/5", "bytes */9", "nonsense"]
)
async def test_a_wrong_range_begins_anew(tmp_path: Path, shown: str) -> None:
    """The bytes of another place are never taken."""
    files = FileServer(1000)
    files.content_range = shown
    async with client(files) as (plutio, server):
        await plutio.files.download(a_file(server), tmp_path / "a.bin")
    assert files.asked == [None, "1000", None]
    assert (tmp_path / "a.bin").read_bytes() == CONTENT


async def test_a_server_that_refuses_the_range(tmp_path: Path) -> None:
    """With 416, or by sending the whole: it comes anew."""
    files = FileServer(1000)
    files.ranges = False

    async def handle(exchange: Exchange) -> None:
        if exchange.target == "/416" and b"\r\nRange:" in exchange.head:
            await exchange.answer(b"HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n")
        else:
            await files(exchange)

    async with client(handle) as (plutio, server):
        for path in ("/416", "/whole"):
            files.cuts = [1000]
            await plutio.files.download(a_file(server, path), tmp_path / "a.bin")
            assert (tmp_path / "a.bin").read_bytes() == CONTENT


async def test_redirects_are_followed(tmp_path: Path) -> None:
    """To other hosts too, but not for ever, and not to what is no web address."""

    async def handle(exchange: Exchange) -> None:
        target = exchange.target
        if target == "/ends":
            await exchange.answer(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend")
        elif target == "/loop":
            await exchange.answer(redirect("/loop"))
        elif target == "/other":
            await exchange.answer(redirect(server.url("/ends").replace("localhost", "127.0.0.1"), 301))
        else:
            await exchange.answer(
                redirect({"/file": "file:///etc/passwd", "/open": "http://files.example.com/"}[target])
            )

    async with client(handle) as (plutio, server):
        await plutio.files.download(a_file(server, "/other"), tmp_path / "a.bin")
        assert (tmp_path / "a.bin").read_bytes() == b"end"
        assert b"Host: 127.0.0.1" in server.seen[1].head
        with pytest.raises(UnreadableAnswer, match="more than 10 redirects"):
            await plutio.with_options(retries=1).files.download(a_file(server, "/loop"), tmp_path / "b.bin")
        with pytest.raises(ConfigurationError, match="no http or https address"):
            await plutio.files.download(a_file(server, "/file"), tmp_path / "b.bin")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.bin"]


@pytest.mark.parametrize(
    "url", [None, "", "/relative", "ftp://files.example.com/a", "http://files.example.com/a", "https://", "file:///a"]
)
async def test_a_url_that_is_not_fetched(tmp_path: Path, url: str | None) -> None:
    """Nothing is sent, and the error does not show the URL, which may be signed."""
    async with Api().client() as plutio:
        with pytest.raises(ConfigurationError) as caught:
            await plutio.files.download(FileItem.from_dict({"_id": "f", "url": url}), tmp_path / "a")
    assert "example.com" not in str(caught.value)


async def test_an_https_file_never_leads_to_http(tmp_path: Path) -> None:
    """Also not to this machine, also if http is allowed."""
    api = Api(answer(302, None, Location="http://127.0.0.1/a"))
    async with api.client(allow_http=True) as plutio:
        file = FileItem.from_dict({"_id": "f", "url": "https://files.example.com/a"})
        with pytest.raises(ConfigurationError, match="not encrypted"):
            await plutio.files.download(file, tmp_path / "a")
    assert len(api.requests) == 1


async def test_failures(tmp_path: Path) -> None:
    """A status is an error; a silent server is a timeout. Nothing is left behind."""

    async def handle(exchange: Exchange) -> None:
        if exchange.target == "/gone":
            await exchange.answer(b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n")
        elif exchange.target == "/packed":
            await exchange.answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n")
        else:
            await exchange.stream.receive()

    async with client(handle, retries=1) as (plutio, server):
        with pytest.raises(NotFoundError):
            await plutio.files.download(a_file(server, "/gone"), tmp_path / "a")
        with pytest.raises(UnreadableAnswer, match="compresses"):
            await plutio.files.download(a_file(server, "/packed"), tmp_path / "a")
        with anyio.fail_after(60), pytest.raises(CallTimeout):
            quick = plutio.with_options(timeout=Timeout(3600, read=0.05))
            await quick.files.download(a_file(server, "/silent"), tmp_path / "a")
        with pytest.raises(IsADirectoryError, match="name the file to write"):
            await plutio.files.download(a_file(server), tmp_path)
    assert list(tmp_path.iterdir()) == []


async def test_a_target_that_cannot_be_replaced(tmp_path: Path) -> None:
    """As one that has become a folder. Nothing else is left."""
    target = tmp_path / "a.bin"
    async with client(FileServer()) as (plutio, server):
        with pytest.raises(OSError, match=r"a\.bin"):
            await plutio.files.download(a_file(server), target, progress=lambda _: target.mkdir(exist_ok=True))
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.bin"]


async def test_a_mistake_in_progress_is_raised_as_it_is(tmp_path: Path) -> None:
    """What has come is kept."""

    def fail(_: DownloadProgress) -> None:
        raise ValueError("mine")

    async with client(FileServer()) as (plutio, server):
        with pytest.raises(ValueError, match="mine"):
            await plutio.files.download(a_file(server), tmp_path / "a.bin", progress=fail)
    assert [entry.suffix for entry in tmp_path.iterdir()] == [".part"]


@pytest.mark.parametrize("closed", [True, False])
async def test_a_download_ends_with_its_client_or_its_task(tmp_path: Path, closed: bool) -> None:
    """It keeps what has come, and the next one continues there."""
    started = anyio.Event()

    async def handle(exchange: Exchange) -> None:
        if b"\r\nRange: bytes=5-" in exchange.head:
            head = b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789"
            await exchange.answer(head)
            return
        await exchange.answer(b'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: 10\r\n\r\n01234')
        await exchange.stream.receive()

    async with serving(handle) as server:
        plutio = Plutio("id", "secret")
        errors: list[Exception] = []

        async def run() -> None:
            try:
                await plutio.files.download(a_file(server), tmp_path / "a", progress=lambda _: started.set())
            except ClientStateError as error:
                errors.append(error)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run)
            await started.wait()
            if closed:
                await plutio.aclose()
            else:
                tasks.cancel_scope.cancel()
        assert len(errors) == closed
        await plutio.aclose()
        async with Plutio("id", "secret") as another:
            await another.files.download(a_file(server), tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


async def test_two_downloads_of_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Each has its own temporary file; a part that was kept goes to one of them."""
    files = FileServer(1000)
    async with client(files, retries=1) as (plutio, server):
        with pytest.raises(ConnectionFailed):
            await plutio.files.download(a_file(server), tmp_path / "a.bin")
        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(plutio.files.download, a_file(server), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.bin"]
    assert files.asked.count("1000") == 1


def test_the_token_of_the_tests_is_known() -> None:
    """So that the search for it means something."""
    assert TOKEN["accessToken"] == "token-1"
