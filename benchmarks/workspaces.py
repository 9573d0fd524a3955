"""The workspaces of the tasks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from plutio_async.testing import Sandbox

BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
Rows = list[dict[str, Any]]

EXPORTED = {
    "people": 500,
    "companies": 200,
    "projects": 300,
    "tasks": 5000,
    "invoices": 1000,
    "time_tracks": 2500,
    "transactions": 500,
}
"""The number of records of each resource, 10,000 in total."""

MIRRORED = {
    "people": 500,
    "projects": 500,
    "tasks": 8_000,
    "invoices": 3_000,
    "time_tracks": 6_000,
    "transactions": 2_000,
}
"""20,000 in total."""


def sandbox() -> Sandbox:
    """An empty sandbox without a limit, because the loops need more calls than an hour has."""
    return Sandbox(seed=7, limit=None)


def export() -> Sandbox:
    """10,000 records. One of the people is the owner of the new workspace."""
    workspace = sandbox()
    own = len(workspace.records("people"))
    for resource, count in EXPORTED.items():
        _seed(workspace, resource, [{}] * (count - own if resource == "people" else count))
    return workspace


def mirrored() -> Sandbox:
    """20,000 records in six lists, one changed every half hour, and two templates. The other lists are empty."""
    workspace = sandbox()
    for resource, count in MIRRORED.items():
        moments = [BEGAN + timedelta(minutes=30 * number) for number in range(count)]
        _seed(workspace, resource, [{"updatedAt": moment} for moment in moments])
    for resource in ("contracts", "proposals"):
        _seed(workspace, resource, [{"isTemplate": True, "updatedAt": BEGAN}])
    return workspace


def invoices() -> Sandbox:
    """100 invoices for 30 people and 10 companies, on 40 projects."""
    workspace = sandbox()
    people = _seed(workspace, "people", [{"name": {"first": "Jane", "last": f"Doe {number}"}} for number in range(30)])
    companies = _seed(workspace, "companies", [{"title": f"Company {number}"} for number in range(10)])
    projects = _seed(workspace, "projects", [{"name": f"Project {number}"} for number in range(40)])
    clients = [{"_id": id, "entityType": "person"} for id in people]
    clients += [{"_id": id, "entityType": "company"} for id in companies]
    rows = [
        {"name": f"Invoice {at}", "client": clients[at % len(clients)], "projectId": projects[at * 7 % len(projects)]}
        for at in range(100)
    ]
    _seed(workspace, "invoices", rows)
    return workspace


def people() -> Sandbox:
    """500 clients with a plan, and with one of four regions that must not change."""
    workspace = sandbox()
    plans, regions = ("Free", "Team", "Enterprise"), ("North", "East", "South", "West")
    plan, region = (
        workspace.seed(custom_fields=[_select(title, labels)])["custom_fields"][0]
        for title, labels in (("Plan", plans), ("Region", regions))
    )
    rows = [
        {
            "name": {"first": "Jane", "last": f"Doe {at}"},
            "role": "client",
            "customFields": [_chosen(plan, at // 4 % 2), _chosen(region, at % 4)],
        }
        for at in range(500)
    ]
    _seed(workspace, "people", rows)
    return workspace


def client() -> Sandbox:
    """A client with 8 projects (20 tasks, 10 time entries each), 12 invoices, 3 proposals, 2 notes, among others."""
    workspace = sandbox()
    for name in ("Jane", "Omar", "Ines"):
        (person,) = _seed(workspace, "people", [{"name": {"first": name}, "role": "client"}])
        ref = {"_id": person, "entityType": "person"}
        projects = _seed(
            workspace, "projects", [{"name": f"Project {number}", "clients": [ref]} for number in range(8)]
        )
        _seed(workspace, "tasks", [{"title": f"Task {at}", "projectId": projects[at % 8]} for at in range(160)])
        _seed(workspace, "time_tracks", [{"title": f"Work {at}", "projectId": projects[at % 8]} for at in range(80)])
        bills = _seed(workspace, "invoices", [{"name": f"Invoice {number}", "client": ref} for number in range(12)])
        _seed(workspace, "transactions", [{"amount": 10, "invoiceId": bill, "type": "in"} for bill in bills])
        _seed(workspace, "proposals", [{"name": f"Proposal {number}", "client": ref} for number in range(3)])
        notes = [{"title": f"Note {number}", "entityType": "person", "entityId": person} for number in range(2)]
        _seed(workspace, "notes", notes)
    return workspace


def _seed(workspace: Sandbox, resource: str, rows: Rows) -> list[str]:
    named: dict[str, Any] = {resource: rows}
    return [record["_id"] for record in workspace.seed(**named)[resource]]


def _select(title: str, labels: tuple[str, ...]) -> dict[str, Any]:
    options = [{"name": label} for label in labels]
    return {"title": title, "entityType": "person", "inputType": "select", "options": options}


def _chosen(field: dict[str, Any], at: int) -> dict[str, Any]:
    return {"_id": field["_id"], "value": field["options"][at]["_id"]}
