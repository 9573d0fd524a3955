"""Creates many records.

Sends each, a few at a time, and notes its outcome in the journal and in the result. Then looks up those without an
answer in the list: what is found is made, what certainly was not created is sent once more, and the rest stay unknown.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic

import anyio.to_thread
from attrs import define, evolve, field

from plutio_async._core.call import Call
from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import WaitLog
from plutio_async._core.errors import ConfigurationError, PlutioError, counted
from plutio_async._models.codecs import id_of
from plutio_async._models.json_form import digest
from plutio_async._models.model import M, Model
from plutio_async._resources.by_id import CONCURRENCY, gather_limited
from plutio_async._resources.creates.calls import calls_of
from plutio_async._resources.creates.journal import CreateJournal, Entry
from plutio_async._resources.creates.lost import Candidates, LostCreate, search, settle
from plutio_async._resources.listing import Listing
from plutio_async._resources.outcomes import CreateManyFailed, CreateResult, explained, outcome_of
from plutio_async._resources.resource import Resource, read_first
from plutio_async._resources.sender import Sender

if TYPE_CHECKING:
    from os import PathLike


Progress = Callable[[CreateResult[M]], None]


async def create_many(
    resource: Resource[M],
    sender: Sender,
    records: Iterable[Mapping[str, Any] | M] | AsyncIterable[Mapping[str, Any] | M],
    *,
    journal: str | PathLike[str] | None,
    slack: float,
    progress: Progress[M] | None,
    known: Collection[str] = (),
) -> CreateResult[M]:
    """See ``Creates.create_many``. ``known`` are the ids of records that no create of the job has made."""
    check_seconds("slack", slack, finite=True)
    records = await read_first(records)
    if isinstance(records, str | Mapping | Model) or not isinstance(records, Iterable):
        raise TypeError(f"{resource.name}.create_many() takes several records in a list, not {type(records).__name__}")
    calls = await calls_of(resource, sender, list(records))
    run = CreateRun(resource, sender, calls, slack, progress, known)
    if journal is None:
        return await run.run()
    opened = await anyio.to_thread.run_sync(CreateJournal, journal, job_of(resource, sender))
    try:
        run.resume(opened)
        return await run.run()
    finally:
        opened.close()


def job_of(resource: Resource[Any], sender: Sender) -> dict[str, Any]:
    """What the journal of a job is for."""
    return {"job": f"{resource.name}.create_many", "business": sender.business}


@define
class CreateRun(Generic[M]):
    """One run of a job. ``_known`` are the ids of records that no create of the job has made."""

    _resource: Resource[M]
    _sender: Sender
    _calls: Sequence[Call[M]]
    _slack: float
    _progress: Progress[M] | None
    _known: Collection[str] = ()
    _journal: CreateJournal | None = field(default=None, init=False)
    _bodies: Sequence[Mapping[str, Any]] = field(init=False)
    _result: CreateResult[M] = field(init=False)
    _entries: dict[int, Entry] = field(factory=dict, init=False)
    _lost_in_a_row: int = field(default=0, init=False)
    _stopped: bool = field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        self._bodies = [call.body if isinstance(call.body, Mapping) else {} for call in self._calls]
        self._result = CreateResult(len(self._calls))

    def resume(self, journal: CreateJournal) -> None:
        """Takes over the outcomes of earlier runs.

        Raises:
            ConfigurationError: the journal has other records.
        """
        self._journal = journal
        for index, entry in journal.entries.items():
            is_same = index < len(self._calls) and digest(self._bodies[index]) == entry.digest
            if not is_same and not entry.made_nothing:
                raise ConfigurationError(
                    f"record {index} is not the one in the journal: pass the same records in the same order, "
                    "new ones at the end, or name another journal"
                )
            if index < len(self._calls):
                self._entries[index] = entry
                self._result.note(index, entry.outcome, id=entry.id)
                if entry.is_under_way:  # in the process that ended: at the latest until now
                    self._entries[index] = evolve(entry, lost=self._sender.shared.clock.time())

    async def run(self) -> CreateResult[M]:
        """The result, if every record is made.

        Raises:
            CreateManyFailed: some are refused, unknown or pending.
        """
        await self._send(self._result.indexes("pending", "refused"))
        if self._result.unknown and not self._stopped:
            await self._look_up()
        if self._result.complete:
            return self._result
        failure = CreateManyFailed(f"some records were not created: {self._result.summary}", result=self._result)
        errors = (creation.error for creation in self._result if creation.error is not None)
        raise explained(failure, next(errors, None))

    async def _send(self, indexes: Iterable[int]) -> None:
        await gather_limited([partial(self._create, index) for index in indexes])

    async def _create(self, index: int) -> None:
        if self._stopped:
            return
        sent = Entry(digest(self._bodies[index]), "unknown", self._sender.shared.clock.time())
        await self._note(index, sent)  # until an answer comes
        try:
            record = await self._sender.send(self._calls[index])
        except PlutioError as error:
            await self._fail(index, sent, error)
        else:
            self._lost_in_a_row = 0
            await self._note(index, evolve(sent, outcome="made", id=id_of(record)), record=record)

    async def _fail(self, index: int, sent: Entry, error: PlutioError) -> None:
        """Stops the run after an error that the next record would meet too, or after several without an answer."""
        outcome = outcome_of(error)
        self._lost_in_a_row = self._lost_in_a_row + 1 if outcome == "unknown" else 0
        self._stopped = self._stopped or outcome == "pending" or self._lost_in_a_row >= CONCURRENCY
        lost_at = self._sender.shared.clock.time() if outcome == "unknown" else None
        await self._note(index, evolve(sent, outcome=outcome, lost=lost_at), error=error)

    async def _note(self, index: int, entry: Entry, **more: Any) -> None:
        """Notes an outcome in the journal, then in the result."""
        if self._journal is not None:
            with anyio.CancelScope(shield=True):  # what happened is noted, also if the caller is cancelled
                await anyio.to_thread.run_sync(self._journal.write, index, entry)
        self._entries[index] = entry
        self._result.note(index, entry.outcome, id=entry.id, **more)
        if self._progress is not None and not entry.is_under_way:
            self._progress(self._result)

    async def _look_up(self) -> None:
        """Settles the unknown records, and sends again those that were not created."""
        unknown = self._result.unknown
        if not isinstance(self._resource, Listing):
            return
        entries = {index: self._entries[index] for index in unknown}
        await self._wait(max(entry.lost or 0.0 for entry in entries.values()))
        lost = {index: LostCreate(self._bodies[index], entry.digest, entry.sent) for index, entry in entries.items()}
        known = {*self._known, *(id for id in self._result.ids if id is not None)}
        try:
            found = await search(self._resource, lost, self._slack, known)
        except PlutioError as error:
            for index in unknown:
                self._result.note(index, "unknown", error=error)
            return
        settled = settle(lost, found)
        for index in unknown:
            await self._note_found(index, settled, found[index])
        await self._send([index for index, id in settled.items() if id is None])

    async def _note_found(self, index: int, settled: Mapping[int, str | None], found: Candidates) -> None:
        """Notes that an unknown record is made or was not created; or else which records it may be."""
        entry, error = self._entries[index], self._result[index].error
        if index not in settled:
            self._result.note(index, "unknown", error=error, similar=tuple(sorted(found.all)))
        elif (id := settled[index]) is not None:
            await self._note(index, evolve(entry, outcome="made", id=id))
        else:
            await self._note(index, evolve(entry, outcome="pending"), error=error)

    async def _wait(self, last_lost: float) -> None:
        """Waits until each request without an answer has either arrived at the server or never will."""
        clock = self._sender.shared.clock
        seconds = min(last_lost + self._slack - clock.time(), self._slack)
        records = counted(len(self._result.unknown), "record")
        reason = f"{self._resource.name}.create_many() looks up {records} without an answer"
        with WaitLog(clock).wait(seconds, reason, bound="slack= sets it"):
            await clock.sleep(max(seconds, 0.0))
