"""The resource classes and the fields of their writes, for annotations; each is loaded when it is first asked for."""

from __future__ import annotations

from plutio_async._generated import resources as _resources

TYPE_CHECKING = False  # typing takes longer to load than all the rest here
if TYPE_CHECKING:
    from typing import Any

    from plutio_async._generated.resources import *  # noqa: F403

__all__ = _resources.__all__  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    return getattr(_resources, name)


def __dir__() -> list[str]:
    return __all__
