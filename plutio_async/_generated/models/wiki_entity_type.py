from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class WikiEntityType(OpenEnum):
    """Whether it is a page or a category of pages."""

    PAGE = "page"
    CATEGORY = "category"
