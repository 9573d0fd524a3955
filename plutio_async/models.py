"""The records of the API and their parts, each loaded when it is first asked for."""

from __future__ import annotations

from plutio_async._generated import models as _models

TYPE_CHECKING = False  # typing takes longer to load than all the rest here
if TYPE_CHECKING:
    from typing import Any

    from plutio_async._generated.models import *  # noqa: F403

__all__ = _models.__all__  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    return getattr(_models, name)


def __dir__() -> list[str]:
    return __all__
