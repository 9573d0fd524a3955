from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class EntityRefType(OpenEnum):
    """What an entity reference refers to."""

    PERSON = "person"
    COMPANY = "company"
