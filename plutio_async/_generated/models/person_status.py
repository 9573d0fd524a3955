from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class PersonStatus(OpenEnum, known_values="some"):
    """Whether the person is active. Only these values were observed."""

    ACTIVE = "active"
    INACTIVE = "inactive"


if TYPE_CHECKING:
    # fmt: off
    KnownPersonStatus = Literal["active", "inactive"]
    # fmt: on
