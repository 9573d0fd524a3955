from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class EntityRefType(OpenEnum):
    """What an entity reference refers to."""

    PERSON = "person"
    COMPANY = "company"


if TYPE_CHECKING:
    # fmt: off
    KnownEntityRefType = Literal["person", "company"]
    # fmt: on
