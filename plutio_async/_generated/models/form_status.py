from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class FormStatus(OpenEnum):
    """Where a form stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PENDING = "pending"
    ARCHIVED = "archived"
    EXPIRED = "expired"


if TYPE_CHECKING:
    # fmt: off
    KnownFormStatus = Literal["draft", "published", "pending", "archived", "expired"]
    # fmt: on
