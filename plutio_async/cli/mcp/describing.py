"""What resources, fields and actions there are, in few words."""

from __future__ import annotations

from functools import cache
from inspect import Parameter, getdoc, signature
from typing import TYPE_CHECKING, Any

from plutio_async.cli.described import (
    Description,
    allowed_values,
    find_resource,
    has_custom_fields,
    required_fields,
    type_name,
    verbs,
    written_fields,
)
from plutio_async.cli.mcp.answers import MAX_CHARACTERS, short_fields
from plutio_async.description import RESOURCES, catalogue

if TYPE_CHECKING:
    from plutio_async.cli.mcp.access import Access
    from plutio_async.description import Field

_TOOLS = frozenset({"list", "get", "create", "create_many", "update"})
"""Operations that have a tool of their own, or take too much at once."""
_DELETES = frozenset({"delete", "empty"})
_VALUES = 12
"""The most values that are shown of a field."""
_ABOUT = 160
"""The most characters of what is said of a field."""


def actions(resource: Any, access: Access) -> list[str]:
    """The actions of a resource that are allowed. Those on several records are used for several ids."""
    names = [name for name in verbs(resource) if name not in _TOOLS and not name.startswith("bulk_")]
    return [name for name in names if access.allows("DELETE" if name in _DELETES else "POST")]


def describe(access: Access, resource: str | None = None) -> str:
    """All resources, or one."""
    known = catalogue()
    if resource is None:
        return "\n".join(f"{name}: {_about(getattr(known, name))}" for name in RESOURCES)
    found = find_resource(known, resource)
    lines = [f"{found.name}: {_about(found)}", *_fields(found, access), *_actions(found, access)]
    return "\n".join(lines)[:MAX_CHARACTERS]


def _about(resource: Any) -> str:
    return (getdoc(type(resource)) or "").partition("\n")[0]


def _fields(resource: Any, access: Access) -> list[str]:
    from plutio_async.description import fields_of

    if not hasattr(resource, "model") or not fields_of(resource.model):
        return ["its records are not described"]
    verbs = [verb for verb in ("create", "update") if access.writes and hasattr(resource, verb)]
    written = {verb: written_fields(resource, verb) for verb in verbs}
    known = {
        **fields_of(resource.model),
        **{name: field for names in written.values() for name, field in names.items()},
    }
    about = _description().fields(resource.model.__name__)
    lines = [
        _field(name, field, [verb for verb in verbs if name in written[verb]], about.get(field.name, {}))
        for name, field in known.items()
    ]
    for verb in verbs:
        if needed := required_fields(resource, verb):
            lines.append(f"{verb} needs {', '.join(needed)}")
        if has_custom_fields(resource, verb):
            lines.append(f'{verb} takes custom fields by title: {{"custom":{{"TITLE":value}}}}')
    return ["fields (* is shown by default):", *_marked(lines, short_fields(resource.model))]


def _marked(lines: list[str], short: list[str]) -> list[str]:
    return [f"{'*' if line.partition(':')[0] in short else ' '} {line}" for line in lines]


def _field(name: str, field: Field, written: list[str], facts: dict[str, Any]) -> str:
    values = allowed_values(field.codec)
    shown = "|".join([*values[:_VALUES], *(["…"] if len(values) > _VALUES else [])])
    kind = f"{type_name(field.codec)}{_parts(field)} {shown}".rstrip()
    use = f" [{', '.join(written)}]" if written else ""
    about = (facts.get("description") or "").partition("\n")[0]
    return f"{name}: {kind}{use} {about if len(about) <= _ABOUT else about[:_ABOUT] + '…'}".rstrip()


def _parts(field: Field) -> str:
    """The names inside a field that holds an object."""
    from plutio_async.description import Ref, fields_of, item_codec, options_of

    names = [fields_of(one.model) for one in options_of(item_codec(field.codec)) if isinstance(one, Ref)]
    return "".join(f"{{{', '.join(known)}}}" for known in names)


def _actions(resource: Any, access: Access) -> list[str]:
    names = actions(resource, access)
    if not names:
        return []
    return ["actions:", *(f"  {name}({', '.join(parameters(resource, name))})" for name in names)]


def parameters(resource: Any, action: str) -> list[str]:
    """The values that an action takes."""
    found = signature(getattr(resource, action)).parameters.values()
    return [one.name for one in found if one.kind is Parameter.KEYWORD_ONLY and one.name != "extra"]


@cache
def _description() -> Description:
    return Description()
