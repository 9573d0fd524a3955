"""What is kept of a call, without the secrets in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from plutio_async.testing._api import json_text
from plutio_async.testing._api.wire import RecordedCall, Request

_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie"})
_SECRET_FIELDS = frozenset({"client_secret"})


def recorded(request: Request, status: int | None, at: float) -> RecordedCall:
    """The call as tests see it."""
    headers = {name: value for name, value in request.headers.items() if name not in _SECRET_HEADERS}
    return RecordedCall(request.method, request.path, request.query, _body(request), headers, status, at)


def _body(request: Request) -> Any:
    if not request.content:
        return None
    text = request.content.decode("utf-8", "replace")
    if request.media_type == "application/x-www-form-urlencoded":
        return {name: value for name, value in parse_qsl(text) if name not in _SECRET_FIELDS}
    try:
        body = json_text.read(text)
    except ValueError:
        return text
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name not in _SECRET_FIELDS}
    return body
