from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class FormStatus(OpenEnum):
    """Where a form stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PENDING = "pending"
    ARCHIVED = "archived"
    EXPIRED = "expired"
