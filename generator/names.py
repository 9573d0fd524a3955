"""Python names for wire names."""

from __future__ import annotations

from keyword import iskeyword

from openapi_python_client.strings import snake_case


def field_name(wire: str) -> str:
    """``dueDate`` is ``due_date``, ``_id`` is ``id``; a name that Python keeps for itself gets an underscore."""
    name = snake_case(wire).strip("_")
    return f"{name}_" if iskeyword(name) else name


def constant_name(operation_id: str) -> str:
    """The name of the constant that holds an operation: ``tasks_bulk_update`` is ``_BULK_UPDATE``."""
    return f"_{operation_id.upper()}"
