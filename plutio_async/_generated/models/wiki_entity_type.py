from __future__ import annotations

from plutio_async._models.codecs import OpenEnum


class WikiEntityType(OpenEnum):
    """Whether it is a page or a category of pages."""

    PAGE = "page"
    CATEGORY = "category"
