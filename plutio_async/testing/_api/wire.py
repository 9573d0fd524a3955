"""One request and one answer as the sandbox sees them, whatever carried them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from attrs import field, frozen


@frozen
class Request:
    """What a client sent. ``path`` has no version in front; ``version`` is ``None`` when the URL named none we know."""

    method: str
    path: str
    version: str | None = None
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(factory=dict)
    content: bytes = b""

    @property
    def media_type(self) -> str:
        """The content type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@frozen
class Answer:
    """What goes back, and how.

    ``delay`` holds back the first byte, ``pace`` lies between pieces of ``piece`` bytes, and after ``cut`` bytes the
    connection drops. All of them are seconds of the sandbox's clock.
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
    """Raised by a hook: the connection is not even made. Over a real network this is the same as ``Dropped``."""


class Hook(Protocol):
    """Comes between the client and the sandbox; see ``Sandbox.add_hook``."""

    async def before(self, request: Request) -> Answer | None:
        """Before the server acts. An answer stands in for the server, ``Dropped`` breaks the connection."""
        ...

    async def after(self, request: Request, answer: Answer) -> Answer:
        """After the server acted. May change the answer or its timing, or raise ``Dropped``."""
        ...


@frozen
class RecordedCall:
    """A call that the sandbox saw. ``status`` is ``None`` when the connection was dropped. Holds no secrets."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    json: Any
    headers: Mapping[str, str]
    status: int | None
    at: float


def json_answer(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """``body`` as JSON."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    try:
        content = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can spell and UTF-8 cannot
        content = json.dumps(body, separators=(",", ":")).encode()
    return Answer(status, content, {"content-type": "application/json; charset=utf-8", **(headers or {})})
