"""The tool ``bulk``: one change of many records, which is shown before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from plutio_async.cli.described import find_resource, listing
from plutio_async.cli.failures import Problem
from plutio_async.cli.mcp.answers import fitting, row_of
from plutio_async.cli.mcp.writing import changes_of, run_action, run_update

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.mcp.access import Access, Ask
    from plutio_async.cli.mcp.cursors import Kept

MAX_RECORDS = 50


@frozen
class Plan:
    """A change that was shown: what is done to which records."""

    resource: str
    action: str
    ids: Sequence[str]
    values: Mapping[str, Any] = field(factory=dict)


async def plan(
    plutio: Plutio,
    access: Access,
    plans: Kept[Plan],
    *,
    resource: str | None = None,
    ids: Sequence[str] = (),
    action: str = "update",
    values: Mapping[str, Any] | None = None,
) -> str:
    """Says what a change would do, and to which records. Writes nothing."""
    if resource is None or not ids:
        raise Problem("bulk: takes resource and ids; or run alone, from a dry run")
    found = listing(find_resource(plutio, resource), "get")
    changes_of(plutio, found, access, action, values or {})
    records = await _records(found, ids)
    shown = [row_of(record.to_dict(names="python"), found.model, None) for record in records]
    planned = Plan(resource, action, [record.id for record in records], values or {})
    return fitting({"dry_run": action, "records": shown, "values": dict(planned.values), "run": plans.add(planned)})


async def carry_out(plutio: Plutio, access: Access, ask: Ask, planned: Plan) -> str:
    """Makes a change that was shown."""
    found = find_resource(plutio, planned.resource)
    given = changes_of(plutio, found, access, planned.action, planned.values)
    if planned.action == "update":
        return await run_update(plutio, found, planned.ids, given, ask)
    return await run_action(found, planned.action, planned.ids, given, ask)


async def _records(found: Any, ids: Sequence[str]) -> list[Any]:
    if len(set(ids)) > MAX_RECORDS:
        raise Problem(f"ids: takes at most {MAX_RECORDS} ids, not {len(set(ids))}")
    records = await found.get_many(dict.fromkeys(ids), allow_missing=True)
    if missing := set(ids) - {record.id for record in records}:
        raise Problem(f"ids: there is no record {', '.join(sorted(missing))}")
    return list(records)
