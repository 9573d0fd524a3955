from __future__ import annotations

from plutio_async._models.codecs import OpenEnum


class PersonStatus(OpenEnum):
    """Whether the person is active. Only these values were observed."""

    ACTIVE = "active"
    INACTIVE = "inactive"
