"""The tools ``save`` and ``act``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from plutio_async import BulkResult
from plutio_async._core.errors import did_you_mean
from plutio_async._core.json_text import json_text
from plutio_async.cli.customs import custom_values
from plutio_async.cli.dates import dates_of
from plutio_async.cli.described import (
    find_resource,
    has_custom_fields,
    method,
    required_fields,
    written_fields,
)
from plutio_async.cli.failures import Problem, note
from plutio_async.cli.mcp.access import EVERYTHING
from plutio_async.cli.mcp.answers import answer, fitting, record_row
from plutio_async.cli.mcp.describing import actions, parameters
from plutio_async.cli.mcp.reading import check_ids
from plutio_async.cli.values import json_argument
from plutio_async.errors import CustomFieldError, PlutioError

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.dates import Dates
    from plutio_async.cli.mcp.access import Access
    from plutio_async.description import Field


async def save(plutio: Plutio, *, resource: str, values: Mapping[str, Any], id: str | None = None) -> str:
    """Creates a record, or changes the one with an id."""
    found = find_resource(plutio, resource)
    verb = "create" if id is None else "update"
    write = method(found, verb)
    fields = written_fields(found, verb)
    extra = ["custom", "extra"] if has_custom_fields(found, verb) else ["extra"]
    dates = dates_of(plutio)
    given = _values(f"{resource} {verb}", values, [*fields, *extra], fields, dates)
    if missing := [name for name in required_fields(found, verb) if name not in values]:
        raise Problem(f"values: {resource} {verb} needs {' and '.join(missing)}")
    if not values:
        raise Problem(f"values: is empty; {resource} {verb} takes {', '.join([*fields, *extra])}")

    async def make() -> Any:
        if "custom" in given:
            customs = custom_values(await found._custom_schema(), given["custom"], dates)
            return await write(*([] if id is None else [id]), **{**given, "custom": customs})
        return await write(*([] if id is None else [id]), **given)

    try:
        made = await _unless_cancelled(f"{verb} of {resource}", make)
    except CustomFieldError:  # nothing was written: the field may be newer than the definitions that are known
        await plutio.custom_fields.schema(max_age=0)
        made = await _unless_cancelled(f"{verb} of {resource}", make)
    return answer([fitting(record_row(made))])


async def act(
    plutio: Plutio,
    access: Access,
    *,
    resource: str,
    action: str,
    ids: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
) -> str:
    """Runs an action on records."""
    found = find_resource(plutio, resource)
    if action not in (allowed := actions(found, access)):
        if action in actions(found, EVERYTHING):
            access.check("DELETE")
        hint = did_you_mean(action, allowed) or f"there are {', '.join(allowed) or 'none'}"
        raise Problem(f"action: {resource} has no {action!r}; {hint}")
    known = [*parameters(found, action), "extra"]
    given = _values(f"{resource} {action}", values or {}, known, found._other_fields, dates_of(plutio))
    run = getattr(found, action)
    if action == "empty":
        return fitting({"answer": record_row(await _unless_cancelled("emptying of the trash bin", run))})
    check_ids(ids)
    what = f"{action} of {resource}"
    many = getattr(found, f"bulk_{action}", None)
    if len(ids) > 1 and many is not None and not values:
        return await _bulk(what, ids, many)
    return await _each(what, list(dict.fromkeys(ids)), lambda id: run(id, **given))


async def _bulk(what: str, ids: Sequence[str], many: Callable[[BulkResult], Awaitable[Any]]) -> str:
    """One call for all ids, or several for very many."""
    result = BulkResult(ids)
    try:
        await _unless_cancelled(f"{what} {', '.join(ids)}", lambda: many(result))
    except PlutioError as error:
        error.message += f"; outcomes: {json_text(dict(result))}"
        raise
    return fitting({"outcomes": dict(result)})


async def _each(what: str, ids: Sequence[str], run: Callable[[str], Awaitable[Any]]) -> str:
    """One call for each id. Stops at the first that fails."""
    done: list[str] = []
    last: Any = None
    for id in ids:
        try:
            last = await _unless_cancelled(f"{what} {id}", partial(run, id))
        except PlutioError as error:
            if len(ids) > 1:
                rest = ", ".join(ids[len(done) + 1 :]) or "none"
                error.message += f"; this is {id}; done before: {', '.join(done) or 'none'}; not tried: {rest}"
            raise
        done.append(id)
    return fitting({"answer": record_row(last)} if len(ids) == 1 else {"done": done})


async def _unless_cancelled(what: str, write: Callable[[], Awaitable[Any]]) -> Any:
    """The result of a write. A cancelled one has no answer, so the log says that it may have happened."""
    try:
        return await write()
    except Exception:
        raise
    except BaseException:
        note(f"plutio: the {what} was cancelled, and may have happened")
        raise


def _values(
    what: str, values: Mapping[str, Any], known: Collection[str], fields: Mapping[str, Field], dates: Dates
) -> dict[str, Any]:
    """The values in the types of their fields, as the command line reads text.

    Raises:
        Problem: a name is not known, or a value is not one of its field.
    """
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            hint = did_you_mean(name, known) or f"it takes {', '.join(known)}"
            raise Problem(f"values: {what} has no {name!r}; {hint}")
        try:
            given[name] = json_argument(name, fields[name].codec, value, dates) if name in fields else value
        except Problem as problem:
            raise Problem(f"values: {problem}") from None
        if name in ("custom", "extra") and not isinstance(value, Mapping):
            raise Problem(f"values: {name} takes an object, not {value!r:.100}")
    return given
