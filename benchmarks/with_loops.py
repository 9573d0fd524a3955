"""The tasks with a bare httpx client and simple loops: pages of 100, then one call for each record."""

from __future__ import annotations

import json
from typing import Any

import httpx

PATHS = {
    "people": "people",
    "companies": "companies",
    "projects": "projects",
    "tasks": "tasks",
    "invoices": "invoices",
    "time_tracks": "time-tracks",
    "transactions": "transactions",
}
LISTS = """
    block-groups blocks businesses canned-responses categories companies contracts conversations
    custom-fields dashboard-pages dashboards events file-folders files form-responses forms inbox-groups
    invoice-subscriptions invoices items notes people profiles projects proposals scheduler statuses
    task-boards task-groups tasks templates time-tracks transactions wiki wiki-entities
"""
"""The 35 lists of records."""
PAGE = 100


class Api:
    """A client with a token."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def get(self, path: str, **params: Any) -> Any:
        """The JSON of one read."""
        answer = await self._http.get(path, params=params)
        return answer.raise_for_status().json()

    async def put(self, path: str, body: Any) -> Any:
        """The JSON of one write."""
        answer = await self._http.put(path, json=body)
        return answer.raise_for_status().json()

    async def all(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """Reads pages until one is short."""
        rows: list[dict[str, Any]] = []
        while True:
            page = await self.get(path, skip=len(rows), limit=PAGE, **params)
            rows += page
            if len(page) < PAGE:
                return rows

    async def one(self, path: str, id: str) -> dict[str, Any]:
        """One record by its id."""
        (row,) = await self.get(path, _id=id)
        found: dict[str, Any] = row
        return found


async def export(api: Api) -> dict[str, int]:
    """Reads every record of seven resources."""
    return {name: len({row["_id"] for row in await api.all(path)}) for name, path in PATHS.items()}


async def mirror(api: Api) -> int:
    """Has all records, templates too."""
    return len(await _mirrored(api))


async def mirror_again(api: Api) -> tuple[int, int]:
    """Has them, and four changes that another user made since."""
    rows = await _mirrored(api)
    newest = max(row["updatedAt"] for row in rows.values())
    for task in await api.get("tasks", limit=4):
        await api.put("tasks", {"_id": task["_id"], "title": "Changed"})
    rows |= await _mirrored(api, updatedAt={"$gt": newest})
    return len(rows), sum(row.get("title") == "Changed" for row in rows.values())


async def _mirrored(api: Api, **condition: Any) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for path in (*LISTS.split(), "trash-bin"):
        for templates in ({}, {"isTemplate": True}) if path != "trash-bin" else ({},):
            query = {**condition, **templates} if path != "trash-bin" else {}
            found = await api.all(path, **({"q": json.dumps(query)} if query else {}))
            rows |= {row["_id"]: row for row in found if path != "trash-bin"}
    return rows


async def invoices(api: Api) -> list[tuple[str | None, str | None, str | None]]:
    """Reads 100 invoices with the names of their clients and projects; fetches each record once."""
    fetched: dict[str, dict[str, Any]] = {}

    async def one(path: str, id: str) -> dict[str, Any]:
        if id not in fetched:
            fetched[id] = await api.one(path, id)
        return fetched[id]

    shown = []
    for bill in await api.get("invoices", limit=100):
        is_person = bill["client"]["entityType"] == "person"
        client = await one("people" if is_person else "companies", bill["client"]["_id"])
        project = await one("projects", bill["projectId"])
        shown.append((bill["name"], client["name"]["last"] if is_person else client["title"], project["name"]))
    return shown


async def custom(api: Api) -> None:
    """Sets a custom field of 500 people by title; sends the other fields too, because an update may remove them."""
    (plan,) = [field for field in await api.get("custom-fields", entityType="person") if field["title"] == "Plan"]
    (option,) = [option["_id"] for option in plan["options"] if option["name"] == "Enterprise"]
    for person in await api.all("people", role="client"):
        values = [value for value in person["customFields"] if value["_id"] != plan["_id"]]
        values.insert(0, {"_id": plan["_id"], "value": option})
        await api.put("people", {"_id": person["_id"], "customFields": values})


async def client(api: Api) -> dict[str, int]:
    """Reads everything about one client."""
    (jane,) = await api.get("people", **{"name.first": "Jane"})
    of_jane = json.dumps({"client._id": jane["_id"]})
    found = {
        "projects": await api.all("projects", q=json.dumps({"clients._id": jane["_id"]})),
        "invoices": await api.all("invoices", q=of_jane),
        "proposals": await api.all("proposals", q=of_jane),
        "notes": await api.all("notes", entityType="person", entityId=jane["_id"]),
        "tasks": [],
        "time_tracks": [],
        "transactions": [],
    }
    for project in found["projects"]:
        found["tasks"] += await api.all("tasks", projectId=project["_id"])
        found["time_tracks"] += await api.all("time-tracks", projectId=project["_id"])
    for bill in found["invoices"]:
        found["transactions"] += await api.all("transactions", invoiceId=bill["_id"])
    return {name: len({row["_id"] for row in rows}) for name, rows in found.items()}
