"""Each switch in each of its other positions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from attrs import evolve

from plutio_async.testing import FakeClock, Sandbox, SandboxError, Switches
from plutio_async.testing._api.catalogue import catalogue
from tests.testing.api import Api, ids, titles

CHECKED: set[str] = set()


def check(name: str) -> Callable[[Callable[[Api], None]], Callable[[], None]]:
    """Runs the test with one value of a switch. It has to fail with the defaults, or it would check something else."""

    def register(function: Callable[[Api], None]) -> Callable[[], None]:
        def test() -> None:
            function(Api(**_settings(name)))
            if not name.startswith("write_burst"):
                with pytest.raises((AssertionError, KeyError, TypeError)):
                    function(Api())

        CHECKED.add(name)
        test.__name__ = function.__name__
        return test

    return register


@check("get_one=object")
def test_getting_one_may_answer_an_object(api: Api) -> None:
    task = api.post("/tasks", title="a")
    assert api.get("/tasks", _id=task["_id"])["title"] == "a"
    assert api.call("GET", "/tasks", _id="none").status == 404
    assert titles(api.get("/tasks", q={"_id": task["_id"]})) == ["a"]


@check("unknown_route=405")
def test_unknown_routes_may_answer_405(api: Api) -> None:
    reply = api.call("PATCH", "/tasks", {})
    assert (reply.status, reply.json) == (405, {"code": 405, "message": "Method not allowed"})
    assert sorted(reply.headers["allow"].split(", ")) == ["DELETE", "GET", "POST", "PUT"]
    assert api.call("GET", "/nothing").status == 405


@check("path_ids=refused")
def test_path_ids_may_be_refused(api: Api) -> None:
    task = api.post("/tasks", title="a")
    assert api.call("GET", f"/tasks/{task['_id']}").status == 403


@check("path_ids=every")
def test_path_ids_may_work_everywhere(api: Api) -> None:
    note = api.post("/notes", title="a")
    path = f"/notes/{note['_id']}"
    assert api.put(path, _id="other", title="b")["title"] == "b"
    assert api.get(path)["title"] == "b"
    assert api.call("DELETE", path, headers={"content-type": None}).status == 200
    assert [api.call(method, path).status for method in ("GET", "PUT", "DELETE", "POST")] == [404, 404, 404, 403]
    assert api.call("GET", "/notes/x/y").status == 403
    assert api.call("GET", "/tasks/bulk").status == 403


@check("path_ids=read_most")
def test_most_resources_may_be_read_by_path(api: Api) -> None:
    for name in ("notes", "invoice_subscriptions"):
        api.sandbox.seed(**{name: [{"_id": "x"}]})
    assert api.get("/notes/x")["_id"] == "x"
    assert [api.call(method, "/notes/x", {}).status for method in ("PUT", "DELETE")] == [403, 403]
    assert api.call("GET", "/invoice-subscriptions/x").status == 403


@check("references=check")
def test_references_may_be_checked(api: Api) -> None:
    project, person = api.post("/projects", name="p"), api.sandbox.seed(people=[{}])["people"][0]
    client = {"_id": person["_id"], "entityType": "person"}
    task = api.post("/tasks", title="a", projectId=project["_id"], assignedTo=[person["_id"]], client=None)
    assert api.post("/invoices", name="i", client=client)["client"] == client
    reply = api.call("PUT", "/tasks", {"_id": task["_id"], "projectId": "gone"})
    assert (reply.status, reply.message) == (400, '"projectId" refers to no record: gone')
    assert api.call("POST", "/tasks", {"title": "b", "assignedTo": [person["_id"], "gone"]}).status == 400
    assert api.call("POST", "/invoices", {"name": "i", "client": {**client, "_id": "gone"}}).status == 400
    assert api.call("PUT", "/tasks/bulk", {"_ids": [task["_id"]], "projectId": "gone"}).status == 400
    assert api.call("POST", "/tasks/move", {"_id": task["_id"], "projectId": "gone"}).status == 400
    assert api.sandbox.records("tasks") == [task]
    api.post("/comments", entityType="project", entityId=project["_id"], bodyPlain="x")
    assert api.call("POST", "/comments", {"entityType": "project", "entityId": task["_id"]}).status == 400


@check("undocumented=refused")
def test_undocumented_routes_may_be_refused(api: Api) -> None:
    for method, path in (("GET", "/automations"), ("POST", "/automations"), ("GET", "/schedules")):
        assert api.call(method, path).status == 403
    assert api.get("/scheduler") == []
    assert api.call("GET", "/notes").status == 200


@check("undocumented=assumed")
def test_bulk_calls_may_be_assumed_everywhere(api: Api) -> None:
    first, second = ids(api.sandbox.seed(notes=[{"title": "a"}, {"title": "b"}])["notes"])
    api.put("/notes/bulk", _ids=[first, second], title="c")
    assert titles(api.get("/notes")) == ["c", "c"]
    api.post("/notes/bulk/archive", _ids=[first])
    assert [row["isArchived"] for row in api.get("/notes")] == [True, False]
    api.delete("/notes/bulk", _ids=[first])
    assert ids(api.get("/notes")) == [second]
    assert api.call("DELETE", "/dashboards/bulk", {"_ids": []}).status == 403


@check("undocumented=assumed")
def test_archive_calls_may_leave_out_is_archived(api: Api) -> None:
    first, second = ids(api.sandbox.seed(people=[{}, {}])["people"])
    api.post("/people/archive", _id=first)
    api.post("/people/bulk/archive", _ids=[second])
    assert [row["isArchived"] for row in api.get("/people")] == [True, True]


@check("tasks_archive=works")
def test_tasks_may_have_an_archive_call(api: Api) -> None:
    task = api.post("/tasks", title="a")
    assert api.post("/tasks/archive", _id=task["_id"], isArchived=True)["isArchived"] is True


@check("custom_field_updates=merged")
def test_custom_fields_may_be_merged(api: Api) -> None:
    task = api.post("/tasks", title="a", customFields=[{"_id": "x", "value": 1}, {"_id": "y", "value": 2}])
    changed = api.call("PUT", "/tasks", {"_id": task["_id"], "customFields": [{"_id": "x", "value": 3}]}).json
    assert {value["_id"]: value["value"] for value in changed["customFields"]} == {"x": 3, "y": 2}


@check("custom_field_writes=forbidden")
def test_custom_field_writes_may_be_forbidden(api: Api) -> None:
    field = api.post("/custom-fields", entityType="task", title="a")
    page = api.post("/dashboard-pages", dashboardId="x")
    for path, record in (("/custom-fields", field), ("/dashboard-pages", page)):
        assert api.call("PUT", path, {"_id": record["_id"], "title": "b"}).status == 403
        assert api.call("DELETE", path, {"_id": record["_id"]}).status == 403
        assert ids(api.get(path)) == [record["_id"]]


@check("proposal_status=dropped")
def test_proposal_status_may_be_dropped(api: Api) -> None:
    proposal = api.post("/proposals", name="a", status="pending")
    changed = api.put("/proposals", _id=proposal["_id"], status="declined", name="b")
    assert (changed["status"], changed["name"]) == ("pending", "b")


@check("wiki_has_text=refused")
def test_wiki_blocks_may_refuse_has_text(api: Api) -> None:
    body = {"type": "content", "hasText": True, "entityId": "x"}
    assert api.call("POST", "/blocks", {**body, "entityType": "wiki-page"}).status == 400
    assert api.call("POST", "/blocks", {**body, "entityType": "contract"}).status == 200


@check("project_status=title")
def test_project_status_may_be_its_title(api: Api) -> None:
    assert api.post("/projects", name="a")["status"] == "New"
    assert len(api.get("/projects", status="New")) == 1


@check("money=text")
def test_amounts_may_be_text(api: Api) -> None:
    invoice = api.post("/invoices", name="a", amount=12.5, subTotal=10, tax=[{"title": "VAT", "value": 25}])
    assert (invoice["amount"], invoice["subTotal"], invoice["tax"][0]["value"]) == ("12.5", "10", 25)
    assert len(api.get("/invoices", q={"amount": {"$gt": 12}})) == 1
    assert api.post("/projects", name="a", budget={"amount": 5})["budget"] == {"amount": "5"}


@check("currency=object")
def test_currency_may_be_an_object(api: Api) -> None:
    assert api.post("/invoices", name="a", currency="EUR")["currency"] == {"code": "EUR"}
    assert [row["currency"] for row in api.get("/invoices", currency="EUR")] == [{"code": "EUR"}]


@check("text_fields=list")
def test_text_fields_may_be_lists(api: Api) -> None:
    text = api.post("/custom-fields", entityType="task", title="a", inputType="text")["_id"]
    slider = api.post("/custom-fields", entityType="task", title="b", inputType="slider")["_id"]
    api.post("/tasks", customFields=[{"_id": text, "value": "x"}, {"_id": slider, "value": 3}])
    assert [value["value"] for value in api.get("/tasks")[0]["customFields"]] == [["x"], 3]


@check("nulls=dropped")
def test_nulls_may_be_left_out(api: Api) -> None:
    task = api.post("/tasks", title="a", dueDate=None)
    assert "dueDate" not in task
    assert "title" not in api.put("/tasks", _id=task["_id"], title=None)


@check("unknown_fields=dropped")
def test_unknown_fields_may_be_dropped(api: Api) -> None:
    task = api.post("/tasks", title="a", colour="red")
    assert "colour" not in task
    assert task["title"] == "a"


@check("unknown_fields=refused")
def test_unknown_fields_may_be_refused(api: Api) -> None:
    reply = api.call("POST", "/tasks", {"title": "a", "colour": "red"})
    assert (reply.status, reply.message) == (400, '"colour" is not allowed')
    assert api.get("/tasks") == []
    group = api.post("/task-groups", taskBoardId="b")
    api.post("/task-groups/move", _id=group["_id"], position=1)


@check("short_answer=id")
def test_answers_may_be_only_an_id(api: Api) -> None:
    group = api.post("/task-groups", taskBoardId="b")
    named = {"_id": group["_id"]}
    assert api.post("/task-groups/move", **named, position=1) == named
    assert api.post("/task-groups/archive", **named, isArchived=True) == named
    assert api.delete("/task-groups", **named) == named


def _bulk(api: Api) -> tuple[list[str], Any]:
    tasks = [api.post("/tasks", title=str(number))["_id"] for number in range(2)]
    return tasks, api.put("/tasks/bulk", _ids=[*tasks, "none"], title="b")


@check("bulk_answer=ids")
def test_bulk_calls_may_answer_with_ids(api: Api) -> None:
    tasks, answer = _bulk(api)
    assert answer == tasks


@check("bulk_answer=counts")
def test_bulk_calls_may_answer_with_counts(api: Api) -> None:
    assert _bulk(api)[1] == {"modified": 2}


@check("bulk_answer=empty")
def test_bulk_calls_may_answer_with_nothing(api: Api) -> None:
    assert _bulk(api)[1] == {}
    assert titles(api.get("/tasks")) == ["b", "b"]


@check("archived=hidden")
def test_archived_records_may_be_hidden(api: Api) -> None:
    api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b", "isArchived": True}])
    assert titles(api.get("/tasks")) == ["a"]
    assert titles(api.get("/tasks", isArchived="true")) == ["b"]
    assert titles(api.get("/tasks", q={"isArchived": True})) == ["b"]
    assert titles(api.get("/archive")) == ["b"]


@check("list_order=newest")
def test_newest_records_may_come_first(api: Api) -> None:
    api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}])
    assert titles(api.get("/tasks")) == ["b", "a"]


@check("default_limit=3")
def test_lists_without_limit_may_be_shorter(api: Api) -> None:
    api.sandbox.seed(tasks=[{"title": str(number)} for number in range(5)])
    assert len(api.get("/tasks")) == 3
    assert len(api.get("/tasks", limit=4)) == 4


@check("max_limit=7")
def test_limits_may_be_capped(api: Api) -> None:
    api.sandbox.seed(tasks=[{"title": str(number)} for number in range(20)])
    assert titles(api.get("/tasks", limit=10, skip=2)) == [str(number) for number in range(2, 9)]
    assert len(api.get("/tasks")) == 7


@check("ties=shuffled")
def test_ties_may_be_shuffled(api: Api) -> None:
    api.sandbox.seed(tasks=[{"title": title} for title in "aaaaabbbbb"])
    orders = [ids(api.get("/tasks", sort="title_desc")) for _ in range(5)]
    assert {tuple(titles(api.get("/tasks", sort="title_desc"))) for _ in range(5)} == {tuple("bbbbbaaaaa")}
    assert ids(api.get("/tasks")) == ids(api.get("/tasks"))
    assert len({tuple(order) for order in orders}) > 1


@check("sort_grammar=minus")
def test_sort_may_take_a_minus(api: Api) -> None:
    api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}])
    assert titles(api.get("/tasks", sort="-title")) == ["b", "a"]
    assert titles(api.get("/tasks", sort="title")) == ["a", "b"]
    assert api.call("GET", "/tasks", sort="title_desc").status == 400


@check("sort_grammar=both")
def test_sort_may_take_either(api: Api) -> None:
    api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}])
    for sort in ("-title", "title_desc"):
        assert titles(api.get("/tasks", sort=sort)) == ["b", "a"]


@check("text_query=refused")
def test_plain_text_query_may_be_refused(api: Api) -> None:
    assert api.call("GET", "/people", q="leo").status == 400
    assert api.call("GET", "/people", q={"role": "client"}).status == 200


@check("token_keys=camel")
def test_token_keys_may_be_in_camel_case(api: Api) -> None:
    assert {"accessToken", "accessTokenExpiresAt", "client", "user"} == set(api.token_call().json)


@check("token_keys=snake")
def test_token_keys_may_be_in_snake_case(api: Api) -> None:
    assert {"access_token", "expires_in", "client", "user"} == set(api.token_call().json)


@check("token_expiry=number")
def test_token_expiry_may_be_a_number(api: Api) -> None:
    assert api.token_call().json["accessTokenExpiresAt"] == int((api.clock.time() + 259_200) * 1000)


@check("token_refusal=401")
def test_wrong_secret_may_answer_401(api: Api) -> None:
    reply = api.token_call(client_secret="wrong")
    assert (reply.status, reply.json["name"]) == (401, "invalid_client")


@check("token_lifetime=60.0")
def test_tokens_may_live_shorter(api: Api) -> None:
    assert api.token_call().json["expires_in"] == 60
    anyio.run(api.clock.advance, 59)
    assert api.call("GET", "/tasks").status == 200
    anyio.run(api.clock.advance, 1)
    assert api.call("GET", "/tasks").status == 401


@check("older_tokens=ended")
def test_a_new_token_may_revoke_the_older_ones(api: Api) -> None:
    assert api.call("GET", "/tasks").status == 200
    newer = api.token_call().json["accessToken"]
    assert api.call("GET", "/tasks").status == 401
    assert api.call("GET", "/tasks", headers={"authorization": f"Bearer {newer}"}).status == 200


@check("token_calls=free")
def test_token_calls_may_be_free(api: Api) -> None:
    api.sandbox.limit = 1
    for _ in range(3):
        assert api.token_call().status == 200
    assert api.call("GET", "/tasks").status == 200
    assert api.call("GET", "/tasks").status == 429
    assert api.token_call().status == 200


def _use_up(api: Api, calls: int) -> Any:
    api.sandbox.limit = calls
    for _ in range(calls):
        reply = api.call("GET", "/tasks")
        assert reply.status == 200
    return reply


@check("limit_counting=fixed")
def test_the_hour_may_be_a_fixed_window(api: Api) -> None:
    _use_up(api, 3)
    wait = float(api.call("GET", "/tasks").headers["retry-after"])
    assert (api.clock.time() + wait) % 3600 < 1
    anyio.run(api.clock.advance, wait)
    _use_up(api, 3)


@check("limit_counting=bucket")
def test_the_hour_may_be_a_bucket(api: Api) -> None:
    _use_up(api, 4)
    assert api.call("GET", "/tasks").headers["retry-after"] == "900"
    anyio.run(api.clock.advance, 900)
    assert [api.call("GET", "/tasks").status for _ in range(2)] == [200, 429]
    anyio.run(api.clock.advance, 450)
    assert api.call("GET", "/tasks").headers["retry-after"] == "450"


@check("limit_headers=x-reset-seconds")
def test_limit_headers_may_have_the_reset_in_seconds(api: Api) -> None:
    headers = _use_up(api, 2).headers
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("2", "0")
    assert headers["x-ratelimit-reset"] == "3600"


@check("limit_headers=x-reset-epoch")
def test_limit_headers_may_have_the_reset_as_a_unix_time(api: Api) -> None:
    headers = _use_up(api, 2).headers
    assert headers["x-ratelimit-reset"] == str(int(api.clock.time()) + 3600)


@check("limit_headers=ratelimit")
def test_limit_headers_may_have_no_x_prefix(api: Api) -> None:
    headers = _use_up(api, 2).headers
    names = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")
    assert [headers[name] for name in names] == ["2", "0", "3600"]


@check("limit_headers=none")
def test_limit_headers_may_be_missing(api: Api) -> None:
    assert not [name for name in _use_up(api, 2).headers if "ratelimit" in name]


@check("retry_after=date")
def test_retry_after_may_be_a_date(api: Api) -> None:
    _use_up(api, 2)
    assert api.call("GET", "/tasks").headers["retry-after"] == "Tue, 14 Nov 2023 23:13:20 GMT"


@check("retry_after=none")
def test_retry_after_may_be_missing(api: Api) -> None:
    _use_up(api, 2)
    assert not [name for name in api.call("GET", "/tasks").headers if name.startswith("retry")]


@check("write_burst=8")
def test_bursts_of_writes_may_be_refused(api: Api) -> None:
    async def burst() -> list[int]:
        statuses = []
        async with httpx.AsyncClient(transport=api.sandbox.transport(), base_url="https://example.com/v1.11") as client:

            async def write() -> None:
                answer = await client.post("tasks", json={"title": "a"}, headers=api.headers)
                statuses.append(answer.status_code)

            async with anyio.create_task_group() as tasks:
                for _ in range(20):
                    tasks.start_soon(write)
            statuses.append((await client.post("tasks", json={}, headers=api.headers)).status_code)
        return statuses

    statuses = anyio.run(burst)
    assert (statuses.count(200), statuses.count(503), statuses[-1]) == (9, 12, 200)
    assert len(api.sandbox.records("tasks")) == 9


def test_every_value_of_every_switch_has_a_test() -> None:
    """Each value other than the default has a test; other tests use the defaults."""
    assert {name for name, _ in Switches.variants()} == CHECKED


def _settings(name: str) -> dict[str, Any]:
    return {name.partition("=")[0]: getattr(dict(Switches.variants())[name], name.partition("=")[0])}


def test_switches_can_be_set_while_the_sandbox_runs() -> None:
    """A new value applies from the next call on, and survives a reset."""
    api = Api()
    api.post("/tasks", title="a")
    api.sandbox.switches = Switches(default_limit=1, list_order="newest")
    api.post("/tasks", title="b")
    assert titles(api.get("/tasks")) == ["b"]
    api.sandbox.reset()
    assert api.sandbox.switches.default_limit == 1


def test_switches_apply_to_existing_records() -> None:
    """Switches change answers and what queries see, not the stored records."""
    api = Api()
    api.post("/projects", name="a")
    api.post("/tasks", title="a", dueDate=None)
    api.sandbox.switches = Switches(project_status="title", nulls="dropped")
    assert [row["status"] for row in api.get("/projects", status="New")] == ["New"]
    assert api.get("/projects", q={"status.title": "New"}) == []
    assert "dueDate" not in api.get("/tasks", q={"dueDate": {"$exists": False}})[0]
    api.sandbox.switches = Switches()
    assert [row["status"]["title"] for row in api.get("/projects", q={"status.title": "New"})] == ["New"]
    assert api.get("/tasks", q={"dueDate": {"$exists": True}})[0]["dueDate"] is None
    assert api.get("/projects")[0]["status"] == api.sandbox.records("projects")[0]["status"]


def test_strict_is_only_what_is_documented() -> None:
    """Everything undocumented is refused with the documented status."""
    api = Api(sandbox_with(Switches.strict()))
    task = api.post("/tasks", title="a")
    assert api.post("/tasks/archive", _id=task["_id"], isArchived=True)["isArchived"] is True
    for method, path in (("GET", f"/tasks/{task['_id']}"), ("GET", "/schedules"), ("PUT", "/notes/bulk")):
        assert api.call(method, path).status == 405
    assert api.call("POST", "/tasks", {"titel": "a"}).status == 400
    assert api.call("GET", "/tasks", q="a").status == 400
    assert api.call("GET", "/tasks", sort="-title").status == 400


PATHS = [path for method, path in catalogue().routes if method == "PUT" and path.count("/") == 1]


@pytest.mark.parametrize("path", PATHS)
def test_lenient_runs_a_client_that_builds_all_calls_alike(path: str) -> None:
    """One client uses ids in paths, no content type without a body, and bulk calls for every resource."""
    api = Api(sandbox_with(Switches.lenient()))
    resource = path[1:].replace("-", "_")
    first, second = ids(api.sandbox.seed(**{resource: [{}, {}]})[resource])
    plain = {"content-type": None}
    if ("GET", path) in catalogue().routes and path != "/invoice-subscriptions":
        assert api.good(api.call("GET", f"{path}/{first}", headers=plain))["_id"] == first
    assert api.call("PUT", f"{path}/{first}", {"title": "a"}).status == 403
    api.put(f"{path}/bulk", _ids=[first, second], title="b")
    api.post(f"{path}/bulk/archive", _ids=[first, second], isArchived=True)
    archived = {row["_id"] for row in api.sandbox.records(resource) if row["isArchived"]}
    assert archived == {first, second}
    if ("DELETE", path) in catalogue().routes:
        assert api.call("DELETE", f"{path}/{first}", headers=plain).status == 403
        api.delete(f"{path}/bulk", _ids=[first, second])
        assert {first, second} <= set(ids(api.get("/trash-bin")))


def test_lenient_takes_calls_that_nobody_saw() -> None:
    """One client lists roles, another one writes schedules and automations as it does other records."""
    api = Api(sandbox_with(Switches.lenient()))
    roles = [api.post("/roles", title=title) for title in ("a", "b")]
    assert api.get("/roles", sort="-title", limit=1) == api.get("/roles", _id=roles[1]["_id"]) == roles[1:]
    for path in ("/schedules", "/automations"):
        made = api.post(path, title="a")
        api.put(f"{path}/bulk", _ids=[made["_id"]], title="b")
        assert titles(api.get(path)) == ["b"]
    api.delete("/schedules/bulk", _ids=ids(api.get("/schedules")))
    assert api.get("/schedules") == []


@pytest.mark.parametrize("path", ["GET /roles", "POST /schedules", "PUT /schedules/bulk", "PUT /automations/bulk"])
def test_the_defaults_refuse_calls_that_nobody_saw(path: str) -> None:
    """An unknown call is 403."""
    method, _, path = path.partition(" ")
    assert Api().call(method, path, {"_ids": []}).status == 403


def test_lenient_lists_take_either_sort() -> None:
    """`sort` takes both forms, in undocumented lists too."""
    api = Api(sandbox_with(Switches.lenient()))
    api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}], schedules=[{"title": "a"}, {"title": "b"}])
    for path in ("/tasks", "/schedules"):
        for sort in ("-title", "title_desc"):
            assert titles(api.get(path, sort=sort)) == ["b", "a"]


@pytest.mark.parametrize("make", [Switches.strict, Switches.lenient])
def test_profiles_take_further_switches(make: Callable[..., Switches]) -> None:
    """Further switches override those of the profile."""
    changed = make(get_one="object", path_ids="read")
    assert changed == evolve(make(), get_one="object", path_ids="read")
    assert changed.undocumented == make().undocumented != Switches().undocumented
    with pytest.raises(SandboxError, match="Did you mean 'get_one'"):
        make(get_on="object")


def sandbox_with(switches: Switches) -> Sandbox:
    return Sandbox(switches=switches, clock=FakeClock(), limit=None, strict=True)


def test_texts_become_switches() -> None:
    """`name=value` texts give the proper types."""
    texts = ["unknown_route=405", "max_limit=5", "token_lifetime=1.5", "get_one=object", "write_burst=none"]
    assert Switches.parse(["get_one=object"], "strict") == Switches.strict(get_one="object")
    assert Switches.parse(texts) == Switches(unknown_route=405, max_limit=5, token_lifetime=1.5, get_one="object")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("get_one", "write name=value"),
        ("get_on=array", "Did you mean 'get_one'?"),
        ("get_one=list", "it can be 'array', 'object'"),
        ("unknown_route=404", "it can be 403, 405"),
        ("max_limit=0", "a number above 0"),
        ("max_limit=1.5", "a number above 0"),
        ("default_limit=none", "a number above 0"),
        ("token_lifetime=soon", "a number above 0"),
        ("token_lifetime=inf", "a number above 0"),
        ("token_lifetime=nan", "a number above 0"),
    ],
)
def test_wrong_texts_are_errors(text: str, message: str) -> None:
    """The message names valid values."""
    with pytest.raises(SandboxError, match=message.replace("?", r"\?")):
        Switches.parse([text])


@pytest.mark.parametrize("wrong", [{"get_one": "list"}, {"max_limit": True}, {"unknown_route": 403.5}, {"money": None}])
def test_wrong_values_are_errors(wrong: dict[str, Any]) -> None:
    """A value of the wrong type raises at once, not at a later call."""
    with pytest.raises(SandboxError, match="cannot be"):
        Sandbox(switches=Switches(**wrong))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Switches(get_on="array"), "no switch 'get_on'. Did you mean 'get_one'"),
        (lambda: Switches("object"), "name the switch for the value 'object'"),
        (lambda: Switches.of({"get_on": "array"}), "no switch 'get_on'. Did you mean 'get_one'"),
        (lambda: Switches.of({5: "array"}), "no switch 5"),
        (lambda: Switches.of(["get_one"]), r"Switches\(…\) or a mapping"),
        (lambda: Switches(token_lifetime=math.inf), "token_lifetime cannot be inf"),
        (lambda: Switches(token_lifetime=math.nan), "token_lifetime cannot be nan"),
    ],
)
def test_wrong_names_are_errors(make: Callable[[], Switches], message: str) -> None:
    """The message is the same for every way to set a switch."""
    with pytest.raises(SandboxError, match=message):
        make()
