"""Names of a module that are imported when they are first used."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing takes longer to load than the package
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def lazy(module: str, homes: Mapping[str, str], extra: str | None = None) -> Callable[[str], Any]:
    """The ``__getattr__`` of a module whose names have the given homes.

    A home is a module, relative to the package, and may name another attribute after a colon. Where a package is
    missing, the ``ImportError`` names the extra that brings it.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807 - it becomes the module's own
        if name not in homes:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        from importlib import import_module

        home, _, attribute = homes[name].partition(":")
        this = sys.modules[module]
        try:
            value = getattr(import_module(home, this.__package__), attribute or name)
        except ModuleNotFoundError as error:
            if extra is None or (error.name or "").startswith("plutio_async"):
                raise
            raise ImportError(f"{error.name} is missing; install plutio-async[{extra}]", name=error.name) from error
        setattr(this, name, value)
        return value

    return __getattr__
