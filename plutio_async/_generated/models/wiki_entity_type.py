from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class WikiEntityType(OpenEnum):
    """Whether it is a page or a category of pages."""

    PAGE = "page"
    CATEGORY = "category"


if TYPE_CHECKING:
    # fmt: off
    KnownWikiEntityType = Literal["page", "category"]
    # fmt: on
