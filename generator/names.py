"""Python names for wire names. ``x-name`` gives one where the rules here give none, or one that another has."""

from __future__ import annotations

from collections.abc import Mapping
from keyword import iskeyword
from typing import Any

from openapi_python_client.strings import snake_case

EXTENDED = "custom_fields", "files"
"""The resources whose class in ``_client`` is public in the place of the generated one."""
IDS = {"_id": "id", "_ids": "ids"}

RECORD_NAMES = frozenset(
    {
        "custom",
        "custom_entity",
        "decode",
        "extra",
        "from_dict",
        "resource_name",
        "to_dict",
        "to_json",
    }
)
"""The attributes of every model beside its fields."""

ARGUMENTS = frozenset(
    {
        "cursor",
        "deleted",
        "every",
        "ids",
        "limit",
        "page_cap",
        "page_size",
        "progress",
        "q",
        "read_ahead",
        "self",
        "since",
        "skip",
        "sort",
        "unknown",
    }
)
"""The parameters of methods beside fields."""

CODE = frozenset({"anything", "bool", "date", "datetime", "dict", "field", "float", "int", "list", "str", "written"})
"""The names that generated code uses: a field of that name would hide them."""

RESERVED = RECORD_NAMES | ARGUMENTS | CODE


def field_name(wire: str, raw: Mapping[str, Any] | None = None) -> str:
    """``dueDate`` becomes ``due_date``, ``_id`` becomes ``id``, and a reserved name gets an underscore.

    ``raw`` is what is described by that name, which may have an ``x-name``.
    """
    if raw and "x-name" in raw:
        return str(raw["x-name"])
    name = snake_case(wire).strip("_")
    taken = name in RESERVED and wire not in IDS
    return f"{name}_" if taken or iskeyword(name) else name


def member_name(value: str, names: Mapping[str, str]) -> str:
    """The name of an enum member: ``wire-transfer`` becomes ``WIRE_TRANSFER``. ``names`` are those of ``x-name``."""
    return names.get(value) or value.upper().replace("-", "_").replace(" ", "_")
