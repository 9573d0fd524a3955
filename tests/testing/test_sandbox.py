"""The sandbox: seeding, reading, resetting."""

from __future__ import annotations

import math
import sys
import threading
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from plutio_async.models import Person, PersonName, Task
from plutio_async.testing import Event, FakeClock, Sandbox, SandboxError, SandboxStrayed
from plutio_async.testing._api import server
from plutio_async.testing._api.catalogue import Catalogue, Route, catalogue, description
from plutio_async.testing._api.messages import ApiError
from plutio_async.testing._api.oauth import Tokens
from plutio_async.testing._api.validation import Validator
from tests.testing.api import Api, ids, titles


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_seeding_returns_the_records() -> None:
    """`records` and calls return them, with the fields that every record has."""
    api = Api()
    made = api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}], people=[{"name": {"first": "Leo"}, "role": "team"}])
    assert titles(made["tasks"]) == ["a", "b"]
    assert api.get("/tasks") == made["tasks"] == api.sandbox.records("tasks")
    assert {"_id", "businessId", "createdAt", "updatedAt", "createdBy"} <= made["people"][0].keys()


def test_seeded_fields_may_be_in_snake_case() -> None:
    """Both spellings are accepted; an unknown field is kept unless it resembles a known one."""
    task = Sandbox().seed(tasks=[{"due_date": "2026-05-01T09:00:00Z", "description_html": "x", "id": "t1", "zebra": 1}])
    expected = {"dueDate": "2026-05-01T09:00:00.000Z", "descriptionHTML": "x", "_id": "t1", "zebra": 1}
    assert expected.items() <= task["tasks"][0].items()


def test_a_seeded_project_finds_statuses_that_lack_fields() -> None:
    """One of no entity is none of projects, and one without a title is found by its id."""
    sandbox = Sandbox()
    own, _ = sandbox.seed(statuses=[{"entityType": "project"}, {"title": "Open"}])["statuses"]
    (project,) = sandbox.seed(projects=[{"name": "Website", "status": own["_id"]}])["projects"]
    assert project["status"] == {"_id": own["_id"]}


def test_seeded_options_have_ids() -> None:
    """Given ids do not change."""
    options = [{"name": "a"}, {"name": "b", "_id": "given"}]
    fields = {"title": "Size", "entityType": "task", "inputType": "select", "options": options}
    first, second = Sandbox().seed(custom_fields=[fields])["custom_fields"][0]["options"]
    assert len(first["_id"]) == 17
    assert second["_id"] == "given"


def test_seeding_has_no_side_effects() -> None:
    """Seeding a project creates no board and records no call or event; the project has a status."""
    sandbox = Sandbox()
    events: list[Event] = []
    sandbox.on_event(events.append)
    project = sandbox.seed(projects=[{"name": "a", "status": "Completed"}])["projects"][0]
    assert project["status"]["title"] == "Completed"
    assert [task["taskId"] for task in sandbox.seed(tasks=[{}, {"taskId": 7}, {}])["tasks"]] == [1, 7, 2]
    assert (sandbox.records("task_boards"), sandbox.calls, events) == ([], [], [])


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        ({"taskz": []}, "no resource 'taskz'. Did you mean 'tasks'"),
        ({"tasks": {"title": "a"}}, "give a list of records, not dict"),
        ({"tasks": "abc"}, "give a list of records, not str"),
        ({"tasks": 5}, "give a list of records, not int"),
        ({"tasks": [5]}, r"tasks\[0\]: a record is a mapping of fields, not int"),
        ({"tasks": [{}, {"titel": "a"}]}, r"tasks\[1\]: there is no field 'titel'. Did you mean 'title'"),
        ({"tasks": [{"title": 5}]}, r"tasks\[0\].title: 5 is not of type"),
        ({"tasks": [{"dueDate": "soon"}]}, r"tasks\[0\].dueDate: \"soon\" is not a \"date-time\""),
        ({"tasks": [{"zebra": {1, 2}}]}, r"tasks\[0\].zebra: not valid JSON: {1, 2} is set"),
        ({"tasks": [{"zebra": math.inf}]}, r"tasks\[0\].zebra: not valid JSON: Out of range"),
        ({"tasks": [{"due_date": datetime(2026, 5, 1)}]}, r"tasks\[0\].dueDate: not valid JSON: .* has no time zone"),
        ({"tasks": [{"zebra": nested(101)}]}, r"tasks\[0\].zebra: nested too deeply"),
        ({"tasks": [{"zebra": nested(5000)}]}, r"tasks\[0\].zebra: nested too deeply"),
        ({"tasks": [{5: "a"}]}, r"tasks\[0\]: a field's name is text"),
        ({"tasks": [{"_id": "a"}, {"_id": "a"}]}, r"tasks\[1\]: the id 'a' is used twice"),
        (
            {"custom_fields": [{"title": "a", "entityType": "task", "inputType": "colour"}]},
            r"inputType: there is no type 'colour'. Known: checkbox",
        ),
        ({"custom_fields": [{"entityType": "tasks"}]}, "entityType: there is no type 'tasks'. Known: business"),
        ({"trash_bin": [{}]}, "holds records of other resources"),
        ({"archive": [{}]}, "holds records of other resources"),
    ],
)
def test_mistakes_in_seeds_are_errors(resources: dict[str, Any], message: str) -> None:
    """The message names the place and the problem; nothing was added to that resource."""
    sandbox = Sandbox()
    with pytest.raises(SandboxError, match=message):
        sandbox.seed(**resources)
    assert sandbox.records("tasks") == []


def test_datetimes_may_be_seeded() -> None:
    """A `datetime` of any zone is stored in the API's format."""
    due = datetime(2026, 5, 1, 11, tzinfo=timezone(timedelta(hours=2)))
    fields = {"due_date": due, "customFields": [{"_id": "day", "value": date(2026, 5, 1)}]}
    task = Sandbox().seed(tasks=[fields])["tasks"][0]
    assert task["dueDate"] == "2026-05-01T09:00:00.000Z"
    assert task["customFields"][0]["value"] == "2026-05-01"


def test_removing_moves_records_to_the_trash() -> None:
    """A repeated id is removed once."""
    sandbox = Sandbox()
    one, two = ids(sandbox.seed(tasks=[{}, {}])["tasks"])
    sandbox.remove("tasks", one, one)
    assert (ids(sandbox.records("tasks")), ids(sandbox.records("trash_bin"))) == ([two], [one])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("tasks", "none"), "tasks has no record 'none'"),
        (("tasks", ["none"]), r"tasks has no record \['none'\]"),
        (("archive", "archived"), "archive holds records of other resources; name the resource"),
        (("trash_bin", "archived"), "trash_bin holds records of other resources"),
        (("task",), "no resource 'task'. Did you mean 'tasks'"),
        ((5,), "no resource 5"),
    ],
)
def test_mistakes_in_removing_are_errors(arguments: tuple[Any, ...], message: str) -> None:
    """The error names the mistake, and nothing is removed."""
    sandbox = Sandbox()
    sandbox.seed(tasks=[{"_id": "archived", "isArchived": True}])
    with pytest.raises(SandboxError, match=message):
        sandbox.remove(*arguments)
    assert ids(sandbox.records("archive")) == ["archived"]


def test_records_may_be_seeded_from_another_thread() -> None:
    """Lists stay consistent while another thread seeds."""
    sandbox = Sandbox(limit=None)
    sandbox.seed(tasks=[{"title": f"task {number}"} for number in range(2000)])
    api, done = Api(sandbox), threading.Event()

    def seed() -> None:
        while not done.is_set():
            sandbox.seed(tasks=[{"title": "new"}])
            sandbox.remove("tasks", sandbox.records("tasks")[-1]["_id"])

    thread, interval = threading.Thread(target=seed), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    thread.start()
    try:
        for _ in range(10):
            assert api.get("/tasks", q={"title": {"$regex": "zebra"}}) == []
    finally:
        done.set()
        thread.join()
        sys.setswitchinterval(interval)


def test_seeding_into_another_business() -> None:
    """An unknown business is an error."""
    sandbox = Sandbox(businesses=["one", "two"])
    sandbox.seed(tasks=[{"title": "a"}], business="two")
    assert sandbox.records("tasks") == []
    assert titles(sandbox.records("tasks", business="two")) == ["a"]
    with pytest.raises(SandboxError, match="no business 'three' here, only one, two"):
        sandbox.seed(tasks=[], business="three")


def test_records_are_copies() -> None:
    """Changing a returned record does not change the sandbox."""
    sandbox = Sandbox()
    made = sandbox.seed(tasks=[{"title": "a", "assignedTo": ["x"]}])["tasks"][0]
    made["assignedTo"].append("y")
    sandbox.records("tasks")[0]["assignedTo"].append("z")
    assert sandbox.records("tasks")[0]["assignedTo"] == ["x"]


def test_records_of_trash_and_archive() -> None:
    """Both can be read like a resource; an unknown name is an error."""
    api = Api()
    one, two = ids(api.sandbox.seed(tasks=[{"isArchived": True}, {}])["tasks"])
    api.delete("/tasks", _id=two)
    assert ids(api.sandbox.records("archive")) == [one]
    assert ids(api.sandbox.records("trash_bin")) == [two]
    with pytest.raises(SandboxError, match="Did you mean 'time_tracks'"):
        api.sandbox.records("time_track")


def run(seed: int) -> list[Any]:
    api = Api(Sandbox(seed, FakeClock()))
    api.post("/projects", name="a")
    api.sandbox.seed_workspace()
    return [api.headers["authorization"], *(api.sandbox.records(name) for name in catalogue().resources)]


def test_the_same_seed_gives_the_same_ids() -> None:
    """The same seed repeats the ids; another seed gives others."""
    assert run(7) == run(7)
    assert run(7) != run(8)


def test_reset_restores_the_initial_state() -> None:
    """Records, calls, tokens and the count of calls are removed; ids start again."""
    sandbox = Sandbox(clock=FakeClock(), limit=5)
    api = Api(sandbox)
    first = api.post("/tasks", title="a")
    sandbox.reset()
    assert (sandbox.records("tasks"), sandbox.calls) == ([], [])
    assert api.call("GET", "/tasks").status == 401
    api.headers["authorization"] = f"Bearer {api.token()}"
    assert api.post("/tasks", title="a")["_id"] == first["_id"]
    assert [api.call("GET", "/tasks").status for _ in range(4)] == [200, 200, 200, 429]


def test_calls_are_recorded_without_secrets() -> None:
    """Method, path without version, query, body, status and time; no token and no client secret."""
    api = Api()
    api.call("POST", "/tasks", {"title": "a"})
    api.call("GET", "/tasks", limit=5, q="")
    api.raw("POST", "/v1.11/tasks", "{broken", api.headers)
    token, write, read, broken = api.sandbox.calls
    assert (token.path, token.json) == ("/oauth/token", {"grant_type": "client_credentials", "client_id": "sandbox"})
    assert (write.method, write.path, write.json, write.status) == ("POST", "/tasks", {"title": "a"}, 200)
    assert (read.query, read.json, read.at) == ((("limit", "5"), ("q", "")), None, 1_700_000_000.0)
    assert (broken.json, broken.status) == ("{broken", 400)
    assert write.headers["business"] == "example"
    text = repr(api.sandbox.calls)
    assert api.headers["authorization"].split()[1] not in text
    assert "sandbox-secret" not in text


def test_only_the_last_calls_are_kept() -> None:
    """Memory stays flat however long a sandbox runs."""
    api = Api(Sandbox(keep_calls=3))
    for number in range(10):
        api.call("GET", "/tasks", skip=number)
    assert [call.query for call in api.sandbox.calls] == [(("skip", str(number)),) for number in (7, 8, 9)]


def test_each_change_is_an_event() -> None:
    """Names consist of the entity and the action; the record is a copy; a listener can be removed."""
    api = Api()
    events: list[Event] = []
    stop = api.sandbox.on_event(events.append)
    task = api.post("/tasks", title="a")
    api.put("/tasks", _id=task["_id"], title="b")
    api.delete("/tasks", _id=task["_id"])
    assert [event.name for event in events] == ["task.create", "task.edit", "task.remove"]
    assert [event.record["title"] for event in events] == ["a", "b", "b"]
    assert (events[0].business, events[0].resource, events[0].at) == ("example", "tasks", 1_700_000_000.0)
    events[0].record["title"] = "changed"
    stop()
    assert api.post("/time-tracks", title="x")["title"] == "x"
    assert len(events) == 3


def test_events_are_sent_at_the_end_of_the_call() -> None:
    """Listeners run at the end of the call, with the record in the form of a list."""
    api = Api(money="text", currency="object", nulls="dropped", project_status="title")
    events: list[Event] = []
    api.sandbox.on_event(events.append)
    api.post("/proposals", name="a", amount=5, currency="EUR", startDate=None)
    api.post("/projects", name="a")
    api.post("/wiki", title="a")
    shown = [*api.get("/proposals"), *api.get("/projects"), *api.get("/wiki")]
    records = [event.record for event in events if event.name in ("proposal.create", "project.create", "wiki.create")]
    assert records == shown
    assert (len(records[0]["blocks"]), records[0]["amount"], records[0]["currency"]) == (3, "5", {"code": "EUR"})
    assert [event.name for event in events[:4]] == ["proposal.create", *["block.create"] * 3]


def test_people_are_contacts_in_events() -> None:
    """Events of people have the entity `contact`, as in the documents."""
    api = Api()
    events: list[Event] = []
    api.sandbox.on_event(events.append)
    api.post("/people", name={"first": "Leo"}, role="client")
    assert [(event.name, event.resource) for event in events] == [("contact.create", "people")]


def test_entity_types_are_those_of_the_api() -> None:
    """Records in the trash and in events have the API's entity types."""
    types = {
        name: catalogue().resources[name].entity_type for name in ("people", "files", "file_folders", "time_tracks")
    }
    assert types == {"people": "person", "files": "file", "file_folders": "folder", "time_tracks": "time-track"}
    assert catalogue().resources["wiki_entities"].entity_type == "wiki-page"
    assert catalogue().resources["block_groups"].entity_type == "blocks-group"


def test_a_described_route_overrides_an_undocumented_one() -> None:
    """Once the description has a route that was undocumented, the sandbox serves the described one."""
    document = description()
    schema = {"$ref": "#/components/schemas/Task"}
    answer = {"content": {"application/json": {"schema": {"oneOf": [{"type": "array", "items": schema}, schema]}}}}
    operation = {"operationId": "schedules_list", "summary": "List schedules", "responses": {"200": answer}}
    document["paths"]["/schedules"] = {"get": operation}
    described = Catalogue(document)
    assert described.routes["GET", "/schedules"].answer is not None
    assert described.resources["schedules"].schema_name == "Task"
    assert described.routes["GET", "/automations"].answer is None


def test_example_workspace_is_consistent() -> None:
    """It has records of many resources, all valid, and all references lead to records."""
    api = Api()
    made = api.sandbox.seed_workspace()
    validator = Validator(catalogue())
    assert len(made) >= 25
    for resource, records in made.items():
        assert [validator.record(resource, record) for record in records] == [None] * len(records)
    everything = {record["_id"] for name in catalogue().resources for record in api.sandbox.records(name)}
    references = {
        value
        for records in made.values()
        for record in records
        for name, value in record.items()
        if name.endswith("Id") and name not in ("businessId", "taskId", "invoiceId", "proposalId")
    }
    assert references <= everything
    overdue = api.get("/invoices", q={"status": "overdue", "dueDate": {"$lt": "2023-11-14T22:13:20.000Z"}})
    assert len(overdue) == 1


def test_example_workspaces_can_be_in_each_business() -> None:
    """`seed_workspace` can be called for each business, and repeatedly."""
    sandbox = Sandbox(businesses=["one", "two"])
    sandbox.seed_workspace(business="two")
    sandbox.seed_workspace(business="two")
    assert sandbox.records("projects") == []
    assert len(sandbox.records("projects", business="two")) == 8


@pytest.mark.parametrize("businesses", [[], ["a b"], [""], ["undefined"], [5], ["ex.ample"]])
def test_impossible_businesses_are_refused(businesses: list[Any]) -> None:
    """A business is a subdomain."""
    with pytest.raises(SandboxError, match="business"):
        Sandbox(businesses=businesses)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seed": "x"}, "seed cannot be 'x'"),
        ({"clock": 5}, "clock cannot be 5; it is a clock such as FakeClock"),
        ({"businesses": 5}, "businesses cannot be 5; they are subdomains"),
        ({"switches": {"get_one": "object"}}, "switches cannot be"),
        ({"client_id": ""}, "client_id cannot be ''"),
        ({"client_secret": None}, "client_secret cannot be None"),
        ({"keep_calls": -1}, "keep_calls cannot be -1"),
        ({"limit": 0}, "limit cannot be 0; it is a whole number of at least 1"),
    ],
)
def test_impossible_arguments_are_refused(arguments: dict[str, Any], message: str) -> None:
    """The message names the argument."""
    with pytest.raises(SandboxError, match=message):
        Sandbox(**arguments)


def test_strict_mode_raises_for_a_wrong_answer() -> None:
    """An answer that the description does not allow is an error; without strict it is sent."""
    bad = {"_id": "t1", "title": 5}
    for strict in (True, False):
        sandbox = Sandbox(strict=strict)
        sandbox._store.workspaces["example"].collection("tasks")["t1"] = dict(bad)
        api = Api(sandbox)
        if strict:
            with pytest.raises(SandboxStrayed, match=r"answer of GET /tasks does not match"):
                api.call("GET", "/tasks")
        else:
            assert api.get("/tasks") == [bad]


@pytest.mark.parametrize(
    ("made", "call", "message"),
    [
        (
            "grant",
            lambda api: api.token_call(),
            "answer of POST /oauth/token does not match the schema AccessToken: access_token: 5 is not of type",
        ),
        (
            "check",
            lambda api: api.call("GET", "/tasks"),
            "answer of GET /tasks does not match the schema Error: message: 5 is not of type",
        ),
    ],
)
def test_strict_mode_checks_tokens_and_errors(
    made: str, call: Any, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers of the token call and errors are checked too."""
    api = Api()

    def stray(*_: Any) -> dict[str, Any]:
        if made == "grant":
            return {"access_token": 5}
        raise ApiError(400, 5)  # type: ignore[arg-type]

    monkeypatch.setattr(Tokens, made, stray)
    with pytest.raises(SandboxStrayed, match=message):
        call(api)


def test_strict_mode_checks_answers_after_the_switches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strict mode checks the forms that switches select."""
    api = Api(nulls="dropped")
    monkeypatch.setattr(server, "apply_described", lambda _, answer: {**answer, "title": 5})
    with pytest.raises(SandboxStrayed, match="does not match the schema tasks_create-answer: title: 5"):
        api.post("/tasks", title="a")


def test_answers_of_unknown_shape_are_not_checked() -> None:
    """An operation without a described answer is not checked."""
    Validator(catalogue()).answer(Route("GET", "/x", "x", "x", "x"), object())


def test_models_may_be_seeded() -> None:
    """With the values that they have; the fields of every record are filled in."""
    sandbox = Sandbox()
    due = datetime(2026, 5, 1, 9, tzinfo=UTC)
    made = sandbox.seed(
        tasks=[Task(title="a", due_date=due), {"title": "b"}], people=[Person(name=PersonName(first="Leo"))]
    )
    assert titles(made["tasks"]) == ["a", "b"]
    assert made["tasks"][0]["dueDate"] == "2026-05-01T09:00:00.000Z"
    assert sandbox.records("people")[-1]["name"] == {"first": "Leo"}


def test_records_come_as_models() -> None:
    """By their class, typed as a list of it."""
    sandbox = Sandbox()
    sandbox.seed(tasks=[Task(id="t", title="a", project_id="p")])
    (task,) = sandbox.records(Task)
    assert (task.id, task.title, task.project_id, task.is_archived) == ("t", "a", "p", False)


def test_a_folder_may_be_seeded(tmp_path: Path) -> None:
    """Before the records that are named."""
    (tmp_path / "tasks.jsonl").write_text('{"_id": "t", "title": "exported"}\n')
    made = Sandbox().seed(tmp_path, tasks=[{"title": "own"}], roles=[{"title": "r"}])
    assert titles(made["tasks"]) == ["exported", "own"]
    assert titles(made["roles"]) == ["r"]


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda sandbox: sandbox.seed(tasks=[Person()]), r"tasks\[0\]: tasks has no records of Person"),
        (lambda sandbox: sandbox.seed(tasks=[{}, Task(title=5)]), r"tasks\[1\].title: 5 is not of type"),
        (lambda sandbox: sandbox.records(PersonName), "there is no resource None"),
        (lambda sandbox: sandbox.seed("nowhere"), "there is no folder 'nowhere'"),
    ],
)
def test_a_wrong_model_is_an_error(use: Any, message: str) -> None:
    """It names the record."""
    sandbox = Sandbox()
    with pytest.raises(SandboxError, match=message):
        use(sandbox)
    assert sandbox.records("tasks") == []


def test_the_first_records_fit_a_description_that_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of another type than the description has now is left out, so that strict mode has nothing to refuse."""
    document = deepcopy(catalogue().document)
    properties = document["components"]["schemas"]["StatusFields"]["properties"]
    properties["type"] = {"type": "integer"}
    monkeypatch.setattr("plutio_async.testing.sandbox.validator", lambda: Validator(Catalogue(document)))
    document["components"]["schemas"]["TaskFields"]["properties"]["title"] = {"type": "integer"}
    sandbox = Sandbox(strict=True)
    assert all("title" not in task for task in sandbox.seed_workspace()["tasks"])
    statuses = Api(sandbox).get("/statuses")
    assert titles(statuses) == ["New", "In progress", "Completed", "Canceled"]
    assert [name for name in statuses[0] if name in ("type", "color")] == ["color"]
