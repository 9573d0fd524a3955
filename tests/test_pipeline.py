"""One call: what is sent, what is repeated, what is raised, and what it costs."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import (
    Again,
    AuthenticationError,
    BadRequestError,
    Budget,
    BudgetExceeded,
    BusinessNotEnabledError,
    ConfigurationError,
    ConnectionFailed,
    Lease,
    MethodNotAllowedError,
    OutcomeUnknown,
    PermissionDeniedError,
    Plutio,
    PlutioError,
    RateLimitError,
    Retries,
    ServerError,
    StatusError,
    UnreadableAnswer,
)
from plutio_async._auth.credentials import Token

from .api import TOKEN, Api, answer

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]

TASK = {"_id": "Hc4RtZ8mWq2NxKb7V", "title": "Brief"}
REFUSED = httpx.ConnectError("refused")
LOST = httpx.ReadError("lost")
DOWN = answer(503, {"code": 503, "message": "Overloaded"})


async def create(plutio: Plutio) -> Any:
    return await plutio.tasks.create(title="Brief")


async def read(plutio: Plutio) -> Any:
    return await plutio.tasks.list()


async def change(plutio: Plutio) -> Any:
    return await plutio.tasks.update("Hc4RtZ8mWq2NxKb7V", title="Brief")


async def outcome(api: Api, call: Any, **settings: Any) -> Any:
    """The result of a call, or its error, on a clock that jumps from wait to wait."""
    async with api.clock.autojump(), api.client(**settings) as plutio:
        try:
            return await call(plutio)
        except PlutioError as error:
            return error


async def test_a_read_carries_token_and_business() -> None:
    """And asks for JSON."""
    api = Api(answer(200, [TASK]))
    (task,) = await outcome(api, read)
    headers = api.requests[0].headers
    assert task.title == "Brief"
    assert str(api.requests[0].url) == "https://api.plutio.com/v1.11/tasks"
    assert (headers["authorization"], headers["business"]) == ("Bearer token-1", "example")
    assert headers["accept"] == "application/json"
    assert "content-type" not in headers


async def test_a_write_is_json_also_without_a_body() -> None:
    """The live API answers an HTML 400 to a write without a JSON content type."""
    api = Api(answer(200, {}))
    await outcome(api, lambda plutio: plutio.trash_bin.empty())
    assert api.requests[0].method == "DELETE"
    assert api.requests[0].headers["content-type"] == "application/json"
    await outcome(api, change)
    assert api.bodies()[1] == {"_id": "Hc4RtZ8mWq2NxKb7V", "title": "Brief"}


async def test_the_token_call_is_form_encoded_and_counted() -> None:
    """A JSON body is refused by the live API."""
    api = Api()
    async with api.client() as plutio:
        await plutio.tasks.list()
        assert plutio.budget.remaining == 998
    assert api.token_requests[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert api.token_requests[0].content == b"grant_type=client_credentials&client_id=the-id&client_secret=the-secret"


async def test_the_business_comes_from_the_token_when_there_is_one() -> None:
    """No setting is needed."""
    api = Api()
    await outcome(api, read, business=None)
    assert api.requests[0].headers["business"] == "example"


@pytest.mark.parametrize(("businesses", "says"), [(["one", "two"], "one of: one, two"), ([], "names no workspace")])
async def test_the_business_must_be_clear(businesses: list[str], says: str) -> None:
    """The error names the choices; no call was spent on it but the token's."""
    api = Api(tokens=(answer(200, {**TOKEN, "client": {"businesses": businesses}}),))
    async with api.client(business=None) as plutio:
        with pytest.raises(ConfigurationError, match=says):
            await plutio.tasks.list()
        assert plutio.budget.remaining == 999
    assert api.requests == []


@pytest.mark.parametrize("evil", ["a\r\nX-Evil: 1", "a\n", "a\x00b", " a", "a\x7f"])
@pytest.mark.parametrize("call", [create, read])
async def test_a_line_break_in_a_header_is_refused(call: Any, evil: str) -> None:
    """In a token of a store, or in a workspace that an answer names: a ``ValueError``, and nothing is sent."""

    class Store:
        async def load(self, account: str) -> Token:
            return Token(evil, api.clock.time() + 86_400, ("example",))

        async def save(self, account: str, token: Token) -> None:
            """Keeps nothing."""

    api = Api()
    async with api.client(token_store=Store()) as plutio:
        with pytest.raises(
            ConfigurationError, match=r"the token has characters that a header cannot hold, such as a line break"
        ):
            await call(plutio)
        assert plutio.budget.remaining == 1000
    api = Api(tokens=(answer(200, {**TOKEN, "client": {"businesses": [evil]}}),))
    async with api.client(business=None) as plutio:
        with pytest.raises(
            ValueError, match=r"the workspace that the token names has characters that a header cannot hold"
        ):
            await call(plutio)
        assert plutio.budget.remaining == 999
    assert api.requests == []


@pytest.mark.parametrize("call", [create, read])
async def test_an_invalid_setting_found_with_the_request_costs_no_call(call: Any) -> None:
    """Nothing was sent, so the outcome is known, and another attempt would fail too."""
    api = Api(httpx.UnsupportedProtocol("no server"))
    async with api.client() as plutio:
        with pytest.raises(ConfigurationError, match="no address of a server"):
            await call(plutio)
        assert plutio.budget.remaining == 999  # the token's
    assert len(api.requests) == 1


@pytest.mark.parametrize("call", [create, change, read])
async def test_a_connection_that_was_refused_is_tried_again(call: Any) -> None:
    """Any call: it did certainly not happen."""
    api = Api(REFUSED, REFUSED, answer(200, TASK))
    assert not isinstance(await outcome(api, call), PlutioError)
    assert len(api.requests) == 3


@pytest.mark.parametrize("failure", [LOST, DOWN, answer(502), answer(504)])
@pytest.mark.parametrize("call", [change, read])
async def test_idempotent_calls_are_repeated(call: Any, failure: Any) -> None:
    """Reads, and writes that name their record."""
    api = Api(failure, answer(200, TASK))
    assert not isinstance(await outcome(api, call), PlutioError)
    assert len(api.requests) == 2


@pytest.mark.parametrize("failure", [LOST, httpx.ReadTimeout("slow"), DOWN, answer(502), answer(504)])
async def test_a_create_without_an_answer_is_unknown_and_never_repeated(failure: Any) -> None:
    """The error carries what was sent."""
    api = Api(failure, answer(200, TASK))
    error = await outcome(api, create)
    assert isinstance(error, OutcomeUnknown)
    assert error.sent == {"title": "Brief"}
    assert error.call is not None
    assert (error.call.operation_id, error.call.attempts) == ("tasks_create", 1)
    assert "it may have happened" in str(error)
    assert isinstance(error.__cause__, PlutioError)
    assert len(api.requests) == 1


async def test_a_create_that_the_server_refuses_has_a_known_outcome() -> None:
    """A 500 is an answer."""
    error = await outcome(Api(answer(500, {"message": "oops"})), create)
    assert isinstance(error, ServerError)


async def test_all_calls_wait_after_a_429() -> None:
    """As long as the server asks, and any call may be repeated after it."""
    api = Api(answer(429, {"message": "slow down"}, retry_after="20"), answer(200, TASK))
    async with api.clock.autojump(), api.client() as plutio:
        began = api.clock.monotonic()
        await create(plutio)
        assert api.clock.monotonic() - began >= 20
    assert len(api.requests) == 2


async def test_the_pause_of_a_rule_after_a_429_holds_for_all_calls() -> None:
    """If it is longer than the server asks."""
    api = Api(answer(429, {"message": "slow down"}, retry_after="20"), answer(200, []))
    retries = Retries(rules=(lambda retries, failure: Again(60.0),))
    async with api.clock.autojump(), api.client(retries=retries) as plutio:
        began = api.clock.monotonic()
        async with anyio.create_task_group() as group:
            group.start_soon(plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            await plutio.people.list()
            assert api.clock.monotonic() - began >= 60


LONG = answer(429, {"message": "Slow down."}, retry_after="3000")


@pytest.mark.parametrize("tokens", [(), (LONG, answer(200, TOKEN))], ids=["a call", "a token call"])
async def test_all_callers_get_the_same_after_a_long_429(tokens: tuple[httpx.Response, ...]) -> None:
    """Those who have a ``max_wait`` get an error with the moment of the end of the pause, the others wait for it."""
    api = Api(*([answer(200, [])] if tokens else [LONG, answer(200, [])]), tokens=tokens)
    ends: list[float] = []
    errors: list[BudgetExceeded] = []

    async def patient(plutio: Plutio) -> None:
        await plutio.tasks.list()
        ends.append(api.clock.monotonic() - began)

    async def impatient(plutio: Plutio) -> None:
        with pytest.raises(BudgetExceeded) as caught:
            await plutio.with_options(max_wait=60).tasks.list()
        errors.append(caught.value)

    async with api.clock.autojump(), api.client() as plutio:
        began, over_at = api.clock.monotonic(), api.clock.time() + 3000
        async with anyio.create_task_group() as group:
            for caller in (impatient, patient, impatient, patient):
                group.start_soon(caller, plutio)
            await api.clock.sleep(1000)
            await impatient(plutio)
            group.start_soon(patient, plutio)
    assert ends == [pytest.approx(3000, abs=1)] * 3
    moments = [error.retry_at.timestamp() for error in errors if error.retry_at is not None]
    assert moments == [pytest.approx(over_at, abs=1)] * 3


async def test_a_429_on_the_last_attempt_has_the_moment_of_the_end_of_the_pause() -> None:
    """In UTC, as ``BudgetExceeded`` has it."""
    api = Api(LONG)
    async with api.clock.autojump(), api.client(retries=1) as plutio:
        with pytest.raises(RateLimitError) as caught:
            await create(plutio)
        assert caught.value.retry_after == 3000
        assert caught.value.retry_at == datetime.fromtimestamp(api.clock.time() + 3000, UTC)


async def test_attempts_are_counted_and_named() -> None:
    """How often, and why it stopped."""
    error = await outcome(Api(DOWN), read, retries=3)
    assert isinstance(error, ServerError)
    assert error.call is not None
    assert error.call.attempts == 3
    assert error.call.waited.backoff > 0
    assert "[status 503, after 3 attempts] (3 attempts are the limit)" in str(error)


async def test_every_attempt_costs_a_call() -> None:
    """And one that never left costs none."""
    api = Api(DOWN, REFUSED, answer(200, []))
    async with api.clock.autojump(), api.client() as plutio:
        await plutio.tasks.list()
        assert plutio.budget.remaining == 1000 - 1 - 2


async def test_a_stale_token_is_renewed_once_and_the_call_made_again() -> None:
    """Also a create: a 401 has done nothing."""
    api = Api(
        answer(401, {"message": "Invalid token"}),
        answer(200, TASK),
        tokens=(answer(200, TOKEN), answer(200, {**TOKEN, "accessToken": "token-2"})),
    )
    task = await outcome(api, create)
    assert task.title == "Brief"
    assert [request.headers["authorization"] for request in api.requests] == ["Bearer token-1", "Bearer token-2"]


async def test_a_second_401_is_raised() -> None:
    """It does not loop."""
    api = Api(answer(401, {"message": "Invalid token"}))
    error = await outcome(api, read)
    assert isinstance(error, AuthenticationError)
    assert (len(api.requests), len(api.token_requests)) == (2, 2)


async def test_many_stale_answers_cost_one_renewal() -> None:
    """Twenty calls at once, one new token."""

    async def by_token(request: httpx.Request) -> httpx.Response:
        await anyio.lowlevel.checkpoint()
        return answer(200, []) if request.headers["authorization"] == "Bearer token-2" else answer(401)

    api = Api(by_token, tokens=(answer(200, TOKEN), answer(200, {**TOKEN, "accessToken": "token-2"})))
    async with api.clock.autojump(), api.client() as plutio, anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(plutio.tasks.list)
    assert len(api.token_requests) == 2


async def test_a_refused_secret_is_an_authentication_error() -> None:
    """Not repeated, and the secret is not in it."""
    refusal = answer(
        401, {"statusCode": 401, "code": 401, "message": "Client is invalid: the-secret", "name": "invalid_client"}
    )
    api = Api(tokens=(refusal,))
    error = await outcome(api, read)
    assert isinstance(error, AuthenticationError)
    assert len(api.token_requests) == 1
    assert "the-secret" not in f"{error} {error!r} {error.body}"


@pytest.mark.parametrize(
    ("status", "body", "kind", "says"),
    [
        (400, {"code": 400, "message": "Invalid custom field value"}, BadRequestError, "Invalid custom field value"),
        (400, {"code": 400, "message": "Business undefined is not enabled for this client."}, BusinessNotEnabledError, "subdomain"),
        (403, {"code": 403, "message": "Method not allowed"}, MethodNotAllowedError, "Method not allowed"),
        (403, {"errors": [{"message": "No way"}]}, PermissionDeniedError, "No way"),
        (400, {"error": "invalid_request"}, BadRequestError, "invalid_request"),
        (400, [], BadRequestError, "status 400"),
    ],
)  # fmt: skip
async def test_error_bodies_of_every_shape_are_read(status: int, body: Any, kind: type, says: str) -> None:
    """And refusals are not repeated."""
    api = Api(answer(status, body, x_request_id="r-1"))
    error = await outcome(api, read)
    assert type(error) is kind
    assert says in str(error)
    assert (error.status, error.request_id, len(api.requests)) == (status, "r-1", 1)
    assert error.call.stopped is None


async def test_an_html_error_is_read_too() -> None:
    """The live API sends such pages."""
    page = httpx.Response(400, html="<!DOCTYPE html><pre>Bad Request</pre>")
    error = await outcome(Api(page), read)
    assert isinstance(error, BadRequestError)
    assert error.body == "<!DOCTYPE html><pre>Bad Request</pre>"
    assert "HTML page" in str(error)


@pytest.mark.parametrize("page", [httpx.Response(200, html="<html>"), httpx.Response(200, content=b'[{"_id": "t"')])
async def test_a_success_that_is_no_json(page: httpx.Response) -> None:
    """A read is repeated; a create is not, since it may have happened, and can be looked for."""
    again = Api(page, answer(200, [TASK]))
    assert [task.title for task in await outcome(again, read)] == ["Brief"]
    once = Api(page, answer(200, TASK))
    error = await outcome(once, create)
    assert isinstance(error, OutcomeUnknown)
    assert error.sent == {"title": "Brief"}
    assert isinstance(error.__cause__, UnreadableAnswer)
    assert (error.__cause__.status, len(once.requests)) == (200, 1)


async def test_a_full_budget_raises_at_once() -> None:
    """With the moment at which a call is free."""
    api = Api()
    async with api.clock.autojump(), api.client(budget=2, max_wait=0) as plutio:
        await plutio.tasks.list()
        with pytest.raises(BudgetExceeded) as caught:
            await plutio.tasks.list()
        assert caught.value.retry_at is not None
        assert caught.value.call is not None
        assert caught.value.call.path == "/tasks"
        patient = plutio.with_options(max_wait=None)
        await patient.tasks.list()
        assert api.clock.monotonic() >= 3600


async def test_views_share_connections_token_and_budget() -> None:
    """And differ in their options only."""
    api = Api()
    async with api.client() as plutio:
        other = plutio.for_business("other")
        await plutio.tasks.list()
        await other.tasks.list()
        assert other.budget is plutio.budget
        assert [request.headers["business"] for request in api.requests] == ["example", "other"]
        assert len(api.token_requests) == 1


async def test_any_other_route_goes_the_same_way() -> None:
    """Through ``request``; only a GET is repeated after the server may have acted."""
    api = Api(DOWN, answer(200, [{"days": []}]))
    result = await outcome(api, lambda plutio: plutio.request("get", "/schedules", params={"limit": 5, "all": True}))
    assert result == [{"days": []}]
    assert str(api.requests[1].url).endswith("/schedules?limit=5&all=true")
    error = await outcome(Api(DOWN), lambda plutio: plutio.request("PUT", "/schedules", json={"a": 1}))
    assert isinstance(error, OutcomeUnknown)
    with pytest.raises(ConfigurationError, match="starts with a slash"):
        await Api().client().request("GET", "schedules")


@pytest.mark.parametrize("status", [301, 302, 304])
async def test_a_redirect_is_no_success(status: int) -> None:
    """It is not followed: a write could go to another server. Its outcome is unknown."""
    elsewhere = answer(status, {"code": status}, location="https://example.com/v2")
    for call in (read, change, create):
        api = Api(elsewhere)
        error = await outcome(api, call)
        if call is create:
            assert isinstance(error, OutcomeUnknown)
            assert isinstance(error.__cause__, PlutioError)
            error = error.__cause__
        assert type(error) is StatusError
        assert error.status == status
        assert "check base_url" in str(error)
        assert len(api.requests) == 1
    error = await outcome(Api(tokens=(elsewhere,)), read)
    assert type(error) is StatusError


async def test_nan_and_infinities_become_text() -> None:
    """Python's JSON reader makes floats of them, which JSON cannot hold on the way back."""
    page = httpx.Response(200, content=b'[{"_id": "b", "settings": {"x": NaN}, "version": -Infinity}]')
    (block,) = await outcome(Api(page), lambda plutio: plutio.blocks.list())
    assert block.to_dict() == {"_id": "b", "settings": {"x": "NaN"}, "version": "-Infinity"}


async def test_an_answer_that_is_nested_too_deeply_is_unreadable() -> None:
    """Not a RecursionError."""
    deep = httpx.Response(200, content=b"[" * 200_000)
    error = await outcome(Api(deep), lambda plutio: plutio.with_options(retries=1).tasks.list())
    assert isinstance(error, UnreadableAnswer)


@pytest.mark.parametrize("write", ["update", "move"])
async def test_extra_cannot_lead_a_write_to_another_record(write: str) -> None:
    """The id that a write is for is its argument, whatever else is sent."""
    api = Api()
    async with api.client() as plutio:
        with pytest.raises(TypeError, match=rf"tasks.{write}\(\) got _id twice: as an argument and in extra"):
            await getattr(plutio.tasks, write)("Hc4RtZ8mWq2NxKb7V", extra={"_id": "other", "title": "x"})
    assert not api.requests


async def test_one_line_for_each_call_and_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    """Method, path, status of the last answer, time, attempts, calls left."""
    with caplog.at_level(logging.DEBUG, logger="plutio_async"):
        await outcome(Api(DOWN, answer(200, [])), read)
    lines = [record.getMessage() for record in caplog.records if record.name == "plutio_async"]
    calls = [line for line in lines if line.startswith("GET /tasks")]
    assert len(calls) == 1
    assert calls[0].startswith("GET /tasks: 200 in ")
    assert calls[0].endswith(" ms, attempt 2, 997 calls left")
    assert not {"the-secret", "token-1"} & set(" ".join(lines).split())
    assert "token-1" not in " ".join(lines)


async def test_a_call_that_was_cancelled_on_its_way_is_counted_as_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that was answered, or refused, is not."""
    api = Api(answer(200, []), answer(400), lambda request: anyio.sleep_forever())
    budget, settled = Budget(clock=api.clock), []
    monkeypatch.setattr(Lease, "settle", lambda lease, *, late=False: settled.append(late))
    async with api.client(budget=budget) as plutio:
        await plutio.tasks.list()
        with pytest.raises(BadRequestError):
            await plutio.tasks.list()
        async with anyio.create_task_group() as group:
            group.start_soon(plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            group.cancel_scope.cancel()
    assert settled == [False, False, False, True]


async def test_a_cancelled_wait_for_the_budget_costs_nothing() -> None:
    """The place in the queue is given up."""
    api = Api()
    async with api.client(budget=Budget(2, clock=api.clock)) as plutio:
        await plutio.tasks.list()
        with anyio.CancelScope() as scope:
            scope.cancel()
            await plutio.tasks.list()
        assert plutio.budget.waiting == 0
    assert len(api.requests) == 1


def test_the_error_of_empty_credentials_says_where_to_find_them() -> None:
    """In the web app's settings; and which variables are missing."""
    with pytest.raises(ConfigurationError, match="client_secret is empty"):
        Plutio("id", " ")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLUTIO_CLIENT_ID", "id")
        patch.delenv("PLUTIO_CLIENT_SECRET", raising=False)
        with pytest.raises(ConfigurationError, match="set PLUTIO_CLIENT_SECRET in the environment"):
            Plutio.from_env()
        patch.setenv("PLUTIO_CLIENT_SECRET", "secret")
        patch.setenv("PLUTIO_BUSINESS", "other")
        assert repr(Plutio.from_env()) == "<Plutio other at https://api.plutio.com/v1.11>"


async def test_a_connection_that_never_works_is_raised() -> None:
    """As ``ConnectionFailed``, with the number of attempts."""
    error = await outcome(Api(REFUSED), create, retries=2)
    assert isinstance(error, ConnectionFailed)
    assert not error.reached
    assert error.call is not None
    assert error.call.attempts == 2
