"""The quirks of new records, one function each, and the records of a new workspace."""

from __future__ import annotations

from typing import Any

from plutio_async.testing._api.messages import ApiError
from plutio_async.testing._api.quirks import Change, quirk
from plutio_async.testing._api.store import Record, Store, Workspace
from plutio_async.testing._api.validation import Validator

PROJECT_STATUSES = (
    ("New", "open", "#2f80ed"),
    ("In progress", "active", "#f2994a"),
    ("Completed", "completed", "#27ae60"),
    ("Canceled", "closed", "#828282"),
)
DASHBOARDS = ("Owner", "Co-Owner", "Client", "Manager", "Team Member")

_FIRST_STATUS = {
    "tasks": "incomplete",
    "invoices": "draft",
    "invoice_subscriptions": "draft",
    "proposals": "draft",
    "contracts": "draft",
    "forms": "draft",
    "wiki_entities": "draft",
}
_LABELS = {"invoices": ("invoiceId", "INV-{:04}"), "proposals": ("proposalId", "PROP-{:04}")}
_BLOCKS = {
    "proposals": ("proposal", ("intro", "content", "signature")),
    "contracts": ("contract", ("content", "signature")),
    "wiki_entities": ("wiki-page", ("content",)),
}


def furnish(store: Store, workspace: Workspace, validator: Validator) -> None:
    """Adds the first records of a workspace: itself, its owner's profile, project statuses and role dashboards.

    Without the values that do not fit the description, which may have other types than when this was written.
    """
    workspace.owner = store.new_id()
    name = workspace.subdomain.replace("-", " ").title()
    business = {"_id": workspace.id, "name": name, "domain": workspace.subdomain, "currency": "USD", "timezone": "UTC"}
    records: list[tuple[str, Record]] = [("profiles", {"_id": workspace.owner}), ("businesses", business)]
    for title, entity_type, color in PROJECT_STATUSES:
        status = {"title": title, "entityType": "project", "type": entity_type, "color": color}
        records.append(("statuses", status))
    records += [("dashboards", {"title": title, "pages": []}) for title in DASHBOARDS]
    for resource, record in records:
        store.add(workspace, resource, validator.fitting(resource, record), silent=True)
    workspace.initial = {identifier for rows in workspace.collections.values() for identifier in rows}


def first_status(resource: str, fields: Record) -> None:
    """Documents start as drafts, tasks as incomplete."""
    if resource in _FIRST_STATUS and fields.get("status") is None:
        fields["status"] = _FIRST_STATUS[resource]


def number(workspace: Workspace, resource: str, fields: Record) -> None:
    """Sets the number of a task, or the label of an invoice or proposal. The key is ``_id``."""
    if resource == "tasks" and "taskId" not in fields:
        fields["taskId"] = workspace.count("tasks")
    elif resource in _LABELS and _LABELS[resource][0] not in fields:
        name, label = _LABELS[resource]
        fields[name] = label.format(workspace.count(resource))


def status_of_project(workspace: Workspace, wanted: Any) -> Record:
    """A project's status as it is stored: id and title of the status with this id or title, or what was given."""
    given = wanted
    if isinstance(wanted, dict):
        wanted = wanted.get("_id") or wanted.get("title")
    statuses = [status for status in workspace.collection("statuses").values() if status.get("entityType") == "project"]
    if wanted is None and statuses:
        wanted = statuses[0]["_id"]
    for status in statuses:
        if wanted in (status["_id"], status.get("title")):
            return {name: status[name] for name in ("_id", "title") if name in status}
    return dict(given) if isinstance(given, dict) else {"title": wanted}


@quirk(("create",), *_FIRST_STATUS)
def new_records_have_a_first_status(change: Change) -> None:
    """Documents start as drafts, tasks as incomplete."""
    first_status(change.context.resource, change.fields)


@quirk(("create",), "tasks", *_LABELS)
def tasks_and_documents_are_numbered(change: Change) -> None:
    """`taskId`, `invoiceId` and `proposalId` are numbers to display; `_id` is the key."""
    number(change.context.workspace, change.context.resource, change.fields)


@quirk(("create",), "people")
def email_is_short_for_contact_emails(change: Change) -> None:
    """Clients of v1.7 and v1.11 create people with an `email`; those of v1.7 request an invitation with `invite`."""
    address = change.fields.pop("email", None)
    change.fields.pop("invite", None)
    if address and not change.fields.get("contactEmails"):
        change.fields["contactEmails"] = [{"address": address, "type": "email"}]


@quirk(("create",), "automations")
def an_empty_automation_is_a_draft(change: Change) -> None:
    """Automations are not documented; one client saw an empty body answered with a draft."""
    skeleton = {"status": "draft", "nodes": [], "edges": [], "metadata": {"runCount": 0, "errorCount": 0}}
    for name, value in skeleton.items():
        change.fields.setdefault(name, value)


@quirk(("create", "update"), "projects")
def project_status_is_an_object(change: Change) -> None:
    """A project's status is an object on reads; a new project has the first status."""
    wanted = change.fields.get("status")
    if not isinstance(wanted, str | dict | None):
        raise ApiError(400, '"status" must be the id or the title of a status')
    if "status" in change.fields or not change.record:
        change.fields["status"] = status_of_project(change.context.workspace, wanted)


@quirk(("created", "copied"), "projects")
def a_project_makes_its_first_task_board(change: Change) -> None:
    """A new project has a task board."""
    change.context.add("task_boards", {"title": "Tasks", "projectId": change.fields["_id"]})


@quirk(("created",), *_BLOCKS)
def documents_and_pages_make_their_first_blocks(change: Change) -> None:
    """A proposal has an intro, a content and a signature block, a contract the last two, a page only content."""
    if change.context.resource == "wiki_entities" and change.fields.get("type") != "page":
        return
    entity_type, types = _BLOCKS[change.context.resource]
    given = change.fields.get("blocks")
    blocks = [
        change.context.add("blocks", {"type": name, "entityType": entity_type, "entityId": change.fields["_id"]})
        for name in types
    ]
    change.fields["blocks"] = [*(given if isinstance(given, list) else ()), *(block["_id"] for block in blocks)]
