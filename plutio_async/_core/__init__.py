"""What every layer uses: errors, calls, secrets, the clock, JSON, tasks. Imports no other package of the SDK."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing takes longer to load than the package
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

VERSION = "0.2.0"


def lazy(module: str, homes: Mapping[str, str], extra: str | None = None) -> Callable[[str], Any]:
    """A ``__getattr__`` for a module. ``homes`` has the module of each name, relative to the package.

    A colon and another name may follow. If a package is missing, the ``ImportError`` names the extra that installs it.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807 - it becomes that of the module
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
