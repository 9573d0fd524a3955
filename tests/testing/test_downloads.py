"""The bytes of files, which the sandbox serves without a token."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from plutio_async import ConnectionFailed, DownloadProgress, NotFoundError, Plutio
from plutio_async.testing import Answer, Event, Fault, JumpingClock, Request, Sandbox, SandboxError, Switches

from .api import Api, Reply

CONTENT = bytes(range(256)) * 40


def url_of(api: Api, id: str) -> str:
    (record,) = api.get("/files", _id=id)
    url: str = record["url"]
    return url


def fetch(api: Api, url: str, method: str = "GET", **headers: str) -> Reply:
    """As a client without a token does."""
    assert url.startswith("http://localhost/storage/")
    return api.raw(method, urlsplit(url).path, "", {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def url(api: Api) -> str:
    """The address of a file with ``CONTENT``."""
    return url_of(api, api.sandbox.seed_file("logo.svg", CONTENT, mime_type="image/svg+xml")["_id"])


def test_the_bytes_that_a_test_gave(api: Api, url: str) -> None:
    """With the type and the size of the record. They cost no call, and no call is recorded."""
    calls = api.sandbox.calls
    reply = fetch(api, url)
    assert (reply.status, reply.content) == (200, CONTENT)
    assert reply.headers["content-type"] == "image/svg+xml"
    assert reply.headers["etag"].startswith('"')
    assert reply.headers["accept-ranges"] == "bytes"
    assert api.sandbox.calls == calls
    assert api.get("/files")[0]["size"] == len(CONTENT)


def test_a_download_costs_no_call_of_the_hour() -> None:
    """Also not when the hour is used up."""
    api = Api(Sandbox(limit=2))
    url = url_of(api, api.sandbox.seed_file("a", b"a")["_id"])
    assert api.call("GET", "/files").status == 429
    reply = fetch(api, url)
    assert reply.content == b"a"
    assert not [name for name in reply.headers if "ratelimit" in name]


@pytest.mark.parametrize(
    ("size", "served"), [(2048, 2048), (7.0, 7), (0, 0), (None, 1024), (-5, 1024), (10**12, 16 * 1024 * 1024)]
)
def test_bytes_are_made_up(size: float | None, served: int) -> None:
    """As many as the record says, within reason, and always the same for an id."""
    contents = []
    for _ in range(2):
        api = Api()
        api.sandbox.seed(files=[{"_id": id, "title": id, "size": size, "mimeType": "a\nb"} for id in ("a", "b")])
        contents.append([fetch(api, url_of(api, id)).content for id in ("a", "b")])
        assert fetch(api, url_of(api, "a")).headers["content-type"] == "application/octet-stream"
    assert contents[0] == contents[1]
    assert [len(content) for content in contents[0]] == [served, served]
    assert (contents[0][0] == contents[0][1]) == (served == 0)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("bytes=0-", 0, 10240), ("bytes=100-199", 100, 200), ("bytes=10000-99999", 10000, 10240), ("bytes=-10", 10230, 10240),
     ("bytes=-99999", 0, 10240), ("bytes=10239-", 10239, 10240)],
)  # fmt: skip
def test_a_range(api: Api, url: str, asked: str, start: int, stop: int) -> None:
    """206, and what it is a part of."""
    reply = fetch(api, url, range=asked)
    assert (reply.status, reply.content) == (206, CONTENT[start:stop])
    assert reply.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=-0", "bytes=10240-10241"])
def test_a_range_beyond_the_end(api: Api, url: str, asked: str) -> None:
    """416 with the size."""
    reply = fetch(api, url, range=asked)
    assert (reply.status, reply.headers["content-range"]) == (416, "bytes */10240")


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=5-4", "bytes=0-1,3-4", "rows=0-1", "bytes=x-"])
def test_any_other_range_is_ignored(api: Api, url: str, asked: str) -> None:
    """The whole file comes."""
    assert fetch(api, url, range=asked).content == CONTENT


def test_a_range_of_another_version_is_the_whole(api: Api, url: str) -> None:
    """``If-Range`` with the present version gives the part."""
    etag = fetch(api, url).headers["etag"]
    assert fetch(api, url, range="bytes=5-", if_range=etag).status == 206
    assert fetch(api, url, range="bytes=5-", if_range='"other"').content == CONTENT
    other = api.sandbox.seed_file("b", CONTENT[::-1])
    assert fetch(api, url_of(api, other["_id"])).headers["etag"] != etag


def test_other_methods(api: Api, url: str) -> None:
    """HEAD has the headers of the whole, others are refused."""
    head = fetch(api, url, "HEAD", range="bytes=5-")
    assert (head.status, head.content, head.headers["content-length"]) == (200, b"", "10240")
    assert head.headers["etag"] == fetch(api, url).headers["etag"]
    api.sandbox.switches = Switches(write_burst=1)  # for which a write waits
    refused = fetch(api, url, "PUT")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


def test_what_has_no_bytes(api: Api) -> None:
    """Unknown and deleted files, and those of another business."""
    id = api.sandbox.seed_file("a", b"a")["_id"]
    url = url_of(api, id)
    for wrong in (url + "x", url.replace("/example/", "/other/"), url.replace("/example/", "/none/")):
        assert fetch(api, wrong).status == 404
    api.delete("/files", _id=id)
    assert fetch(api, url).status == 404
    assert api.call("GET", urlsplit(url).path).status == 403
    api.sandbox.seed(files=[{"_id": "\ud800"}])
    assert fetch(api, api.get("/files")[0]["url"]).status == 404


def test_which_records_have_an_address(api: Api) -> None:
    """Files and documents without a ``url`` of their own: in lists, answers of writes, and events."""
    events: list[Event] = []
    api.sandbox.on_event(events.append)
    api.sandbox.seed(
        files=[
            {"_id": "a/ä?", "title": "a"},
            {"_id": "b", "type": "document"},
            {"_id": "c", "type": "link"},
            {"_id": "d", "url": "https://example.com/d"},
            {"_id": "e", "url": None},
        ]
    )
    urls = [record.get("url") for record in api.get("/files")]
    assert urls == [
        "http://localhost/storage/example/a%2F%C3%A4%3F",
        "http://localhost/storage/example/b",
        None,
        "https://example.com/d",
        None,
    ]
    assert [record.get("url") for record in api.sandbox.records("files")] == [None, None, None, urls[3], None]
    made = api.post("/files", title="f", handle="h")
    assert fetch(api, made["url"]).status == 200
    assert events[0].record["url"] == made["url"]
    assert api.put("/files", _id="b", title="new")["url"] == urls[1]
    assert api.put("/files/bulk", _ids=["b"], title="newer")[0]["url"] == urls[1]
    task = api.post("/tasks", title="A task")
    assert "url" not in task


def test_short_answers_stay_short() -> None:
    """The address is part of a record, not of an answer with the id alone."""
    api = Api(short_answer="id")
    id = api.sandbox.seed_file("a", b"a")["_id"]
    assert api.post("/files/move", _id=id, folderId="x") == {"_id": id}


def test_wrong_arguments(api: Api) -> None:
    """Content is bytes, and fields are those of a file."""
    content: Any = "text"
    with pytest.raises(SandboxError, match="the content of a file is bytes, not str"):
        api.sandbox.seed_file("a", content)
    with pytest.raises(SandboxError, match="Did you mean 'size'"):
        api.sandbox.seed_file("a", b"", siz=1)
    with pytest.raises(SandboxError, match="no business 'none'"):
        api.sandbox.seed_file("a", b"", business="none")
    assert api.sandbox.records("files") == []
    api.sandbox.seed_file("a", b"", business="other")
    assert len(api.sandbox.records("files", business="other")) == 1


def test_assertions_are_about_calls(api: Api, url: str) -> None:
    """One about downloads could only fail, or pass, by mistake."""
    fetch(api, url)
    for path in ("/storage/*", urlsplit(url).path):
        with pytest.raises(SandboxError, match="a file is no call"):
            api.sandbox.assert_not_called("GET", path)
    api.sandbox.assert_not_called("GET", "/tasks")


class Seen:
    """A hook that notes what passes."""

    def __init__(self) -> None:
        self.ranges: list[str | None] = []

    async def before(self, request: Request) -> Answer | None:
        if request.path.startswith("/storage/"):
            self.ranges.append(request.headers.get("range"))
            assert not {"authorization", "business"} & request.headers.keys()
        return None

    async def after(self, _request: Request, answer: Answer) -> Answer:
        return answer


def test_faults_of_downloads(api: Api, url: str) -> None:
    """They need the path; a fault without one affects calls only."""
    api.sandbox.fail(Fault.server_error(503))
    assert fetch(api, url).status == 200
    with api.sandbox.plan(Fault.server_error(503, path="/storage/*", nth=1)) as plan:
        assert [fetch(api, url).status for _ in range(2)] == [503, 200]
        assert plan.missed == []
    for path in (urlsplit(url).path, "/stor*", "/*"):
        with api.sandbox.plan(Fault.server_error(502, path=path)):
            assert fetch(api, url).status == 502
    with pytest.raises(SandboxError, match="carries no token"):
        api.sandbox.fail(Fault.token_revoked(path="/storage/*"))
    with pytest.raises(SandboxError, match="there is no POST /storage/"):
        api.sandbox.fail(Fault.server_error(path="/storage/*", method="POST"))


@pytest.mark.anyio
@pytest.mark.parametrize("served", [False, pytest.param(True, marks=pytest.mark.integration)])
async def test_a_download_continues_after_a_cut(tmp_path: Path, served: bool) -> None:
    """The client asks for the rest of the file, at the address that the record gives."""
    sandbox, clock, seen = Sandbox(), JumpingClock(), Seen()
    record = sandbox.seed_file("logo.svg", CONTENT)
    sandbox.add_hook(seen)
    progress: list[DownloadProgress] = []
    with sandbox.plan(Fault.reset("during", path="/storage/*", nth=[1, 2])) as plan:
        if served:
            async with (
                sandbox.serve() as base_url,
                Plutio("sandbox", "sandbox-secret", business="example", base_url=base_url, clock=clock) as plutio,
            ):
                await plutio.files.download(record["_id"], tmp_path / "a", progress=progress.append)
        else:
            async with Plutio.sandbox(sandbox, clock=clock) as plutio:
                await plutio.files.download(record["_id"], tmp_path / "a", progress=progress.append)
        assert plan.missed == []
    assert (tmp_path / "a").read_bytes() == CONTENT
    assert seen.ranges == [None, "bytes=5120-", "bytes=7680-"]
    assert progress[-1] == DownloadProgress(len(CONTENT), len(CONTENT))
    assert [call.path for call in sandbox.calls] == ["/oauth/token", "/files"]


@pytest.mark.anyio
async def test_the_next_download_continues(tmp_path: Path) -> None:
    """After one that failed for good; a file that was deleted meanwhile is not found."""
    sandbox, seen = Sandbox(), Seen()
    id = sandbox.seed_file("logo.svg", CONTENT)["_id"]
    sandbox.add_hook(seen)
    sandbox.fail(Fault.reset("during", path="/storage/*", nth=1))
    async with Plutio.sandbox(sandbox, retries=1) as plutio:
        file = await plutio.files.get(id)
        with pytest.raises(ConnectionFailed):
            await plutio.files.download(file, tmp_path / "a")
        await plutio.files.download(file, tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == CONTENT
        sandbox.remove("files", id)
        with pytest.raises(NotFoundError):
            await plutio.files.download(file, tmp_path / "a")
    assert seen.ranges == [None, None, "bytes=5120-", None]


@pytest.mark.anyio
async def test_a_mounted_sandbox() -> None:
    """The address has the path of the mount, and the host that the client named."""
    sandbox, app = Sandbox(), FastAPI()
    sandbox.seed_file("a", b"content")
    app.mount("/plutio", sandbox.app)
    headers = {"Authorization": Api(sandbox).headers["authorization"], "Business": "example"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://shop") as web:
        (record,) = (await web.get("/plutio/v1.11/files", headers=headers)).json()
        assert record["url"] == f"https://shop/plutio/storage/example/{record['_id']}"
        assert (await web.get(record["url"])).content == b"content"
