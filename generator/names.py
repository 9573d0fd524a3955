"""Python names for wire names."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword

from openapi_python_client.strings import snake_case

from generator.errors import DescriptionError

IDS = {"_id": "id", "_ids": "ids"}

RECORD_NAMES = frozenset({"custom", "custom_entity", "decode", "extra", "from_dict", "to_dict"})
"""What every model has beside its fields."""

ARGUMENTS = frozenset(
    {
        "cursor",
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
    }
)
"""What methods take beside fields."""

CLASS_BODY = frozenset({"bool", "classmethod", "date", "datetime", "dict", "float", "int", "list", "str", "wire"})
"""What the body of a generated class reads: a field by that name would come before it."""

RESERVED = RECORD_NAMES | ARGUMENTS | CLASS_BODY


def field_name(wire: str) -> str:
    """``dueDate`` is ``due_date``, ``_id`` is ``id``; a name that has another use already gets an underscore."""
    name = snake_case(wire).strip("_")
    taken = name in RESERVED and wire not in IDS
    return f"{name}_" if taken or iskeyword(name) else name


def check_distinct(where: str, wires: Iterable[str]) -> None:
    """That no name gets lost.

    Raises:
        DescriptionError: two of the names are one in Python.
    """
    seen: dict[str, str] = {}
    for wire in wires:
        other = seen.setdefault(field_name(wire), wire)
        if other != wire:
            raise DescriptionError(f"{where}: {other} and {wire} are both {field_name(wire)} in Python")
