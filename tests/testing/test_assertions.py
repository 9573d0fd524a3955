"""Assertions about calls."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from plutio_async.testing import Sandbox, SandboxError
from tests.testing.api import Api


@pytest.fixture
def sandbox() -> Sandbox:
    """A sandbox after a token call, two creates and a list."""
    api = Api()
    api.post("/tasks", title="Brief", isBillable=True, tags=["a", "b"], client={"_id": "Hc4RtZ8mWq2NxKb7V"})
    api.post("/tasks", title="Plan")
    api.get("/tasks", limit=50, isTemplate="true")
    return api.sandbox


def test_calls_that_were_made_pass(sandbox: Sandbox) -> None:
    """Method, path, number, body and query have to match. The body and the query may have more fields."""
    sandbox.assert_called("POST", "/tasks")
    sandbox.assert_called("post", "/tasks", times=2)
    sandbox.assert_called("POST", "/tasks", times=1, json={"title": "Brief"})
    sandbox.assert_called("POST", "/tasks", json={"client": {"_id": "Hc4RtZ8mWq2NxKb7V"}, "tags": ["a", "b"]})
    sandbox.assert_called("GET", "/tasks", query={"limit": 50, "isTemplate": True})
    sandbox.assert_called("POST", "/tasks", times=1, json={"is_billable": True})
    sandbox.assert_called("GET", "/tasks", query={"is_template": True})
    sandbox.assert_called("POST", "/oauth/token", times=1, json={"client_id": "sandbox"})
    sandbox.assert_called("PUT", "/tasks", times=0)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"method": "DELETE"}, "calls of DELETE /tasks: expected one or more, found none"),
        ({"times": 1}, "calls of POST /tasks: expected 1, found 2"),
        ({"times": 0}, "expected 0, found 2"),
        ({"json": {"title": "Brif"}}, 'json.title is "Brief"'),
        ({"json": {"assigned_to": []}}, "json.assignedTo is missing"),
        ({"json": {"is_billable": False}}, "json.isBillable is true"),
        ({"json": {"tags": ["a"]}}, r'json.tags is \["a", "b"\]'),
        ({"json": {"tags": ["a", "c"]}}, r'json.tags\[1\] is "b"'),
        ({"json": {"client": {"_id": "x"}}}, 'json.client._id is "Hc4RtZ8mWq2NxKb7V"'),
        ({"json": {"isBillable": 1}}, "json.isBillable is true"),
        ({"json": None}, 'json is {"title": "Brief"'),
        ({"method": "GET", "query": {"limit": 51}}, "query.limit is '50'"),
        ({"method": "GET", "query": {"skip": 1}}, "query.skip is None"),
    ],
)
def test_calls_that_were_not_made_fail_with_a_list(sandbox: Sandbox, wanted: dict[str, Any], message: str) -> None:
    """The message names the expected call, the differences of similar calls, and all calls."""
    with pytest.raises(AssertionError, match=message) as failure:
        sandbox.assert_called(wanted.pop("method", "POST"), "/tasks", **wanted)
    assert "The calls that were made (4):" in str(failure.value)
    assert '3. POST /tasks {"title": "Plan"} -> 200' in str(failure.value)
    assert "4. GET /tasks?limit=50&isTemplate=true -> 200" in str(failure.value)


def test_list_of_calls_holds_no_secret(sandbox: Sandbox) -> None:
    """Neither the client's secret nor a token."""
    with pytest.raises(AssertionError) as failure:
        sandbox.assert_called("PUT", "/tasks")
    assert "POST /oauth/token" in str(failure.value)
    assert sandbox.client_secret not in str(failure.value)


def test_assert_not_called(sandbox: Sandbox) -> None:
    """Passes when there was no such call, and lists them when there was."""
    sandbox.assert_not_called("DELETE", "/tasks")
    sandbox.assert_not_called("POST", "/tasks", json={"title": "Else"})
    sandbox.assert_not_called("PUT")
    sandbox.assert_not_called(path="/people")
    with pytest.raises(AssertionError, match="calls of POST /tasks: expected none, found 2"):
        sandbox.assert_not_called("POST", "/tasks")
    with pytest.raises(AssertionError, match="calls of any kind: expected none, found 3"):
        sandbox.assert_not_called()


def test_token_calls_do_not_count_without_a_path() -> None:
    """`assert_not_called()` passes after a token call alone."""
    Api().sandbox.assert_not_called()


def test_nothing_was_called_at_all() -> None:
    """The message says that there were no calls."""
    with pytest.raises(AssertionError, match="No calls were made"):
        Sandbox().assert_called("GET", "/tasks")


def test_a_misspelt_path_is_an_error() -> None:
    """An assertion about an impossible call does not pass silently."""
    with pytest.raises(SandboxError, match=r"no call goes to '/task'\. Did you mean '/tasks'"):
        Sandbox().assert_not_called("POST", "/task")
    with pytest.raises(SandboxError, match="there is no PUT /profiles; there is GET"):
        Sandbox().assert_not_called("PUT", "/profiles")
    with pytest.raises(SandboxError, match="times cannot be -1"):
        Sandbox().assert_called("POST", "/tasks", times=-1)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"json": {"titel": "Brief"}}, "json: no call of POST /tasks has 'titel'. Did you mean 'title'"),
        ({"json": {"zebra": 1}}, "json: no call of POST /tasks has 'zebra'"),
        ({"query": {"limt": 1}}, "query: no call of POST /tasks has 'limt'"),
        ({"method": "GET", "query": {"limt": 1}}, "query: no call of GET /tasks has 'limt'. Did you mean 'limit'"),
        ({"method": "GET", "query": {"clent._id": 1}}, "query: no call of GET /tasks has 'clent._id'"),
        ({"query": 5}, "query cannot be 5"),
        ({"method": 5}, "method cannot be 5; it is text"),
        ({"path": 5}, "path cannot be 5; it is text"),
        ({"path": None, "method": None, "json": {"titel": 1}}, "json: no call of any kind has 'titel'"),
    ],
)
def test_a_misspelt_field_is_an_error(sandbox: Sandbox, wanted: dict[str, Any], message: str) -> None:
    """An assertion about an impossible field does not pass silently, even before the first call."""
    for box in (sandbox, Sandbox()):
        with pytest.raises(SandboxError, match=re.escape(message)):
            box.assert_not_called(wanted.get("method", "POST"), wanted.get("path", "/tasks"), **_rest(wanted))


def _rest(wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if name not in ("method", "path")}


def test_fields_match_by_either_name() -> None:
    """Fields match in snake case too, and by a path in the query. An undescribed field matches after it was sent."""
    api = Api()
    api.post("/tasks", dueDate="2026-05-01T09:00:00Z", zebra=1)
    api.get("/tasks", **{"client._id": "x"})
    for fields in ({"due_date": "2026-05-01T09:00:00Z"}, {"zebra": 1}):
        with pytest.raises(AssertionError, match="expected none, found 1"):
            api.sandbox.assert_not_called("POST", "/tasks", json=fields)
    api.sandbox.assert_called("GET", "/tasks", query={"client._id": "x"})
    api.sandbox.assert_not_called("POST", "/tasks", json={"due_date": "2026-05-02T09:00:00Z"})


def test_undescribed_calls_can_be_asserted_once_made() -> None:
    """Calls to undescribed routes are recorded too."""
    api = Api()
    api.call("GET", "/nothing")
    api.sandbox.assert_called("GET", "/nothing", times=1)


def test_many_calls_are_listed_from_the_end() -> None:
    """The last forty, with their numbers."""
    api = Api()
    for number in range(60):
        api.get("/tasks", skip=number)
    with pytest.raises(AssertionError) as failure:
        api.sandbox.assert_called("POST", "/tasks")
    assert "… 21 earlier ones" in str(failure.value)
    assert "61. GET /tasks?skip=59 -> 200" in str(failure.value)
    assert "  21. " not in str(failure.value)


def test_a_failure_shows_a_diff_with_the_nearest_call(sandbox: Sandbox) -> None:
    """Of the fields that are wanted, with the call that has the fewest differences."""
    with pytest.raises(AssertionError) as failure:
        sandbox.assert_called("POST", "/tasks", json={"title": "Brif", "tags": ["a", "b"], "client": {"_id": "x"}})
    _, _, diff = str(failure.value).partition("- as wanted, + as call 2:\n")
    changed = [line for line in diff.splitlines() if line[0] in "-+"]
    assert changed == [
        '-     "title": "Brif",',
        '+     "title": "Brief",',
        '-       "_id": "x"',
        '+       "_id": "Hc4RtZ8mWq2NxKb7V"',
    ]


def test_a_failure_without_a_similar_call_shows_no_diff(sandbox: Sandbox) -> None:
    """There is nothing to compare."""
    with pytest.raises(AssertionError) as failure:
        sandbox.assert_called("PUT", "/tasks", json={"title": "Brief"})
    assert "as wanted" not in str(failure.value)


def test_calls_are_a_table_as_text(sandbox: Sandbox) -> None:
    """With number, status, method, path, query and body."""
    lines = str(sandbox.calls).splitlines()
    assert lines[2:] == [
        '  3  200  POST   /tasks  {"title": "Plan"}',
        "  4  200  GET    /tasks?limit=50&isTemplate=true",
    ]
    assert str(Sandbox().calls) == "no calls"


def story(title: str = "Plan") -> Sandbox:
    api = Api(Sandbox(seed=3))
    made = api.post("/tasks", title="Brief")
    api.call("PUT", "/tasks", {"_id": made["_id"], "title": title})
    api.get("/tasks", limit=5)
    return api.sandbox


def test_calls_are_recorded_and_compared(tmp_path: Path) -> None:
    """A later run with the same calls passes; another one fails with a diff. No secret is in the file."""
    file = tmp_path / "calls.jsonl"
    story().record(file)
    assert len(file.read_text().splitlines()) == 4
    assert "secret" not in file.read_text()
    story().replay(file)
    with pytest.raises(AssertionError) as failure:
        story("Draft").replay(file)
    changed = [re.sub("[A-Za-z0-9]{17}", "ID", line) for line in str(failure.value).splitlines() if line[0] in "-+"][2:]
    assert changed == [
        '-PUT /tasks {"_id": "ID", "title": "Plan"} -> 200',
        '+PUT /tasks {"_id": "ID", "title": "Draft"} -> 200',
    ]


@pytest.mark.parametrize("content", [None, "x", "[]", '{"method": "GET"}', "5"])
def test_a_file_without_calls_is_an_error(tmp_path: Path, content: str | None) -> None:
    """Missing, or of something else."""
    file = tmp_path / "calls.jsonl"
    if content is not None:
        file.write_text(content)
    with pytest.raises(SandboxError, match=r"calls.jsonl has no recorded calls: "):
        Sandbox().replay(file)


def test_listeners_hear_of_each_call() -> None:
    """Until they are stopped."""
    api, heard = Api(), []
    stop = api.sandbox.on_call(lambda call: heard.append((call.method, call.path, call.status)))
    api.get("/tasks")
    api.call("GET", "/nothing")
    stop()
    api.get("/tasks")
    assert heard == [("GET", "/tasks", 200), ("GET", "/nothing", 403)]
