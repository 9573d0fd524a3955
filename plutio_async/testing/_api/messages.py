"""HTTP messages and JSON as the API reads and writes them, independent of the transport, and its errors."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Protocol, runtime_checkable
from urllib.parse import parse_qsl

from attrs import field, frozen

from plutio_async._core.json_text import is_deep

_PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n'
    "<body>\n<pre>{reason}</pre>\n</body>\n</html>\n"
)
_FORM = "application/x-www-form-urlencoded"
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie"})
_SECRET_FIELDS = frozenset({"client_secret"})
# MongoDB's limit of depth. A far deeper value would overflow Python's stack.
MAX_DEPTH = 100


@frozen
class Request:
    """The request of a client. ``path`` has no version prefix; ``version`` is ``None`` without a known version.

    ``address`` is where the client finds the sandbox, without the version.
    """

    method: str
    path: str
    version: str | None = None
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(factory=dict)
    content: bytes = b""
    address: str = "http://localhost"

    @property
    def media_type(self) -> str:
        """The content type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def form(self) -> dict[str, str] | None:
        """The fields of a form-encoded body, ``None`` for any other body."""
        if self.media_type != _FORM:
            return None
        return dict(parse_qsl(self.content.decode("utf-8", "replace"), keep_blank_values=True))


@frozen
class Answer:
    """The response of the sandbox, and how it is sent.

    The first byte is sent after ``delay`` seconds. Pieces of ``piece`` bytes follow ``pace`` seconds apart, and the
    connection drops after ``cut`` bytes. Times are in seconds of the sandbox's clock.
    """

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(factory=dict)
    delay: float = 0.0
    pace: float = 0.0
    piece: int = 1024
    cut: int | None = None


class Dropped(Exception):
    """Raised by a hook: the connection breaks without an answer."""


class Refused(Dropped):
    """Raised by a hook: the connection cannot be opened. Over a real network this is the same as ``Dropped``."""


class TooDeepError(ValueError):
    """JSON is nested too deeply."""


class Hook(Protocol):
    """Runs between the client and the sandbox; see ``Sandbox.add_hook``."""

    async def before(self, request: Request, /) -> Answer | None:
        """Before the server acts. An answer replaces that of the server; ``Dropped`` breaks the connection."""
        ...

    async def after(self, request: Request, answer: Answer, /) -> Answer:
        """After the server acted. May change the answer or its timing, or raise ``Dropped``."""
        ...


@runtime_checkable
class HookFactory(Protocol):
    """Creates a hook for each call."""

    def for_call(self, request: Request, /) -> Hook:
        """The hook for one call."""
        ...


@frozen
class RecordedCall:
    """A call that the sandbox received. ``status`` is ``None`` if the connection was dropped. Contains no secrets."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    json: Any
    headers: Mapping[str, str]
    status: int | None
    at: float


class ApiError(Exception):
    """The call is answered with this error. Raised anywhere while the call is handled."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}

    def answer(self) -> Answer:
        return json_answer(self.status, self.body(), self.headers)

    def body(self) -> dict[str, Any]:
        """The usual body: ``code`` and ``message``."""
        return {"code": self.status, "message": self.message}


class OauthError(ApiError):
    """An error in the format of the API's OAuth library."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(status, message)
        self.name = name

    def body(self) -> dict[str, Any]:
        return {"statusCode": self.status, "status": self.status, **super().body(), "name": self.name}


class HtmlError(ApiError):
    """An HTML page instead of JSON, as the live API sends for a write without a JSON content type."""

    def answer(self) -> Answer:
        page = _PAGE.format(reason=HTTPStatus(self.status).phrase)
        return Answer(self.status, page.encode(), {"content-type": "text/html; charset=utf-8", **self.headers})


def not_found() -> ApiError:
    """No record has the id."""
    return ApiError(404, "Not found")


def json_answer(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Answer:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    try:
        content = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair is valid in JSON, but not in UTF-8
        content = json.dumps(body, separators=(",", ":")).encode()
    return Answer(status, content, {"content-type": "application/json; charset=utf-8", **(headers or {})})


def parse_request(
    *,
    method: str,
    path: str,
    query: bytes,
    headers: Iterable[tuple[bytes, bytes]],
    content: bytes,
    versions: Collection[str],
    scheme: str = "http",
    root: str = "",
) -> Request:
    """A request from the parts of an HTTP message. ``path`` is decoded and still has its version prefix.

    ``root`` is the path below which the sandbox is mounted; ``path`` is without it.
    """
    named = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
    version, slash, rest = path.removeprefix("/").partition("/")
    known = version in versions
    return Request(
        method.upper(),
        f"/{rest}" if known and slash else path,
        version if known else None,
        tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True)),
        named,
        content,
        f"{scheme}://{named.get('host', 'localhost')}{root}",
    )


def recorded(request: Request, status: int | None, at: float) -> RecordedCall:
    """The call without its secrets."""
    headers = {name: value for name, value in request.headers.items() if name not in _SECRET_HEADERS}
    return RecordedCall(request.method, request.path, request.query, _recorded_body(request), headers, status, at)


def _recorded_body(request: Request) -> Any:
    if not request.content:
        return None
    body: Any = request.form
    if body is None:
        text = request.content.decode("utf-8", "replace")
        try:
            body = read_json(text)
        except ValueError:
            return text
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name not in _SECRET_FIELDS}
    return body


def read_json(text: str | bytes) -> Any:
    """Parses JSON; raises ``TooDeepError``, or another ``ValueError`` if it is invalid or a number is too large."""
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except RecursionError:
        raise TooDeepError from None
    if is_deep(value, MAX_DEPTH):
        raise TooDeepError
    return value


def _no_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number
