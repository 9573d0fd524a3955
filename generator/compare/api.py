"""What changed in the public Python API, found in the sources by griffe."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import griffe

from generator.compare.change import KEPT, Change

Found = griffe.Object | griffe.Alias

MODULES = ("dlt", "errors", "fastapi", "models", "otel", "redis", "resources", "sentry", "sync", "testing", "webhooks")
GENERATED = {"models": "_generated.models", "resources": "_generated.resources"}
"""The public modules. Two of them pass on generated names, which follow from the description: a new one is no news."""

REASONS = {
    griffe.BreakageKind.OBJECT_REMOVED: "is gone",
    griffe.BreakageKind.OBJECT_CHANGED_KIND: "is something else now",
    griffe.BreakageKind.PARAMETER_REMOVED: "the argument is gone",
    griffe.BreakageKind.PARAMETER_ADDED_REQUIRED: "the new argument is required",
    griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED: "the argument is required now",
    griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT: "the argument has another default",
    griffe.BreakageKind.PARAMETER_CHANGED_KIND: "the argument is given in another way",
    griffe.BreakageKind.PARAMETER_MOVED: "the argument has another position",
    griffe.BreakageKind.RETURN_CHANGED_TYPE: "the type of the result is gone",
    griffe.BreakageKind.CLASS_REMOVED_BASE: "has lost a base class",
}

GONE = (griffe.BreakageKind.OBJECT_REMOVED, griffe.BreakageKind.PARAMETER_REMOVED)
FORMER = ("_renamed", "_renamed_methods", "_renamed_fields")
"""Where the generated classes have the former names, which work for one release."""


def api_changes(before: Path, after: Path) -> list[Change]:
    """The breaks of public names, and the public names that are new, of the package in two folders."""
    old, new, seen = _modules(before), _modules(after), set[str]()
    changes = [Change((name,), "the module is gone", "Breaking") for name in old.keys() - new.keys()]
    changes += [Change((name,), "the module is new", "Added") for name in new.keys() - old.keys()]
    for name in [name for name in old if name in new]:
        for was, now in zip(old[name], new[name], strict=False):
            changes += _breaks(name, was, now, seen)
        changes += _additions(name, old[name][0], new[name][0], seen)
        changes += _retyped(name, old[name][0], new[name][0], seen)
    return sorted(changes, key=lambda change: change.names)


def _modules(folder: Path) -> dict[str, list[Found]]:
    """The public modules that are there by their names, each with the generated one that it passes on."""
    package = griffe.load(
        "plutio_async", search_paths=[folder], try_relative_path=False, resolve_aliases=True, allow_inspection=False
    )
    _without_swallowing(package)
    found: dict[str, list[Found]] = {"plutio_async": [package]}
    for name in MODULES:
        if name in package.members:
            found[f"plutio_async.{name}"] = [package[path] for path in filter(None, (name, GENERATED.get(name)))]
    for module in (module for modules in found.values() for module in modules):
        _publish(module)
    return found


def _publish(module: Found) -> None:
    """Leaves the modules inside a module out: each public one is compared by itself."""
    for member in module.members.values():
        if not isinstance(member, griffe.Alias) and member.is_module:
            member.public = False


def _without_swallowing(found: Found) -> None:
    """Takes out ``**unknown: Never``, which takes no argument, though griffe believes that it takes any."""
    for member in found.members.values():
        if isinstance(member, griffe.Function):
            kept = [each for each in member.parameters if str(each.annotation) != "Never"]
            member.parameters = griffe.Parameters(*kept)
        elif not member.is_alias:
            _without_swallowing(member)


def _breaks(module: str, old: Found, new: Found, seen: set[str]) -> Iterator[Change]:
    """The breaks of a module. What several modules or classes share is left to the first."""
    for breakage in griffe.find_breaking_changes(old, new):
        before, after = breakage.old_value, breakage.new_value
        parameter = next((each for each in (before, after) if isinstance(each, griffe.Parameter)), None)
        name = f"{_name(breakage.obj)}({parameter.name})" if parameter else _name(breakage.obj)
        if (key := f"{breakage.obj.canonical_path} {name} {REASONS[breakage.kind]}") not in seen:
            seen.add(key)
            former = parameter.name if parameter else breakage.obj.name
            if (now := _renamed(breakage.obj, new).get(former)) and breakage.kind in GONE:
                yield Change((f"{module}.{name}",), f"was renamed to {now}; {KEPT}", "Changed")
            else:
                yield Change((f"{module}.{name}",), REASONS[breakage.kind], "Breaking")
    there = dict(_names(new, ""))
    for name in (name for name, owner in _names(old, "") if not owner and name in new.members and name not in there):
        yield Change((f"{module}.{name}",), "is no longer public", "Breaking")


def _renamed(gone: Found, module: Any) -> dict[str, str]:
    """The new names by the former ones of the members and arguments of the class where something is gone."""
    holder = gone if gone.is_class else gone.parent
    cls = module.members.get(holder.name) if isinstance(holder, griffe.Object) and holder.is_class else None
    found: dict[str, str] = {}
    if cls is not None and cls.is_class:
        tables = [cls.members[name].value for name in FORMER if name in cls.members]
        for table in [*tables, getattr(cls, "keywords", {}).get("renamed")]:
            found |= ast.literal_eval(str(table)) if table is not None else {}
    return found


def _retyped(module: str, old: Found, new: Found, seen: set[str]) -> Iterator[Change]:
    """The types in the code that is written by hand that changed. Whether one breaks, the type tests say."""
    known = dict(_names(old, ""))
    for name, _ in _names(new, ""):
        if name in known and "._generated." not in (path := new[name].canonical_path):
            was, types = _types(old[name]), _types(new[name])
            for part in [part for part in types if part in was]:
                if was[part] != types[part] and (key := f"{path}{part} type") not in seen:
                    seen.add(key)
                    text = f"the type is {types[part]}, and was {was[part]}"
                    yield Change((f"{module}.{name}{part}",), text, "Changed")


def _types(found: Any) -> dict[str, str]:
    """The annotations of an attribute, or of a function's parameters and its result, each by what it is appended to."""
    if found.is_attribute:
        return {"": str(found.annotation)} if found.annotation else {}
    if not found.is_function:
        return {}
    types = {f"({each.name})": str(each.annotation) for each in found.parameters if each.annotation}
    return types | ({"": str(found.returns)} if found.returns else {})


def _name(found: Found) -> str:
    """The name inside its module; of an inherited member, the name in its own class."""
    if found.parent is not None and found.parent.is_module:
        return found.name
    return found.canonical_path.removeprefix(f"{found.module.path}.")


def _additions(module: str, old: Found, new: Found, seen: set[str]) -> Iterator[Change]:
    """The new names of a module. What several modules share is left to the first; a new class is one name."""
    known = dict(_names(old, ""))
    for name, owner in _names(new, ""):
        if name not in known and (not owner or owner in known) and (key := new[name].canonical_path) not in seen:
            seen.add(key)
            yield Change((f"{module}.{name}",), "is new", "Added")


def _names(found: Found, owner: str) -> Iterator[tuple[str, str]]:
    """The public names, each with the name of its class."""
    for name, member in found.members.items():
        if member.is_public and not member.is_special:
            path = f"{owner}.{name}" if owner else name
            yield path, owner
            if member.is_class:
                yield from _names(member, path)
