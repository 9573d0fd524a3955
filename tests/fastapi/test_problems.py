"""Errors of calls as responses."""

from __future__ import annotations

import json
import math
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from plutio_async._resources.bulk_result import BulkResult
from plutio_async.errors import (
    AuthenticationError,
    BadRequestError,
    BudgetExceeded,
    BulkFailed,
    BusinessNotEnabledError,
    CallTimeout,
    ClientStateError,
    ConfigurationError,
    ConnectionFailed,
    CreateManyFailed,
    CustomFieldError,
    MethodNotAllowedError,
    NotFoundError,
    OutcomeUnknown,
    PermissionDeniedError,
    PlutioError,
    RateLimitError,
    RecordsMissing,
    ResponseTooLarge,
    ServerError,
    StatusError,
    UnreadableAnswer,
    WebhookError,
)
from plutio_async.fastapi import add_error_handlers

HIDDEN = "upstream text"


def status(kind: type[StatusError], number: int, **details: Any) -> StatusError:
    return kind(HIDDEN, status=number, body={"message": HIDDEN}, **details)


ANSWERS: list[tuple[PlutioError, int, str | None]] = [
    (BudgetExceeded(HIDDEN, wait=12.3), 503, "13"),
    (BudgetExceeded(HIDDEN, wait=0.0), 503, "1"),
    (BudgetExceeded(HIDDEN, wait=None), 503, "60"),
    (BudgetExceeded(HIDDEN, wait=math.inf), 503, "60"),
    (status(RateLimitError, 429, retry_after=5.0), 503, "5"),
    (status(RateLimitError, 429), 503, "60"),
    (CallTimeout(HIDDEN), 504, None),
    (ConnectionFailed(HIDDEN), 502, None),
    (OutcomeUnknown(HIDDEN, sent={"secret": HIDDEN}), 502, None),
    (UnreadableAnswer(HIDDEN, body=HIDDEN), 502, None),
    (ResponseTooLarge(HIDDEN, limit=1, received=2), 502, None),
    (BulkFailed(HIDDEN, result=BulkResult(["a"])), 502, None),
    (CreateManyFailed(HIDDEN, result=cast("Any", None)), 502, None),
    (status(AuthenticationError, 401), 502, None),
    (status(PermissionDeniedError, 403), 502, None),
    (status(MethodNotAllowedError, 403), 502, None),
    (status(BadRequestError, 400), 502, None),
    (status(BusinessNotEnabledError, 400), 502, None),
    (status(NotFoundError, 404), 502, None),
    (status(NotFoundError, 200), 502, None),
    (RecordsMissing(HIDDEN, missing=("a",), found=[]), 502, None),
    (status(ServerError, 503, retry_after=5.0), 502, None),
    (status(StatusError, 418), 502, None),
]


def answer_to(error: Exception, *, installed: bool = True, **settings: Any) -> Any:
    app = FastAPI()
    if installed:
        add_error_handlers(app, **settings)

    @app.get("/")
    async def route() -> None:
        raise error

    return TestClient(app, raise_server_exceptions=False).get("/")


@pytest.mark.parametrize(("error", "expected", "retry_after"), ANSWERS)
def test_each_error_has_its_status(error: PlutioError, expected: int, retry_after: str | None) -> None:
    """In one form, and nothing of Plutio's answer is shown."""
    answer = answer_to(error)
    assert (answer.status_code, answer.headers.get("retry-after")) == (expected, retry_after)
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"], sorted(body)) == (
        "about:blank",
        expected,
        ["detail", "status", "title", "type"],
    )
    assert HIDDEN not in answer.text + json.dumps(dict(answer.headers))


@pytest.mark.parametrize(
    "error", [ConfigurationError("x"), ClientStateError("x"), CustomFieldError("x"), WebhookError("x")]
)
def test_a_mistake_of_the_program_stays_a_500(error: PlutioError) -> None:
    """So that the server logs it."""
    answer = answer_to(error)
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_every_error_is_decided_on() -> None:
    """A new class cannot be forgotten."""
    import plutio_async.errors as errors

    decided = {type(error) for error, *_ in ANSWERS}
    decided |= {PlutioError, ConfigurationError, ClientStateError, CustomFieldError, WebhookError}
    classes = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, PlutioError)}
    assert {kind for kind in classes if not issubclass(kind, WebhookError)} <= decided


@pytest.mark.parametrize(
    ("error", "pass_on", "expected"),
    [
        (status(BadRequestError, 400), {400}, 400),
        (status(NotFoundError, 404), {404}, 404),
        (status(NotFoundError, 200), {404}, 404),
        (RecordsMissing("x", missing=("a",), found=[]), {404}, 404),
        (status(BadRequestError, 400), {404}, 502),
        (status(NotFoundError, 404), {400}, 502),
        (status(PermissionDeniedError, 403), {400, 404}, 502),
    ],
)
def test_400_and_404_are_passed_on_if_asked(error: PlutioError, pass_on: Any, expected: int) -> None:
    """And nothing else; the text is ours."""
    answer = answer_to(error, pass_on=pass_on)
    assert answer.status_code == expected
    assert HIDDEN not in answer.text


@pytest.mark.parametrize("pass_on", [{401}, {"404"}, [400, 500]])
def test_no_other_status_can_be_passed_on(pass_on: Any) -> None:
    """A refused token is no matter of the app's clients."""
    with pytest.raises(ConfigurationError, match="400, 404 or both"):
        add_error_handlers(FastAPI(), pass_on=pass_on)


def test_nothing_is_handled_unless_asked() -> None:
    """The handlers are opt-in."""
    assert answer_to(CallTimeout("x"), installed=False).status_code == 500
