"""Custom fields by their titles, and options by their labels."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plutio_async.custom_fields.definitions import Definition
    from plutio_async.custom_fields.options import Option, Options
    from plutio_async.custom_fields.schema import EntitySchema, Schema
    from plutio_async.custom_fields.values import CustomValues

__all__ = ["CustomValues", "Definition", "EntitySchema", "Option", "Options", "Schema"]

_HOMES = {
    "CustomValues": "values",
    "Definition": "definitions",
    "EntitySchema": "schema",
    "Option": "options",
    "Options": "options",
    "Schema": "schema",
}


def __getattr__(name: str) -> Any:
    """Imports a name when it is first asked for: most programs use no custom fields."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
