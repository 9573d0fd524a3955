"""An export of a small studio, workspaces that it is restored into, and runs of a restore with a clock that jumps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anyio.from_thread import start_blocking_portal

from plutio_async import Plutio
from plutio_async.cli.exports.full import Exporter
from plutio_async.cli.exports.manifest import Manifest
from plutio_async.cli.progress import Progress
from plutio_async.cli.restores.comparing import Comparison
from plutio_async.cli.restores.job import Job
from plutio_async.cli.restores.work import Work
from plutio_async.description import RESOURCES
from plutio_async.testing import JumpingClock, Sandbox

NOON = "2026-12-01T12:00:00+00:00"
SKIPPED = (
    "profiles",
    "businesses",
    "dashboards",
    "statuses",
    "roles",
    "comments",
    "archive",
    "trash_bin",
    "dashboard_data",
)
"""Resources of which every workspace has records, or which have no list of their own."""


def studio(clock: JumpingClock) -> Sandbox:
    """A workspace with records of nearly all resources, subtasks, cycles and archived records among them."""
    sandbox = Sandbox(clock=clock, seed=1)
    made = sandbox.seed_workspace()
    project, task, company = made["projects"][0], made["tasks"][0], made["companies"][0]
    person = next(one for one in made["people"] if one["role"] == "client")
    parent = sandbox.seed(tasks=[{"title": "Below", "parentTaskId": task["_id"], "projectId": project["_id"]}])
    kept = sandbox.seed(projects=[{"name": "Kept", "isArchived": True}])["projects"][0]
    sandbox.seed(
        tasks=[{"title": "Deep", "parentTaskId": parent["tasks"][0]["_id"], "assignedTo": [person["_id"]]}],
        task_boards=[{"title": "Second", "projectId": project["_id"]}, {"title": "Old", "projectId": kept["_id"]}],
        people=[
            {
                "name": {"first": "Pat", "last": "Cycle"},
                "role": "client",
                "companyId": company["_id"],
                "contactEmails": [{"address": "pat@example.com", "type": "work"}],
            }
        ],
        statuses=[{"title": "On hold", "entityType": "project", "type": "active"}],
        file_folders=[{"title": "Inner", "parentFolderId": made["file_folders"][0]["_id"]}],
    )
    return sandbox


def staff(sandbox: Sandbox, target: Sandbox) -> None:
    """The staff of one workspace in another, where they have other ids."""
    people = [one for one in sandbox.records("people") if one["role"] != "client"]
    fields = ("name", "role", "contactEmails")
    target.seed(people=[{name: one[name] for name in fields if name in one} for one in people])


async def export(sandbox: Sandbox, folder: Path) -> Path:
    """As ``plutio export`` writes it."""
    folder.mkdir(exist_ok=True)
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        manifest = Manifest(business="example")
        manifest.save(folder)
        exporter = Exporter(plutio, folder, manifest, Progress(plutio, {}))
        for name in RESOURCES:
            await exporter.resource(name, None)
        manifest.finished = NOON
        manifest.save(folder)
    return folder


@cache
def _studio_files() -> dict[str, bytes]:
    """The export of the studio as it begins, which takes half a second to read."""
    with TemporaryDirectory() as folder, start_blocking_portal() as portal:
        portal.call(export, studio(JumpingClock()), Path(folder))
        return {str(file.relative_to(folder)): file.read_bytes() for file in Path(folder).rglob("*") if file.is_file()}


def exported_studio(folder: Path) -> Path:
    """What ``export`` writes of a studio that nothing has changed."""
    for name, content in _studio_files().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


class Restores:
    """Runs of the restore of one export into one workspace."""

    def __init__(self, folder: Path, state: Path, target: Sandbox) -> None:
        self.folder = folder
        self.state = state
        self.target = target
        self.settings: dict[str, Any] = {}

    async def plan(self, *chosen: str) -> Job:
        job = Job.of(self.folder, self.state, chosen, 60.0)
        async with self.client() as plutio:
            await job.make_plan(plutio)
        return job

    async def run(self, *chosen: str, on_answer: Callable[[], None] = lambda: None) -> tuple[Job, Work]:
        job = await self.plan(*chosen)
        async with self.client() as plutio:
            return job, await job.work(plutio.with_options(priority="background"), on_answer)

    async def compared(self) -> Comparison:
        job = await self.plan()
        async with self.client() as plutio:
            return await job.compare(plutio)

    def client(self) -> Plutio:
        return Plutio.sandbox(self.target, clock=self.target.clock, **self.settings)

    @property
    def spent(self) -> int:
        """The calls so far, without those for a token."""
        return sum(call.path != "/oauth/token" for call in self.target.calls)

    @property
    def writes(self) -> int:
        return sum(call.method != "GET" and call.path != "/oauth/token" for call in self.target.calls)


def labels(sandbox: Sandbox) -> Counter[tuple[str, Any]]:
    """What a restore makes, without ids: each record by its resource and a text that people know it by. No templates."""
    found: Counter[tuple[str, Any]] = Counter()
    for name in (name for name in RESOURCES if name not in SKIPPED):
        for record in (record for record in sandbox.records(name) if not record.get("isTemplate")):
            found[name, str(record.get("title") or record.get("name") or record.get("type"))] += 1
    return found
