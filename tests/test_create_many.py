"""Creates of many records: checked before a call, a few at a time, with an outcome for each."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from decimal import Decimal
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import Budget, CreateManyFailed, CreateResult, Plutio
from plutio_async._models.fields import Ref
from plutio_async._resources.by_id import CONCURRENCY
from plutio_async._resources.creates.lost import Candidates, LostCreate, settle
from plutio_async.errors import (
    AuthenticationError,
    BadRequestError,
    BudgetExceeded,
    CustomFieldError,
    OutcomeUnknown,
    UnreadableAnswer,
)
from plutio_async.models import Invoice, Person, Task
from plutio_async.testing import Fault, JumpingClock, Sandbox

from .api import Api, answer
from .custom_fields.studio import studio

pytestmark = pytest.mark.anyio


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(clock=JumpingClock())


@pytest.fixture
async def plutio(sandbox: Sandbox) -> AsyncIterator[Plutio]:
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        yield plutio


def tasks(count: int) -> list[dict[str, Any]]:
    return [{"title": f"Task {n}"} for n in range(count)]


def titles(sandbox: Sandbox) -> Counter[str]:
    """How often the server has each."""
    return Counter(record["title"] for record in sandbox.records("tasks"))


def posts(sandbox: Sandbox) -> list[Any]:
    return [call.json for call in sandbox.calls if call.method == "POST" and "oauth" not in call.path]


async def failure(plutio: Plutio, records: list[Any], **options: Any) -> CreateManyFailed:
    with pytest.raises(CreateManyFailed) as caught:
        await plutio.tasks.create_many(records, **options)
    return caught.value


async def test_every_record_is_created(plutio: Plutio, sandbox: Sandbox) -> None:
    """The result has the outcome, the id and the record of each, in their order."""
    seen: list[str] = []
    result = await plutio.tasks.create_many(iter(tasks(10)), progress=lambda result: seen.append(result.summary))
    assert (result.made, result.complete, result.summary) == (list(range(10)), True, "10 made")
    assert [creation.record.title for creation in result if creation.record] == [f"Task {n}" for n in range(10)]
    assert result.ids == [creation.record.id for creation in result if creation.record]
    assert titles(sandbox) == Counter(f"Task {n}" for n in range(10))
    assert (len(seen), seen[-1]) == (10, "10 made")
    assert repr(result) == "<CreateResult of 10: 10 made>"
    assert (await plutio.tasks.create_many([])).complete


async def test_a_few_at_a_time(sandbox: Sandbox) -> None:
    """So that other callers find a connection, and a small server survives it."""
    running, most = 0, 0

    async def serve(request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await anyio.sleep(0)
        running -= 1
        return answer(200, {"_id": f"t{len(api.requests)}"})

    api = Api(serve)
    async with api.client() as plutio:
        assert len(await plutio.tasks.create_many(tasks(30))) == 30
    assert most == CONCURRENCY


async def test_a_record_may_be_a_mapping_or_a_model(plutio: Plutio, sandbox: Sandbox) -> None:
    """With the keywords of ``create``, ``extra`` among them; with a model, its fields that are set."""
    person = Person(id="p" * 17)
    model = Invoice(name="b", sub_total=5, extra={"newField": 1})
    await plutio.invoices.create_many([{"name": "a", "client": person, "amount": Decimal("1.50")}, model])
    assert posts(sandbox) == [
        {"name": "a", "client": {"_id": person.id, "entityType": "person"}, "amount": 1.5},
        {"name": "b", "subTotal": 5, "newField": 1},
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"titel": "a"}, r"record 3: tasks\.create\(\) got .* 'titel'; did you mean 'title'"),
        ({"title": 5}, r"record 3: tasks\.create\(\): title takes text, not int"),
        ({"extra": {"a": float("nan")}}, "record 3: takes a finite number"),
        ({"title": "\ud800"}, "record 3: .*surrogates not allowed"),
        ({"custom_fields": "a"}, "record 3: .*takes a list"),
        ({"custom": {"Revenu": 1}, "titel": 1}, "record 3: .*titel"),
        ("text", "record 3: takes a mapping or a Task, not str"),
        (Invoice(name="a"), "record 3: takes a mapping or a Task, not an Invoice"),
        (Task(id="t", title="a"), "record 3: .* 'id'"),
        (None, "record 3: takes a mapping"),
    ],
)
async def test_a_mistake_is_reported_with_its_index(plutio: Plutio, sandbox: Sandbox, wrong: Any, message: str) -> None:
    """Before a call is spent."""
    with pytest.raises((TypeError, ValueError), match=rf"tasks\.create_many\(\): {message}"):
        await plutio.tasks.create_many([*tasks(3), wrong, *tasks(2)])
    assert sandbox.calls == []


async def test_a_missing_field_is_reported_with_its_index(plutio: Plutio, sandbox: Sandbox) -> None:
    """As Python reports it."""
    with pytest.raises(TypeError, match=r"task_boards\.create_many\(\): record 1: .*missing .* 'title'"):
        await plutio.task_boards.create_many([{"title": "a"}, {"project_id": "p"}])
    assert sandbox.calls == []


async def test_custom_fields_are_written_by_title() -> None:
    """Their definitions are read once, and a wrong title has its index, before anything is created."""
    sandbox = studio(clock=JumpingClock())
    people = [{"name": {"first": f"P{n}"}, "role": "client", "custom": {"Revenue": Decimal(n)}} for n in range(5)]
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        with pytest.raises(CustomFieldError, match=r"people\.create_many\(\): record 5: .*'Revenu'") as caught:
            await plutio.people.create_many([*people, {**people[0], "custom": {"Revenu": 1}}])
        assert "Revenue" in caught.value.choices
        assert posts(sandbox) == []
        await plutio.people.create_many(people)
    assert [call.path for call in sandbox.calls].count("/custom-fields") <= 2
    assert sorted(body["customFields"][0]["value"] for body in posts(sandbox)) == list(range(5))


async def test_a_refused_record_does_not_stop_the_others(plutio: Plutio, sandbox: Sandbox) -> None:
    """It has its error, which is the cause of the failure if it is the first."""
    with sandbox.fail(Fault.html(400, acted=False, method="POST", nth=3)):
        error = await failure(plutio, tasks(9))
    assert (len(error.result.made), len(error.result.refused), error.result.summary) == (8, 1, "8 made, 1 refused")
    (index,) = error.result.refused
    assert isinstance(error.result[index].error, BadRequestError)
    assert error.__cause__ is error.result[index].error
    assert str(error).startswith("POST /tasks (tasks_create): some records were not created: 8 made, 1 refused (")


async def test_an_error_that_all_would_meet_stops_the_run(sandbox: Sandbox) -> None:
    """Nothing was sent of the rest: it is pending."""
    async with Plutio.sandbox(sandbox, clock=sandbox.clock, budget=Budget(6), max_wait=0) as plutio:
        error = await failure(plutio, tasks(20))
    assert error.result.summary == "5 made, 15 pending"
    assert isinstance(error.__cause__, BudgetExceeded)
    api = Api(answer(401, {"message": "no"}))
    async with api.client(retries=1) as plutio:
        error = await failure(plutio, tasks(20))
    assert error.result.pending == list(range(20))
    assert isinstance(error.__cause__, AuthenticationError)
    assert len(api.requests) <= CONCURRENCY


async def test_an_outage_stops_the_run(plutio: Plutio, sandbox: Sandbox) -> None:
    """After as many unknown outcomes in a row as there are calls at a time; the rest is pending."""
    with sandbox.fail(Fault.server_error(503, method="POST")):
        error = await failure(plutio, tasks(50))
    assert CONCURRENCY <= len(error.result.unknown) < 2 * CONCURRENCY
    assert len(error.result.pending) == 50 - len(error.result.unknown)


LOST = {
    "no answer": Fault.reset("after", method="POST", nth=2),
    "a 500": Fault.server_error(500, acted=True, method="POST", nth=2),
    "a 503": Fault.server_error(503, acted=True, method="POST", nth=2),
    "half an answer": Fault.truncated_json(method="POST", nth=2),
}
NOT_MADE = {
    "no answer": Fault.reset("before", method="POST", nth=2),
    "a 500": Fault.server_error(500, method="POST", nth=2),
    "a 503": Fault.server_error(503, method="POST", nth=2),
}


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
async def test_a_record_without_an_answer_is_found(plutio: Plutio, sandbox: Sandbox, fault: Fault) -> None:
    """It is looked up after ``slack`` seconds, when a late request has arrived, and not sent again."""
    before = sandbox.clock.time()
    with sandbox.fail(fault):
        result = await plutio.tasks.create_many(tasks(6), slack=30)
    assert (result.complete, len(posts(sandbox))) == (True, 6)
    assert titles(sandbox) == Counter(f"Task {n}" for n in range(6))
    assert sandbox.clock.time() >= before + 30
    assert set(result.ids) == {record["_id"] for record in sandbox.records("tasks")}


@pytest.mark.parametrize("fault", NOT_MADE.values(), ids=NOT_MADE)
async def test_a_record_that_is_not_found_is_sent_again(plutio: Plutio, sandbox: Sandbox, fault: Fault) -> None:
    """Once in a run."""
    with sandbox.fail(fault):
        result = await plutio.tasks.create_many(tasks(6))
    assert (result.complete, len(posts(sandbox))) == (True, 7)
    assert titles(sandbox) == Counter(f"Task {n}" for n in range(6))


async def test_equal_records_are_counted(plutio: Plutio, sandbox: Sandbox) -> None:
    """Of four equal ones, two of which got no answer, one was made."""
    with sandbox.fail(Fault.reset("after", method="POST", nth=1), Fault.reset("before", method="POST", nth=2)):
        result = await plutio.tasks.create_many([{"title": "a"}] * 4)
    assert (result.complete, titles(sandbox), len(set(result.ids))) == (True, Counter(a=4), 4)


async def test_a_record_that_is_not_certain_stays_unknown(plutio: Plutio, sandbox: Sandbox) -> None:
    """Another client made an equal one, or one that comes near. It is never sent again; ``similar`` has the ids."""
    with sandbox.fail(Fault.reset("before", method="POST", nth=1)):
        mine = plutio.tasks.create_many([{"title": "Brief", "project_id": "p1"}])
        (theirs,) = sandbox.seed(tasks=[{"title": " brief ", "projectId": "p2"}])["tasks"]
        with pytest.raises(CreateManyFailed) as caught:
            await mine
    (creation,) = caught.value.result
    assert (creation.outcome, creation.similar) == ("unknown", (theirs["_id"],))
    assert isinstance(creation.error, OutcomeUnknown)
    assert len(posts(sandbox)) == 1
    with sandbox.fail(Fault.reset("after", method="POST", nth=1)):
        sandbox.seed(tasks=[{"title": "Plan"}])
        error = await failure(plutio, [{"title": "Plan"}])
    assert len(error.result[0].similar) == 2


async def test_text_that_the_server_rewrites_is_recognised(plutio: Plutio, sandbox: Sandbox) -> None:
    """HTML comments are removed."""
    with sandbox.fail(Fault.reset("after", method="POST", nth=1)):
        result = await plutio.tasks.create_many([{"title": "a", "description_html": "<!-- x --><p>a</p>"}])
    assert (result.complete, titles(sandbox)) == (True, Counter(a=1))


async def test_custom_fields_that_the_server_adds_do_not_hide_a_record() -> None:
    """Their order may change, and a text may come as a list."""
    sandbox = studio(clock=JumpingClock())
    person = {"name": {"first": "a"}, "role": "client", "custom": {"Motto": "x", "Stars": 4}}

    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        with sandbox.fail(Fault.reset("after", method="POST", path="/people", nth=1)):
            assert (await plutio.people.create_many([person])).complete
    assert len(sandbox.records("people")) == 1


async def test_comments_are_looked_up_at_their_parents(plutio: Plutio, sandbox: Sandbox) -> None:
    """The API lists them only so."""
    comments = [{"entity_type": "task", "entity_id": f"t{n}" * 8, "body_html": "<p>a</p>"} for n in range(3)]
    with sandbox.fail(Fault.reset("after", method="POST", nth=[1, 3])):
        assert (await plutio.comments.create_many(comments)).complete
    assert len(sandbox.records("comments")) == 3


async def test_records_that_cannot_be_listed_stay_unknown(plutio: Plutio, sandbox: Sandbox) -> None:
    """Roles have no list."""
    with sandbox.fail(Fault.reset("after", method="POST", nth=1)), pytest.raises(CreateManyFailed) as caught:
        await plutio.roles.create_many([{"title": "a"}, {"title": "b"}])
    assert caught.value.result.summary == "1 made, 1 unknown"
    assert len(posts(sandbox)) == 2


async def test_a_search_that_fails_leaves_the_records_unknown(plutio: Plutio, sandbox: Sandbox) -> None:
    """With its error."""
    with sandbox.fail(Fault.reset("after", method="POST", nth=1), Fault.html(403, method="GET")):
        error = await failure(plutio, tasks(2))
    assert error.result.summary == "1 made, 1 unknown"
    assert error.call is not None
    assert error.call.method == "GET"


async def test_an_answer_without_an_id_is_no_proof() -> None:
    """The record is looked up."""
    made = {"_id": "t" * 17, "title": "a", "createdAt": "2026-05-01T00:00:00.000Z"}
    api = Api(answer(200, {"title": "a"}), answer(200, [made]))
    async with api.client(clock=JumpingClock()) as plutio:
        result = await plutio.tasks.create_many([{"title": "a"}])
    assert result.ids == [made["_id"]]
    api = Api(answer(200, {"title": "a"}), answer(403, {"message": "no"}))
    async with api.client(clock=JumpingClock()) as plutio:
        error = await failure(plutio, [{"title": "a"}], slack=0)
    assert error.result.unknown == [0]
    assert not isinstance(error.__cause__, UnreadableAnswer)


async def test_the_wait_before_the_search_is_logged(
    plutio: Plutio, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, with the number of records and how to bound it."""
    with sandbox.fail(Fault.reset("after", method="POST", nth=[1, 2])), caplog.at_level(logging.INFO, "plutio_async"):
        await plutio.tasks.create_many(tasks(5))
    waits = [record.getMessage() for record in caplog.records if "wait" in record.getMessage()]
    began, over = waits
    assert began.startswith("tasks.create_many() looks up 2 records without an answer: waiting 60 s, until ")
    assert began.endswith("slack= sets it")
    assert over == "the wait is over after 60 s"


def test_a_result_says_no_more_than_it_knows() -> None:
    """By index."""
    result: CreateResult[Task] = CreateResult(3)
    result.note(1, "made", id="x")
    assert (result.pending, result.ids, result[1].outcome, len(result)) == ([0, 2], [None, "x", None], "made", 3)
    with pytest.raises(ValueError, match="there is no outcome 'done '; there are made, done"):
        result.indexes("done ")  # type: ignore[arg-type]


BODIES = st.sampled_from([{"title": "a"}, {"title": "a", "taskId": 1}, {"title": "b"}, {"title": "b", "x": 1}])
CREATES = st.lists(st.tuples(BODIES, st.booleans()), max_size=6)


@given(CREATES, st.lists(BODIES, max_size=2))
def test_what_is_settled_is_true(
    creates: list[tuple[Mapping[str, Any], bool]], others: list[Mapping[str, Any]]
) -> None:
    """Whatever was made, and whatever others made meanwhile: no record is sent again that was made.

    No record is taken for two.
    """
    lost = {n: LostCreate(body, repr(body), 0.0) for n, (body, _) in enumerate(creates)}
    rows = {f"r{n}": body for n, (body, made) in enumerate(creates) if made} | {
        f"o{n}": body for n, body in enumerate(others)
    }
    found = {n: Candidates() for n in lost}
    for n, create in lost.items():
        for id, row in rows.items():
            found[n].add(id, create.body, row, Ref(Task))
    settled = settle(lost, found)
    for body in (body for body, _ in creates):
        equal = [n for n in lost if lost[n].body == body]
        again = sum(settled.get(n, "") is None for n in equal)
        assert again <= sum(not creates[n][1] for n in equal)
    ids = [id for id in settled.values() if id is not None]
    assert len(ids) == len(set(ids))
