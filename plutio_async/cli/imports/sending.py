"""Sends what was planned. What happened to a line is in the journal before the next one is sent in its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import anyio

from plutio_async import CreateResult
from plutio_async._resources.by_id import CONCURRENCY, gather_limited
from plutio_async._resources.creates.journal import CreateJournal, Entry
from plutio_async._resources.outcomes import outcome_of
from plutio_async.cli.failures import Problem
from plutio_async.cli.imports.journal import Journal
from plutio_async.cli.imports.merging import changes
from plutio_async.cli.imports.planning import Plan
from plutio_async.cli.imports.report import Outcome, Report
from plutio_async.errors import CreateManyFailed, PlutioError

CHUNK = 100
"""Updates whose records are read again at once."""


class Sending:
    """Sends the updates of a plan, then its creates."""

    def __init__(self, resource: Any, plan: Plan, journal: Journal, report: Report) -> None:
        self._resource = resource
        self._plan = plan
        self._journal = journal
        self._report = report
        self._lost_in_a_row = 0
        self._stopped = False

    async def run(self, slack: float) -> None:
        """Sends all. The outcomes are in the report, also after an error.

        Raises:
            Problem: another process imported the file since the plan was made.
            ConfigurationError: the journal cannot be used.
        """
        updates = await anyio.to_thread.run_sync(self._journal.open)
        try:
            if self._journal.past(updates) != self._plan.past:
                raise Problem("FILE: another process imported it since the plan was made; run the command again")
            await self._update_all(updates)
            if self._plan.slots and not self._stopped:
                await anyio.to_thread.run_sync(self._journal.save, self._plan.slots)
                await self._create(updates, slack)
        finally:
            updates.close()

    async def _update_all(self, journal: CreateJournal) -> None:
        """In chunks. What a line does not name is read shortly before it is sent along: others may change it."""
        indexes = [index for index, step in enumerate(self._plan.steps) if step.action == "update"]
        for start in range(0, len(indexes), CHUNK):
            chunk = indexes[start : start + CHUNK]
            if self._stopped:
                return
            partly = [step.id for index in chunk if (step := self._plan.steps[index]).row.is_partial]
            records = {record.id: record for record in await self._resource.get_many(partly, allow_missing=True)}
            await gather_limited([partial(self._update, index, records, journal) for index in chunk])

    async def _update(self, index: int, records: Mapping[str | None, Any], journal: CreateJournal) -> None:
        """An update may be sent again, so the journal has only those that are done."""
        if self._stopped:
            return
        step = self._plan.steps[index]
        values = step.values or {}
        if step.id in records:
            values = changes(self._resource, step.row, records[step.id], self._plan.match)
        self._report.outcomes[index] = Outcome("unknown", step.id)  # until an answer comes
        at = self._resource._sender.shared.clock.time()
        try:
            if values:  # or another one made the same changes
                await self._resource.update(step.id, **values)
        except PlutioError as error:
            self._fail(index, error)
            return
        self._lost_in_a_row = 0
        self._report.outcomes[index] = Outcome("done", step.id)
        await anyio.to_thread.run_sync(journal.write, index, Entry(step.row.update_digest, "done", at, id=step.id))
        self._report.on_answer()

    def _fail(self, index: int, error: PlutioError) -> None:
        """Stops after an error that the next line would meet too, or after several without an answer."""
        outcome = outcome_of(error)
        self._lost_in_a_row = self._lost_in_a_row + 1 if outcome == "unknown" else 0
        self._stopped = self._stopped or outcome == "pending" or self._lost_in_a_row >= CONCURRENCY
        self._report.outcomes[index] = Outcome(outcome, self._plan.steps[index].id, error)

    async def _create(self, updates: CreateJournal, slack: float) -> None:
        slots, outcomes = self._plan.slots, self._report.outcomes
        records = [self._plan.steps[slot.index].row.values for slot in slots]
        create_many = partial(self._resource.create_many, journal=self._journal.creates, slack=slack)
        try:
            result: CreateResult[Any] = await create_many(records, progress=lambda _: self._report.on_answer())
        except CreateManyFailed as error:
            result = error.result
        except BaseException:  # the journal has what was sent
            for index, entry in self._journal.past(updates).made.items():
                outcomes[index] = Outcome(entry.outcome, entry.id)
            raise
        for slot, made in zip(slots, result, strict=True):
            outcomes[slot.index] = Outcome(made.outcome, made.id, made.error, made.similar)
