"""One test for each quirk of the API, named after it."""

from __future__ import annotations

import json

import pytest

from plutio_async.testing import FakeClock, Sandbox
from plutio_async.testing._api.quirks import REGISTRY
from tests.testing.api import Api, ids, titles


def test_unknown_routes_answer_403() -> None:
    """An unknown path or method gets 403 `Method not allowed`."""
    api = Api()
    for method, path in (("GET", "/nothing"), ("PATCH", "/tasks"), ("GET", "/roles"), ("POST", "/invoices/x/send")):
        reply = api.call(method, path, {} if method != "GET" else None)
        assert (reply.status, reply.json) == (403, {"code": 403, "message": "Method not allowed"})


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_path_id_writes_answer_403(method: str) -> None:
    """A write with an id in the path is an unknown route, even if the record exists."""
    api = Api()
    task = api.post("/tasks", title="Brief")
    reply = api.call(method, f"/tasks/{task['_id']}", {"title": "x"})
    assert (reply.status, reply.message) == (403, "Method not allowed")
    assert titles(api.sandbox.records("tasks")) == ["Brief"]


@pytest.mark.parametrize("path", ["/people", "/companies", "/projects", "/invoices", "/tasks"])
def test_path_ids_are_read(path: str) -> None:
    """One client reads five resources by an id in the path. For other resources it is 403."""
    api = Api()
    made = api.post(path, name={"first": "Leo"} if path == "/people" else "a", role="client", title="a")
    assert api.get(f"{path}/{made['_id']}") == made
    assert api.call("GET", f"{path}/none").status == 404
    assert api.call("GET", f"{path}/").status == 403
    for other in ("/invoices/email", "/tasks/bulk", "/invoice-subscriptions/x", "/tasks/x/y"):
        assert api.call("GET", other).status == 403


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/wikis", "/wiki"),
        ("/wiki-pages", "/wiki-entities"),
        ("/time-track", "/time-tracks"),
        ("/schedulers", "/scheduler"),
        ("/subscriptions", "/invoice-subscriptions"),
        ("/snippets", "/canned-responses"),
        ("/folders", "/file-folders"),
        ("/messengers", "/inbox-groups"),
    ],
)
def test_plural_guesses_fail(wrong: str, right: str) -> None:
    """Plausible plural names are unknown routes."""
    api = Api()
    assert api.call("GET", wrong).status == 403
    assert api.get(right) == []


def test_missing_business_header_is_called_undefined() -> None:
    """Without the header the message names the business `undefined`."""
    reply = Api().call("GET", "/tasks", headers={"business": None})
    assert reply.json == {"code": 400, "message": "Business undefined is not enabled for this client."}


def test_business_that_is_not_enabled_is_named() -> None:
    """A workspace that the client may not use is a 400 that names it."""
    reply = Api().call("GET", "/tasks", headers={"business": "elsewhere"})
    assert (reply.status, reply.message) == (400, "Business elsewhere is not enabled for this client.")


def test_write_without_json_content_type_answers_html() -> None:
    """A write without a JSON content type gets an HTML page, with or without a body."""
    api = Api()
    for method, path, body in (("POST", "/tasks", {"title": "x"}), ("DELETE", "/trash-bin/all", None)):
        reply = api.call(method, path, body, headers={"content-type": None})
        assert reply.status == 400
        assert reply.headers["content-type"].startswith("text/html")
        assert reply.content.startswith(b"<!DOCTYPE html>")
    assert api.sandbox.records("tasks") == []


def test_write_without_body_needs_only_the_content_type() -> None:
    """An empty body with a JSON content type is an empty object."""
    api = Api()
    assert api.call("DELETE", "/trash-bin/all").status == 200
    assert api.call("POST", "/tasks").status == 200


def test_token_call_refuses_json() -> None:
    """The token call takes a form; JSON gets `invalid_request` in the format of the OAuth library."""
    api = Api()
    reply = api.raw("POST", "/v1.11/oauth/token", "{}", {"content-type": "application/json"})
    assert reply.status == 400
    assert reply.json["name"] == "invalid_request"
    assert {"statusCode", "status", "code", "message", "name"} == set(reply.json)


def test_lists_are_bare_arrays() -> None:
    """A list is an array without an envelope or a total."""
    api = Api()
    api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}])
    assert titles(api.get("/tasks")) == ["a", "b"]


def test_templates_are_hidden_unless_asked_for() -> None:
    """Template-flagged records are left out of lists, by id too, unless `q` names `isTemplate`."""
    api = Api()
    made = api.sandbox.seed(proposals=[{"name": "a"}, {"name": "t", "isTemplate": True}])["proposals"]
    assert ids(api.get("/proposals")) == [made[0]["_id"]]
    assert api.get("/proposals", _id=made[1]["_id"]) == []
    assert ids(api.get("/proposals", q={"isTemplate": True})) == [made[1]["_id"]]
    assert ids(api.get("/proposals", isTemplate="true")) == [made[1]["_id"]]
    assert len(api.get("/proposals", q={"$or": [{"isTemplate": True}, {"name": "a"}]})) == 2
    assert ids(api.get("/proposals", q={"isTemplate": {"$ne": True}})) == [made[0]["_id"]]


def test_comments_need_their_parent() -> None:
    """Comments are listed by `_id`, or by both `entityType` and `entityId`, as parameters or in `q`."""
    api = Api()
    comment = api.post("/comments", entityType="task", entityId="t1", bodyPlain="Hm")
    api.post("/comments", entityType="task", entityId="t2", bodyPlain="Oh")
    for query in ({}, {"entityType": "task"}, {"entityId": "t1"}, {"q": {"entityId": "t1"}}, {"q": "t1"}):
        assert api.call("GET", "/comments", **query).status == 400
    assert ids(api.get("/comments", entityType="task", entityId="t1")) == [comment["_id"]]
    assert ids(api.get("/comments", q={"entityType": "task", "entityId": "t1"})) == [comment["_id"]]
    assert ids(api.get("/comments", _id=comment["_id"])) == [comment["_id"]]


def test_id_only_query_of_wiki_pages_is_not_found() -> None:
    """`q` with nothing but `_id` gives 404 for wiki pages, and one record everywhere else."""
    api = Api()
    page = api.sandbox.seed(wiki_entities=[{"title": "a", "wikiId": "w"}])["wiki_entities"][0]
    assert api.call("GET", "/wiki-entities", q={"_id": page["_id"]}).status == 404
    assert ids(api.get("/wiki-entities", q={"_id": page["_id"], "wikiId": "w"})) == [page["_id"]]
    task = api.post("/tasks", title="x")
    assert ids(api.get("/tasks", q={"_id": task["_id"]})) == [task["_id"]]


def test_plain_text_query_is_ignored() -> None:
    """A `q` that is not a JSON object is ignored."""
    api = Api()
    api.post("/people", name={"first": "Leo"}, role="client")
    for text in ("leo", "[1]", "5", "{not json"):
        assert len(api.get("/people", q=text)) == 1


def test_dates_in_queries_compare_as_text() -> None:
    """ISO strings compare correctly."""
    api = Api()
    api.sandbox.seed(tasks=[{"title": str(day), "dueDate": f"2026-05-{day}T09:00:00.000Z"} for day in (10, 11, 12)])
    late = {"dueDate": {"$gt": "2026-05-10T09:00:00.000Z", "$lte": "2026-05-12T09:00:00.000Z"}}
    assert titles(api.get("/tasks", q=late)) == ["11", "12"]


def test_bulk_updates_drop_the_status() -> None:
    """Bulk updates of invoices and subscriptions answer 200 and leave the status, but set the rest."""
    api = Api()
    for path, create in (("/invoices", {"name": "a"}), ("/invoice-subscriptions", {"title": "a"})):
        record = api.post(path, **create, status="draft", amount=1)
        api.put(f"{path}/bulk", _ids=[record["_id"]], status="paid", amount=2)
        found = api.get(path)[0]
        assert (found["status"], found["amount"]) == ("draft", 2)
    task = api.post("/tasks", title="a")
    api.put("/tasks/bulk", _ids=[task["_id"]], status="completed")
    assert api.get("/tasks")[0]["status"] == "completed"


def test_pending_proposal_takes_a_status() -> None:
    """A pending proposal can be declined by an update and reads back so."""
    api = Api()
    proposal = api.post("/proposals", name="a", status="pending")
    assert api.put("/proposals", _id=proposal["_id"], status="declined")["status"] == "declined"


def test_tasks_archive_is_missing_and_update_is_the_way() -> None:
    """`POST /tasks/archive` gives 404; an update with `isArchived` archives."""
    api = Api()
    task = api.post("/tasks", title="a")
    assert api.call("POST", "/tasks/archive", {"_id": task["_id"], "isArchived": True}).status == 404
    api.put("/tasks", _id=task["_id"], isArchived=True)
    assert ids(api.get("/archive")) == [task["_id"]]


def test_a_project_makes_its_first_task_board() -> None:
    """A new project has a task board."""
    api = Api()
    project = api.post("/projects", name="a")
    assert [board["projectId"] for board in api.get("/task-boards")] == [project["_id"]]


def test_a_task_has_the_board_that_it_was_given() -> None:
    """A project does not put its tasks on its board."""
    api = Api()
    project = api.post("/projects", name="a")
    assert not {"taskBoardId", "taskGroupId"} & api.post("/tasks", title="a", projectId=project["_id"]).keys()
    board = api.get("/task-boards")[0]["_id"]
    group = api.post("/task-groups", title="To do", taskBoardId=board)["_id"]
    task = api.post("/tasks", title="b", projectId=project["_id"], taskBoardId=board, taskGroupId=group)
    assert (task["taskBoardId"], task["taskGroupId"]) == (board, group)


def test_project_status_is_an_object() -> None:
    """A new project has the first status as an object; a status is set by id or title."""
    api = Api()
    project = api.post("/projects", name="a")
    statuses = {status["title"]: status["_id"] for status in api.get("/statuses")}
    assert list(statuses) == ["New", "In progress", "Completed", "Canceled"]
    assert project["status"] == {"_id": statuses["New"], "title": "New"}
    for wanted in ("Completed", statuses["Completed"], {"_id": statuses["Completed"]}):
        changed = api.put("/projects", _id=project["_id"], status=wanted)
        assert changed["status"] == {"_id": statuses["Completed"], "title": "Completed"}
    assert ids(api.get("/projects", q={"status._id": statuses["Completed"]})) == [project["_id"]]
    assert api.put("/projects", _id=project["_id"], name="b")["status"]["title"] == "Completed"
    assert api.put("/projects", _id=project["_id"], status="Paused")["status"] == {"title": "Paused"}


@pytest.mark.parametrize(
    ("path", "kind", "types"),
    [
        ("/proposals", "proposal", ["intro", "content", "signature"]),
        ("/contracts", "contract", ["content", "signature"]),
    ],
)
def test_documents_make_their_first_blocks(path: str, kind: str, types: list[str]) -> None:
    """A proposal has three blocks and a contract two, which can be deleted."""
    api = Api()
    document = api.post(path, name="a")
    blocks = api.get("/blocks", entityType=kind, entityId=document["_id"])
    assert [block["type"] for block in blocks] == types
    assert document["blocks"] == ids(blocks)
    api.delete("/blocks", _id=blocks[0]["_id"])
    assert api.get(path)[0]["blocks"] == ids(blocks[1:])


def test_a_wiki_page_makes_its_content_block() -> None:
    """A new page has a content block whose parent type is `wiki-page`; a category has none."""
    api = Api()
    page = api.post("/wiki-entities", wikiId="w", parentId="w", title="a", type="page")
    api.post("/wiki-entities", wikiId="w", parentId="w", title="b", type="category")
    (block,) = api.get("/blocks", entityType="wiki-page")
    assert (block["type"], block["entityId"], page["blocks"]) == ("content", page["_id"], [block["_id"]])


def test_block_order_is_the_array_on_the_parent() -> None:
    """New blocks go to the end of the parent's array, which a bulk update reorders."""
    api = Api()
    proposal = api.post("/proposals", name="a")
    block = api.post("/blocks", type="html", entityType="proposal", entityId=proposal["_id"])
    order = api.get("/proposals")[0]["blocks"]
    assert order[-1] == block["_id"]
    api.put("/proposals/bulk", _ids=[proposal["_id"]], blocks=order[::-1])
    assert api.get("/proposals")[0]["blocks"] == order[::-1]


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        ("proposal", "content, image, canvas, video, html, items, fees, intro, signature"),
        ("contract", "content, image, canvas, video, html, signature"),
        ("dashboard-page", "content, image, canvas, video, html"),
    ],
)
def test_block_types_follow_the_parent(kind: str, types: str) -> None:
    """A wrong type is refused with a list of the right ones."""
    api = Api()
    reply = api.call("POST", "/blocks", {"type": "summary", "entityType": kind, "entityId": "x"})
    assert reply.json == {"code": 400, "message": f'Type "summary" is invalid. Valid options are: {types}'}
    assert api.call("POST", "/blocks", {"type": "summary", "entityType": "invoice", "entityId": "x"}).status == 200
    block = api.post("/blocks", type="content", entityType=kind, entityId="x")
    assert api.call("PUT", "/blocks", {"_id": block["_id"], "type": "task"}).status == 400


def test_image_block_without_design_leaks_a_javascript_error() -> None:
    """The message is a leaked error of the server."""
    api = Api()
    body = {"type": "image", "entityType": "wiki-page", "entityId": "x"}
    assert api.call("POST", "/blocks", body).message == "Cannot read properties of null (reading 'designOptions')"
    assert api.call("POST", "/blocks", {**body, "designOptions": {}}).status == 200


def test_placeholders_in_blocks_are_kept_as_written() -> None:
    """The API answers with the placeholders; the web app fills them in."""
    api = Api()
    text = "<p>Dear {{ client.name }}</p>"
    api.post("/blocks", type="content", entityType="contract", entityId="x", textHTML=text)
    assert api.get("/blocks")[0]["textHTML"] == text


def test_html_comments_are_stripped() -> None:
    """`descriptionHTML` loses its comments, on create and on update."""
    api = Api()
    task = api.post("/tasks", descriptionHTML="<p>a<!-- b\nc --></p>")
    assert task["descriptionHTML"] == "<p>a</p>"
    assert api.put("/tasks", _id=task["_id"], descriptionHTML="<!-- x -->y")["descriptionHTML"] == "y"


def test_select_values_are_option_ids() -> None:
    """A label is refused, the option's id is taken; multi takes an array of ids."""
    api = Api()
    for kind in ("select", "multi"):
        definition = api.post(
            "/custom-fields",
            entityType="task",
            inputType=kind,
            title=kind,
            options=[{"name": "Big"}, {"name": "Small"}],
        )
        assert [option["index"] for option in definition["options"]] == [0, 1]
        option = definition["options"][0]["_id"]
        good, bad = (option, "Big") if kind == "select" else ([option], ["Big"])
        reply = api.call("POST", "/tasks", {"customFields": [{"_id": definition["_id"], "value": bad}]})
        assert (reply.status, reply.message) == (400, "Invalid custom field value")
        task = api.post("/tasks", customFields=[{"_id": definition["_id"], "value": good}])
        assert task["customFields"][0]["value"] == good
        found = api.get("/tasks", q={"customFields": {"$elemMatch": {"_id": definition["_id"], "value": good}}})
        assert ids(found) == [task["_id"]]


def test_custom_fields_refuse_an_unknown_entity_type() -> None:
    """A misspelt type is refused on create and update; types that only one client names are taken."""
    api = Api()
    for kind in ("invoice-subscription", "time-track"):
        field = api.post("/custom-fields", entityType=kind, title="a")
    for method, body in (("POST", {"title": "b"}), ("PUT", {"_id": field["_id"]})):
        reply = api.call(method, "/custom-fields", {**body, "entityType": "tasks"})
        assert reply.status == 400
        assert reply.message.startswith('Entity type "tasks" is invalid. Valid options are: business, company,')
    assert [row["entityType"] for row in api.get("/custom-fields")] == ["invoice-subscription", "time-track"]


def test_files_need_a_handle_or_a_link() -> None:
    """A file without either, and a multipart upload, get `Handle is required`."""
    api = Api()
    assert api.call("POST", "/files", {"title": "a"}).json == {"code": 400, "message": "Handle is required"}
    upload = {"content-type": "multipart/form-data; boundary=x"}
    assert api.call("POST", "/files", headers=upload).message == "Handle is required"
    assert api.call("POST", "/files", {"type": "link", "title": "a"}).status == 400
    api.post("/files", type="link", url="https://example.com")
    api.post("/files", handle="k3y")
    assert len(api.get("/files")) == 2


def test_deleting_a_wiki_deletes_its_pages() -> None:
    """The pages of other wikis stay."""
    api = Api()
    wiki = api.post("/wiki", title="a")
    for home in (wiki["_id"], "other"):
        api.post("/wiki-entities", wikiId=home, parentId=home, title=home, type="page")
    api.delete("/wiki", _id=wiki["_id"])
    assert titles(api.get("/wiki-entities")) == ["other"]


def test_design_options_are_merged() -> None:
    """An update of a wiki merges `designOptions` one level deep; other objects are replaced."""
    api = Api()
    wiki = api.post(
        "/wiki", title="a", designOptions={"fontFamily": "Inter", "section": {"a": 1}}, shareSettings={"isShared": True}
    )
    changed = api.put("/wiki", _id=wiki["_id"], designOptions={"bgColor": "#fff", "section": {"b": 2}})
    assert changed["designOptions"] == {"fontFamily": "Inter", "bgColor": "#fff", "section": {"b": 2}}
    assert changed["shareSettings"] == {"isShared": True}


def test_wikis_show_a_tree_of_their_pages() -> None:
    """A listed wiki holds its pages in short, nested; the stored wiki does not."""
    api = Api()
    wiki = api.post("/wiki", title="a")
    top = api.post("/wiki-entities", wikiId=wiki["_id"], parentId=wiki["_id"], title="top", type="page")
    api.post("/wiki-entities", wikiId=wiki["_id"], parentId=top["_id"], title="leaf", type="page")
    (shown,) = api.get("/wiki")
    assert titles(shown["pages"]) == ["top"]
    assert titles(shown["pages"][0]["pages"]) == ["leaf"]
    assert "pages" not in api.sandbox.records("wiki")[0]


def test_tasks_and_documents_are_numbered() -> None:
    """`taskId`, `invoiceId` and `proposalId` count up and are not the key."""
    api = Api()
    assert [api.post("/tasks", title="a")["taskId"] for _ in range(2)] == [1, 2]
    assert [api.post("/invoices", name="a")["invoiceId"] for _ in range(2)] == ["INV-0001", "INV-0002"]
    assert api.post("/proposals", name="a")["proposalId"] == "PROP-0001"


def test_ids_have_seventeen_letters_and_digits() -> None:
    """An id has the form of Meteor ids."""
    api = Api()
    for _ in range(50):
        identifier = api.post("/tasks", title="a")["_id"]
        assert len(identifier) == 17
        assert identifier.isascii()
        assert identifier.isalnum()


def test_new_records_have_a_first_status() -> None:
    """Documents start as drafts, tasks as incomplete, unless the body has a status."""
    api = Api()
    assert api.post("/tasks", title="a")["status"] == "incomplete"
    assert api.post("/invoices", name="a")["status"] == "draft"
    assert api.post("/tasks", title="a", status="completed")["status"] == "completed"


def test_email_is_short_for_contact_emails() -> None:
    """The shortcut of v1.7 and v1.11 fills the contact emails, and is not kept."""
    person = Api().post("/people", name={"first": "Leo"}, role="client", email="leo@example.com", invite=True)
    assert person["contactEmails"] == [{"address": "leo@example.com", "type": "email"}]
    assert "email" not in person
    given = [{"address": "a@example.com", "type": "work"}]
    body = {"name": {"first": "Leo"}, "role": "client"}
    assert Api().post("/people", **body, email="leo@example.com", contactEmails=given)["contactEmails"] == given
    assert "contactEmails" not in Api().post("/people", **body)
    assert "invite" not in person


def test_an_empty_automation_is_a_draft() -> None:
    """Undocumented: an empty POST makes a draft; reading by id and deleting are 403."""
    api = Api()
    made = api.good(api.call("POST", "/automations", {}))
    assert (made["status"], made["nodes"], made["edges"]) == ("draft", [], [])
    assert ids(api.get("/automations")) == [made["_id"]]
    assert api.call("DELETE", "/automations", {"_id": made["_id"]}).status == 403
    assert api.call("GET", f"/automations/{made['_id']}").status == 403


def test_schedules_are_listed_though_undocumented() -> None:
    """`GET /schedules` is another resource than `/scheduler`."""
    api = Api()
    api.sandbox.seed(schedules=[{"entityType": "person", "days": []}])
    assert api.get("/schedules")[0]["entityType"] == "person"
    assert api.get("/scheduler") == []


@pytest.mark.parametrize("path", ["/automations", "/schedules"])
def test_undocumented_lists_are_filtered_and_paged(path: str) -> None:
    """They obey `skip`, `limit`, `sort`, `q`, `_id` and filters, as other lists do."""
    api = Api()
    rows = [{"title": str(number), "even": number % 2 == 0} for number in range(6)]
    made = api.sandbox.seed(**{path[1:]: rows})[path[1:]]
    assert titles(api.get(path, skip=1, limit=2)) == ["1", "2"]
    assert titles(api.get(path, even="true", sort="title_desc")) == ["4", "2", "0"]
    assert titles(api.get(path, q={"title": {"$gt": "3"}})) == ["4", "5"]
    assert titles(api.get(path, _id=made[2]["_id"])) == ["2"]
    assert api.call("GET", path, limit="many").status == 400


def test_old_versions_answer() -> None:
    """Every version of the description has the same paths; another one is an unknown route."""
    api = Api()
    for version in ("v1", "v1.7", "v1.8", "v1.9", "v1.10", "v1.11"):
        assert api.raw("GET", f"/{version}/tasks", "", api.headers).status == 200
    for version in ("v1.6", "v2", ""):
        assert api.raw("GET", f"/{version}/tasks", "", api.headers).status == 403
    assert api.raw("GET", "/tasks", "", api.headers).status == 403


def test_deleted_records_go_to_the_trash_and_archived_ones_to_the_archive() -> None:
    """Both lists contain several entity types and name them; the trash can be emptied, archived records restored."""
    api = Api()
    made = api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}], people=[{"role": "client"}])
    task, kept = made["tasks"]
    person = made["people"][0]
    api.delete("/tasks", _id=task["_id"])
    api.post("/people/archive", _id=person["_id"], isArchived=True)
    assert ids(api.get("/tasks")) == [kept["_id"]]
    assert [(row["_id"], row["entityType"]) for row in api.get("/trash-bin")] == [(task["_id"], "task")]
    assert [(row["_id"], row["entityType"]) for row in api.get("/archive")] == [(person["_id"], "person")]
    api.post("/people/archive", _id=person["_id"], isArchived=False)
    assert api.get("/archive") == []
    assert api.delete("/trash-bin", _id=task["_id"])["_id"] == task["_id"]
    assert api.get("/trash-bin") == []
    assert api.call("DELETE", "/trash-bin", {"_id": task["_id"]}).status == 404


def test_bulk_archive_restores() -> None:
    """`isArchived: false` takes records back out of the archive."""
    api = Api()
    people = ids(api.sandbox.seed(people=[{"role": "client"}, {"role": "client"}])["people"])
    api.post("/people/bulk/archive", _ids=people, isArchived=True)
    assert ids(api.get("/archive")) == people
    api.post("/people/bulk/archive", _ids=people, isArchived=False)
    assert api.get("/archive") == []


def test_every_registered_quirk_has_a_test() -> None:
    """Each registered quirk has a test of the same name, or is listed here with its test."""
    registered = {function.__name__ for functions in REGISTRY.values() for function in functions}
    here = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert registered - here - set(_UNDER_ANOTHER_NAME) == set()
    assert set(_UNDER_ANOTHER_NAME.values()) <= {f"test_{name}" for name in here} | set(_ELSEWHERE)


_ELSEWHERE = ("switches",)
_UNDER_ANOTHER_NAME = {
    "options_get_ids": "test_select_values_are_option_ids",
    "files_need_a_handle_or_a_link": "test_files_need_a_handle_or_a_link",
    "image_blocks_need_design_options": "test_image_block_without_design_leaks_a_javascript_error",
    "blocks_are_listed_on_their_parent": "test_block_order_is_the_array_on_the_parent",
    "deleted_blocks_leave_their_parent": "test_documents_make_their_first_blocks",
    "documents_and_pages_make_their_first_blocks": "test_documents_make_their_first_blocks",
    "some_writes_may_be_forbidden": "switches",
    "proposal_status_may_be_dropped": "switches",
    "wiki_blocks_may_refuse_has_text": "switches",
    "custom_fields_may_be_merged": "switches",
}


def test_answers_carry_a_request_id() -> None:
    """Each answer has its own `x-request-id`."""
    api = Api(Sandbox())
    seen = {api.call("GET", "/tasks").headers["x-request-id"] for _ in range(3)}
    assert len(seen) == 3
    assert json.dumps(sorted(seen))


def test_answers_carry_the_date() -> None:
    """By the sandbox's clock, in whole seconds, also with an error."""
    api = Api(Sandbox(clock=FakeClock(1_700_000_000.9)))
    for path in ("/tasks", "/nowhere"):
        assert api.call("GET", path).headers["date"] == "Tue, 14 Nov 2023 22:13:20 GMT"
