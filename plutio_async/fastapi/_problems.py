"""Errors of calls as responses, in the form of RFC 9457."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import date
from http import HTTPStatus

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from plutio_async._core.errors import (
    BudgetExceeded,
    CallTimeout,
    ConfigurationError,
    ConnectionFailed,
    InvalidInput,
    NotFoundError,
    OutcomeUnknown,
    PlutioError,
    RateLimitError,
    StatusError,
    UnreadableAnswer,
)
from plutio_async._resources.outcomes import BulkFailed, CreateManyFailed
from plutio_async.fastapi._schema import describe

_RETRY_AFTER = 60.0
"""Seconds, if Plutio does not name any."""
_PASSED_ON = {400: "Plutio rejected the request.", 404: "Plutio has no such record."}


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A response with the media type ``application/problem+json``."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def retry_later(detail: str, seconds: float | None) -> Response:
    """503 with ``Retry-After``."""
    wait = _RETRY_AFTER if seconds is None or not math.isfinite(seconds) else seconds
    return problem(503, detail, {"retry-after": str(max(1, math.ceil(wait)))})


def add_error_handlers(app: Starlette, *, pass_on: Collection[int] = ()) -> None:
    """Answers with ``application/problem+json`` where a route does not handle an error of a call.

    ==================================================== =========================
    ``InvalidInput``                                     422 as FastAPI's own
    ``BudgetExceeded``, ``RateLimitError``               503 with ``Retry-After``
    ``CallTimeout``                                      504
    other failed connections, ``OutcomeUnknown``,        502
    statuses of Plutio (a refused token, 400, 404, 5xx)
    ==================================================== =========================

    ``InvalidInput`` is answered in the form of FastAPI's own validation errors, which its OpenAPI schema has for every
    route with parameters. The schema gets the others for each route that has the client among its dependencies, and
    ``application/x-ndjson`` for each that returns ``NdjsonResponse``. They show nothing of what Plutio answered.
    Mistakes of the program, such as a ``ConfigurationError``, stay a 500.

    Args:
        app: The app.
        pass_on: ``400``, ``404`` or both: where Plutio answers with them, so does the app.

    Raises:
        ConfigurationError: another status in ``pass_on``.
    """
    if not set(pass_on) <= _PASSED_ON.keys():
        raise ConfigurationError(f"pass_on={pass_on!r} does not work; give 400, 404 or both")
    passed_on = frozenset(pass_on)

    async def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, PlutioError)
        if isinstance(error, InvalidInput):
            return _invalid(request, error)
        return _problem_of(error, passed_on)

    many = (BulkFailed, CreateManyFailed)
    for kind in (BudgetExceeded, ConnectionFailed, InvalidInput, OutcomeUnknown, UnreadableAnswer, StatusError, *many):
        app.add_exception_handler(kind, answer)
    if isinstance(app, FastAPI):
        describe(app, passed_on)


def _invalid(request: Request, error: InvalidInput) -> Response:
    """422 in the form of FastAPI's validation errors. ``loc`` names where the value is only if the request shows it."""
    name, given = error.name, error.given
    sources = {"path": request.path_params, "query": request.query_params}
    where = next(([source, name] for source, values in sources.items() if name in values), [name] if name else [])
    if isinstance(given, date) or (isinstance(given, float) and not math.isfinite(given)):
        given = str(given)
    return JSONResponse({"detail": [{"type": "value_error", "loc": where, "msg": error.message, "input": given}]}, 422)


def _problem_of(error: PlutioError, pass_on: Collection[int]) -> Response:
    match error:
        case BudgetExceeded():
            return retry_later("The calls to Plutio are used up for now.", error.wait)
        case RateLimitError():
            return retry_later("The calls to Plutio are used up for now.", error.retry_after)
        case CallTimeout():
            return problem(504, "Plutio did not answer in time.")
        case OutcomeUnknown():
            return problem(502, "Plutio did not confirm the change. It may have happened: look before you repeat it.")
        case BulkFailed() | CreateManyFailed():
            return problem(502, "Plutio made some of the changes only.")
        case StatusError() if (status := _status(error)) in pass_on:
            return problem(status, _PASSED_ON[status])
    return problem(502, "The call to Plutio failed.")


def _status(error: StatusError) -> int:
    """The status; 404 for a record that Plutio answered an empty list for."""
    return 404 if isinstance(error, NotFoundError) else error.status
