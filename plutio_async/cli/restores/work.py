"""Does what was planned: creates the records wave after wave, and then updates what could not be sent at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio.to_thread

from plutio_async._models.json_form import digest, raw
from plutio_async._resources.by_id import gather_limited
from plutio_async._resources.creates.journal import CreateJournal, Entry
from plutio_async._resources.creates.run import create_many
from plutio_async._resources.outcomes import outcome_of
from plutio_async.cli.exports.full import REFUSED
from plutio_async.cli.restores.export import options
from plutio_async.cli.restores.kinds import OWN, Kind, kinds
from plutio_async.cli.restores.matching import option_ids
from plutio_async.cli.restores.own import adopt
from plutio_async.cli.restores.planning import Plan, Step
from plutio_async.cli.restores.references import translated
from plutio_async.cli.restores.state import State, Wave
from plutio_async.description import catalogue
from plutio_async.errors import CreateManyFailed, PlutioError

if TYPE_CHECKING:
    from plutio_async import Plutio


class Work:
    """One run of a restore.

    Attributes:
        known: The map of ids: the new ones by the old ones.
        outcomes: What became of the records that are not created: ``refused``, ``unknown`` or ``pending``, by old id.
        errors: What the API said, by old id.
        surplus: The records that the server made for new parents, and that no record of the export took.
    """

    def __init__(self, plutio: Plutio, plan: Plan, state: State, slack: float, on_answer: Callable[[], None]) -> None:
        self.known: dict[str, str] = {**plan.matches.ids, **state.adopted}
        self.outcomes: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.surplus: int = 0
        self._plutio = plutio
        self._plan = plan
        self._state = state
        self._slack = slack
        self._on_answer = on_answer
        self._sent: dict[str, Mapping[str, Any]] = {}
        self._done: dict[int, Entry] = {}

    async def run(self) -> None:
        """Goes on until the end, or to the first error that all other calls would meet too.

        Raises:
            PlutioError: such an error. What was done is in the state.
        """
        if self._state.matched is None or self._state.complete:
            self._state.matched = self._plan.matches.ids
            await self._save(complete=False)
        updates = await anyio.to_thread.run_sync(self._state.updates, self._plutio.business)
        self._done = dict(updates.entries)
        try:
            for name, number, steps in self._plan.waves():
                if number == 0 and name in OWN:
                    await self._adopt(name, updates)
                await self._create(name, number, steps)
                if name == "custom_fields":
                    await self._read_options()
            await self._update_all(updates)
            await self._save(complete=not self.outcomes)
        finally:
            updates.close()

    async def _save(self, *, complete: bool) -> None:
        self._state.complete = complete
        await anyio.to_thread.run_sync(self._state.save)

    async def _adopt(self, name: str, updates: CreateJournal) -> None:
        """Updates them before others are created: until then they look like those that are to be created."""
        self.surplus += await adopt(self._plutio, self._plan, self._state, name, self.known)
        own = [step for step in self._plan.of(name, "create") if step.old in self._state.adopted]
        await gather_limited([partial(self._update, step, self._first(step) or {}, updates) for step in own])

    async def _create(self, name: str, number: int, steps: Iterable[Step]) -> None:
        resource: Any = self._plutio.resources[name]
        wave = await anyio.to_thread.run_sync(self._state.wave, resource, number)
        former = {line["id"] for line in wave.sent}
        for step in steps:
            if step.old in former or step.old in self._state.adopted:
                continue
            if (values := self._first(step)) is None:
                self.outcomes[step.old] = "pending"  # until the record that it belongs to is created
            else:
                wave.sent.append({"id": step.old, "values": values})
        if len(wave.sent) > len(former):
            await anyio.to_thread.run_sync(wave.save)
        if len(wave.ids) < len(wave.sent):
            await self._send(resource, wave)
            wave = await anyio.to_thread.run_sync(self._state.wave, resource, number)
        self.known |= wave.ids
        self._sent |= {line["id"]: line["values"] for line in wave.sent}

    async def _send(self, resource: Any, wave: Wave) -> None:
        names = kinds()[resource.name].written
        records = [{names[name]: raw(value) for name, value in line["values"].items()} for line in wave.sent]
        ids = set(self.known.values())
        send = partial(create_many, resource, resource._sender, records, known=ids, slack=self._slack)
        try:
            await send(journal=wave.journal, progress=lambda _: self._on_answer())
        except CreateManyFailed as failure:
            made = list(failure.result)
            for line, creation in zip(wave.sent, made, strict=True):
                if creation.outcome != "made":
                    self._note(line["id"], creation.outcome, creation.error)
            errors = [one.error for one in made if one.outcome == "pending" and one.error is not None]
            errors += [one.error for one in made if one.outcome == "unknown" and failure.result.pending and one.error]
            if errors and not isinstance(errors[0], REFUSED):
                raise errors[0] from None

    def _first(self, step: Step) -> dict[str, Any] | None:
        """What is sent first: without the fields that refer to records which come later.

        ``None`` if the record belongs to one that is not there, because the API refused it.
        """
        kind, steps = kinds()[step.resource], self._plan.steps
        found: dict[str, Any] = {}
        for name, value in kind.values(step.record).items():
            translation = self._plan.translation(self.known)
            new = translation.field(kind.fields[name], value)
            if any(id in steps and steps[id].action == "create" for id in translation.lost):
                if name in kind.owners:
                    return None
            elif new is not None:
                found[name] = new
        return found

    async def _read_options(self) -> None:
        """The ids that the server gave to the options of new custom fields."""
        steps = [step for step in self._plan.of("custom_fields", "create") if step.old in self.known]
        made = {self.known[step.old]: step for step in steps}
        wanted = [id for id, step in made.items() if options(step.record).keys() - self._state.adopted.keys()]
        if not wanted:
            return
        for definition in await self._plutio.custom_fields.get_many(wanted, allow_missing=True):
            self._state.adopted |= option_ids(made[definition.id].record, definition.to_dict())
        self.known |= self._state.adopted
        await anyio.to_thread.run_sync(self._state.save)

    async def _update_all(self, updates: CreateJournal) -> None:
        """Sends what refers to records that came later, and archives what was archived."""
        jobs = []
        for step in self._plan.steps.values():
            if step.action != "create" or step.old not in self.known:
                continue
            kind, sent = kinds()[step.resource], self._sent.get(step.old, {})
            values = translated(kind, step.record, self._plan.translation(self.known))
            changed = {name: value for name, value in values.items() if sent.get(name) != value}
            jobs += [partial(self._update, step, changed, updates)] if changed else []
            if needs_archive(kind, step):
                jobs.append(partial(self._archive, step, updates))
        await gather_limited(jobs)

    async def _update(self, step: Step, values: Mapping[str, Any], updates: CreateJournal) -> None:
        kind, resource = kinds()[step.resource], self._plutio.resources[step.resource]
        given = {kind.written[name]: raw(value) for name, value in values.items()}
        update = partial(resource.update, self.known[step.old], **given)  # type: ignore[attr-defined]
        await self._once(step, step.number, digest(values), update, updates)

    async def _archive(self, step: Step, updates: CreateJournal) -> None:
        archive = partial(self._plutio.resources[step.resource].archive, self.known[step.old])  # type: ignore[attr-defined]
        await self._once(step, len(self._plan.steps) + step.number, "archived", archive, updates)

    async def _once(self, step: Step, number: int, what: str, call: Callable[[], Any], updates: CreateJournal) -> None:
        """Makes a call, unless an earlier run did. It may be made again, so the journal has only what is done."""
        if (entry := self._done.get(number)) is not None and entry.digest == what:
            return
        at = self._plutio._sender.shared.clock.time()
        try:
            await call()
        except PlutioError as error:
            if outcome_of(error) != "refused" and not isinstance(error, REFUSED):
                raise
            self._note(step.old, "refused", error)
            return
        self._done[number] = Entry(what, "done", at, id=self.known[step.old])
        await anyio.to_thread.run_sync(updates.write, number, self._done[number])
        self._on_answer()

    def _note(self, old: str, outcome: str, error: PlutioError | None) -> None:
        self.outcomes[old] = outcome
        if error is not None:
            self.errors[old] = error.message


def needs_archive(kind: Kind, step: Step) -> bool:
    """Whether a record is archived by a call of its own."""
    is_archived = step.record.get("isArchived") is True and "isArchived" not in kind.written
    return is_archived and hasattr(getattr(catalogue(), kind.name), "archive")
