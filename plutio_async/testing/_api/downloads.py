"""The bytes of files, at addresses of the sandbox that need no token.

The API has no call for bytes. That they are fetched from a record's ``url`` is inferred, and how the server behind it
answers is unknown; the sandbox answers as most file servers do.
"""

from __future__ import annotations

import random
import re
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from plutio_async.testing._api.messages import Answer, Request
from plutio_async.testing._api.store import Context, Record, Store, Workspace

PREFIX = "/storage/"

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_DEFAULT_SIZE = 1024
_MAX_SIZE = 16 * 1024 * 1024


def is_download(request: Request) -> bool:
    """Whether a request asks for the bytes of a file, which is no call of the API."""
    return request.version is None and request.path.startswith(PREFIX)


def with_url(context: Context, answer: Any) -> Any:
    """The answer's file with the address of its bytes, unless it has a ``url`` of its own or is a link."""
    if context.resource != "files" or not isinstance(answer, dict) or len(answer) < 2:
        return answer
    record = context.collection.get(str(answer.get("_id")))
    if record is None or "url" in record or record.get("type") == "link":
        return answer
    identifier = quote(record["_id"], safe="", errors="replace")
    return {**answer, "url": f"{context.address}{PREFIX}{context.workspace.subdomain}/{identifier}"}


def download(store: Store, request: Request) -> Answer:
    """The bytes of a file, whole or the range that is asked for."""
    if request.method not in ("GET", "HEAD"):
        return _text(405, "Method not allowed", allow="GET, HEAD")
    business, _, identifier = request.path.removeprefix(PREFIX).partition("/")
    workspace = store.workspaces.get(business)
    record = workspace.collection("files").get(identifier) if workspace else None
    if workspace is None or record is None:
        return _text(404, "Not found")
    content, media_type = _content(workspace, record), str(record.get("mimeType"))
    headers = {
        "content-type": media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream",
        "etag": f'"{sha256(content).hexdigest()[:32]}"',
        "accept-ranges": "bytes",
    }
    if request.method == "HEAD":
        return Answer(200, headers={**headers, "content-length": str(len(content))})
    part = _part(request, headers["etag"], len(content))
    if part is None:
        return Answer(200, content, headers)
    if not part:
        return _text(416, "Range not satisfiable", **{"content-range": f"bytes */{len(content)}"})
    shown = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    return Answer(206, content[part.start : part.stop], {**headers, "content-range": shown})


def _content(workspace: Workspace, record: Record) -> bytes:
    """The bytes that were given or loaded, or made-up ones, always the same for an id and a size."""
    given = workspace.contents.get(record["_id"])
    if given is not None:
        return given if isinstance(given, bytes) else given.read_bytes()
    size = record.get("size")
    length = min(int(size), _MAX_SIZE) if isinstance(size, int | float) and size >= 0 else _DEFAULT_SIZE
    return random.Random(record["_id"]).randbytes(length)


def _part(request: Request, etag: str, size: int) -> range | None:
    """The bytes to send, none of them if the range is beyond the end; ``None`` for the whole file."""
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    if not found or request.headers.get("if-range", etag) != etag:
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def _text(status: int, reason: str, **headers: str) -> Answer:
    return Answer(status, reason.encode(), {"content-type": "text/plain; charset=utf-8", **headers})
