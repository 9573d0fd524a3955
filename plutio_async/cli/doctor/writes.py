"""The probes that write, in a workspace that is there to be written to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plutio_async.cli.doctor.calls import CallsUsedUp, Seen, query
from plutio_async.cli.doctor.probes import confirmed, refuted, unsettled
from plutio_async.cli.doctor.run import Run, Verdict, shape_of, words
from plutio_async.cli.doctor.scratch import Scratch, new_title, scratch
from plutio_async.cli.failures import Problem, note
from plutio_async.cli.words import counted
from plutio_async.errors import PlutioError

CALLS = 34
"""The most calls of all probes that write, with those that clean up."""
STATEMENTS = {
    "write_archive": "The call archives the task.",
    "write_bulk_archive": "The call archives every named task.",
    "write_bulk_delete": "Every named task goes to the trash bin.",
    "write_bulk_update": "The call changes every named task.",
    "write_custom_field_delete": "`DELETE` with `_id` in the body deletes a definition.",
    "write_custom_field_update": "`PUT` with `_id` in the body changes a definition.",
    "write_delete": "The task goes to the trash bin.",
    "write_status_id": "An update takes the id of a status.",
    "write_status_keyword": "An update takes the type of a status, such as `completed`.",
}


async def check_workspace(run: Run, name: str) -> None:
    """Makes sure that the workspace is the one that may be written to.

    Raises:
        Problem: it has another name, or its name is not known.
    """
    found = (await run.caller.get("/businesses")).rows
    if len(found) != 1:
        raise Problem(f"--write: {len(found)} workspaces are listed, so it is not sure which one is written to")
    names = {str(found[0][key]) for key in ("name", "title") if found[0].get(key)}
    if name not in names:
        raise Problem(
            f"--write: the workspace is called {words(sorted(names)) or 'nothing'}, not {name!r}; nothing was written"
        )


async def write(run: Run) -> None:
    """All probes that write."""
    async with scratch(run) as made:
        for probing in (_tasks, _custom_fields, _projects):
            try:
                await probing(run, made)
            except PlutioError as error:
                run.ended = f"a write failed: {type(error).__name__}"


async def remove_leftovers(run: Run, workspace: str) -> None:
    """Removes what interrupted runs left in the workspace of that name.

    Raises:
        Problem: the workspace has another name. Nothing was removed.
    """
    try:
        await run.caller.open()
        await check_workspace(run, workspace)
        async with scratch(run) as made:
            await made.find()
            note(f"plutio: found {counted(len(run.made), 'record')} of interrupted runs")
    except CallsUsedUp as error:
        note(f"plutio: ended early: {error}")


def _settled(run: Run, name: str, seen: Seen, *, holds: bool) -> None:
    """A verdict with the shape of the answer."""
    shown = _shape(seen) if seen.ok else f"status {seen.status}"
    run.verdicts[name, None] = (confirmed if holds and seen.ok else refuted)(f"it answers with {shown}")


def _shape(seen: Seen) -> str:
    if isinstance(seen.value, dict):
        return (
            f"an object with {counted(len(seen.value), 'key')}, `_id` {'' if '_id' in seen.value else 'not '}among them"
        )
    return "nothing" if seen.value is None else shape_of(seen.value)


async def _tasks(run: Run, made: Scratch) -> None:
    ids = [await made.create("/tasks", {}) for _ in range(3)]
    one, *two = [id for id in ids if id is not None]
    if len(two) < 2:
        return
    title = new_title()
    seen = await run.caller.write("PUT", "/tasks/bulk", {"_ids": two, "title": title})
    _settled(run, "write_bulk_update", seen, holds=await _all(run, two, title=title))
    seen = await run.caller.write("POST", "/tasks/bulk/archive", {"_ids": two, "isArchived": True})
    _settled(run, "write_bulk_archive", seen, holds=await _all(run, two, isArchived=True))
    seen = await run.caller.write("POST", "/tasks/archive", {"_id": one, "isArchived": True})
    _settled(run, "write_archive", seen, holds=await _all(run, [one], isArchived=True))
    seen = await run.caller.write("DELETE", "/tasks", {"_id": one})
    _settled(run, "write_delete", seen, holds=await _in_trash(run, [one]))
    seen = await run.caller.write("DELETE", "/tasks/bulk", {"_ids": two})
    _settled(run, "write_bulk_delete", seen, holds=await _in_trash(run, two))


async def _all(run: Run, ids: list[str], **field: Any) -> bool:
    """Whether all of some tasks have a value in a field."""
    [(name, value)] = field.items()
    for id in ids:
        rows = (await run.caller.get("/tasks", {"_id": id})).rows
        if not rows or rows[0].get(name) != value:
            return False
    return True


async def _in_trash(run: Run, ids: list[str]) -> bool:
    rows = (await run.caller.get("/trash-bin", query(_id={"$in": ids}))).rows
    found = [row.get("_id") for row in rows]
    return all(id in found for id in ids)


async def _custom_fields(run: Run, made: Scratch) -> None:
    id = await made.create("/custom-fields", {"entityType": "task", "inputType": "text"})
    if id is None:
        return
    title = new_title()
    seen = await run.caller.write("PUT", "/custom-fields", {"_id": id, "title": title})
    _settled(run, "write_custom_field_update", seen, holds=await _has_title(run, id, title))
    seen = await run.caller.write("DELETE", "/custom-fields", {"_id": id})
    _settled(run, "write_custom_field_delete", seen, holds=not await _has_title(run, id, title))


async def _has_title(run: Run, id: str, title: str) -> bool:
    rows = (await run.caller.get("/custom-fields", {"_id": id})).rows
    return any(row.get("title") == title for row in rows)


async def _projects(run: Run, made: Scratch) -> None:
    statuses = [row for row in run.rows("statuses") if row.get("entityType") in ("project", None)]
    id = await made.create("/projects", {}, title="name")
    if id is None:
        return
    before = await _status(run, id, statuses)
    wanted = next((row for row in statuses if row.get("_id") not in (None, before.get("_id"))), None)
    if wanted is None:
        run.verdicts["write_status_id", None] = unsettled("the workspace has one status for projects")
        return
    run.verdicts["write_status_id", None] = await _takes(run, id, wanted["_id"], wanted, statuses)
    other = next((row for row in statuses if row.get("type") not in (None, wanted.get("type"))), None)
    if other is None:
        run.verdicts["write_status_keyword", None] = unsettled("the workspace has one type of status for projects")
        return
    run.verdicts["write_status_keyword", None] = await _takes(run, id, other["type"], other, statuses)


async def _takes(run: Run, id: str, value: str, wanted: Mapping[str, Any], statuses: list[dict[str, Any]]) -> Verdict:
    """Whether an update with a status leads to a status like the wanted one."""
    seen = await run.caller.write("PUT", "/projects", {"_id": id, "status": value})
    if not seen.ok:
        return refuted(f"status {seen.status}")
    now = await _status(run, id, statuses)
    same = now.get("_id") == wanted.get("_id") or (value == wanted.get("type") == now.get("type"))
    return confirmed("the status is another afterwards") if same else refuted("it is not that one afterwards")


async def _status(run: Run, id: str, statuses: list[dict[str, Any]]) -> dict[str, Any]:
    """The status of a project, with its type if it is one of the workspace's."""
    rows = (await run.caller.get("/projects", {"_id": id})).rows
    held = rows[0].get("status") if rows else None
    key = held.get("_id") if isinstance(held, dict) else held
    return next((row for row in statuses if key in (row.get("_id"), row.get("title"))), {"_id": key})
