from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class WikiEntityStatus(OpenEnum):
    """Whether readers see it."""

    DRAFT = "draft"
    PUBLISHED = "published"
