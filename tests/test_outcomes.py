"""What each kind of failure does to a read, to an update and to a create, counted at the server."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import (
    AuthenticationError,
    BudgetExceeded,
    CallTimeout,
    ConnectionFailed,
    NotFoundError,
    OutcomeUnknown,
    Plutio,
    PlutioError,
    RateLimitError,
    ResponseTooLarge,
    ServerError,
    StatusError,
    UnreadableAnswer,
)
from plutio_async._auth.credentials import Token
from plutio_async._core.errors import status_error
from plutio_async._pipeline.retry import Retries
from plutio_async._resources.failure_kinds import TABLE, FailureKind, kind_of
from plutio_async.testing import Fault, Sandbox

from .api import Answer, Api, answer
from .local_server import Exchange, serving

PAGE = Path(__file__).parent.parent / "docs" / "writes.md"
TASK = {"_id": "Hc4RtZ8mWq2NxKb7V", "title": "Brief"}
TORN = httpx.Response(200, content=b'{"_id": "Hc4Rt')
ANY_SHAPE = [httpx.Response(200), httpx.Response(204), answer(200, "done"), answer(201, 5)]
FAILURES: dict[str, list[Answer]] = {
    "no connection: refused, unknown host, TLS, none free or open in time": [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("busy"),
    ],
    "the connection broke": [
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("hung up"),
        OSError("gone"),
    ],
    "no answer in time": [httpx.ReadTimeout("slow"), httpx.WriteTimeout("slow")],
    "an answer that is cut off, cannot be unpacked, is no JSON or of another shape": [
        TORN,
        httpx.Response(200, html="<title>Sign in</title>"),
        httpx.DecodingError("no gzip"),
        *ANY_SHAPE,
    ],
    "an answer that is larger than `max_response_bytes`": [
        httpx.Response(200, content=b"{}" + b" " * 20_000),
    ],
}
"""What causes each kind of failure that has no status and follows a request."""

REFUSED = [400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 418, 422, 423, 425, 426, 431, 451]
UNKNOWN = [301, 302, 303, 307, 308, 408, 499, 502, 503, 504, *range(520, 528), 530]
"""After these statuses a create may have happened, and the API does not say whether."""


def samples() -> Iterator[tuple[FailureKind, Answer]]:
    for kind in TABLE:
        for failure in FAILURES.get(kind.name, []):
            yield kind, failure
        for status in sorted(kind.statuses):
            if status >= 300 and kind_of(status_error(status, "")) is kind:
                yield kind, answer(status, {"message": "no"})


async def read(plutio: Plutio) -> Any:
    return await plutio.tasks.list()


async def update(plutio: Plutio) -> Any:
    return await plutio.tasks.update("Hc4RtZ8mWq2NxKb7V", title="Brief")


async def create(plutio: Plutio) -> Any:
    return await plutio.tasks.create(title="Brief")


async def outcome(api: Api, call: Any, **settings: Any) -> Any:
    async with api.clock.autojump(), api.client(retries=2, max_response_bytes=10_000, **settings) as plutio:
        try:
            return await call(plutio)
        except PlutioError as error:
            return error


def test_every_kind_is_tried_here() -> None:
    """Those that nothing is sent for are in other tests, and a read that finds nothing in those of ``get``."""
    nothing_sent, nothing_found = TABLE[0], kind_of(NotFoundError("", status=200))
    assert {kind.name for kind, _ in samples()} == {kind.name for kind in TABLE} - {
        nothing_sent.name,
        nothing_found.name,
    }


@pytest.mark.parametrize("status", UNKNOWN)
def test_these_statuses_leave_the_outcome_of_a_create_open(status: int) -> None:
    """It is not guaranteed that the API did nothing."""
    assert leaves_open(kind_of(status_error(status, "")))


@pytest.mark.parametrize("status", REFUSED)
def test_a_refused_call_has_not_happened(status: int) -> None:
    """And would be refused again."""
    kind = kind_of(status_error(status, ""))
    assert (kind.acted, kind.transient) == (False, False)


def test_a_500_is_the_api_s_own_answer() -> None:
    """The API may have acted, so a create is not repeated. It answered, so the caller gets its error."""
    kind = kind_of(status_error(500, ""))
    assert (kind.acted, kind.answered, kind.transient) == (True, True, True)


@given(st.integers(-1, 10_000))
def test_an_unknown_status_is_of_the_cautious_kind(status: int) -> None:
    """Also one that HTTP does not have. Only a 4xx and a success show that nothing was done."""
    kind = kind_of(status_error(status, ""))
    assert kind.acted or status // 100 in (2, 4)
    assert kind.answered or kind.acted


@pytest.mark.parametrize(
    ("error", "acted"),
    [
        (OutcomeUnknown("?"), True),
        (PlutioError("?"), True),
        (UnreadableAnswer("?"), True),
        (CallTimeout("?"), True),
        (CallTimeout("?", reached=False), False),
        (BudgetExceeded("?"), False),
    ],
)
def test_an_error_without_a_status(error: PlutioError, acted: bool) -> None:
    """The API may have acted before an error that the table does not have."""
    assert kind_of(error).acted is acted


@pytest.mark.anyio
@pytest.mark.parametrize("call", [read, update])
@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.name)
async def test_an_idempotent_call_is_repeated_when_it_may_succeed(kind: FailureKind, call: Any) -> None:
    """Whether or not the API acted; otherwise the error is raised as it is."""
    for failure in [failure for found, failure in samples() if found is kind]:
        api = Api(failure, answer(200, TASK))
        result = await outcome(api, call)
        if isinstance(failure, httpx.Response) and failure.status_code == 401:
            assert len(api.token_requests) == 2  # a new token is tried first
        elif failure in ANY_SHAPE and call is update:
            assert (result.id, len(api.requests)) == (TASK["_id"], 1)  # an update takes an answer of any shape
        elif kind.transient:
            assert not isinstance(result, PlutioError), failure
            assert len(api.requests) == 2
        else:
            assert isinstance(result, StatusError | ResponseTooLarge)
            assert len(api.requests) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.name)
async def test_a_create_is_never_repeated_when_the_api_may_have_acted(kind: FailureKind) -> None:
    """It is ``OutcomeUnknown`` when the API does not say so itself, and repeated when it surely did nothing."""
    for failure in [failure for found, failure in samples() if found is kind]:
        api = Api(failure, answer(200, TASK))
        result = await outcome(api, create)
        if isinstance(failure, httpx.Response) and failure.status_code == 401:
            assert len(api.token_requests) == 2
            continue
        assert len(api.requests) == (2 if kind.transient and not kind.acted else 1), failure
        assert isinstance(result, OutcomeUnknown) == leaves_open(kind), failure
        assert isinstance(result, PlutioError) == (len(api.requests) == 1), failure


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, AuthenticationError), (404, AuthenticationError), (408, StatusError), (499, StatusError), (503, ServerError), (429, RateLimitError)],
)  # fmt: skip
async def test_a_failed_token_call_leaves_no_outcome_open(status: int, kind: type[PlutioError]) -> None:
    """The call was not sent. A token call is idempotent: it is repeated unless it was refused."""
    api = Api(answer(200, TASK), tokens=(answer(status),))
    error = await outcome(api, create)
    assert type(error) is kind
    assert api.requests == []
    assert len(api.token_requests) == (1 if kind is AuthenticationError else 2)


@pytest.mark.anyio
@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("acted", [False, True])
async def test_the_sandbox_has_at_most_one_record(status: int, acted: bool) -> None:
    """Whatever happened behind the gateway."""
    sandbox = Sandbox()
    sandbox.fail(Fault.server_error(status, acted=acted, method="POST", path="/tasks", nth=1))
    async with Plutio.sandbox(sandbox) as plutio:
        with pytest.raises(ServerError if status == 500 else OutcomeUnknown):
            await plutio.tasks.create(title="Brief")
    assert len(sandbox.records("tasks")) == int(acted)


@pytest.mark.anyio
async def test_on_real_sockets() -> None:
    """A server that takes the request and hangs up, one that answers garbage, and none."""

    async def hang_up(exchange: Exchange) -> None:
        await exchange.stream.aclose()

    async def garbage(exchange: Exchange) -> None:
        await exchange.answer(b"what?\r\n\r\n")
        await exchange.stream.aclose()

    for handle in (hang_up, garbage):
        async with serving(handle) as server:
            async with _over_sockets(server.url("/v1")) as plutio:
                with pytest.raises(OutcomeUnknown):
                    await plutio.tasks.create(title="Brief")
                assert len(server.seen) == 1
            url = server.url("/v1")
    async with _over_sockets(url) as plutio:
        with pytest.raises(ConnectionFailed, match="2 attempts") as caught:
            await plutio.tasks.create(title="Brief")
    assert not caught.value.reached


def _over_sockets(url: str) -> Plutio:
    """A client with a token that needs no call."""

    class Stored:
        async def load(self, account: str) -> Token:
            return Token("token-1", time.time() + 86_400, ("example",))

        async def save(self, account: str, token: Token) -> None:
            """Keeps nothing."""

    return Plutio("id", "secret", base_url=url, token_store=Stored(), retries=Retries(attempts=2, base=0.0))


def test_the_page_prints_the_table() -> None:
    """Word for word, and with a reason for each kind."""
    head = (
        "| how the attempt ended | may the API have acted? | a read, or a write that may happen twice "
        "| any other write, such as a create | why |\n| --- | --- | --- | --- | --- |\n"
    )
    rows = PAGE.read_text(encoding="utf-8").partition(head)[2].partition("\n\n")[0].splitlines()
    assert len(rows) == len(TABLE)
    for kind, row in zip(TABLE, rows, strict=True):
        assert re.fullmatch(re.escape(_line(kind)) + r" \w[^|]+ \|", row), row


def _line(kind: FailureKind) -> str:
    single = "`OutcomeUnknown`" if leaves_open(kind) else "again" if kind.transient and not kind.acted else "raised"
    acted = "maybe" if kind.acted else "no"
    return f"| {kind.name} | {acted} | {'again' if kind.transient else 'raised'} | {single} |"


def leaves_open(kind: FailureKind) -> bool:
    """Whether a write that is not idempotent ends with ``OutcomeUnknown``."""
    return kind.acted and not kind.answered
