from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class PersonRole(OpenEnum, known_values="own"):
    """The slug of the person's role. A workspace can add roles of its own."""

    CLIENT = "client"
    TEAM = "team"
    CO_OWNER = "co-owner"
    OWNER = "owner"
    MANAGER = "manager"
    LEAD = "lead"
    CONTRIBUTOR = "contributor"


if TYPE_CHECKING:
    # fmt: off
    KnownPersonRole = Literal[
        "client", "team", "co-owner", "owner", "manager", "lead", "contributor"
    ]
    # fmt: on
