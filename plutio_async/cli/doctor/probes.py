"""The probes that make calls: one for each behaviour of the API that is uncertain.

A probe gets the run and a resource, which is that of the claim, or none. It returns a verdict on its ``statement``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from attrs import frozen

from plutio_async.cli.doctor.calls import Params, query
from plutio_async.cli.doctor.run import Run, Verdict, Visit, shape_of, words
from plutio_async.cli.words import counted
from plutio_async.description import MIXED

Measure = Callable[[Run, "str | None"], Awaitable[Verdict]]

_MOST = 1000
"""The ``limit`` with which the cap of pages is looked for: the largest that a client is known to send."""
_BY_PATH = ("people", "companies", "projects", "invoices", "tasks", "wiki_entities", "invoice_subscriptions")
"""Where clients saw a read by an id in the path work or fail, or where it would save a search."""


@frozen
class Probe:
    """A probe: what it settles, and the most calls that it makes."""

    statement: str
    calls: int
    measure: Measure


PROBES: dict[str, Probe] = {}


def probe(calls: int) -> Callable[[Measure], Measure]:
    """Registers a probe under the name of its function, whose docstring begins with the statement."""

    def register(measure: Measure) -> Measure:
        PROBES[measure.__name__] = Probe((measure.__doc__ or "").partition("\n")[0], calls, measure)
        return measure

    return register


def confirmed(detail: str) -> Verdict:
    """The statement holds."""
    return Verdict("confirmed", detail)


def refuted(detail: str) -> Verdict:
    """The statement does not hold."""
    return Verdict("refuted", detail)


def unsettled(detail: str) -> Verdict:
    """The calls settle nothing."""
    return Verdict("open", detail)


@probe(calls=8)
async def page_cap(run: Run, _: str | None) -> Verdict:
    """A page has as many records as `limit` asks for, up to 1,000."""
    longest = 0
    for visit in run.longest()[:4]:
        rows = (await run.caller.get(visit.read.path, {"limit": str(_MOST)})).rows
        longest = max(longest, len(rows))
        if 0 < len(rows) < _MOST:
            after = await run.caller.get(visit.read.path, {"skip": str(len(rows)), "limit": "1"})
            if after.rows and after.rows[0].get("_id") not in [row.get("_id") for row in rows]:
                run.learned["page_size"] = len(rows)
                return refuted(f"pages are cut at {counted(len(rows), 'record')}")
        if len(rows) >= _MOST:
            run.learned["page_size"] = _MOST
            return confirmed(f"a page of {len(rows)} came")
    return unsettled(f"no list has more than {counted(longest, 'record')}")


@probe(calls=2)
async def default_page(run: Run, _: str | None) -> Verdict:
    """A list without `limit` ends before its last record."""
    for visit in run.longest()[:1]:
        count = len((await run.caller.get(visit.read.path)).rows)
        after = await run.caller.get(visit.read.path, {"skip": str(count), "limit": "1"})
        if count and after.rows and after.rows[0].get("_id") != visit.rows[0].get("_id"):
            return confirmed(f"it has {counted(count, 'record')}")
        return unsettled(f"the longest list that was seen has {counted(count, 'record')}, and came whole")
    return unsettled("no list has two records")


@probe(calls=1)
async def short_pages(run: Run, _: str | None) -> Verdict:
    """A page that is not the last has as many records as `limit` asks for, or as the cap allows."""
    for visit in run.longest()[:1]:
        wanted = len(visit.rows) - 1
        count = len((await run.caller.get(visit.read.path, {"limit": str(wanted)})).rows)
        if count == wanted:
            return confirmed(f"a page of {wanted} was complete")
        return refuted(f"a page had {counted(count, 'record')} for `limit` {wanted}, and more follow")
    return unsettled("no list has two records")


async def _sorts(run: Run, ascending: str, descending: str) -> Verdict:
    """Whether two sorts give two orders, by a field in which the records that were seen differ."""
    found = next(_sortable(run), None)
    if found is None:
        return unsettled("no list has records that differ in a date")
    visit, name = found
    for form, reverse in ((ascending, False), (descending, True)):
        seen = await run.caller.get(visit.read.path, {"sort": form.format(name), "limit": str(len(visit.rows))})
        values = [row[name] for row in seen.rows if isinstance(row.get(name), str)]
        if not seen.ok:
            return refuted(f"`sort={form.format(name)}` gives status {seen.status}")
        if len(values) < 2 or values != sorted(values, reverse=reverse):
            return refuted(f"`sort={form.format(name)}` gives another order")
    return confirmed(f"`{ascending.format(name)}` and `{descending.format(name)}` give the two orders")


def _sortable(run: Run) -> Any:
    for name in ("createdAt", "updatedAt", "dueDate", "startDate"):
        for visit in run.longest():
            if len({row.get(name) for row in visit.rows if isinstance(row.get(name), str)}) > 1:
                yield visit, name


@probe(calls=2)
async def sort_suffix(run: Run, _: str | None) -> Verdict:
    """`<field>_asc` and `<field>_desc` sort."""
    verdict = await _sorts(run, "{}_asc", "{}_desc")
    if verdict.state == "confirmed":
        run.learned["sort"] = "suffix"
    return verdict


@probe(calls=2)
async def sort_minus(run: Run, _: str | None) -> Verdict:
    """`<field>` and `-<field>` do not sort."""
    verdict = await _sorts(run, "{}", "-{}")
    if verdict.state == "confirmed":
        run.learned.setdefault("sort", "minus")
        return refuted(verdict.detail)
    return confirmed(verdict.detail) if verdict.state == "refuted" else verdict


def _with_id(run: Run) -> tuple[Visit, str] | None:
    for visit in run.visits.values():
        for row in visit.rows:
            if visit.read.is_list and visit.read.resource not in MIXED and row.get("_id"):
                return visit, str(row["_id"])
    return None


@probe(calls=1)
async def id_answer(run: Run, _: str | None) -> Verdict:
    """`_id` gives an array with the one record."""
    if (found := _with_id(run)) is None:
        return unsettled("no record was seen")
    visit, id = found
    seen = await run.caller.get(visit.read.path, {"_id": id})
    shown = shape_of(seen.value) if seen.ok else f"status {seen.status}"
    right = isinstance(seen.value, list) and [row.get("_id") for row in seen.rows] == [id]
    return confirmed(shown) if right else refuted(f"it gives {shown}")


@probe(calls=1)
async def id_query(run: Run, resource: str | None) -> Verdict:
    """A `q` that holds only `_id` gives 404."""
    visit = _visit_of(run, resource)
    if visit is None or not visit.rows:
        return unsettled(f"no record of {resource} was seen")
    seen = await run.caller.get(visit.read.path, query(_id=visit.rows[0].get("_id")))
    if seen.status == 404:
        return confirmed("status 404")
    return refuted(shape_of(seen.value) if seen.ok else f"status {seen.status}")


@probe(calls=len(_BY_PATH))
async def path_ids(run: Run, _: str | None) -> Verdict:
    """No record is read by an id in the path."""
    works: list[str] = []
    fails: list[str] = []
    for resource in _BY_PATH:
        visit = _visit_of(run, resource)
        id = visit.rows[0].get("_id") if visit is not None and visit.rows else None
        if visit is None or not isinstance(id, str) or not id.isalnum():
            continue
        seen = await run.caller.get(f"{visit.read.path}/{id}")
        (works if [row.get("_id") for row in seen.rows] == [id] else fails).append(resource)
    if works:
        run.learned["path_ids"] = works
        return refuted(f"it works for {words(works)}" + (f"; not for {words(fails)}" if fails else ""))
    return confirmed(f"it fails for {words(fails)}") if fails else unsettled("no record was seen")


def _visit_of(run: Run, resource: str | None) -> Visit | None:
    return next((one for one in run.visits.values() if one.read.resource == resource), None)


@probe(calls=1)
async def unknown_route(run: Run, _: str | None) -> Verdict:
    """An unknown route gives 403 with `Method not allowed`."""
    seen = await run.caller.get("/no-such-route")
    run.check_error(seen, "GET an unknown route")
    message = seen.value.get("message") if isinstance(seen.value, dict) else None
    same = " with that message" if message == "Method not allowed" else " with another message"
    return (confirmed if seen.status == 403 and message == "Method not allowed" else refuted)(f"{seen.status}{same}")


@probe(calls=5)
async def archived(run: Run, resource: str | None) -> Verdict:
    """The list shows archived records too."""
    return await _listed(run, resource, {"isArchived": "true"}, lambda row: row.get("isArchived") is True, shown=True)


@probe(calls=3)
async def templates(run: Run, resource: str | None) -> Verdict:
    """The list leaves out records that are templates, unless `q` asks for them."""
    asked = query(isTemplate=True)
    return await _listed(run, resource, asked, lambda row: row.get("isTemplate") is True, shown=False)


async def _listed(
    run: Run, resource: str | None, asked: Any, is_such: Callable[[dict[str, Any]], bool], *, shown: bool
) -> Verdict:
    """Whether a list shows a record that is found when asked for: looked for by its date of creation, in the list."""
    visits = [visit for visit in run.longest() if resource in (visit.read.resource, None)][:3]
    for visit in visits or [one for one in run.visits.values() if one.read.resource == resource]:
        lists_one = any(map(is_such, visit.rows)) or await _finds_and_lists(run, visit, asked, is_such)
        if lists_one is not None:
            verdict = confirmed if lists_one is shown else refuted
            return verdict("the list has one" if lists_one else "the list leaves one out")
    return unsettled("no such record was found")


async def _finds_and_lists(
    run: Run, visit: Visit, asked: Any, is_such: Callable[[dict[str, Any]], bool]
) -> bool | None:
    """Whether the list shows the first record that is found when asked for; ``None`` if that cannot be told."""

    async def rows(parameters: Any) -> list[dict[str, Any]]:
        return (await run.caller.get(visit.read.path, parameters)).rows

    found = next(filter(is_such, await rows({**asked, "limit": "1"})), {})
    if not found.get("createdAt"):
        return None
    if any(row.get("_id") == found.get("_id") for row in await rows({**_created_with(found), "limit": "100"})):
        return True
    control = next((row for row in visit.rows if row.get("createdAt")), None)
    return False if control and await rows(_created_with(control)) else None


def _created_with(row: dict[str, Any]) -> Params:
    """What a list is asked for to have the records of the moment at which a row was created."""
    return query(createdAt=row["createdAt"])


@probe(calls=1)
async def parents_in_q(run: Run, resource: str | None) -> Verdict:
    """`q` may hold `entityType` and `entityId`."""
    visit = _visit_of(run, resource)
    parent = None if visit is None else next(run.parents(visit.read), None)
    if visit is None or parent is None:
        return unsettled("no record was seen that could have some")
    seen = await run.caller.get(visit.read.path, query(**parent))
    if seen.ok and len(seen.rows) == len(visit.rows):
        return confirmed("the same records came")
    return refuted(f"status {seen.status}" if not seen.ok else "other records came")


@probe(calls=0)
async def time_unit(run: Run, _: str | None) -> Verdict:
    """`time` is in seconds."""
    from plutio_async._core.moments import parse_moment

    ratios = []
    for row in run.rows("time_tracks"):
        try:
            length = (parse_moment(row["stoppedAt"]) - parse_moment(row["startedAt"])).total_seconds()
            ratios.append(row["time"] / length)
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            continue
    units = {"seconds": 1.0, "minutes": 1 / 60, "hours": 1 / 3600, "milliseconds": 1000.0}
    for unit, ratio in units.items():
        if ratios and all(0.95 < one / ratio < 1.05 for one in ratios):
            return (confirmed if unit == "seconds" else refuted)(f"{unit}, in {len(ratios)} entries")
    return unsettled(
        "no entry has all of `time`, `startedAt` and `stoppedAt`" if not ratios else "the entries disagree"
    )
