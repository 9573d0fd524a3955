"""What FastAPI's OpenAPI schema does not know by itself: streams of JSON lines, and the responses for failed calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from http import HTTPStatus
from inspect import isclass, unwrap
from typing import Any, get_type_hints

from fastapi import FastAPI, routing

from plutio_async.fastapi._client import get_plutio
from plutio_async.fastapi._streaming import NdjsonResponse

_FAILED = (502, 503, 504)
_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
_RETRY = {"Retry-After": {"description": "Seconds until the next try.", "schema": {"type": "integer"}}}


def describe(app: FastAPI, pass_on: Collection[int]) -> None:
    """Completes the schema of an app whenever it is made: also for routes that are added later."""
    made: Callable[[], dict[str, Any]] = app.openapi
    app.openapi = partial(_described, app, made, (*sorted(pass_on), *_FAILED))  # type: ignore[method-assign]


def _described(app: FastAPI, made: Callable[[], dict[str, Any]], statuses: Collection[int]) -> dict[str, Any]:
    document = made()  # which is kept by the app, so that this may change it again
    for route, operation in _operations(app, document):
        responses = operation.setdefault("responses", {})
        if _uses_client(route.dependant):
            for status in statuses:
                responses.setdefault(str(status), _response(status))
        if _streams(route):
            for response in responses.values():
                if "application/json" in response.get("content", {}) and response["content"]["application/json"] in (
                    {},
                    {"schema": {}},
                ):
                    response["content"] = {NdjsonResponse.media_type: {"schema": {"type": "string"}}}
    return document


def _operations(app: FastAPI, document: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The routes of the app and of its routers that the schema has, each with its operations there."""
    contexts: Callable[[Any], Iterator[Any]] = getattr(routing, "iter_route_contexts", iter)  # older ones copy routes
    route: Any
    for route in contexts(app.routes):
        if isinstance(getattr(route, "original_route", route), routing.APIRoute):
            item = document.get("paths", {}).get(route.path_format, {})
            yield from ((_effective(route), item[method.lower()]) for method in route.methods if method.lower() in item)


def _effective(route: Any) -> Any:
    return getattr(route, "_effective_route", route)


def _uses_client(dependant: Any) -> bool:
    return dependant.call is get_plutio or any(map(_uses_client, dependant.dependencies))


def _streams(route: Any) -> bool:
    """Whether the function of a route says that it returns JSON lines."""
    try:
        returned = get_type_hints(unwrap(route.endpoint)).get("return")
    except (NameError, TypeError):  # a name that only type checkers know
        return False
    return isclass(returned) and issubclass(returned, NdjsonResponse)


def _response(status: int) -> dict[str, Any]:
    response = {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": _PROBLEM}},
    }
    return response | ({"headers": _RETRY} if status == 503 else {})
