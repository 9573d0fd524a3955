"""Python names for wire names."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword

from openapi_python_client.strings import snake_case

from generator.errors import DescriptionError

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


def field_name(wire: str) -> str:
    """``dueDate`` becomes ``due_date``, ``_id`` becomes ``id``, and a reserved name gets an underscore."""
    name = snake_case(wire).strip("_")
    taken = name in RESERVED and wire not in IDS
    return f"{name}_" if taken or iskeyword(name) else name


def check_distinct(where: str, wires: Iterable[str]) -> None:
    """Checks that no two names are the same in Python.

    Raises:
        DescriptionError: two of them are.
    """
    seen: dict[str, str] = {}
    for wire in wires:
        other = seen.setdefault(field_name(wire), wire)
        if other != wire:
            raise DescriptionError(f"{where}: {other} and {wire} are both {field_name(wire)} in Python")
