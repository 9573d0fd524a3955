"""Bulk writes: in chunks, with an outcome for each record that claims no more than the answer shows, and resumable."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import (
    AuthenticationError,
    BadRequestError,
    Budget,
    BudgetExceeded,
    BulkFailed,
    BulkProgress,
    BulkResult,
    ConfigurationError,
    ConnectionFailed,
    Plutio,
    PlutioError,
    ServerError,
)
from plutio_async._resources.bulk import read_answer
from plutio_async.testing import Sandbox, Switches

from .api import Api, answer

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


def ids(count: int, prefix: str = "t") -> list[str]:
    return [f"{prefix}{n}" for n in range(count)]


def seeded(sandbox: Sandbox, count: int) -> list[str]:
    return [row["_id"] for row in sandbox.seed(tasks=[{"title": "Task"}] * count)["tasks"]]


def echo(request: httpx.Request) -> httpx.Response:
    return answer(200, json.loads(request.content)["_ids"])


def script(*steps: httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]) -> Api:
    """Answers in turn, then naming what was sent."""

    async def serve(request: httpx.Request) -> httpx.Response:
        step = left.pop(0) if left else echo
        if isinstance(step, Exception):
            raise step
        return step(request) if callable(step) else step

    left = list(steps)
    return Api(serve)


async def failure(api: Api, given: Any, **options: Any) -> BulkFailed:
    async with api.client(retries=1, **options) as plutio:
        with pytest.raises(BulkFailed) as caught:
            await plutio.tasks.bulk_update(given, status="completed")
    return caught.value


@pytest.mark.parametrize(
    ("shape", "outcome"), [("records", "done"), ("ids", "done"), ("counts", "done"), ("empty", "accepted")]
)
async def test_the_outcome_follows_the_answer(shape: Any, outcome: str) -> None:
    """For all four forms of answers. The records are changed in each."""
    sandbox = Sandbox(switches=Switches(bulk_answer=shape))
    some = seeded(sandbox, 250)
    async with Plutio.sandbox(sandbox) as plutio:
        result = await plutio.tasks.bulk_update(some, status="completed")
    assert result == dict.fromkeys(some, outcome)
    assert result.complete
    assert {row["status"] for row in sandbox.records("tasks")} == {"completed"}
    assert [len(call.json["_ids"]) for call in sandbox.calls if call.path == "/tasks/bulk"] == [100, 100, 50]


@pytest.mark.parametrize(
    ("shape", "outcome"), [("records", "missing"), ("ids", "missing"), ("counts", "accepted"), ("empty", "accepted")]
)
async def test_a_record_that_the_answer_leaves_out_is_missing(shape: Any, outcome: str) -> None:
    """If it names others. A count that is too low does not say which."""
    sandbox = Sandbox(switches=Switches(bulk_answer=shape))
    some = seeded(sandbox, 2)
    async with Plutio.sandbox(sandbox) as plutio:
        result = await plutio.tasks.bulk_delete([*some, "gone"])
    assert result["gone"] == outcome
    assert result.missing == (["gone"] if outcome == "missing" else [])
    assert sandbox.records("tasks") == []


@pytest.mark.parametrize("verb", ["bulk_archive", "bulk_unarchive"])
async def test_archiving_and_restoring(verb: str) -> None:
    """Each with its own flag. A repeated id is sent once."""
    sandbox = Sandbox()
    some = seeded(sandbox, 3)
    async with Plutio.sandbox(sandbox) as plutio:
        result = await getattr(plutio.tasks, verb)([*some, some[0]])
    assert result.done == some
    assert sandbox.calls[-1].json == {"_ids": some, "isArchived": verb == "bulk_archive"}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        True,
        "ok",
        [],
        {},
        [1],
        [None],
        [{}],
        ["other"],
        {"modified": 1},
        {"modified": 0},
        {"ok": 1, "n": 2},
        {"ok": True},
        {"data": None},
    ],
)
def test_an_answer_without_records_is_accepted(answer: Any) -> None:
    """The call succeeded, but its effect is not known."""
    assert read_answer(answer, ["a", "b"], {}) == {"a": "accepted", "b": "accepted"}


@pytest.mark.parametrize(
    "answer",
    [["a", "other"], [{"_id": "a"}, None], {"_id": "a"}, {"data": ["a"]}, {"data": [{"_id": "a", "title": "x"}]}],
)
def test_an_answer_that_names_records_decides_for_all(answer: Any) -> None:
    """As records or as ids, in a list or in an envelope."""
    assert read_answer(answer, ["a", "b"], {"title": "x"}) == {"a": "done", "b": "missing"}


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        ({"status": "draft"}, "ignored"),
        ({"status": None}, "ignored"),
        ({"status": "paid", "cleared": "x"}, "ignored"),
        ({"status": "paid", "amount": 6}, "ignored"),
        ({"status": "paid", "due": "2026-01-02T00:00:00.000Z"}, "ignored"),
        ({"status": "Paid "}, "done"),
        ({"status": "paid", "amount": "5", "flag": "true", "due": "2026-01-01T00:00:00.000Z", "tags": []}, "done"),
        ({"status": "paid", "amount": 5.0, "cleared": ""}, "done"),
        ({"status": "paid", "amount": "5.00"}, "done"),
        ({}, "done"),
    ],
)
def test_a_record_with_another_value_was_ignored(shown: dict[str, Any], outcome: str) -> None:
    """The record in the answer decides. Another spelling is the same value."""
    body = {
        "status": "paid",
        "amount": 5,
        "flag": True,
        "due": "2026-01-01T01:00:00+01:00",
        "cleared": None,
        "tags": ["a"],
    }
    assert read_answer([{"_id": "a", **shown}], ["a"], body) == {"a": outcome}


async def test_a_status_that_the_api_ignores_is_reported_as_ignored() -> None:
    """As live with invoices: the call succeeds, but the status does not change."""
    sandbox = Sandbox()
    some = [row["_id"] for row in sandbox.seed(invoices=[{"name": "I", "status": "draft"}] * 2)["invoices"]]
    async with Plutio.sandbox(sandbox) as plutio:
        result = await plutio.invoices.bulk_update(some, status="paid")
    assert (result.ignored, result.done, result.complete, result.summary) == (some, [], True, "2 ignored")
    assert BulkResult.from_json(result.to_json()) == result


async def test_a_refused_chunk_does_not_stop_the_others() -> None:
    """Its records are refused, the others are done, and the error has the numbers."""
    error = await failure(script(echo, answer(400, {"message": "Invalid status"})), ids(250))
    assert (error.result.done, error.result.refused) == (ids(100) + ids(250)[200:], ids(200)[100:])
    assert isinstance(error.__cause__, BadRequestError)
    assert isinstance(error.result.errors["t100"], BadRequestError)
    assert "t0" not in error.result.errors
    counts = "some records were not done: 150 done, 100 refused (Invalid status)"
    assert str(error) == f"PUT /tasks/bulk (tasks_bulk_update): {counts} [after 1 attempt]"
    assert not error.result.complete


@pytest.mark.parametrize(
    ("trouble", "outcome", "cause"),
    [
        (answer(500, {"message": "Oh no"}), "unknown", ServerError),
        (answer(503, {"message": "Busy"}), "unknown", ServerError),
        (answer(408), "unknown", PlutioError),
        (answer(302), "unknown", PlutioError),
        (httpx.ReadError("lost"), "unknown", ConnectionFailed),
        (httpx.ConnectError("refused"), "pending", ConnectionFailed),
        (answer(403, {"message": "No"}), "pending", PlutioError),
        (answer(429, {"message": "Slow down"}), "pending", PlutioError),
    ],
)
async def test_other_errors_stop_the_write(trouble: Any, outcome: str, cause: type[Exception]) -> None:
    """The result has the records that may have been changed."""
    api = script(echo, trouble)
    error = await failure(api, ids(350))
    assert error.result.done == ids(100)
    assert {error.result[id] for id in ids(200)[100:]} == {outcome}
    assert error.result.ids("pending")[-150:] == ids(350)[200:]
    assert isinstance(error.__cause__, cause)
    assert len(api.requests) == 2


async def test_an_earlier_attempt_may_have_happened() -> None:
    """The last attempt was refused, but the one before got no answer."""
    api = script(httpx.ReadError("lost"), httpx.ConnectError("refused"))
    async with api.clock.autojump(), api.client(retries=2) as plutio:
        with pytest.raises(BulkFailed) as caught:
            await plutio.tasks.bulk_update(["a"], status="completed")
    assert caught.value.result.unknown == ["a"]


async def test_a_refused_token_leaves_everything_pending() -> None:
    """Nothing was sent."""
    api = Api(tokens=(answer(401, {"message": "No"}),))
    error = await failure(api, ids(3))
    assert error.result.pending == ids(3)
    assert isinstance(error.__cause__, AuthenticationError)


async def test_a_write_continues_when_the_budget_is_free_again() -> None:
    """With the result of the error. Each record is written once."""
    api = script()
    budget = Budget(3, clock=api.clock, max_wait=0)
    async with api.client(budget=budget) as plutio:
        with pytest.raises(BulkFailed) as caught:
            await plutio.tasks.bulk_update(ids(300), status="completed")
        result, cause = caught.value.result, caught.value.__cause__
        assert isinstance(cause, BudgetExceeded)
        assert cause.wait
        assert (len(result.done), len(result.pending)) == (200, 100)
        await api.clock.advance(cause.wait)
        assert await plutio.tasks.bulk_update(result, status="completed") is result
    assert result.complete
    assert [body["_ids"] for body in api.bodies()] == [ids(100), ids(200)[100:], ids(300)[200:]]


async def test_another_process_continues_from_json() -> None:
    """It skips records that are done, sends pending ones first, then unknown and failed ones again."""
    result = BulkResult(ids(6))
    result.note({"t0": "done", "t1": "accepted", "t2": "missing", "t3": "unknown", "t4": "refused"})
    api = script()
    async with api.client() as plutio:
        again = await plutio.tasks.bulk_update(BulkResult.from_json(result.to_json()), status="completed")
    assert [body["_ids"] for body in api.bodies()] == [["t5"], ["t4"], ["t3"]]
    assert [again[id] for id in ids(6)] == ["done", "accepted", "missing", "done", "done", "done"]


async def test_a_chunk_is_sent_once_in_a_write() -> None:
    """Also if it fails again."""
    api = script(*[answer(400, {"message": "No"})] * 5)
    error = await failure(api, ids(2))
    assert len(api.requests) == 1
    assert (await failure(api, error.result)).result.refused == ids(2)
    assert len(api.requests) == 2


async def test_unknown_stays_unknown_when_a_later_attempt_does_not_arrive() -> None:
    """The write stops all the same."""
    api = script(httpx.ReadError("lost"), httpx.ConnectError("refused"))
    error = await failure(api, ids(200))
    error.result.note(dict.fromkeys(error.result.pending, "refused"))
    error = await failure(api, error.result)
    assert (error.result.unknown, error.result.refused) == (ids(100), ids(200)[100:])
    assert len(api.requests) == 2


async def test_an_operation_that_is_not_idempotent_is_not_repeated() -> None:
    """Its unknown records stay unknown."""
    from plutio_async._core.call import Operation
    from plutio_async._resources.bulk import BulkWrite

    result = BulkResult(["a", "b"])
    result.note({"a": "unknown"})
    api = script()
    async with api.client() as plutio:
        operation = Operation("tasks_bulk_copy", "POST", "/tasks/bulk/copy", idempotent=False)
        with pytest.raises(BulkFailed, match="1 done, 1 unknown"):
            await BulkWrite(plutio._sender, operation, lambda ids: [({}, ids)], result, None).run()
    assert [body["_ids"] for body in api.bodies()] == [["b"]]


async def test_cancellation_leaves_a_correct_result() -> None:
    """The current chunk is unknown, and continuing with the result does the rest."""

    async def hang(request: httpx.Request) -> httpx.Response:
        if len(api.requests) == 2:
            scope.cancel()
            await anyio.sleep_forever()
        return echo(request)

    api = Api(hang)
    result = BulkResult(ids(250))
    async with api.client() as plutio:
        with anyio.CancelScope() as scope:
            await plutio.tasks.bulk_update(result, status="completed")
        assert (result.done, result.unknown, result.pending) == (ids(100), ids(200)[100:], ids(250)[200:])
        await plutio.tasks.bulk_update(result, status="completed")
    assert result.done == ids(250)


async def test_a_result_continues_its_own_write_only() -> None:
    """It refuses another method or other values, also after JSON."""
    api = script()
    async with api.client() as plutio:
        result = await plutio.tasks.bulk_update(ids(2), status="completed")
        for given in (result, BulkResult.from_json(result.to_json())):
            with pytest.raises(
                ConfigurationError, match=r"belongs to tasks\.bulk_update\(\), not to tasks\.bulk_delete"
            ):
                await plutio.tasks.bulk_delete(given)
            with pytest.raises(ConfigurationError, match="with other values"):
                await plutio.tasks.bulk_update(given, status="incomplete")
        await plutio.tasks.bulk_update(given, status="completed")
    assert len(api.requests) == 1


async def test_progress_is_reported_after_each_call() -> None:
    """With the numbers for a progress bar, and the calls that are left."""
    seen: list[BulkProgress] = []
    api = script(echo, answer(400, {"message": "No"}))
    error = await failure_with(api, seen)
    assert [(p.total, p.settled, p.calls) for p in seen] == [(250, 100, 1), (250, 100, 2), (250, 150, 3)]
    assert seen[-1].result is error.result
    assert [p.spare for p in seen] == [998, 997, 996]


async def failure_with(api: Api, seen: list[BulkProgress]) -> BulkFailed:
    async with api.client() as plutio:
        with pytest.raises(BulkFailed) as caught:
            await plutio.tasks.bulk_update(ids(250), status="completed", progress=seen.append)
    return caught.value


def test_a_failure_can_be_pickled() -> None:
    """With its result."""
    result = BulkResult(["a"])
    result.note({"a": "refused"}, BadRequestError("No", status=400))
    error = pickle.loads(pickle.dumps(BulkFailed("not all", result=result)))
    assert error.result.refused == ["a"]
    assert error.result.errors["a"].status == 400
    assert repr(error.result) == "<BulkResult of 1: 1 refused>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "null",
        "[]",
        "{}",
        '{"v":1}',
        '{"v":1,"ids":{"a":"gone"},"job":null}',
        '{"v":2,"ids":{},"job":null}',
        '{"v":1,"ids":{},"job":["a"]}',
    ],
)
def test_text_that_is_no_result_is_refused(text: str) -> None:
    """The error says what to pass."""
    with pytest.raises(ConfigurationError, match="to_json"):
        BulkResult.from_json(text)


def test_a_text_is_no_list_of_ids() -> None:
    """And an unknown outcome is refused."""
    with pytest.raises(TypeError, match="a list of ids"):
        BulkResult("abc")
    with pytest.raises(ValueError, match="no outcome 'updated'"):
        BulkResult(["a"]).ids("updated")  # type: ignore[arg-type]


STEP = st.sampled_from(["ok", "ok", "refuse", "break", "lose after", "lose before"])


@given(count=st.integers(0, 450), steps=st.lists(STEP, max_size=8))
def test_continuing_until_complete_writes_every_record(count: int, steps: list[str]) -> None:
    """Whatever fails in between. A record that is done was written, and is not sent again."""
    written: list[str] = []
    settled: set[str] = set()

    async def serve(request: httpx.Request) -> httpx.Response:
        sent = json.loads(request.content)["_ids"]
        assert len(sent) <= 100
        assert not settled.intersection(sent)
        step = steps.pop(0) if steps else "ok"
        if step == "refuse":
            return answer(400, {"message": "No"})
        if step == "lose before":
            raise httpx.ConnectError("refused")
        written.extend(sent)
        if step == "break":
            return answer(500, {"message": "Oh no"})
        if step == "lose after":
            raise httpx.ReadError("lost")
        settled.update(sent)
        return answer(200, sent)

    async def main() -> None:
        result = BulkResult(ids(count))
        async with Api(serve).client(retries=1) as plutio:
            while not result.complete or not result:
                try:
                    await plutio.tasks.bulk_update(result, status="completed")
                    break
                except BulkFailed as error:
                    assert error.result is result
                    assert set(result.done) == settled
                    assert set(result.pending).isdisjoint(written)
                    result = BulkResult.from_json(result.to_json())
        assert set(result.done) == set(written) == set(ids(count))

    anyio.run(main)
