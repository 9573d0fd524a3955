"""The arguments of an update: what a line says of a record, together with the parts that it does not name.

An update replaces the whole value of a field. So a line with some parts of it, such as the first name or one of several
phone numbers, is completed with those that the record has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plutio_async import Model
from plutio_async.cli.described import written_fields
from plutio_async.cli.imports.cells import listed
from plutio_async.cli.imports.checking import Row


def changes(resource: Any, row: Row, record: Any, match: str | None) -> dict[str, Any]:
    """The arguments of the update that makes the record what the line says; none if it is that already."""
    known = written_fields(resource, "update")
    current = {name: value for name, value in record.to_dict(names="python").items() if name in known}
    values: dict[str, Any] = dict(row.whole)
    for name, tree in row.parts.items():
        key = match.removeprefix(f"{name}.") if match is not None and match.startswith(f"{name}.") else None
        values[name] = _overlaid(current.get(name), tree, key)
    others = {group: dict(found) for group, found in row.others.items()}
    for first, *rest in row.cleared:
        if first in ("custom", "extra") and rest:
            others.setdefault(first, {})[rest[0]] = None
        else:
            _clear(values, first, rest)
    changed = {
        name: value
        for name, value in values.items()
        if name in known and not _is_same(known[name].codec, value, current.get(name))
    }
    return {**changed, **others, **(_custom_fields(record) if "custom" in others else {})}


def _overlaid(old: Any, new: Any, key: str | None) -> Any:
    """The old value with the new parts in it. Items of a list are found by ``key``, or else by their index."""
    if not isinstance(new, dict):
        return new
    if any(isinstance(part, int) for part in new):
        items = list(old) if isinstance(old, list) else []
        for index, item in sorted(new.items()):
            at = index if key is None else _place(items, item, key)
            if at < len(items):
                items[at] = _overlaid(items[at], item, None)
            else:
                items.append(listed(item))
        return items
    return {
        **(old if isinstance(old, Mapping) else {}),
        **{part: _overlaid(_part(old, part), new[part], key) for part in new},
    }


def _place(items: list[Any], item: Any, key: str) -> int:
    """The index of the item with the same key."""
    wanted = _part(item, key)
    same = (index for index, one in enumerate(items) if wanted is not None and _part(one, key) == wanted)
    return next(same, len(items))


def _part(value: Any, name: Any) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _clear(values: dict[str, Any], first: str, rest: list[str]) -> None:
    """Null for the field, or for a part of it if the line has others. Items of lists are not cleared one by one."""
    found: Any = values.setdefault(first, None)
    for part in rest[:-1]:
        found = _part(found, part)
    if isinstance(found, dict) and rest:
        found[rest[-1]] = None


def _is_same(codec: Any, value: Any, current: Any) -> bool:
    """Whether the record shows a value already."""
    if value is None or current is None:
        return value is None and current is None
    try:
        return bool(codec.encode(value) == codec.encode(current))
    except (TypeError, ValueError):  # the API showed a value of another type
        return False


def _custom_fields(record: Any) -> dict[str, Any]:
    """The custom fields that were read, which saves the update to read them again."""
    held = record.custom_fields
    return {"custom_fields": held} if held is not None and all(isinstance(one, Model) for one in held) else {}
