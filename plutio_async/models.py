"""The records of the API and their parts, each loaded when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plutio_async._generated import models as _models

if TYPE_CHECKING:
    from plutio_async._generated.models import *  # noqa: F403

__all__ = _models.__all__  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    return getattr(_models, name)


def __dir__() -> list[str]:
    return __all__
