"""The tools ``save`` and ``act``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from plutio_async import BulkResult
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
from plutio_async.cli.json_text import json_text
from plutio_async.cli.mcp.access import EVERYTHING
from plutio_async.cli.mcp.answers import answer, fitting, record_row
from plutio_async.cli.mcp.describing import actions, parameters
from plutio_async.cli.mcp.reading import check_ids
from plutio_async.cli.values import json_argument
from plutio_async.cli.words import did_you_mean
from plutio_async.errors import CustomFieldError, PlutioError

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.dates import Dates
    from plutio_async.cli.mcp.access import Access, Ask
    from plutio_async.description import Field

_FINAL = frozenset({"empty", "email"})
"""Actions that nothing takes back."""
_QUESTION = 2_000
"""The most characters of a question."""


async def save(plutio: Plutio, *, resource: str, values: Mapping[str, Any], id: str | None = None) -> str:
    """Creates a record, or changes the one with an id."""
    found = find_resource(plutio, resource)
    verb = "create" if id is None else "update"
    write = method(found, verb)
    dates = dates_of(plutio)
    given = _saved(found, verb, values, dates)

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
    ask: Ask,
    *,
    resource: str,
    action: str,
    ids: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
    confirm: bool = False,
) -> str:
    """Runs an action on records. Asks the person first, if the client can."""
    found = find_resource(plutio, resource)
    given = changes_of(plutio, found, access, action, values or {})
    if action != "empty":
        check_ids(ids)
    return await run_action(found, action, ids, given, ask, confirmed=confirm)


def changes_of(plutio: Plutio, found: Any, access: Access, action: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that an action, or ``update``, is given. Raises ``Problem`` for what cannot work."""
    if action == "update":
        return _saved(found, action, values, dates_of(plutio))
    if action not in (allowed := actions(found, access)):
        if action in actions(found, EVERYTHING):
            access.check("DELETE")
        hint = did_you_mean(action, allowed) or f"there are {', '.join(allowed) or 'none'}"
        raise Problem(f"action: {found.name} has no {action!r}; {hint}")
    known = [*parameters(found, action), "extra"]
    return _values(f"{found.name} {action}", values, known, found._other_fields, dates_of(plutio))


async def run_action(
    found: Any, action: str, ids: Sequence[str], given: Mapping[str, Any], ask: Ask, *, confirmed: bool = False
) -> str:
    """Runs an action that was checked."""
    what = f"{action} of {found.name}"
    await _agreed(ask, action, f"{what} {', '.join(ids)}".rstrip(), given, confirmed=confirmed)
    run = getattr(found, action)
    if action == "empty":
        return fitting({"answer": record_row(await _unless_cancelled("emptying of the trash bin", run))})
    many = getattr(found, f"bulk_{action}", None)
    if len(ids) > 1 and many is not None and not given:
        return await _bulk(what, ids, many)
    return await _each(what, list(dict.fromkeys(ids)), lambda id: run(id, **given))


async def run_update(plutio: Plutio, found: Any, ids: Sequence[str], given: dict[str, Any], ask: Ask) -> str:
    """Gives several records the same values."""
    what = f"update of {found.name}"
    await _agreed(ask, "update", f"{what} {', '.join(ids)}", given, confirmed=True)
    if "custom" in given:
        given["custom"] = custom_values(await found._custom_schema(), given["custom"], dates_of(plutio))
    if (many := getattr(found, "bulk_update", None)) is not None:
        return await _bulk(what, ids, lambda result: many(result, **given))
    return await _each(what, ids, lambda id: found.update(id, **given))


async def _agreed(ask: Ask, action: str, what: str, given: Mapping[str, Any], *, confirmed: bool) -> None:
    """Raises ``Problem`` unless the person agrees. A client that cannot ask must say so for what is final."""
    values = f" with {json_text(dict(given))}" if given else ""
    agreed = await ask(f"Plutio: {what}{values}"[:_QUESTION] + "?")
    if agreed is False:
        raise Problem("the user declined; nothing was done")
    if agreed is None and action in _FINAL and not confirmed:
        raise Problem(f"action: {action} cannot be taken back: ask the user, and repeat it with confirm true")


def _saved(found: Any, verb: str, values: Mapping[str, Any], dates: Dates) -> dict[str, Any]:
    """The values of a create or an update."""
    method(found, verb)
    fields = written_fields(found, verb)
    extra = ["custom", "extra"] if has_custom_fields(found, verb) else ["extra"]
    given = _values(f"{found.name} {verb}", values, [*fields, *extra], fields, dates)
    if missing := [name for name in required_fields(found, verb) if name not in values]:
        raise Problem(f"values: {found.name} {verb} needs {' and '.join(missing)}")
    if not values:
        raise Problem(f"values: is empty; {found.name} {verb} takes {', '.join([*fields, *extra])}")
    return given


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
