"""The operations of the sandbox."""

from __future__ import annotations

from typing import Any

import pytest

from plutio_async.testing import Sandbox
from plutio_async.testing._api.catalogue import Route, catalogue
from tests.cases import all_cases
from tests.testing.api import Api, ids, titles

ROUTES = [route for route in catalogue().routes.values() if catalogue().document["paths"].get(route.path)]


def example(route: Route) -> dict[str, Any]:
    operation = catalogue().document["paths"][route.path][route.method.lower()]
    return dict(operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example", {}))


def stage(api: Api, route: Route, body: dict[str, Any]) -> dict[str, Any]:
    """Creates the records that a body refers to, with the ids in it."""
    seed = api.sandbox.seed
    named = [body[name] for name in ("_id",) if name in body] + body.get("_ids", [])
    home = {"archive": "tasks", "trash_bin": "tasks"}.get(route.resource, route.resource)
    if named:
        seed(**{home: [{"_id": name, "isArchived": route.resource == "archive"} for name in named]})
    if route.resource == "trash_bin" and named:
        api.put("/tasks/bulk", _ids=named, title="a")
        api.delete("/tasks/bulk", _ids=named)
    if "entityId" in body and route.path == "/custom-fields/entity":
        seed(projects=[{"_id": body["entityId"], "name": "a"}])
    return body


def test_every_described_operation_answers_its_example() -> None:
    """The strict sandbox accepts the example of the description and answers as described."""
    with all_cases() as case:
        for route in ROUTES:
            with case(route.operation_id):
                api = Api(tasks_archive="works")
                body = stage(api, route, example(route))
                query: dict[str, Any] = {}
                if route.path == "/people/invitation-code":
                    query["_id"] = api.sandbox.seed(people=[{"role": "client"}])["people"][0]["_id"]
                if route.operation_id == "comments_list":
                    query.update(entityType="task", entityId="x")
                reply = api.call(route.method, route.path, None if route.method == "GET" else body, **query)
                assert reply.status == 200, reply.content


def test_unknown_id_is_not_found() -> None:
    """An operation on a missing record gives 404 and changes nothing."""
    with all_cases() as case:
        for route in [route for route in ROUTES if "_id" in example(route)]:
            with case(route.operation_id):
                api = Api(tasks_archive="works")
                before = {name: api.sandbox.records(name) for name in catalogue().resources}
                reply = api.call(route.method, route.path, {**example(route), "_id": "none"})
                assert (reply.status, reply.json) == (404, {"code": 404, "message": "Not found"})
                assert {name: api.sandbox.records(name) for name in catalogue().resources} == before


def test_missing_required_field_is_400() -> None:
    """Without a required field the answer is 400 with the usual body."""
    with all_cases() as case:
        for route in [route for route in ROUTES if route.body]:
            with case(route.operation_id):
                required = _required(route.body or {})
                for name in required:
                    body = {key: value for key, value in example(route).items() if key != name}
                    reply = Api(tasks_archive="works").call(route.method, route.path, body)
                    assert (reply.status, reply.json["code"]) == (400, 400)
                    assert name in reply.message


def _required(schema: Any) -> set[str]:
    schema = catalogue().resolve(schema)
    return set(schema.get("required", ())).union(*(_required(part) for part in schema.get("allOf", ())))


@pytest.mark.parametrize(
    "body",
    [{"title": 5}, {"dueDate": "tomorrow"}, {"assignedTo": "me"}, {"isArchived": "yes"}, {"customFields": [1]}],
)
def test_wrong_type_is_400(body: dict[str, Any]) -> None:
    """The message names the field, and nothing is made."""
    api = Api()
    reply = api.call("POST", "/tasks", body)
    assert reply.status == 400
    assert reply.message.startswith(next(iter(body)))
    assert api.get("/tasks") == []


@pytest.mark.parametrize("content", ["{", "[1]", "5", "null", '{"a": NaN}', "[" * 100_000, "\x00"])
def test_a_body_other_than_a_json_object_is_400(content: str) -> None:
    """Invalid JSON, and JSON that is not an object, get the usual error."""
    api = Api()
    reply = api.raw("POST", "/v1.11/tasks", content, api.headers)
    assert (reply.status, reply.json["code"]) == (400, 400)


@pytest.mark.parametrize("depth", [100, 250, 968, 970, 5000])
def test_a_deep_body_is_400(depth: int) -> None:
    """It is not stored, because no list could return it."""
    api = Api()
    deep = f'{{"note": {"[" * depth}{"]" * depth}}}'
    reply = api.raw("POST", "/v1.11/tasks", deep, api.headers)
    assert (reply.status, reply.message) == (400, "The body is nested too deeply")
    assert api.get("/tasks", sort="note_asc") == []
    with pytest.raises(AssertionError, match="expected 1, found none"):
        api.sandbox.assert_called("PUT", "/tasks", times=1)


def test_a_body_may_be_as_deep_as_a_database_keeps() -> None:
    """A body with a hundred levels is accepted."""
    api = Api()
    reply = api.raw("POST", "/v1.11/tasks", f'{{"note": {"[" * 99}{"]" * 99}}}', api.headers)
    assert reply.status == 200
    assert len(api.get("/tasks", sort="note_asc")) == 1


@pytest.mark.parametrize("number", ["1e999", "-1e999", "Infinity", "NaN"])
def test_numbers_that_json_does_not_have_are_400(number: str) -> None:
    """No client could read them in an answer."""
    api = Api()
    assert api.raw("POST", "/v1.11/invoices", f'{{"colour": [{number}]}}', api.headers).status == 400
    assert api.sandbox.records("invoices") == []


@pytest.mark.parametrize("status", [5, ["New"], True])
def test_a_project_status_of_the_wrong_type_is_400(status: Any) -> None:
    """An id, a title or an object with one of them is accepted."""
    api = Api()
    project = api.post("/projects", name="a")
    assert api.call("POST", "/projects", {"status": status}).status == 400
    assert api.call("PUT", "/projects", {"_id": project["_id"], "status": status}).status == 400
    assert [row["status"]["title"] for row in api.sandbox.records("projects")] == ["New"]


def test_create_answers_the_new_record() -> None:
    """The answer is the complete record, which lists return too."""
    api = Api()
    task = api.post("/tasks", title="a", dueDate="2026-05-01T09:00:00.000Z", colour="red")
    assert task["createdAt"] == task["updatedAt"] == "2023-11-14T22:13:20.000Z"
    assert task["colour"] == "red"
    assert api.get("/tasks") == [task] == api.sandbox.records("tasks")


def test_create_ignores_fields_that_the_server_sets() -> None:
    """An id or a time in the body is ignored."""
    task = Api().post("/tasks", _id="mine", createdAt="2000-01-01T00:00:00Z", businessId="x", title="a")
    assert task["_id"] != "mine"
    assert task["createdAt"].startswith("2023")
    assert task["businessId"] != "x"


def test_update_is_partial() -> None:
    """Other fields do not change; null is stored as null."""
    api = Api()
    task = api.post("/tasks", title="a", descriptionPlain="b", dueDate="2026-05-01T09:00:00.000Z")
    changed = api.put("/tasks", _id=task["_id"], title="c", dueDate=None)
    assert {**task, "title": "c", "dueDate": None, "updatedAt": changed["updatedAt"]} == changed


PLACED = [route for route in ROUTES if route.verb in ("move", "copy")]


@pytest.mark.parametrize("unknown_fields", ["kept", "dropped", "refused"])
def test_every_record_keeps_the_position_of_a_move_and_of_a_copy(unknown_fields: str) -> None:
    """Alike, in the answer and in the list, by whichever name the call sends it."""
    for route in PLACED:
        api = Api(unknown_fields=unknown_fields)
        for name in {"position", "index"} & set(catalogue().properties(route.body or {})):
            (record,) = api.sandbox.seed(**{route.resource: [{}]})[route.resource]
            answer = api.post(route.path, _id=record["_id"], **{name: 3})
            assert answer["position"] == 3, route.path
            (stored,) = [row for row in api.sandbox.records(route.resource) if row["_id"] == answer["_id"]]
            assert stored["position"] == 3, route.path


def test_every_move_and_copy_takes_a_position() -> None:
    """One transcription names it for each of them."""
    assert [route.path for route in PLACED if "position" not in catalogue().properties(route.body or {})] == []


def test_move_sets_the_parent_and_the_position() -> None:
    """A task changes its group; a wiki page's position is its index too."""
    api = Api()
    task = api.post("/tasks", title="a", taskGroupId="g1")
    assert api.post("/tasks/move", _id=task["_id"], taskGroupId="g2", position=3)["taskGroupId"] == "g2"
    page = api.post("/wiki-entities", wikiId="w", parentId="w", title="a", type="page")
    moved = api.post("/wiki-entities/move", _id=page["_id"], parentId="p", position=3)
    assert (moved["parentId"], moved["index"], moved["position"]) == ("p", 3, 3)


def test_copy_makes_another_record() -> None:
    """It has the same fields, a new id and number, and is independent."""
    api = Api()
    task = api.post("/tasks", title="a", assignedTo=["x"])
    copy = api.post("/tasks/copy", _id=task["_id"])
    assert copy["_id"] != task["_id"]
    assert (copy["title"], copy["assignedTo"], copy["taskId"]) == ("a", ["x"], task["taskId"] + 1)
    api.put("/tasks", _id=copy["_id"], title="b")
    assert titles(api.get("/tasks")) == ["a", "b"]


def test_copy_has_blocks_of_its_own() -> None:
    """Blocks that a record lists are copied with it."""
    api = Api()
    block = api.sandbox.seed(blocks=[{"type": "content", "textPlain": "x"}])["blocks"][0]
    form = api.sandbox.seed(forms=[{"title": "a", "blocks": [block["_id"], "gone"]}])["forms"][0]
    copy = api.post("/forms/copy", _id=form["_id"])
    first, second = copy["blocks"]
    assert first != block["_id"]
    assert second == "gone"
    assert api.get("/blocks", _id=first)[0]["entityId"] == copy["_id"]


def test_bulk_skips_unknown_and_repeated_ids() -> None:
    """Each existing record is changed once."""
    api = Api()
    one, two = ids(api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}])["tasks"])
    assert ids(api.put("/tasks/bulk", _ids=[two, "none", two], title="c")) == [two]
    assert ids(api.delete("/tasks/bulk", _ids=[one, one])) == [one]
    assert titles(api.get("/tasks")) == ["c"]


def test_bulk_changes_are_not_shared() -> None:
    """Records of one bulk call do not share mutable values."""
    api = Api()
    one, two = ids(api.sandbox.seed(wiki=[{"title": "a"}, {"title": "b"}])["wiki"])
    tasks = ids(api.sandbox.seed(tasks=[{}, {}])["tasks"])
    api.put("/tasks/bulk", _ids=tasks, assignedTo=["x"])
    first, second = api.sandbox._store.workspaces["example"].collection("tasks").values()
    assert first["assignedTo"] is not second["assignedTo"]
    assert one != two


def test_recording_payments_pays_an_invoice() -> None:
    """Payments become transactions; the invoice is paid once the whole amount is paid."""
    api = Api()
    invoice = api.post("/invoices", name="a", amount=100, currency="GBP", client={"_id": "c", "entityType": "person"})
    api.post("/invoices/record-payment", _id=invoice["_id"], amount=40, manualPaymentMethod="cash")
    assert (api.get("/invoices")[0]["amountPaid"], api.get("/invoices")[0]["status"]) == (40, "draft")
    api.post("/invoices/record-payment", _id=invoice["_id"])
    paid = api.get("/invoices")[0]
    assert (paid["amountPaid"], paid["status"]) == (100, "paid")
    assert paid["paidAt"]
    first, second = api.get("/transactions", invoiceId=invoice["_id"])
    assert (first["amount"], first["manualPaymentMethod"], first["currency"]) == (40, "cash", "GBP")
    assert (second["amount"], second["type"], second["client"]["_id"]) == (60, "in", "c")


@pytest.mark.parametrize("path", ["/invoices", "/proposals", "/contracts"])
def test_sending_makes_a_draft_pending(path: str) -> None:
    """A document that is not a draft keeps its status."""
    api = Api()
    document = api.post(path, name="a")
    sent = api.post(f"{path}/email", _id=document["_id"])
    assert sent["status"] == "pending"
    assert ("pendingAt" in sent) == (path == "/proposals")
    api.put(path, _id=document["_id"], status="cancelled")
    assert api.post(f"{path}/email", _id=document["_id"])["status"] == "cancelled"


def test_custom_field_on_one_record() -> None:
    """POST and PUT set the value on the record, and only that."""
    api = Api()
    first, second = ids(
        api.sandbox.seed(custom_fields=[{"entityType": "project", "title": title} for title in "ab"])["custom_fields"]
    )
    project = api.post("/projects", name="a", customFields=[{"_id": first, "value": 1}])
    api.post("/custom-fields/entity", _id=second, entityType="project", entityId=project["_id"], value=2)
    api.put("/custom-fields/entity", _id=first, entityType="project", entityId=project["_id"], value=3)
    assert api.get("/projects")[0]["customFields"] == [{"_id": second, "value": 2}, {"_id": first, "value": 3}]
    assert api.call("POST", "/custom-fields/entity", {"_id": first, "entityType": "nothing"}).status == 400


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_an_option_label_is_refused_on_one_record(method: str) -> None:
    """A select field takes the id of an option, not its label."""
    api = Api()
    project = api.post("/projects", name="a")
    field = api.post("/custom-fields", entityType="project", title="S", inputType="select", options=[{"name": "Big"}])
    body = {"_id": field["_id"], "entityType": "project", "entityId": project["_id"], "value": "Big"}
    reply = api.call(method, "/custom-fields/entity", body)
    assert (reply.status, reply.message) == (400, "Invalid custom field value")
    good = api.call(method, "/custom-fields/entity", {**body, "value": field["options"][0]["_id"]})
    assert good.json["customFields"][0]["value"] == field["options"][0]["_id"]


def test_an_option_that_an_update_adds_gets_an_id() -> None:
    """Existing options keep theirs."""
    api = Api()
    field = api.post("/custom-fields", entityType="task", title="S", inputType="select", options=[{"name": "Big"}])
    changed = api.put("/custom-fields", _id=field["_id"], options=[*field["options"], {"name": "Small"}])
    assert changed["options"][0] == field["options"][0]
    assert (len(changed["options"][1]["_id"]), changed["options"][1]["index"]) == (17, 1)


def test_presets_are_hidden_blocks() -> None:
    """A preset is a template made of a block."""
    api = Api()
    block = api.post("/blocks", type="content", entityType="contract", entityId="x", textPlain="Hello")
    preset = api.post("/blocks/create-preset", _id=block["_id"], title="Greeting")
    assert (preset["textPlain"], preset["title"]) == ("Hello", "Greeting")
    assert ids(api.get("/blocks")) == [block["_id"]]
    assert ids(api.get("/blocks", q={"isTemplate": True})) == [preset["_id"]]


def test_invitation_code_is_lasting() -> None:
    """Each person has one lasting code."""
    api = Api()
    one, two = ids(api.sandbox.seed(people=[{"role": "client"}, {"role": "client"}])["people"])
    assert api.get("/people/invitation-code", _id=one) == api.get("/people/invitation-code", _id=one)
    assert api.get("/people/invitation-code", _id=one) != api.get("/people/invitation-code", _id=two)
    assert api.call("GET", "/people/invitation-code").status == 400
    assert api.call("GET", "/people/invitation-code", _id="none").status == 404


def test_emptying_the_trash_deletes_all() -> None:
    """Bulk deletion removes some records, emptying removes all."""
    api = Api()
    tasks = ids(api.sandbox.seed(tasks=[{}, {}, {}])["tasks"])
    api.delete("/tasks/bulk", _ids=tasks)
    assert ids(api.delete("/trash-bin/bulk", _ids=[tasks[0], "none"])) == [tasks[0]]
    assert ids(api.get("/trash-bin")) == tasks[1:]
    assert api.delete("/trash-bin/all") == {"deleted": 2}
    assert api.get("/trash-bin") == []


def test_deleting_from_the_archive_trashes() -> None:
    """Only what is archived can be deleted there."""
    api = Api()
    made = api.sandbox.seed(tasks=[{"isArchived": True}, {}], people=[{"role": "client", "isArchived": True}])
    task, kept = ids(made["tasks"])
    api.delete("/archive", _id=task)
    assert api.call("DELETE", "/archive", {"_id": kept}).status == 404
    api.delete("/archive/bulk", _ids=[kept, made["people"][0]["_id"]])
    assert ids(api.get("/trash-bin")) == [task, made["people"][0]["_id"]]
    assert ids(api.get("/tasks")) == [kept]


def test_businesses_are_separate() -> None:
    """A call sees the records of the business in its header only."""
    api = Api()
    api.post("/tasks", title="a")
    assert api.good(api.call("GET", "/tasks", headers={"business": "other"})) == []
    assert api.sandbox.records("tasks", business="other") == []
    assert [row["domain"] for row in api.get("/businesses")] == ["example"]


def test_a_workspace_has_five_dashboards() -> None:
    """A new workspace has five dashboards, and its owner's profile."""
    api = Api()
    assert titles(api.get("/dashboards")) == ["Owner", "Co-Owner", "Client", "Manager", "Team Member"]
    assert len(api.get("/profiles")) == 1
    assert api.get("/dashboard-data")["dashboards"] == 5


def test_half_a_surrogate_pair_is_returned() -> None:
    """Half a surrogate pair is valid in JSON but not in UTF-8; the answer is valid JSON."""
    api = Api()
    reply = api.raw("POST", "/v1.11/tasks", '{"title": "\\ud800"}', api.headers)
    assert reply.json["title"] == "\ud800"


def test_an_unknown_verb_answers_with_the_record() -> None:
    """An unknown verb answers with the record that the body names."""
    from plutio_async.testing._api.special import operation
    from plutio_async.testing._api.store import Context

    sandbox = Sandbox()
    task = sandbox.seed(tasks=[{"title": "a"}])["tasks"][0]
    workspace = sandbox._store.workspaces["example"]
    route = Route("POST", "/tasks/shout", "tasks_shout", "tasks", "shout")
    call = Context(sandbox._store, workspace, catalogue(), sandbox.switches, route, body={"_id": task["_id"]})
    assert operation("tasks", "shout")(call) == task
