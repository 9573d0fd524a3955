"""The tasks with the SDK."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plutio_async import F, Plutio
from plutio_async.mirror import Mirror


async def export(plutio: Plutio) -> dict[str, int]:
    """Reads every record of seven resources."""
    found = {}
    for name in ("people", "companies", "projects", "tasks", "invoices", "time_tracks", "transactions"):
        found[name] = len({record.id async for record in getattr(plutio, name).iterate()})
    return found


async def mirror(plutio: Plutio) -> int:
    """Has all records in a file."""
    with TemporaryDirectory() as folder:
        file = Mirror(Path(folder) / "studio.db")
        await file.sync(plutio)
        return _records(file)


async def mirror_again(plutio: Plutio) -> tuple[int, int]:
    """Has them, and four changes that another user made since."""
    with TemporaryDirectory() as folder:
        file = Mirror(Path(folder) / "studio.db")
        await file.sync(plutio)
        for task in await plutio.tasks.list(limit=4):
            await plutio.tasks.update(task.id, title="Changed")
        await file.sync(plutio)
        (row,) = file.query("select count(*) as changed from tasks where title = 'Changed'")
        return _records(file), row["changed"]


def _records(file: Mirror) -> int:
    (row,) = file.query("select count(*) as count from records where resource not in ('archive', 'trash_bin')")
    count: int = row["count"]
    return count


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
