"""What a write claims holds for all of its attempts: the first may have changed the records that the last one denies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import product
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import (
    Budget,
    BudgetExceeded,
    BulkFailed,
    ClientStateError,
    ConnectionFailed,
    CreateManyFailed,
    NotFoundError,
    OutcomeUnknown,
    Plutio,
    PlutioError,
    ServerError,
    UnreadableAnswer,
)
from plutio_async._pipeline.retry import Retries
from plutio_async._resources.outcomes import outcome_of

from .api import TOKEN, Answer, Api, answer

Write = Callable[[Plutio], Awaitable[Any]]

ID = "Hc4RtZ8mWq2NxKb7V"
IDS = [ID, "Tn4cVb8GyH3qKd6Xe"]
LOST: list[Answer] = [
    httpx.ReadError("reset"),
    httpx.ReadTimeout("slow"),
    *(answer(status, {"message": "no"}) for status in (408, 499, 500, 502, 503, 504, 520)),
    httpx.Response(200, content=b'{"_id": "Hc4Rt'),
    httpx.Response(200, html="<title>Sign in</title>"),
]
"""Answers after which the API may have acted."""
DENIED: list[Answer] = [
    httpx.ConnectError("refused"),
    *(answer(status, {"message": "no"}) for status in (400, 401, 403, 404, 405, 409, 410, 413, 422, 423, 425, 429)),
]
"""Answers that say that nothing was done, by that attempt."""

BULK: dict[str, Write] = {
    "bulk_update": lambda plutio: plutio.tasks.bulk_update(IDS, status="completed"),
    "bulk_delete": lambda plutio: plutio.tasks.bulk_delete(IDS),
    "bulk_archive": lambda plutio: plutio.tasks.bulk_archive(IDS),
    "bulk_unarchive": lambda plutio: plutio.tasks.bulk_unarchive(IDS),
}
SINGLE: dict[str, Write] = {
    "update": lambda plutio: plutio.tasks.update(ID, title="Brief"),
    "delete": lambda plutio: plutio.tasks.delete(ID),
    "archive": lambda plutio: plutio.tasks.archive(ID),
}


async def failed(api: Api, write: Write, attempts: int = 2, **settings: Any) -> PlutioError:
    """The error of a write."""
    retries = Retries(attempts=attempts, total=1e9)
    async with api.clock.autojump(), api.client(retries=retries, **settings) as plutio:
        with pytest.raises(PlutioError) as caught:
            await write(plutio)
    return caught.value


def has_unknown_outcome(error: PlutioError) -> bool:
    """Whether the error of a write says so; that of a bulk write for each id."""
    if isinstance(error, BulkFailed):
        return error.result.unknown == IDS and not error.result.complete
    return isinstance(error, OutcomeUnknown)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "write",
    [
        pytest.param(write, id=name, marks=[] if name in ("bulk_update", "update", "delete") else pytest.mark.system)
        for name, write in {**BULK, **SINGLE}.items()
    ],
)
async def test_a_denial_after_a_lost_answer_leaves_the_outcome_open(write: Write) -> None:
    """Both are sent, whatever the first failure and the second answer."""
    wrong = []
    for lost, denied in product(LOST, DENIED):
        api = Api(lost, denied)
        error = await failed(api, write)
        if not has_unknown_outcome(error) or len(api.requests) != 2:
            wrong.append((lost, denied, error))
    assert wrong == []


@pytest.mark.anyio
@pytest.mark.parametrize("write", [*BULK.values(), *SINGLE.values()], ids=[*BULK, *SINGLE])
async def test_a_denial_alone_means_that_nothing_happened(write: Write) -> None:
    """The caller gets the API's own error."""
    for denied in DENIED:
        error = await failed(Api(denied), write, attempts=1)
        assert not has_unknown_outcome(error)
        assert error.call is not None
        assert not error.call.may_have_acted


@pytest.mark.anyio
async def test_a_read_changes_nothing() -> None:
    """So its last error is the caller's, and says so."""
    error = await failed(Api(answer(503), answer(404, {"message": "no"})), lambda plutio: plutio.tasks.list())
    assert isinstance(error, NotFoundError)
    assert error.call is not None
    assert not error.call.may_have_acted


@pytest.mark.anyio
async def test_an_error_that_admits_it_is_the_caller_s() -> None:
    """An update may be made again, so its own error says enough."""
    error = await failed(Api(answer(404, {"message": "no"}), answer(503)), SINGLE["update"], attempts=1)
    assert type(error) is NotFoundError
    error = await failed(Api(answer(503)), SINGLE["update"])
    assert type(error) is ServerError
    assert error.call is not None
    assert (error.call.attempts, error.call.may_have_acted) == (2, True)


@pytest.mark.anyio
async def test_the_error_names_the_last_answer_and_keeps_the_first() -> None:
    """As causes, the latest first."""
    error = await failed(Api(httpx.ReadError("reset"), answer(404, {"message": "gone"})), SINGLE["delete"])
    assert isinstance(error, OutcomeUnknown)
    assert (error.status, error.sent) == (404, {"_id": ID})
    assert str(error).startswith("DELETE /tasks (tasks_delete): it may or may not have happened (gone) [status 404")
    assert isinstance(error.__cause__, NotFoundError)
    assert isinstance(error.__cause__.__cause__, ConnectionFailed)


@pytest.mark.anyio
@pytest.mark.parametrize("write", [BULK["bulk_update"], SINGLE["update"]], ids=["bulk", "single"])
async def test_no_free_call_for_the_repeat(write: Write) -> None:
    """The token and the first attempt used up the budget."""
    api = Api(answer(503), answer(200, {"_id": ID}))
    error = await failed(api, write, budget=Budget(2, clock=api.clock, max_wait=0))
    assert has_unknown_outcome(error)
    assert len(api.requests) == 1
    unknown = error.__cause__ if isinstance(error, BulkFailed) else error
    assert unknown is not None
    assert isinstance(unknown.__cause__, BudgetExceeded)


@pytest.mark.anyio
@pytest.mark.parametrize("write", [BULK["bulk_update"], SINGLE["update"]], ids=["bulk", "single"])
async def test_no_token_for_the_repeat(write: Write) -> None:
    """The token expires while the repeat waits, and its endpoint fails."""
    short = answer(200, {**TOKEN, "expires_in": 200})
    api = Api(answer(503, retry_after="300"), tokens=(short, answer(503)))
    error = await failed(api, write)
    assert has_unknown_outcome(error)
    assert len(api.requests) == 1


@pytest.mark.anyio
async def test_a_write_for_which_no_token_came_was_not_sent() -> None:
    """Its records are pending, also when the token call itself got no answer."""
    for lost in (httpx.ReadTimeout("slow"), answer(503)):
        error = await failed(Api(tokens=(lost,)), BULK["bulk_update"])
        assert isinstance(error, BulkFailed)
        assert error.result.pending == IDS


@pytest.mark.anyio
async def test_a_client_that_is_closed_before_the_repeat() -> None:
    """The repeat is not made, but the first attempt was."""
    api = Api(answer(503, retry_after="60"))
    errors: list[PlutioError] = []

    async def call(plutio: Plutio, write: Write) -> None:
        with pytest.raises(PlutioError) as caught:
            await write(plutio)
        errors.append(caught.value)

    async with api.client() as plutio, anyio.create_task_group() as group:
        group.start_soon(call, plutio, BULK["bulk_update"])
        group.start_soon(call, plutio, SINGLE["update"])
        await anyio.wait_all_tasks_blocked()
        await plutio.aclose()
    assert len(errors) == len(api.requests) == 2
    assert all(map(has_unknown_outcome, errors))
    single = next(error for error in errors if isinstance(error, OutcomeUnknown))
    assert isinstance(single.__cause__, ClientStateError)
    assert "after 1 attempt]" in str(single)


@pytest.mark.anyio
async def test_a_denial_to_a_continued_bulk_write() -> None:
    """The first run may have changed what the second could not."""
    api = Api(httpx.ReadError("reset"))
    first = await failed(api, BULK["bulk_update"], attempts=1)
    assert isinstance(first, BulkFailed)
    api = Api(answer(400, {"message": "no"}))
    again = await failed(api, lambda plutio: plutio.tasks.bulk_update(first.result, status="completed"))
    assert isinstance(again, BulkFailed)
    assert again.result.unknown == IDS
    assert len(api.requests) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("empty", [httpx.Response(200), httpx.Response(204), answer(200, [])], ids=["200", "204", "[]"])
async def test_a_create_that_is_answered_without_a_record(empty: httpx.Response) -> None:
    """It may have happened, so it is not made again; the error says where to look."""
    api = Api(empty)
    error = await failed(api, lambda plutio: plutio.tasks.create(title="Brief"))
    assert isinstance(error, OutcomeUnknown)
    assert isinstance(error.__cause__, UnreadableAnswer)
    assert error.sent == {"title": "Brief"}
    assert len(api.requests) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("body", [None, {"title": "Brief"}], ids=["empty", "no id"])
async def test_many_creates_that_are_answered_without_a_record(body: Any) -> None:
    """They are unknown until they are found in the list."""
    api = Api(answer(200, body) if body else httpx.Response(200))
    error = await failed(api, lambda plutio: plutio.roles.create_many([{"title": "Brief"}], slack=0))
    assert isinstance(error, CreateManyFailed)
    assert error.result.unknown == [0]


ATTEMPTS = [
    *((lost, True) for lost in LOST),
    *((denied, False) for denied in DENIED),
    (httpx.ConnectTimeout("slow"), False),
]


@given(st.lists(st.sampled_from(ATTEMPTS), min_size=1, max_size=5), st.sampled_from([*BULK.values(), *SINGLE.values()]))
def test_no_error_denies_what_an_attempt_may_have_done(attempts: list[tuple[Answer, bool]], write: Write) -> None:
    """Whatever the attempts met, in any order."""

    async def run() -> tuple[PlutioError, int]:
        api = Api(*(one for one, _ in attempts))
        return await failed(api, write, attempts=len(attempts)), len(api.requests)

    error, sent = anyio.run(run)
    may_have_acted = any(acted for _, acted in attempts[:sent])
    assert error.call is not None
    assert error.call.may_have_acted == may_have_acted
    if isinstance(error, BulkFailed):
        assert (error.result.unknown == IDS) == may_have_acted
    else:
        assert (outcome_of(error) == "unknown") == may_have_acted
