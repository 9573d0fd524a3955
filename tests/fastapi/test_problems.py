"""Errors of calls as responses."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Annotated, Any, cast

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.testclient import TestClient
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from plutio_async import F, Plutio
from plutio_async._resources.outcomes import BulkResult
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
    InvalidInput,
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
from plutio_async.fastapi import NdjsonResponse, PlutioClient, add_error_handlers, lifespan_of
from plutio_async.fastapi._problems import problem
from plutio_async.models import Task
from plutio_async.testing import Sandbox

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
    decided |= {InvalidInput, PlutioError, ConfigurationError, ClientStateError, CustomFieldError, WebhookError}
    classes = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, PlutioError)}
    assert {kind for kind in classes if not issubclass(kind, WebhookError)} <= decided


def app_of_tasks(sandbox: Sandbox) -> FastAPI:
    app = FastAPI(lifespan=lifespan_of(lambda: Plutio.sandbox(sandbox)))
    add_error_handlers(app)

    @app.get("/tasks")
    async def tasks(plutio: PlutioClient, status: str | None = None, state: str | None = None) -> list[Task]:
        return await plutio.tasks.list(q=F.status == (status or state))

    @app.get("/tasks/by/{status}")
    async def by_status(plutio: PlutioClient, status: str) -> list[Task]:
        return await plutio.tasks.list(status=status)

    @app.get("/mistake")
    async def mistake(plutio: PlutioClient) -> Any:
        return await plutio.tasks.list(stat="overdue")

    @app.get("/due")
    async def due(plutio: PlutioClient, due_date: str) -> list[Task]:
        return await plutio.tasks.list(due_date=due_date)

    return app


@pytest.mark.parametrize(
    ("url", "where", "given"),
    [
        ("/tasks?status=overdu", ["query", "status"], "overdu"),
        ("/tasks?state=overdu", ["status"], "overdu"),
        ("/tasks/by/overdu", ["path", "status"], "overdu"),
        ("/due?due_date=tomorow", ["query", "due_date"], "tomorow"),
    ],
)
def test_wrong_data_is_a_validation_error(url: str, where: list[str], given: str) -> None:
    """In the form that the app's OpenAPI has. It says where the value is only if the request shows it; no call."""
    sandbox = Sandbox()
    app = app_of_tasks(sandbox)
    with TestClient(app) as web:
        answer = web.get(url)
    assert answer.status_code == 422
    (detail,) = answer.json()["detail"]
    assert (detail["type"], detail["loc"], detail["input"]) == ("value_error", where, given)
    assert repr(given) in detail["msg"]
    document = app.openapi()
    described = document["paths"]["/tasks"]["get"]["responses"]["422"]["content"]["application/json"]["schema"]
    assert Draft202012Validator({**described, "components": document["components"]}).is_valid(answer.json())
    assert sandbox.calls == []


@pytest.mark.parametrize("given", [math.nan, date(2026, 5, 1), 5, None])
def test_any_wrong_value_has_a_response(given: Any) -> None:
    """Also one that JSON does not have, and one that has no name."""
    answer = answer_to(InvalidInput("wrong", given=given))
    shown = given if given in (5, None) else str(given)
    assert (answer.status_code, answer.json()) == (
        422,
        {"detail": [{"type": "value_error", "loc": [], "msg": "wrong", "input": shown}]},
    )


def test_a_mistake_in_the_code_of_a_route_stays_a_500() -> None:
    """The caller of the app cannot correct it."""
    with TestClient(app_of_tasks(Sandbox()), raise_server_exceptions=False) as web:
        assert web.get("/mistake").status_code == 500


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


def tasks_of(plutio: PlutioClient) -> Plutio:
    """A dependency that has the client among its own."""
    return plutio


def described(**handlers: Any) -> dict[str, Any]:
    """The paths in the schema of an app, whose routes are added before and after the handlers."""
    app, router = FastAPI(), APIRouter(prefix="/more")

    @app.get("/tasks.ndjson")
    async def export(plutio: PlutioClient) -> NdjsonResponse: ...

    add_error_handlers(app, **handlers)

    @app.get("/tasks", responses={503: {"description": "Mine"}})
    async def tasks(plutio: PlutioClient) -> list[Task]: ...

    @app.get("/health")
    async def health() -> dict[str, str]: ...

    @router.get("/tasks/{id}")
    async def task(id: str, plutio: Annotated[Plutio, Depends(tasks_of)]) -> Task: ...

    @router.post("/tasks.ndjson")
    async def more(plutio: PlutioClient) -> NdjsonResponse: ...

    app.include_router(router)
    assert app.openapi() == app.openapi()
    OpenAPIV31SpecValidator(app.openapi()).validate()
    paths: dict[str, Any] = app.openapi()["paths"]
    return {f"{method} {path}": each["responses"] for path, item in paths.items() for method, each in item.items()}


@pytest.mark.parametrize(("pass_on", "passed"), [([], set()), ([404], {"404"}), ([400, 404], {"400", "404"})])
def test_the_schema_has_all_responses_for_failed_calls(pass_on: list[int], passed: set[str]) -> None:
    """For the routes that use the client. What a route says itself stays."""
    routes = described(pass_on=pass_on)
    failed = {"502", "503", "504"} | passed
    expected = {
        "get /tasks.ndjson": {"200"} | failed,
        "get /tasks": {"200"} | failed,
        "get /health": {"200"},
        "get /more/tasks/{id}": {"200", "422"} | failed,
        "post /more/tasks.ndjson": {"200"} | failed,
    }
    assert {route: set(responses) for route, responses in routes.items()} == expected
    assert routes["get /tasks"]["503"] == {"description": "Mine"}
    for status in failed:
        response = routes["get /more/tasks/{id}"][status]
        schema = response["content"]["application/problem+json"]["schema"]
        assert Draft202012Validator(schema).is_valid(json.loads(problem(int(status), "x").body))
        assert ("Retry-After" in response.get("headers", {})) == (status == "503")


def test_the_schema_shows_a_stream_of_lines() -> None:
    """And not JSON, whose schema would be any value."""
    routes = described()
    for route in ("get /tasks.ndjson", "post /more/tasks.ndjson"):
        assert routes[route]["200"]["content"] == {"application/x-ndjson": {"schema": {"type": "string"}}}
    assert list(routes["get /tasks"]["200"]["content"]) == ["application/json"]
