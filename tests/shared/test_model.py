"""The model of a budget, in memory and in one file for several processes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from plutio_async import Budget
from plutio_async._core.database import Database
from plutio_async._ratelimit.file_ledger import FileStore
from tests.budget_model import IN_FLIGHT, PERIOD, Model


class InMemory(Model):
    def make(self, limit: int) -> list[Budget]:
        return [Budget(limit, PERIOD, clock=self.clock)]


class InAFile(Model):
    """Three processes. A killed one is replaced, and its calls arrive until ``IN_FLIGHT`` seconds later."""

    database: ClassVar[list[Database]] = []
    number = count()

    def make(self, limit: int) -> list[Budget]:
        self.name = f"account {next(self.number)}"
        return [self.process(limit, i) for i in range(3)]

    def process(self, limit: int, i: int) -> Budget:
        return Budget(limit, PERIOD, store=FileStore(self.database[i], self.name, IN_FLIGHT), clock=self.clock)

    @rule(process=st.integers(0, 2))
    def kill(self, process: int) -> None:
        for one in [one for one in self.open if one.process == process]:
            self.open.remove(one)
            self.arrived.append((one.lease.granted + IN_FLIGHT, one.n))
        self.budgets[process] = self.process(self.limit, process)

    @rule(off=st.sampled_from([0.0, 5.0, 100.0]))
    def reboot(self, off: float) -> None:
        """All processes are killed, and the monotonic clock begins anew."""
        for process in range(3):
            self.kill(process)
        now = self.clock.now
        self.arrived = [(moment - now - off, n) for moment, n in self.arrived]
        self.paused_until -= now + off
        self.clock.wall += now + off
        self.clock.now = 0.0
        self.budgets = [self.process(self.limit, process) for process in range(3)]

    @invariant()
    def all_processes_see_the_same(self) -> None:
        assert len({(budget.remaining, budget.limit, budget.resets_at) for budget in self.budgets}) == 1


@pytest.fixture(autouse=True, scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    path = tmp_path_factory.mktemp("model") / "shared.db"
    InAFile.database = [Database(path) for _ in range(3)]
    yield
    for database in InAFile.database:
        database.close()


TestInMemory = InMemory.TestCase
TestInAFile = InAFile.TestCase
TestInMemory.settings = TestInAFile.settings = settings(stateful_step_count=40)
