"""Errors: one tree, each has its call, can be pickled, and shows no secret."""

from __future__ import annotations

import pickle
import re
import ssl
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from plutio_async import Plutio, errors
from plutio_async._core.errors import status_error
from plutio_async._resources.outcomes import BulkResult, CreateResult
from plutio_async.errors import (
    AuthenticationError,
    BadRequestError,
    BudgetExceeded,
    BulkFailed,
    BusinessNotEnabledError,
    CallInfo,
    CallTimeout,
    ClientStateError,
    ConfigurationError,
    ConnectionFailed,
    CreateManyFailed,
    CustomFieldError,
    DeliveryTooLarge,
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
    UnreadableDelivery,
    Waited,
    WebhookError,
    WrongSecret,
)
from plutio_async.models import Invoice, Task

from .api import Api, answer

CIRCULAR: list[Any] = []
CIRCULAR.append(CIRCULAR)

WRONG_USES: dict[str, Callable[[Plutio], Any]] = {
    "params that are a list": lambda plutio: plutio.request("GET", "/x", params=[("a", "b")]),  # type: ignore[arg-type]
    "params that are a text": lambda plutio: plutio.request("GET", "/x", params="a=b"),  # type: ignore[arg-type]
    "a parameter without a JSON form": lambda plutio: plutio.request("GET", "/x", params={"a": object()}),
    "a parameter that is None": lambda plutio: plutio.request("GET", "/x", params={"a": None}),
    "a parameter in itself": lambda plutio: plutio.request("GET", "/x", params={"a": CIRCULAR}),
    "a body in itself": lambda plutio: plutio.request("POST", "/x", json={"a": CIRCULAR}),
    "a number that is none": lambda plutio: plutio.request("POST", "/x", json=float("nan")),
    "a method of two words": lambda plutio: plutio.request("GET IT", "/x"),
    "a path that leaves the API": lambda plutio: plutio.request("GET", "/../x"),
    "records that are one": lambda plutio: plutio.tasks.create_many({"title": "a"}),
    "a record that is a text": lambda plutio: plutio.tasks.create_many(["a"]),  # type: ignore[list-item]
    "a slack that is a text": lambda plutio: plutio.tasks.create_many([], slack="1"),  # type: ignore[arg-type]
    "no id": lambda plutio: plutio.tasks.get(None),  # type: ignore[arg-type]
    "an id among ids": lambda plutio: plutio.tasks.get_many("a"),
    "extra as a text": lambda plutio: plutio.tasks.create(title="a", extra="b"),  # type: ignore[arg-type]
    "extra without names": lambda plutio: plutio.tasks.bulk_delete(["a"], extra=5),  # type: ignore[arg-type]
    "an error of another kind": lambda plutio: plutio.find_similar(NotFoundError("x", status=404)),  # type: ignore[arg-type]
    "an age that is a text": lambda plutio: plutio.custom_fields.schema(max_age="1"),  # type: ignore[arg-type]
    "an age that no clock counts": lambda plutio: plutio.custom_fields.schema(max_age=10**400),
    "a drain that is no number": lambda plutio: plutio.aclose(drain="5"),  # type: ignore[arg-type]
}


@pytest.mark.anyio
@pytest.mark.parametrize("use", WRONG_USES.values(), ids=WRONG_USES)
async def test_wrong_use_is_a_type_or_value_error(use: Callable[[Plutio], Any]) -> None:
    """Before a call is made."""
    api = Api(answer(200, []))
    async with api.client() as plutio:
        with pytest.raises((TypeError, ValueError)):
            await use(plutio)
    assert api.requests == []


@pytest.mark.anyio
@pytest.mark.parametrize("raised", [EOFError(), OSError(5, "gone"), RuntimeError("x"), ssl.SSLError("x")])
async def test_a_transport_that_fails_is_a_plutio_error(raised: Exception) -> None:
    """Whatever a transport of the user's raises when the connection breaks."""
    async with Api(raised).client(retries=1) as plutio:
        with pytest.raises(ConnectionFailed):
            await plutio.tasks.list()


CALL = CallInfo("POST", "/tasks", "tasks_create", 3, Waited(1.0, 2.0, 3.0), "3 attempts are the limit")

ONCE = CallInfo("GET", "/tasks", attempts=1)

EXAMPLES: list[PlutioError] = [
    ConfigurationError("x"),
    InvalidInput("x", name="status", given="nope"),
    ClientStateError("x"),
    BudgetExceeded("x", retry_at=datetime(2026, 5, 1, tzinfo=UTC), wait=5.0, call=CALL),
    ConnectionFailed("x", reached=False, call=CALL),
    CallTimeout("x", reached=True, call=CALL),
    OutcomeUnknown("x", sent={"title": "a"}, call=CALL),
    CustomFieldError("x", choices=("a", "b"), call=CALL),
    BulkFailed("x", result=BulkResult(["a"])),
    CreateManyFailed("x", result=CreateResult(2)),
    RecordsMissing("x", missing=("a",), found=[1]),
    UnreadableAnswer("x", status=200, body=["y"], call=CALL),
    ResponseTooLarge("x", limit=10, received=11, status=200, call=CALL),
    *(kind("x") for kind in [WebhookError, DeliveryTooLarge, UnreadableDelivery, WrongSecret]),
    *(kind("x", status=418, body={"a": 1}, request_id="r", retry_after=1.5, call=CALL) for kind in [
        StatusError, BadRequestError, BusinessNotEnabledError, AuthenticationError, PermissionDeniedError,
        NotFoundError, MethodNotAllowedError, RateLimitError, ServerError,
    ]),
]  # fmt: skip


@pytest.mark.parametrize("copy", [lambda e: pickle.loads(pickle.dumps(e)), deepcopy], ids=["pickle", "deepcopy"])
def test_every_error_can_be_pickled_and_copied(copy: object) -> None:
    """With all its attributes, as process pools and task queues need it."""
    for error in EXAMPLES:
        again = copy(error)  # type: ignore[operator]
        assert type(again) is type(error)
        assert (again.args, vars(again), str(again)) == (error.args, vars(error), str(error))


def test_an_error_shows_its_public_name() -> None:
    """In tracebacks, and in pickles, which other versions of the package can then read."""
    for name in sorted({*errors.__all__} - {"CallInfo", "Waited"}):
        kind = getattr(errors, name)
        assert f"{kind.__module__}.{kind.__qualname__}" == f"plutio_async.errors.{name}"


def test_a_pickle_of_an_error_names_no_private_module_of_errors() -> None:
    """Its class is found in the public one."""
    for error in EXAMPLES:
        assert b"_core.errors" not in pickle.dumps(error)


DRAWN = re.findall("── (\\w+)", errors.__doc__ or "")


def test_the_examples_have_every_class_of_the_tree() -> None:
    """A new class cannot be forgotten."""
    classes = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, PlutioError)}
    assert classes - {type(error) for error in EXAMPLES} == {PlutioError}


def test_the_docstring_shows_the_tree() -> None:
    """Every class, and no other."""
    assert set(DRAWN) == {type(error).__name__ for error in EXAMPLES}


def test_the_table_of_the_docs_has_every_error() -> None:
    """Every class and no other, with what happened and what to do."""
    text = (Path(__file__).parent.parent / "docs" / "errors.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", text.partition("| error | what happened |")[2], re.MULTILINE)
    assert [name for name, _, _ in rows][: len(EXAMPLES) + 1] == ["PlutioError", *DRAWN]


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Invalid custom field value", BadRequestError),
        (400, "Business undefined is not enabled for this client.", BusinessNotEnabledError),
        (401, "Invalid token", AuthenticationError),
        (403, "No permission", PermissionDeniedError),
        (403, "Method not allowed", MethodNotAllowedError),
        (404, "Not found", NotFoundError),
        (405, "Method not allowed", MethodNotAllowedError),
        (429, "Too many requests", RateLimitError),
        (500, "", ServerError),
        (503, "", ServerError),
        (599, "", ServerError),
        (418, "", StatusError),
    ],
)
def test_each_status_has_its_class(status: int, message: str, kind: type[StatusError]) -> None:
    """403 with "Method not allowed" is an unknown route, not a lack of permission."""
    error = status_error(status, message)
    assert type(error) is kind
    assert error.status == status


def test_a_message_has_the_call_the_attempts_and_the_reason_for_the_last() -> None:
    """And the number of attempts."""
    error = ServerError("Internal server error", status=500, call=CALL)
    call = "POST /tasks (tasks_create)"
    assert str(error) == f"{call}: Internal server error [status 500, after 3 attempts] (3 attempts are the limit)"


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ServerError("odd", status=500), "odd [status 500]"),
        (ServerError("odd", status=500, call=ONCE), "GET /tasks: odd [status 500, after 1 attempt]"),
        (OutcomeUnknown("odd", status=502, call=ONCE), "GET /tasks: odd [status 502, after 1 attempt]"),
        (OutcomeUnknown("odd", call=ONCE), "GET /tasks: odd [after 1 attempt]"),
        (UnreadableAnswer("odd", status=200, call=ONCE), "GET /tasks: odd [status 200, after 1 attempt]"),
        (ConnectionFailed("odd", call=ONCE), "GET /tasks: odd [after 1 attempt]"),
        (BudgetExceeded("odd", call=evolve(ONCE, attempts=0)), "GET /tasks: odd"),
        (BudgetExceeded("odd", call=ONCE), "GET /tasks: odd [after 1 attempt]"),
        (ConfigurationError("odd", call=evolve(ONCE, attempts=0)), "GET /tasks: odd"),
        (ClientStateError("odd"), "odd"),
    ],
)
def test_a_message_has_the_status_and_the_attempts_that_were_made(error: PlutioError, shown: str) -> None:
    """An attempt that the budget or a setting refused was not made."""
    assert str(error) == shown


@pytest.mark.anyio
async def test_the_status_of_a_gateway_is_in_the_message() -> None:
    """Of a read, and of a create whose outcome is unknown. One attempt has no plural."""
    async with Api(answer(502)).client(retries=1) as plutio:
        with pytest.raises(ServerError, match=r"no reason \[status 502, after 1 attempt\] \(1 attempt is the limit\)$"):
            await plutio.tasks.list()
        with pytest.raises(OutcomeUnknown, match=r"\[status 502, after 1 attempt\]") as caught:
            await plutio.tasks.create(title="Brief")
    assert caught.value.status == 502


@pytest.mark.anyio
async def test_a_message_has_the_right_article() -> None:
    """Before the name of a record or a type."""
    async with Api(answer(200, 5)).client(retries=1) as plutio:
        with pytest.raises(OutcomeUnknown, match="its answer is an int, not a record"):
            await plutio.tasks.create(title="Brief")
    with pytest.raises(CustomFieldError, match="the custom fields of an Invoice can"):
        _ = Invoice(id="a").custom
    with pytest.raises(CustomFieldError, match="the custom fields of a Task can"):
        _ = Task(id="a").custom


def test_errors_have_the_builtin_bases() -> None:
    """A timeout is a TimeoutError, a bad setting a ValueError."""
    assert issubclass(CallTimeout, TimeoutError)
    assert issubclass(ConnectionFailed, ConnectionError)
    assert issubclass(ConfigurationError, ValueError)
