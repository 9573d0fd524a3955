"""Snapshots and copies of a sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from plutio_async.testing import Fault, Sandbox, SandboxError, Switches
from plutio_async.testing._api.catalogue import catalogue
from tests.testing.api import Api, ids, titles


def everything(sandbox: Sandbox) -> dict[str, Any]:
    return {name: [sandbox.records(name, business=one) for one in sandbox.businesses] for name in catalogue().resources}


def workspace() -> Api:
    """With bodies of its own that no record of the API has, so not strict."""
    api = Api(Sandbox(switches=Switches(tasks_archive="works"), limit=None, businesses=("example", "other")))
    for business in api.sandbox.businesses:
        api.sandbox.seed_workspace(business=business)
    api.delete("/tasks", _id=api.sandbox.records("tasks")[0]["_id"])
    return api


def writes(sandbox: Sandbox) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each write of the API, with a record to change."""
    definition = sandbox.records("custom_fields")[0]
    for (method, path), route in sorted(catalogue().routes.items(), key=lambda one: one[0][0] == "DELETE"):
        if method != "GET":
            rows = sandbox.records(route.resource) or sandbox.records("tasks")
            named = {"_id": rows[-1]["_id"], "_ids": ids(rows), "entityId": rows[-1]["_id"], "entityType": "task"}
            values = {"title": "changed", "position": 3, "customFields": [{"_id": definition["_id"], "value": "x"}]}
            yield method, path, {**named, **values}
            yield method, path, {"title": "new", "name": "new", "blocks": [{"type": "text"}], "email": "a@example.com"}


def test_no_call_changes_what_a_snapshot_holds() -> None:
    """Whatever is written after it, the records of all resources are as they were; again and again."""
    api = workspace()
    before, snapshot = everything(api.sandbox), api.sandbox.snapshot()
    for _ in range(2):
        statuses = [api.call(method, path, body).status for method, path, body in list(writes(api.sandbox))]
        assert statuses.count(200) > 70
        assert everything(api.sandbox) != before
        api.sandbox.restore(snapshot)
        assert everything(api.sandbox) == before


def test_values_inside_of_records_are_not_changed_in_place() -> None:
    """Such as the list of custom fields, which a snapshot shares."""
    api = Api()
    fields = {"title": "Size", "entityType": "task", "inputType": "text"}
    (size, colour) = ids(api.sandbox.seed(custom_fields=[fields, {**fields, "title": "Colour"}])["custom_fields"])
    task = api.sandbox.seed(tasks=[{"customFields": [{"_id": size, "value": "L"}]}])["tasks"][0]
    snapshot = api.sandbox.snapshot()
    api.post("/custom-fields/entity", _id=colour, entityType="task", entityId=task["_id"], value="red")
    assert len(api.sandbox.records("tasks")[0]["customFields"]) == 2
    api.sandbox.restore(snapshot)
    assert api.sandbox.records("tasks") == [task]


def test_what_follows_a_snapshot_repeats() -> None:
    """Ids and numbers to come, calls, and the calls of the hour are those of the snapshot."""
    api = Api(Sandbox(limit=4))
    api.post("/tasks", title="before")
    snapshot, calls = api.sandbox.snapshot(), api.sandbox.calls
    first = api.post("/tasks", title="a")
    assert [api.call("GET", "/tasks").status for _ in range(2)] == [200, 429]
    api.sandbox.restore(snapshot)
    assert api.sandbox.calls == calls
    again = api.post("/tasks", title="a")
    assert (again["_id"], again["taskId"]) == (first["_id"], first["taskId"])
    assert [api.call("GET", "/tasks").status for _ in range(2)] == [200, 429]


def test_tokens_and_plans_stay() -> None:
    """A client that has a token goes on, and a fault that has acted does not act again."""
    api = Api()
    snapshot = api.sandbox.snapshot()
    with api.sandbox.fail(Fault.server_error(nth=1)) as plan:
        assert api.call("GET", "/tasks").status == 500
        api.sandbox.restore(snapshot)
        assert api.get("/tasks") == []
    assert len(plan.strikes) == 1


def test_bytes_of_files_and_the_trash_come_back() -> None:
    """Both are a part of a snapshot."""
    sandbox = Sandbox()
    file = sandbox.seed_file("a.txt", b"old")
    snapshot = sandbox.snapshot()
    sandbox.remove("files", file["_id"])
    sandbox.seed_file("b.txt", b"new")
    sandbox.restore(snapshot)
    assert (titles(sandbox.records("files")), sandbox.records("trash_bin")) == (["a.txt"], [])


def test_a_snapshot_goes_into_another_sandbox() -> None:
    """One with the same businesses; else the error names both."""
    one, other = Sandbox(), Sandbox()
    one.seed(tasks=[{"title": "a"}])
    other.restore(one.snapshot())
    other.seed(tasks=[{"title": "b"}])
    assert (titles(one.records("tasks")), titles(other.records("tasks"))) == (["a"], ["a", "b"])
    with pytest.raises(SandboxError, match="this is a <Snapshot of example>, and the sandbox has two"):
        Sandbox(businesses=["two"]).restore(one.snapshot())
    with pytest.raises(SandboxError, match=r"restore\(\) takes what snapshot\(\) returned, not dict"):
        one.restore({})  # type: ignore[arg-type]


def test_a_copy_is_a_sandbox_of_its_own() -> None:
    """With the same records, settings and plans of faults, and without the hooks of the other's test."""
    api = Api(Sandbox(3, switches=Switches(get_one="object"), limit=7, client_id="me", businesses=["example", "two"]))
    api.sandbox.seed(tasks=[{"title": "a"}])
    api.sandbox.plan([Fault.server_error(503, path="/invoices", nth=1)], seed=9)
    events: list[object] = []
    api.sandbox.on_event(events.append)
    copy = Api(deepcopy(api.sandbox))
    copy.post("/tasks", title="b")
    assert titles(api.sandbox.records("tasks")) == ["a"]
    assert titles(copy.sandbox.records("tasks")) == ["a", "b"]
    assert events == []
    assert copy.call("GET", "/invoices").status == 503
    assert api.call("GET", "/invoices").status == 503
    assert [plan.seed for plan in copy.sandbox.plans] == [9]
    assert (copy.sandbox.limit, copy.sandbox.client_id, copy.sandbox.businesses) == (7, "me", ("example", "two"))
    assert copy.sandbox.switches == api.sandbox.switches
    assert copy.sandbox.clock is api.sandbox.clock
