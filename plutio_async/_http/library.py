"""The HTTP library: httpx, or httpx2 where the program put it in the place of httpx. Only here are they imported.

A transport of the user's, and what comes from it, may belong to the other one: then both are loaded.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["either", "httpcore", "httpx", "library_of", "loaded"]

_LIBRARIES = ("httpx", "httpx2")

if TYPE_CHECKING:
    import httpcore
    import httpx
else:

    def __getattr__(name: str) -> ModuleType:
        """The one in use, imported when it is first needed: that takes longer than everything else."""
        if name not in ("httpx", "httpcore"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module(name)


def loaded() -> list[Any]:
    """Those that are imported. After ``httpx2.alias_httpx()``, ``httpx`` is httpx2 too."""
    return [library for name in _LIBRARIES if (library := sys.modules.get(name)) is not None]


def either(*names: str) -> tuple[type[Exception], ...]:
    """The errors with these names, of each library that is imported."""
    # One that another thread is just importing has no classes yet.
    return tuple(found for library in loaded() for name in names if (found := getattr(library, name, None)))


def library_of(value: object, base: str) -> Any:
    """The library whose class ``base`` a value is an instance of; ``None`` if it is of neither."""
    return next((library for library in loaded() if isinstance(value, getattr(library, base, ()))), None)
