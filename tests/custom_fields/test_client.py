"""Custom fields by title through a client and the sandbox: reading, writing, asking, and what it costs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from typing import Any

import anyio
import pytest

from plutio_async import BulkResult, F, Plutio, raw
from plutio_async.errors import (
    BadRequestError,
    BulkFailed,
    CustomFieldError,
    InvalidInput,
    NotFoundError,
    UnreadableAnswer,
)
from plutio_async.testing import Answer, Fault, Sandbox, Switches
from plutio_async.testing.clock import FakeClock
from tests.custom_fields.studio import calls, person, studio

pytestmark = pytest.mark.anyio

MERGED = Switches(custom_field_updates="merged")
LISTS = Switches(text_fields="list")
ALL: dict[str, Any] = {
    "Agreed": True,
    "Manager": "Xk2mPq9RtY4sVw7Zb",
    "Revenue": 12.5,
    "Renewal": datetime(2026, 5, 1, 9, tzinfo=UTC),
    "Website": "https://example.com",
    "Topics": ["Film", "Web"],
    "Budget": (10, 20.5),
    "Stars": 4,
    "Plan": "Team",
    "Share": 0.5,
    "Motto": "Onwards",
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sandbox(clock: FakeClock) -> Sandbox:
    return studio(clock=clock, strict=True)


@pytest.fixture
async def plutio(sandbox: Sandbox, clock: FakeClock) -> AsyncIterator[Plutio]:
    async with Plutio.sandbox(sandbox, clock=clock) as plutio:
        yield plutio


def stored(sandbox: Sandbox, id: str) -> dict[str, Any]:
    """The values of a person as the API has them."""
    (record,) = [record for record in sandbox.records("people") if record["_id"] == id]
    return {value["_id"]: value["value"] for value in record.get("customFields") or ()}


@pytest.mark.parametrize("switches", [Switches(), MERGED, LISTS])
async def test_every_input_type_is_written_and_read_by_title(
    plutio: Plutio, sandbox: Sandbox, switches: Switches
) -> None:
    """In a create, in an update, and in what is read afterwards."""
    sandbox.switches = switches
    made = await plutio.people.create(name={"first": "Jane"}, role="client", custom={"Plan": "Free"})
    assert dict(made.custom) == {"Plan": "Free"}
    changed = await plutio.people.update(made.id, custom=ALL)
    assert dict(changed.custom) == ALL
    assert dict((await plutio.people.get(made.id)).custom) == ALL
    assert stored(sandbox, made.id)["idTopics"] == ["optionFilm", "optionWeb"]


@pytest.mark.parametrize("switches", [Switches(), MERGED, LISTS])
async def test_updating_one_field_loses_none_of_the_others(
    plutio: Plutio, sandbox: Sandbox, switches: Switches
) -> None:
    """Whatever the API does with those that an update does not send. Fields that the schema does not know stay too."""
    sandbox.switches = switches
    row = person(Motto="Onwards", Plan="optionFree")
    row["customFields"] += [{"_id": "unknown", "value": {"x": 1}, "type": "new"}, {"_id": "empty", "value": None}]
    (made,) = sandbox.seed(people=[row])["people"]
    await plutio.people.update(made["_id"], custom={"Plan": "Team"}, tags=["a"])
    assert stored(sandbox, made["_id"]) == {
        "idMotto": "Onwards",
        "idPlan": "optionTeam",
        "unknown": {"x": 1},
        "empty": None,
    }
    await plutio.people.update(made["_id"], custom={"Motto": None})
    assert stored(sandbox, made["_id"]) == {"idMotto": None, "idPlan": "optionTeam", "unknown": {"x": 1}, "empty": None}
    (record,) = sandbox.records("people")[-1:]
    assert record["tags"] == ["a"]
    assert {"_id": "unknown", "value": {"x": 1}, "type": "new"} in record["customFields"]


async def test_number_of_calls(plutio: Plutio, sandbox: Sandbox) -> None:
    """One for the definitions, one to read the record before an update without its values, none for a create."""
    made = await plutio.people.create(name={"first": "Jane"}, role="client", custom={"Plan": "Free"})
    assert calls(sandbox) == ["GET /custom-fields", "GET /custom-fields", "POST /people"]
    await plutio.people.update(made.id, custom={"Motto": "x"})
    assert calls(sandbox)[3:] == ["GET /people", "PUT /people"]
    again = await plutio.people.update(made.id, custom_fields=made.custom_fields, custom={"Plan": "Team"})
    assert calls(sandbox)[5:] == ["PUT /people"]
    assert dict(again.custom) == {"Plan": "Team"}
    await plutio.people.update(made.id, tags=["a"], custom={})
    await plutio.people.update(made.id, tags=["a"], custom=None)
    assert calls(sandbox)[6:] == ["PUT /people", "PUT /people"]
    assert stored(sandbox, made.id) == {"idPlan": "optionTeam"}


async def test_keeps_custom_fields_saves_the_read(sandbox: Sandbox, clock: FakeClock) -> None:
    """An update is then one call."""
    sandbox.switches = MERGED
    (made,) = sandbox.seed(people=[person(Motto="Onwards")])["people"]
    async with Plutio.sandbox(sandbox, clock=clock, keeps_custom_fields=True) as plutio:
        await plutio.custom_fields.schema()
        before = len(calls(sandbox))
        await plutio.people.update(made["_id"], custom={"Plan": "Team"})
        assert calls(sandbox)[before:] == ["PUT /people"]
    assert stored(sandbox, made["_id"]) == {"idMotto": "Onwards", "idPlan": "optionTeam"}


async def test_mistakes_send_no_write(plutio: Plutio, sandbox: Sandbox) -> None:
    """A wrong keyword makes no call at all."""
    (made,) = sandbox.seed(people=[person()])["people"]
    with pytest.raises(TypeError, match="did you mean 'tags'"):
        await plutio.people.update(made["_id"], custom={"Plan": "Team"}, tagz=["a"])  # type: ignore[call-arg]
    assert calls(sandbox) == []
    with pytest.raises(CustomFieldError, match="did you mean 'Plan'"):
        await plutio.people.update(made["_id"], custom={"Plam": "Team"})
    with pytest.raises(CustomFieldError, match="did you mean 'Team'"):
        await plutio.people.create(name={"first": "x"}, role="client", custom={"Plan": "Teem"})
    with pytest.raises(TypeError, match="'Stars'"):
        await plutio.people.bulk_update([made["_id"]], custom={"Stars": "four"})
    assert {call for call in calls(sandbox) if "/people" in call} == set()
    with pytest.raises(NotFoundError):
        await plutio.people.update("gone", custom={"Plan": "Team"})
    assert calls(sandbox)[-1] == "GET /people"


@pytest.mark.parametrize("held", ["nothing that anybody knows", [{"_id": "idPlan", "value": "optionFree"}, "odd"]])
async def test_values_that_cannot_be_read_are_not_overwritten(held: Any) -> None:
    """The update is refused, because it could not send them again."""
    sandbox = studio()
    (made,) = sandbox.seed(people=[person()])["people"]
    live = sandbox._store.workspaces["example"].collection("people")[made["_id"]]
    live["customFields"] = held
    async with Plutio.sandbox(sandbox) as plutio:
        with pytest.raises(UnreadableAnswer, match="nothing was written"):
            await plutio.people.update(made["_id"], custom={"Plan": "Team"})
        with pytest.raises(BulkFailed) as caught:
            await plutio.people.bulk_update([made["_id"]], custom={"Plan": "Team"})
        result = BulkResult([made["_id"]])
        result.note({made["_id"]: "unknown"})  # an earlier write may have happened
        with pytest.raises(BulkFailed):
            await plutio.people.bulk_update(result, custom={"Plan": "Team"})
    assert isinstance(caught.value.result.errors[made["_id"]], UnreadableAnswer)
    assert (caught.value.result.refused, result.unknown) == ([made["_id"]], [made["_id"]])
    assert live["customFields"] == held


async def test_odd_ids_of_values_do_not_break_an_update() -> None:
    """They are sent again. A null entry is not. What the API takes of them is its own decision."""
    sandbox = studio()
    (made,) = sandbox.seed(people=[person()])["people"]
    live = sandbox._store.workspaces["example"].collection("people")[made["_id"]]
    live["customFields"] = [None, {"_id": 5, "value": 2}, {"value": 3}]
    async with Plutio.sandbox(sandbox) as plutio:
        await plutio.people.update(made["_id"], custom={"Plan": "Team"})
        plan = {"_id": "idPlan", "value": "optionTeam"}
        assert live["customFields"] == [{"_id": "5", "value": 2}, {"value": 3}, plan]
        live["customFields"] = [{"_id": [1], "value": 1}]
        with pytest.raises(BadRequestError, match=r"customFields.0._id: \[1\]"):
            await plutio.people.update(made["_id"], custom={"Plan": "Team"})


async def test_records_that_were_read_before_the_definitions_find_them(plutio: Plutio, sandbox: Sandbox) -> None:
    """Before that the error says what to call."""
    sandbox.seed(people=[person(Plan="optionTeam")])
    first = await plutio.people.iterate(q=F.role == "client").first()
    assert first is not None
    (listed,) = await plutio.people.list(role="client")
    for record in (first, listed):
        with pytest.raises(CustomFieldError, match=r"schema = await plutio.custom_fields.schema\(\) first"):
            record.custom  # noqa: B018
    await plutio.custom_fields.schema()
    assert (first.custom["Plan"], listed.custom["Plan"]) == ("Team", "Team")


async def test_definitions_are_read_again_after_a_while(plutio: Plutio, sandbox: Sandbox, clock: FakeClock) -> None:
    """After five minutes of the client's clock, on request, and when this client changes them."""
    schema = await plutio.custom_fields.schema()
    sandbox.seed(custom_fields=[{"title": "New", "entityType": "person", "inputType": "text"}])
    await clock.advance(299)
    assert await plutio.custom_fields.schema() is schema
    assert await plutio.custom_fields.schema(max_age=300) is schema
    await clock.advance(1)
    newer = await plutio.custom_fields.schema()
    assert "New" in newer.of("person").titles
    assert await plutio.custom_fields.schema(max_age=0) is not newer
    await plutio.custom_fields.create(title="Newer", entity_type="person", input_type="text")
    assert "Newer" in (await plutio.custom_fields.schema()).of("person").titles
    made = [{"title": f"Newest {n}", "entity_type": "person", "input_type": "text"} for n in range(2)]
    await plutio.custom_fields.create_many(made)
    assert {"Newest 0", "Newest 1"} <= set((await plutio.custom_fields.schema()).of("person").titles)


async def test_cold_callers_share_one_reading(plutio: Plutio, sandbox: Sandbox) -> None:
    """Views too."""
    sandbox.add_hook(Pausing())
    view = plutio.with_options(timeout=5)
    async with anyio.create_task_group() as group:
        for client in (plutio, view, plutio, view):
            group.start_soon(client.custom_fields.schema)
    assert calls(sandbox) == ["GET /custom-fields"] * 2
    assert await view.custom_fields.schema() is await plutio.custom_fields.schema()


async def test_definitions_are_not_cached_if_they_change_during_the_read(plutio: Plutio, sandbox: Sandbox) -> None:
    """They may be the old ones."""
    paused = Pausing()
    sandbox.add_hook(paused)
    async with anyio.create_task_group() as group:
        group.start_soon(plutio.custom_fields.schema)
        await paused.began.wait()
        await plutio.custom_fields.create(title="New", entity_type="person", input_type="text")
    before = len(calls(sandbox))
    assert "New" in (await plutio.custom_fields.schema()).of("person").titles
    assert calls(sandbox)[before:] == ["GET /custom-fields"] * 2


class Pausing:
    """Lets other tasks in before it answers a read of the definitions."""

    def __init__(self) -> None:
        self.began = anyio.Event()

    async def before(self, request: Any) -> None:
        if request.method == "GET" and request.path == "/custom-fields":
            self.began.set()
            await anyio.wait_all_tasks_blocked()

    async def after(self, request: Any, answer: Any) -> Any:
        return answer


async def test_workspaces_do_not_share_definitions() -> None:
    """The same title may mean another field there."""
    sandbox = studio(businesses=("example", "other"))
    async with Plutio.sandbox(sandbox) as plutio:
        other = await plutio.for_business("other").custom_fields.schema()
        assert other.fields == ()
        assert (await plutio.custom_fields.schema()).entities == ["person"]


async def test_another_caller_reads_the_definitions_after_a_cancellation(plutio: Plutio, sandbox: Sandbox) -> None:
    """No caller waits forever."""
    started = anyio.Event()

    class Stall:
        async def before(self, request: Any) -> None:
            if request.path == "/custom-fields" and not started.is_set():
                started.set()
                await anyio.sleep_forever()

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    sandbox.add_hook(Stall())
    async with anyio.create_task_group() as group, anyio.create_task_group() as first:
        first.start_soon(plutio.custom_fields.schema)
        await started.wait()
        group.start_soon(plutio.custom_fields.schema)
        first.cancel_scope.cancel()
    assert (await plutio.custom_fields.schema()).entities == ["person"]


async def test_queries_name_custom_fields_by_title(plutio: Plutio, sandbox: Sandbox) -> None:
    """With labels, in lists and in iterations; the definitions are read when they are needed."""
    sandbox.seed(
        people=[
            person(Plan="optionTeam", Topics=["optionWeb", "optionFilm"], Stars=4, Renewal="2026-05-01T00:00:00.000Z"),
            person(Plan="optionFree", Topics=["optionPrint"], Stars=2, Renewal="2026-07-01T00:00:00.000Z"),
        ]
    )

    async def found(q: Any) -> list[int]:
        listed = [record.custom["Stars"] for record in await plutio.people.list(q=q)]
        assert [record.custom["Stars"] async for record in plutio.people.iterate(q=q)] == listed
        return listed

    assert await found(F.custom("Plan") == "Team") == [4]
    assert await found(F.custom("Plan").in_(["Free", "Enterprise"])) == [2]
    assert await found(F.custom("Topics") == "Film") == [4]
    assert await found(F.custom("Topics").in_(["Print", "Film"])) == [4, 2]
    assert await found((F.custom("Stars") > 1) & (F.role == "client") & (F.custom("Stars") < 3)) == [2]
    assert await found(F.custom("Renewal") < datetime(2026, 6, 1, tzinfo=UTC)) == [4]
    assert await found(F.custom("Plan") == raw("optionOfOld")) == []
    assert await found(F.custom("Plan").in_([raw("optionOfOld"), "Free"])) == [2]
    assert await found(F.custom("idPlan") == "optionTeam") == [4]
    assert await found(F.custom(id="idPlan") == "optionFree") == [2]
    assert [record.custom["Plan"] for record in await plutio.people.list(q=F.custom("Plan") == "Free")] == ["Free"]


@pytest.mark.parametrize(
    ("renewal", "day"),
    [
        (F.custom("Renewal"), date(2026, 5, 1)),
        (F.custom("Renewal"), "2026-05-01"),
        (F.custom(id="idRenewal"), date(2026, 5, 1)),
    ],
)
async def test_a_day_is_any_moment_of_it(plutio: Plutio, sandbox: Sandbox, renewal: Any, day: Any) -> None:
    """As for the fields that every workspace has."""
    for hour in ("2026-04-30T23:59", "2026-05-01T00:00", "2026-05-01T18:30", "2026-05-02T00:00"):
        sandbox.seed(people=[person(Renewal=f"{hour}:00.000Z", Stars=3)])
    tests = {
        "==": renewal == day, "!=": renewal != day, "<": renewal < day, "<=": renewal <= day,
        ">": renewal > day, ">=": renewal >= day, "between": renewal.between(day, day),
    }  # fmt: skip
    counts = {sign: len(await plutio.people.list(q=test & (F.role == "client"))) for sign, test in tests.items()}
    assert counts == {"==": 2, "!=": 2, "<": 1, "<=": 3, ">": 1, ">=": 3, "between": 2}


async def test_wrong_titles_and_labels_in_queries_are_errors(plutio: Plutio) -> None:
    """With the choices, before the list is read."""
    with pytest.raises(CustomFieldError, match="did you mean 'Plan'"):
        await plutio.people.list(q=F.custom("Plam") == "Team")
    with pytest.raises(CustomFieldError, match="did you mean 'Team'"):
        await plutio.people.iterate(q=F.custom("Plan") == "Teem").to_list()
    with pytest.raises(CustomFieldError, match="it is a field of person"):
        await plutio.tasks.list(q=F.custom("Plan") == "Team")
    with pytest.raises(TypeError, match="the records of task_boards have no custom fields"):
        await plutio.task_boards.list(q=F.custom("Plan") == "Team")


async def test_a_wrong_name_beside_a_title_costs_no_call(plutio: Plutio, sandbox: Sandbox) -> None:
    """Not even that for the definitions."""
    q = (F.custom("Plan") == "Team") & (F.statuz == "active")
    with pytest.raises(InvalidInput, match="did you mean 'status'"):
        plutio.people.iterate(q=q)
    with pytest.raises(InvalidInput, match="did you mean 'status'"):
        await plutio.people.list(q=q)
    assert len(sandbox.calls) == 0


async def test_a_cursor_continues_a_query_by_title(plutio: Plutio, sandbox: Sandbox, clock: FakeClock) -> None:
    """In another client too, with or without the definitions."""
    sandbox.seed(people=[person(Plan="optionTeam", Stars=number % 5) for number in range(30)])
    q = F.custom("Plan") == "Team"
    walk = plutio.people.iterate(q=q, page_size=10)
    seen = []
    async for record in walk:
        seen.append(record.id)
        if len(seen) == 15:
            break
    async with Plutio.sandbox(sandbox, clock=clock) as other:
        seen += [record.id async for record in other.people.iterate(q=q, page_size=10, cursor=walk.cursor)]
    assert sorted(seen) == sorted(record["_id"] for record in sandbox.records("people") if record.get("customFields"))


@pytest.mark.parametrize(
    ("q", "holds"),
    [
        (F.custom("Plan") == None, lambda held: held["Plan"] is None),  # noqa: E711
        (F.custom("Plan") != None, lambda held: held["Plan"] is not None),  # noqa: E711
        (~(F.custom("Plan") == None), lambda held: held["Plan"] is not None),  # noqa: E711
        (F.custom("Plan").in_([None, "Free"]), lambda held: held["Plan"] in (None, "Free")),
        (F.custom("Plan").not_in([None, "Free"]), lambda held: held["Plan"] not in (None, "Free")),
        (F.custom("Plan").not_in(["Free"]), lambda held: held["Plan"] != "Free"),
        (F.custom("Plan").contains("E"), lambda held: "e" in (held["Plan"] or "").lower()),
        (F.custom("Plan").starts_with("T"), lambda held: (held["Plan"] or "").startswith("T")),
        (~F.custom("Plan").starts_with("T"), lambda held: not (held["Plan"] or "").startswith("T")),
        (F.custom("Plan").regex("ee$|^ent", ignore_case=True), lambda held: held["Plan"] in ("Free", "Enterprise")),
        (F.custom("Plan").regex("option"), lambda held: False),
        (F.custom("Topics").contains("i"), lambda held: bool({"Print", "Film"} & set(held["Topics"] or []))),
        (F.custom("Motto") == None, lambda held: held["Motto"] is None),  # noqa: E711
        (F.custom("Motto").contains("option"), lambda held: "option" in (held["Motto"] or "")),
        (F.custom("Stars").in_([None, 2]), lambda held: held["Stars"] in (None, 2)),
    ],
)
async def test_queries_agree_with_values(
    plutio: Plutio, sandbox: Sandbox, q: Any, holds: Callable[[Any], bool]
) -> None:
    """A missing value is ``None`` in both, and an option is its label."""
    rows = [
        person(Plan="optionFree", Topics=["optionWeb", "optionFilm"], Motto="no option", Stars=2),
        person(Plan="optionTeam", Topics=["optionWeb"], Motto="On"),
        person(Plan="optionEnterprise", Stars=3),
        person(Plan=None, Motto=None, Stars=None, Topics=None),
        person(),
    ]
    sandbox.seed(people=rows)
    await plutio.custom_fields.schema()
    people = await plutio.people.list(role="client", limit=100)
    found = await plutio.people.iterate(q=q, role="client").to_list()
    assert {record.id for record in found} == {record.id for record in people if holds(record.custom)}


async def test_a_query_takes_a_person_for_a_contact(plutio: Plutio, sandbox: Sandbox) -> None:
    """Like a write."""
    boss = await plutio.people.create(name={"first": "Ada"}, role="client")
    jane = await plutio.people.create(name={"first": "Jane"}, role="client", custom={"Manager": boss})
    for q in (F.custom("Manager") == boss, F.custom("Manager").in_([boss]), F.custom(id="idManager") == boss):
        assert [record.id for record in await plutio.people.list(q=q)] == [jane.id]


async def test_a_list_with_a_null_row_finds_its_definitions(plutio: Plutio, sandbox: Sandbox) -> None:
    """Each record of it."""
    sandbox.seed(people=[person(Plan="optionTeam")] * 3)
    await plutio.custom_fields.schema()
    sandbox.fail(Fault.bad_record(at=0, path="/people", method="GET"))
    plans = [record.custom["Plan"] async for record in plutio.people.iterate(role="client")]
    assert plans == ["Team", "Team"]


async def bulk(plutio: Plutio, sandbox: Sandbox, **fields: Any) -> list[str]:
    before = len(calls(sandbox))
    ids = [record["_id"] for record in sandbox.records("people") if record.get("customFields") is not None]
    result = await plutio.people.bulk_update(ids, **fields)
    assert sorted(result.done) == sorted(ids)
    return [call for call in calls(sandbox)[before:] if "custom-fields" not in call]


@pytest.mark.parametrize("switches", [Switches(), MERGED, LISTS])
async def test_a_bulk_update_loses_none_of_the_others(plutio: Plutio, sandbox: Sandbox, switches: Switches) -> None:
    """Records with the same custom fields afterwards share a call."""
    sandbox.switches = switches
    sandbox.seed(people=[person(Motto=f"motto {number % 3}", Plan="optionFree") for number in range(150)])
    made = await bulk(plutio, sandbox, custom={"Plan": "Team"}, tags=["moved"])
    assert made == ["GET /people", *["PUT /people/bulk"] * 3]
    rows = [record for record in sandbox.records("people") if record.get("customFields")]
    assert {record["customFields"][-1]["value"] for record in rows} == {"optionTeam"}
    assert [stored(sandbox, record["_id"])["idMotto"] for record in rows] == [f"motto {n % 3}" for n in range(150)]
    assert all(record["tags"] == ["moved"] for record in rows)


async def test_a_bulk_update_without_a_read(sandbox: Sandbox, plutio: Plutio, clock: FakeClock) -> None:
    """If all custom fields are given, or the API keeps the others."""
    sandbox.seed(people=[person(Motto=f"motto {number}") for number in range(5)])
    assert await bulk(plutio, sandbox, custom_fields=[], custom={"Plan": "Team"}) == ["PUT /people/bulk"]
    assert await bulk(plutio, sandbox, custom={}, tags=["a"]) == ["PUT /people/bulk"]
    sandbox.switches = MERGED
    async with Plutio.sandbox(sandbox, clock=clock, keeps_custom_fields=True) as knowing:
        assert await bulk(knowing, sandbox, custom={"Stars": 5}) == ["PUT /people/bulk"]
    assert dict((await plutio.people.list(role="client"))[0].custom) == {"Plan": "Team", "Stars": 5}


async def test_a_bulk_update_has_the_outcome_of_each(plutio: Plutio, sandbox: Sandbox) -> None:
    """With missing records. After a failure it continues, but only with the same values."""
    rows = sandbox.seed(people=[person(Motto=f"motto {number % 2}") for number in range(4)])["people"]
    ids = [row["_id"] for row in rows]
    result = await plutio.people.bulk_update([*ids, "gone"], custom={"Plan": "Team"})
    assert (sorted(result.done), result.missing) == (sorted(ids), ["gone"])

    refused = sandbox.add_hook(Refusing(ids[1]))
    with pytest.raises(BulkFailed) as caught:
        await plutio.people.bulk_update(ids, custom={"Plan": "Free"})
    halted = caught.value.result
    assert isinstance(caught.value.__cause__, BadRequestError)
    assert (sorted(halted.done), sorted(halted.refused)) == (sorted([ids[0], ids[2]]), sorted([ids[1], ids[3]]))
    refused()
    with pytest.raises(ValueError, match="with other values"):
        await plutio.people.bulk_update(halted, custom={"Plan": "Team"})
    result = await plutio.people.bulk_update(halted, custom={"Plan": "Free"})
    assert result.complete
    assert {stored(sandbox, id)["idPlan"] for id in ids} == {"optionFree"}
    assert [stored(sandbox, id)["idMotto"] for id in ids] == [f"motto {number % 2}" for number in range(4)]


class Refusing:
    """Answers bulk calls that name a record with 400."""

    def __init__(self, id: str) -> None:
        self._id = id

    async def before(self, request: Any) -> Any:
        refused = request.method == "PUT" and self._id.encode() in request.content
        return Answer(400, b'{"code": 400, "message": "no"}', {"content-type": "application/json"}) if refused else None

    async def after(self, request: Any, answer: Any) -> Any:
        return answer
