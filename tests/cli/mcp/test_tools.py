"""The tools, with the server in the same event loop as the client."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from mcp.client.client import Client

from plutio_async import Budget, Plutio
from plutio_async.cli.mcp import describing, session
from plutio_async.cli.mcp.access import Access, view_of
from plutio_async.cli.mcp.answers import MAX_CHARACTERS
from plutio_async.cli.mcp.cursors import Kept, Question
from plutio_async.cli.mcp.server import server_of
from plutio_async.cli.mcp.session import Tools
from plutio_async.testing import Answer as ApiAnswer
from plutio_async.testing import Fault, JumpingClock, Request, Sandbox
from tests.cli.conftest import LATE

from .assistant import Answer, ask

pytestmark = pytest.mark.anyio

READ_ONLY = Access()
WRITES = Access(writes=True)
ALL = Access(writes=True, deletes=True)
ROOM = MAX_CHARACTERS + 200


@asynccontextmanager
async def connected(sandbox: Sandbox, access: Access = ALL, **settings: Any) -> AsyncIterator[Client]:
    async with (
        Plutio.sandbox(sandbox, **settings) as plutio,
        Client(server_of(Tools(plutio, access))) as client,
    ):
        yield client


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    sandbox.seed_workspace()
    return sandbox


async def refusal(client: Client, tool: str, /, **arguments: Any) -> str:
    answer = await ask(client, tool, **arguments)
    assert answer.failed, answer.text
    return answer.text


@pytest.mark.parametrize(
    ("access", "names"),
    [
        (READ_ONLY, ["describe", "find", "get", "budget"]),
        (WRITES, ["describe", "find", "get", "save", "act", "bulk", "budget"]),
        (ALL, ["describe", "find", "get", "save", "act", "bulk", "budget"]),
    ],
)
async def test_what_is_not_allowed_is_not_offered(sandbox: Sandbox, access: Access, names: list[str]) -> None:
    async with connected(sandbox, access) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == names
        described = (await ask(client, "describe", resource="trash_bin")).text
        assert ("empty()" in described) is access.deletes
        described = (await ask(client, "describe", resource="tasks")).text
        assert ("  archive()" in described) is ("[create, update]" in described) is access.writes
        assert ("  delete()" in described) is access.deletes


async def test_what_is_not_allowed_is_refused(sandbox: Sandbox) -> None:
    id = sandbox.records("tasks")[0]["_id"]
    async with connected(sandbox, READ_ONLY) as client:
        assert "--allow-writes" in await refusal(client, "save", resource="tasks", values={"title": "x"})
        assert "--allow-writes" in await refusal(client, "act", resource="tasks", action="archive", ids=[id])
    async with connected(sandbox, WRITES) as client:
        text = await refusal(client, "act", resource="tasks", action="delete", ids=[id])
        assert text == "not allowed: the user has to start this server with --allow-deletes"
    assert {call.method for call in sandbox.calls if "oauth" not in call.path} <= {"GET"}


@pytest.mark.parametrize(("access", "allowed"), [(READ_ONLY, "GET"), (WRITES, "GET POST PUT"), (ALL, None)])
async def test_no_call_gets_past_the_access(sandbox: Sandbox, access: Access, allowed: str | None) -> None:
    """Whatever a tool does: the view of the client that it uses sends what is allowed, and nothing else."""

    async def report(calls: int, message: str) -> None: ...

    async with Plutio.sandbox(sandbox) as plutio:
        view = view_of(plutio, access, report)
        task = (await view.tasks.list(limit=1))[0]
        for write in (
            lambda: view.tasks.create(title="x"),
            lambda: view.tasks.update(task.id, title="x"),
            lambda: view.tasks.delete(task.id),
            lambda: view.trash_bin.empty(),
        ):
            try:
                await write()
            except session.Problem as problem:
                assert "not allowed" in str(problem)
    sent = {call.method for call in sandbox.calls if "oauth" not in call.path}
    assert sent == set((allowed or "GET POST PUT DELETE").split())


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("finf", {}, "there is no tool 'finf'; did you mean 'find'?"),
        ("remove", {}, "there is no tool 'remove'; there are describe, find, get, save, act, bulk, budget"),
        ("find", {"resourc": "tasks"}, "find has no argument 'resourc'; did you mean 'resource'?"),
        ("budget", {"x": 1}, "budget has no argument 'x'; it takes none"),
        ("find", {}, "resource: is missing; describe lists the resources"),
        ("find", {"resource": "taks"}, "resource: there is no 'taks'; did you mean 'tasks'?"),
        ("find", {"resource": "roles"}, r"resource: roles has no 'list'; it has create, .*"),
        ("find", {"resource": "tasks", "where": "status=x"}, "where: takes a list of texts, not 'status=x'"),
        ("find", {"resource": "tasks", "where": [1]}, r"where: takes a list of texts, not \[1\]"),
        ("find", {"resource": "tasks", "where": ["status"]}, r"where 'status': no condition; write a field, .*"),
        ("find", {"resource": "tasks", "where": ["status=odd"]},
         "where 'status=odd': status has no value 'odd'; there are incomplete, completed, overdue"),
        ("find", {"resource": "tasks", "where": ["due_date<soon"]}, r"where 'due_date<soon': due_date takes a day such as .*"),
        ("find", {"resource": "tasks", "sort": "-due"}, r"sort '-due': there is no field 'due'; .*due_date.*"),
        ("find", {"resource": "tasks", "fields": ["tite"]}, r"fields 'tite': .*did you mean 'title'\?"),
        ("find", {"resource": "comments"}, r"where: comments needs entity_type=… and entity_id=…"),
        ("find", {"resource": "tasks", "limit": 101}, "limit: takes a number from 1 to 100, not 101"),
        ("find", {"resource": "tasks", "limit": True}, "limit: takes a whole number, not True"),
        ("find", {"resource": "tasks", "count": "yes"}, "count: takes true or false, not 'yes'"),
        ("find", {"cursor": "c0ffee"}, "cursor: 'c0ffee' is unknown or too old; repeat the find without it"),
        ("find", {"cursor": "c0ffee", "sort": "title"}, "cursor: continues a find as it was; give only limit with it"),
        ("get", {"resource": "tasks"}, "get needs ids"),
        ("get", {"resource": "tasks", "ids": []}, "ids: takes 1 to 100 ids, not 0"),
        ("get", {"resource": "dashboard_data", "ids": ["x"]},
         "resource: dashboard_data has no records that can be read by id"),
        ("save", {"resource": "tasks", "values": {}}, r"values: is empty; tasks create takes title, .*"),
        ("save", {"resource": "people", "values": {"role": "client"}}, "values: people create needs name"),
        ("save", {"resource": "tasks", "values": {"titel": "x"}},
         "values: tasks create has no 'titel'; did you mean 'title'?"),
        ("save", {"resource": "tasks", "values": {"zzz": "x"}}, r"values: tasks create has no 'zzz'; it takes .*"),
        ("save", {"resource": "tasks", "values": {"due_date": "soon"}},
         r"values: due_date takes a day such as .*"),
        ("save", {"resource": "tasks", "id": "x", "values": {"status": "odd"}},
         "values: status has no value 'odd'; there are incomplete, completed, overdue"),
        ("save", {"resource": "dashboards", "values": {"title": "x"}},
         r"resource: dashboards has no 'create'; it has get, list, update"),
        ("save", {"resource": "tasks", "values": {"title": "x", "custom": {"Siz": "S"}}},
         "task has no custom field 'Siz'; there are: 'Estimate'"),
        ("save", {"resource": "tasks", "values": {"assigned_to": ["Ada"]}},
         "values: assigned_to takes an id, not 'Ada': give the id; `find people where name~Ada`"),
        ("save", {"resource": "tasks", "values": {"title": "x", "custom": {"Estimate": "much"}}},
         "custom.Estimate takes a number, not 'much'"),
        ("save", {"resource": "tasks", "values": {"custom": "Estimate"}}, "values: custom takes an object, not 'Estimate'"),
        ("save", {"resource": "people", "id": "x", "values": {"name": {"firts": "A"}}},
         r"values: name has no 'firts'; did you mean 'first'\? PersonName has first, last\. .* 'extra' of the mapping"),
        ("find", {"resource": "tasks", "where": ["assigned_to=Ada Moss"]},
         r"where .*: assigned_to takes an id, not 'Ada Moss': give the id; `find people where 'name~Ada Moss'`"),
        ("find", {"resource": "tasks", "where": ["due_date<31/12/2026"]}, r"where .*; write 2026-12-31"),
        ("find", {"resource": "tasks", "fields": ["custom.Estimat"]},
         r"fields 'custom.Estimat': task has no custom field 'Estimat'; did you mean 'Estimate'\?.*"),
        ("act", {"resource": "tasks", "action": "mov", "ids": ["x"]},
         "action: tasks has no 'mov'; did you mean 'move'?"),
        ("act", {"resource": "tasks", "action": "move"}, "ids: takes 1 to 100 ids, not 0"),
        ("act", {"resource": "tasks", "action": "move", "ids": ["x"], "values": {"group": "y"}},
         r"values: tasks move has no 'group'; .*task_group_id.*"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_errors_say_what_to_correct(sandbox: Sandbox, tool: str, arguments: dict[str, Any], message: str) -> None:
    async with connected(sandbox) as client:
        text = await refusal(client, tool, **arguments)
    assert text == message or re.fullmatch(message, text), text
    assert not [call for call in sandbox.calls if call.method not in ("GET", "POST") or call.path == "/tasks"]


async def test_arguments_that_are_null_are_absent(sandbox: Sandbox) -> None:
    async with connected(sandbox) as client:
        answer = await ask(client, "find", resource="people", where=None, cursor=None, limit=None)
        assert len(answer.records) == len(sandbox.records("people"))


async def test_fields_are_few_unless_asked_for(sandbox: Sandbox) -> None:
    """Id, name, choices, dates, references and numbers. Empty ones are left out."""
    async with connected(sandbox) as client:
        (short,) = (await ask(client, "find", resource="people", where=["name.first=Ada"])).records
        assert short.keys() == {"id", "name", "role", "status"}
        asked = await ask(client, "get", resource="people", ids=[short["id"]], fields=["contact_emails", "company_id"])
        assert asked.records[0].keys() == {"contact_emails", "company_id"}
        (full,) = (await ask(client, "get", resource="people", ids=[short["id"]], fields=["*"])).records
        assert full.keys() > {"id", "name", "role", "status", "contact_emails", "created_at"}


async def test_a_find_that_does_not_reach_the_end_makes_one_call(sandbox: Sandbox) -> None:
    async with connected(sandbox) as client:
        answer = await ask(client, "find", resource="tasks", limit=2)
    assert len(answer.records) == 2
    assert answer.json["more"] is True
    (call,) = [call for call in sandbox.calls if call.path == "/tasks"]
    assert dict(call.query)["limit"] == "3"


async def test_answers_are_bounded(sandbox: Sandbox) -> None:
    """What does not fit comes with the next cursor, or its ids are named."""
    rows = [{"title": f"{n:02}" + "x" * 900, "descriptionPlain": "y" * 30_000} for n in range(30)]
    added = [one["_id"] for one in sandbox.seed(notes=[{"title": row["title"]} for row in rows])["notes"]]
    (huge,) = sandbox.seed(tasks=[{**rows[0], "assignedTo": [f"{n:017}" for n in range(500)]}])["tasks"]
    async with connected(sandbox) as client:
        answer = await ask(client, "find", resource="notes", where=["title~xx"], limit=30)
        seen = [one["id"] for one in answer.records]
        assert 1 < len(seen) < 30
        while answer.json.get("more"):
            assert len(answer.text) < ROOM
            answer = await ask(client, "find", cursor=answer.json["cursor"], limit=30)
            seen += [one["id"] for one in answer.records]
        assert seen == added
        got = await ask(client, "get", resource="notes", ids=[*added, "nosuchnote0000001"])
        assert len(got.text) < ROOM
        assert [one["id"] for one in got.records] + got.json["left_out"] == added
        assert got.json["missing"] == ["nosuchnote0000001"]
        big = await ask(client, "get", resource="tasks", ids=[huge["_id"]], fields=["*"])
        assert len(big.text) < ROOM
        assert "more characters)" in big.records[0]["description_plain"]
        assert len(big.records[0]["assigned_to"]) == 51
        assert big.records[0]["assigned_to"][-1] == "… (450 more)"


async def test_a_record_of_countless_values_is_named_at_least(sandbox: Sandbox) -> None:
    (odd,) = sandbox.seed(tasks=[{"title": "odd", **{f"x{n:05}": n for n in range(2_000)}}])["tasks"]
    async with connected(sandbox) as client:
        answer = await ask(client, "get", resource="tasks", ids=[odd["_id"]], fields=["*"])
        assert answer.records == [{"id": odd["_id"], "cut": "too long to show; name fewer fields"}]


def test_the_newest_cursors_are_kept() -> None:
    cursors: Kept[Question] = Kept("cursor", "repeat the find")
    names = [cursors.add(Question(f"r{n}")) for n in range(501)]
    assert cursors.find(names[1]).resource == "r1"
    with pytest.raises(session.Problem, match="too old"):
        cursors.find(names[0])


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_text_is_read_as_on_the_command_line(anyio_backend: str, berlin_time: None) -> None:
    """Numbers of custom fields, days by the clock of the client and the zone of the server, lists with commas."""
    sandbox = Sandbox(clock=JumpingClock(LATE))
    sandbox.seed_workspace()
    values = {"title": "x", "due_date": "+3d", "is_archived": "false", "custom": {"Estimate": "2.5"}}
    async with connected(sandbox) as client:
        (made,) = (await ask(client, "save", resource="tasks", values=values)).records
        (task,) = (task for task in sandbox.records("tasks") if task["_id"] == made["id"])
        assert task["dueDate"] == "2026-12-05T00:00:00.000Z"
        assert task["isArchived"] is False
        assert [field["value"] for field in task["customFields"]] == [2.5]
        where = ["custom.Estimate=2.5", "due_date=+3d", "title=x"]
        found = await ask(client, "find", resource="tasks", where=where, fields=["title", "custom.Estimate"])
        assert found.records == [{"title": "x", "custom.Estimate": 2.5}]


async def test_calls_are_reported(sandbox: Sandbox) -> None:
    """Progress counts the calls, and says which one begins."""
    reported: list[tuple[float, str | None]] = []

    async def progress(done: float, total: float | None, message: str | None) -> None:
        reported.append((done, message))

    ids = [one["_id"] for one in sandbox.records("tasks")[:3]]
    async with connected(sandbox) as client:
        values = {"position": 1}
        await ask(client, "act", progress, resource="tasks", action="move", ids=ids, values=values)
    assert reported == [(n, f"call {n}: POST /tasks/move") for n in (1, 2, 3)]


async def test_a_wait_for_a_free_call_is_reported(sandbox: Sandbox) -> None:
    messages: list[str | None] = []

    async def progress(done: float, total: float | None, message: str | None) -> None:
        messages.append(message)

    clock = JumpingClock()
    waiting = Sandbox(clock=clock)
    async with connected(waiting, budget=Budget(4, reserve=2, clock=clock)) as client:
        for _ in range(3):
            await ask(client, "find", progress, resource="tasks")
    assert messages[0] == "call 1: GET /tasks"
    assert any(
        re.fullmatch(r"call 1: GET /tasks, waits 3\d\d\d s for a free call of the hour", one or "") for one in messages
    )


async def test_an_assistant_cannot_use_up_the_reserve(sandbox: Sandbox) -> None:
    async with Plutio.sandbox(sandbox, budget=Budget(10, reserve=6, max_wait=0)) as plutio:
        async with Client(server_of(Tools(plutio, READ_ONLY))) as client:
            left = (await ask(client, "budget")).json
            assert left == {"left": 4, "kept_for_others": 6, "limit": 10, "resets_at": None}
            await ask(client, "find", resource="tasks", limit=1)
            while not (answer := await ask(client, "find", resource="tasks", limit=1)).failed:
                pass
            assert "max_wait" in answer.text
            left = (await ask(client, "budget")).json
            assert left["left"] == 0
            assert left["resets_at"]
        for _ in range(5):  # the call for the token took one of the reserve
            await plutio.tasks.list(limit=1)


class Hang:
    """Holds calls of a path until they are cancelled."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.began, self.cancelled = anyio.Event(), anyio.Event()

    async def before(self, request: Request) -> ApiAnswer | None:
        if request.path == self.path:
            self.began.set()
            try:
                await anyio.sleep_forever()
            finally:
                self.cancelled.set()
        return None

    async def after(self, request: Request, answer: ApiAnswer) -> ApiAnswer:
        return answer


@pytest.mark.parametrize(
    ("tool", "arguments", "logged"),
    [
        ("find", {"resource": "tasks"}, ""),
        (
            "save",
            {"resource": "tasks", "values": {"title": "x"}},
            "plutio: the create of tasks was cancelled, and may ",
        ),
    ],
)
async def test_a_cancelled_request_cancels_the_call(
    sandbox: Sandbox, tool: str, arguments: dict[str, Any], logged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A write that is cancelled may have happened, which the log says, since nobody waits for the answer."""
    hang = Hang("/tasks")
    sandbox.add_hook(hang)
    async with connected(sandbox) as client, anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: ask(client, tool, **arguments))
        await hang.began.wait()
        tasks.cancel_scope.cancel()
    with anyio.fail_after(10):
        await hang.cancelled.wait()
    assert capsys.readouterr().err.startswith(logged)


async def test_several_records_stop_at_the_first_failure(sandbox: Sandbox) -> None:
    """The error says what was done, and what was not tried."""
    first, last = (one["_id"] for one in sandbox.records("tasks")[:2])
    ids = [first, "nosuchtask0000001", last, first]
    async with connected(sandbox) as client:
        text = await refusal(client, "act", resource="tasks", action="move", ids=ids, values={"position": 1})
        assert f"this is nosuchtask0000001; done before: {first}; not tried: {last}" in text
        ids = [first, last, first]
        done = await ask(client, "act", resource="tasks", action="move", ids=ids, values={"position": 1})
        assert done.json == {"done": [first, last]}


async def test_custom_fields_that_are_new(sandbox: Sandbox) -> None:
    """The definitions are read again before a custom field is unknown."""
    async with connected(sandbox) as client:
        await ask(client, "save", resource="tasks", values={"title": "x", "custom": {"Estimate": 3}})
        sandbox.seed(custom_fields=[{"title": "Mood", "inputType": "text", "entityType": "task"}])
        made = await ask(client, "save", resource="tasks", values={"title": "y", "custom": {"Mood": "calm"}})
        found = await ask(client, "find", resource="tasks", where=["custom.Mood=calm"])
        assert [one["id"] for one in found.records] == [made.records[0]["id"]]


async def test_outcomes_of_a_bulk_write(sandbox: Sandbox) -> None:
    ids = [one["_id"] for one in sandbox.records("tasks")[:2]]
    async with connected(sandbox) as client:
        done = await ask(client, "act", resource="tasks", action="delete", ids=[*ids, "nosuchtask0000001"])
        assert {id: done.json["outcomes"][id] for id in ids} == dict.fromkeys(ids, "done")
        one = await ask(client, "act", resource="tasks", action="archive", ids=[sandbox.records("tasks")[0]["_id"]])
        assert one.json.keys() == {"answer"}
        assert (await ask(client, "act", resource="trash_bin", action="empty", confirm=True)).failed is False


async def test_outcomes_of_a_bulk_write_that_fails(sandbox: Sandbox) -> None:
    """Each record has its own outcome, and nothing is repeated."""
    ids = [one["_id"] for one in sandbox.records("tasks")[:2]]
    async with connected(sandbox) as client:
        sandbox.fail(Fault.html(400, acted=False, method="POST", path="/tasks/bulk/archive"))
        text = await refusal(client, "act", resource="tasks", action="archive", ids=ids)
    assert f'; outcomes: {{"{ids[0]}":"refused","{ids[1]}":"refused"}}' in text


async def test_values_that_the_description_may_not_know(sandbox: Sandbox) -> None:
    """A workspace can add roles of its own."""
    values = {"name": {"first": "Nora", "last": "Finch"}, "role": "bookkeeper"}
    async with connected(sandbox) as client:
        made = await ask(client, "save", resource="people", values=values)
    assert made.records[0]["role"] == "bookkeeper"


async def test_a_failure_inside_is_in_the_log(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise KeyError("lost")

    monkeypatch.setattr(describing, "describe", broken)
    async with connected(sandbox) as client:
        text = await refusal(client, "describe")
    assert text == "unexpected KeyError; the log of this server has more"
    assert "KeyError: 'lost'" in capsys.readouterr().err


async def test_resources_are_described(sandbox: Sandbox) -> None:
    async with connected(sandbox, WRITES) as client:
        names = re.findall(r"^(\w+): ", (await ask(client, "describe")).text, re.MULTILINE)
        assert set(names) == set(Plutio("id", "secret").resources)
        for name in names:
            text = (await ask(client, "describe", resource=name)).text
            assert text.startswith(f"{name}: ")
            assert len(text) < MAX_CHARACTERS
        text = (await ask(client, "describe", resource="people")).text
        assert "* name: PersonName{first, last} [create, update] The name of a person" in text
        assert "  address: Address{street, city, zip_code, country} [create, update]" in text
        assert "create needs name, role" in text


def test_an_answer_fits_a_client_that_reads_json() -> None:
    """``Answer`` of the tests reads what the tools write."""
    assert Answer(json.dumps({"records": []}), failed=False).records == []
