from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class PersonStatus(OpenEnum, known_values="some"):
    """Whether the person is active. Only these values were observed."""

    ACTIVE = "active"
    INACTIVE = "inactive"
