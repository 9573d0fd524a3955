"""A workspace, on a clock that the tests move, and its mirror."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import anyio
import pytest
from attrs import define, field

from plutio_async import Plutio
from plutio_async.mirror import Mirror, Synced
from plutio_async.testing import FakeClock, Sandbox, Switches
from tests.api import closed_later


@define
class Office:
    """A sandbox, its client and its mirror."""

    clock: FakeClock
    sandbox: Sandbox
    plutio: Plutio
    mirror: Mirror
    random: random.Random = field(factory=lambda: random.Random(7))

    async def remove_for_good(self) -> str:
        """Deletes a task from the trash bin too. Returns its id."""
        gone: str = self.sandbox.records("tasks")[0]["_id"]
        await self.plutio.tasks.delete(gone)
        await self.plutio.trash_bin.empty()
        return gone

    async def sync(self, *, full: bool = False) -> Synced:
        return await self.mirror.sync(self.plutio, full=full)

    def differences(self) -> list[str]:
        """Where the mirror has other records than the sandbox."""
        return differences(self.sandbox, self.mirror)

    async def change(self, times: int) -> None:
        """Makes random changes, as users do."""
        for _ in range(times):
            await self.clock.advance(self.random.choice([0, 0, 1, 40]))
            tasks = [row["_id"] for row in self.sandbox.records("tasks")]
            match self.random.randrange(6) if tasks else 0:
                case 0:
                    await self.plutio.tasks.create(title=f"Task {self.random.randrange(100)}")
                case 1:
                    await self.plutio.tasks.update(self.random.choice(tasks), title="Changed")
                case 2:
                    await self.plutio.tasks.delete(self.random.choice(tasks))
                case 3:
                    await self.plutio.tasks.archive(self.random.choice(tasks))
                case 4:
                    self.sandbox.seed(tasks=[{"title": "Template", "isTemplate": True}])
                case _:
                    self.sandbox.seed(invoices=[{"name": "Design", "amount": self.random.randrange(1000)}])


def differences(sandbox: Sandbox, mirror: Mirror) -> list[str]:
    found: dict[tuple[str, str], Any] = {
        (resource, id): unsigned(json.loads(raw))
        for resource, id, raw in mirror.select("SELECT resource, id, raw FROM records").rows
        if resource not in ("archive", "trash_bin")
    }
    listed = {resource for (resource,) in mirror.select("SELECT resource FROM marks WHERE problem IS NULL").rows}
    expected = {
        (resource, row["_id"]): unsigned(json.loads(json.dumps(row)))
        for resource in listed - {"archive", "trash_bin"}
        for row in sandbox.records(resource)
    }
    wrong = [f"missing {one}" for one in expected.keys() - found.keys()]
    wrong += [f"extra {one}" for one in found.keys() - expected.keys()]
    wrong += [f"different {one}" for one in expected.keys() & found.keys() if expected[one] != found[one]]
    for resource in listed:
        records = f"SELECT count(*) FROM records WHERE resource = '{resource}'"
        (count,) = mirror.select(f"SELECT ({records}) - count(*) FROM {resource}").rows[0]
        wrong += [f"{count} of {resource} are not in its table"] if count else []
    return wrong


def unsigned(record: dict[str, Any]) -> dict[str, Any]:
    """Without what is made for each answer: the signed address of a file, and the pages of a wiki."""
    return {name: value for name, value in record.items() if name not in ("url", "pages")}


def office_in(folder: Path, **switches: Any) -> Office:
    clock = FakeClock()
    sandbox = Sandbox(clock=clock, limit=None, switches=Switches(**switches))
    plutio = closed_later(Plutio.sandbox(sandbox, clock=clock, budget=100_000))
    return Office(clock, sandbox, plutio, Mirror(folder / "studio.db"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_in(tmp_path)


@pytest.fixture(scope="session")
def _studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, since it takes a third of a second."""
    mirror = Mirror(tmp_path_factory.mktemp("mirror") / "studio.db")

    async def sync() -> None:
        sandbox = Sandbox()
        sandbox.seed_workspace()
        async with Plutio.sandbox(sandbox) as plutio:
            await mirror.sync(plutio)

    anyio.run(sync)
    return mirror.path


@pytest.fixture
def mirror(_studio: Path, tmp_path: Path) -> Mirror:
    """That of a workspace with some records of each kind."""
    return Mirror(shutil.copy(_studio, tmp_path))
