from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class WikiPrivateShareSettingsType(OpenEnum, known_values="some"):
    """How the readers are chosen. Only `roles` was observed."""

    ROLES = "roles"


if TYPE_CHECKING:
    # fmt: off
    KnownWikiPrivateShareSettingsType = Literal["roles"]
    # fmt: on
