from __future__ import annotations

from plutio_async._models.model import OpenEnum


class EntityRefType(OpenEnum):
    """What an entity reference refers to."""

    PERSON = "person"
    COMPANY = "company"
