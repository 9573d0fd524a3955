"""The workspaces in which the calls are counted."""

from __future__ import annotations

from typing import Any

from plutio_async.testing import Sandbox

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
"""How many records of each kind make up the 10,000."""


def sandbox() -> Sandbox:
    """An empty one without a limit: the naive loops would not fit into an hour."""
    return Sandbox(seed=7, limit=None)


def export() -> Sandbox:
    """10,000 records. The workspace's own owner, who is there from the start, is one of the people."""
    box = sandbox()
    own = len(box.records("people"))
    for resource, count in EXPORTED.items():
        _made(box, resource, [{}] * (count - own if resource == "people" else count))
    return box


def invoices() -> Sandbox:
    """100 invoices for 30 people and 10 companies, on 40 projects."""
    box = sandbox()
    people = _made(box, "people", [{"name": {"first": "Jane", "last": f"Doe {number}"}} for number in range(30)])
    companies = _made(box, "companies", [{"title": f"Company {number}"} for number in range(10)])
    projects = _made(box, "projects", [{"name": f"Project {number}"} for number in range(40)])
    clients = [{"_id": id, "entityType": "person"} for id in people]
    clients += [{"_id": id, "entityType": "company"} for id in companies]
    rows = [
        {"name": f"Invoice {at}", "client": clients[at % len(clients)], "projectId": projects[at * 7 % len(projects)]}
        for at in range(100)
    ]
    _made(box, "invoices", rows)
    return box


def people() -> Sandbox:
    """500 clients with a plan, and with one of four regions that must stay as they are."""
    box = sandbox()
    plans, regions = ("Free", "Team", "Enterprise"), ("North", "East", "South", "West")
    plan, region = (
        box.seed(custom_fields=[_select(title, labels)])["custom_fields"][0]
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
    _made(box, "people", rows)
    return box


def client() -> Sandbox:
    """A client with 8 projects (20 tasks, 10 time entries each), 12 invoices, 3 proposals, 2 notes, among others."""
    box = sandbox()
    for name in ("Jane", "Omar", "Ines"):
        (person,) = _made(box, "people", [{"name": {"first": name}, "role": "client"}])
        who = {"_id": person, "entityType": "person"}
        projects = _made(box, "projects", [{"name": f"Project {number}", "clients": [who]} for number in range(8)])
        _made(box, "tasks", [{"title": f"Task {at}", "projectId": projects[at % 8]} for at in range(160)])
        _made(box, "time_tracks", [{"title": f"Work {at}", "projectId": projects[at % 8]} for at in range(80)])
        bills = _made(box, "invoices", [{"name": f"Invoice {number}", "client": who} for number in range(12)])
        _made(box, "transactions", [{"amount": 10, "invoiceId": bill, "type": "in"} for bill in bills])
        _made(box, "proposals", [{"name": f"Proposal {number}", "client": who} for number in range(3)])
        notes = [{"title": f"Note {number}", "entityType": "person", "entityId": person} for number in range(2)]
        _made(box, "notes", notes)
    return box


def _made(box: Sandbox, resource: str, rows: Rows) -> list[str]:
    named: dict[str, Any] = {resource: rows}
    return [record["_id"] for record in box.seed(**named)[resource]]


def _select(title: str, labels: tuple[str, ...]) -> dict[str, Any]:
    options = [{"name": label} for label in labels]
    return {"title": title, "entityType": "person", "inputType": "select", "options": options}


def _chosen(field: dict[str, Any], at: int) -> dict[str, Any]:
    return {"_id": field["_id"], "value": field["options"][at]["_id"]}
