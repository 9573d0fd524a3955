"""The tasks with the SDK."""

from __future__ import annotations

from typing import Any

from plutio_async import F, Plutio


async def export(plutio: Plutio) -> dict[str, int]:
    """Reads every record of seven resources."""
    found = {}
    for name in ("people", "companies", "projects", "tasks", "invoices", "time_tracks", "transactions"):
        found[name] = len({record.id async for record in getattr(plutio, name).iterate()})
    return found


async def invoices(plutio: Plutio) -> list[tuple[str | None, str | None, str | None]]:
    """Reads 100 invoices with the names of their clients and projects."""
    bills = await plutio.invoices.list(limit=100)
    related = await plutio.expand(bills, client=True, project=True)
    shown = []
    for bill in bills:
        person, company = related.people.get(bill.client), related.companies.get(bill.client)
        project = related.projects.get(bill.project_id)
        client = person.name.last if person and person.name else company.title if company else None
        shown.append((bill.name, client, project.name if project else None))
    return shown


async def custom(plutio: Plutio) -> None:
    """Sets a custom field of 500 people by title."""
    people = await plutio.people.iterate(role="client").to_list()
    await plutio.people.bulk_update([person.id for person in people], custom={"Plan": "Enterprise"})


async def client(plutio: Plutio) -> dict[str, int]:
    """Reads everything about one client."""
    (jane,) = await plutio.people.list(q=F.name.first == "Jane", limit=2)
    projects = await plutio.projects.iterate(q=F.clients.id == jane.id).to_list()
    bills = await plutio.invoices.iterate(q=F.client.id == jane.id).to_list()
    on_projects = F.project_id.in_([project.id for project in projects])
    found: dict[str, list[Any]] = {
        "projects": projects,
        "invoices": bills,
        "proposals": await plutio.proposals.iterate(q=F.client.id == jane.id).to_list(),
        "notes": await plutio.notes.iterate(entity_type="person", entity_id=jane.id).to_list(),
        "tasks": await plutio.tasks.iterate(q=on_projects).to_list(),
        "time_tracks": await plutio.time_tracks.iterate(q=on_projects).to_list(),
        "transactions": await plutio.transactions.iterate(q=F.invoice_id.in_([bill.id for bill in bills])).to_list(),
    }
    return {name: len({record.id for record in records}) for name, records in found.items()}
