from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class WikiEntityStatus(OpenEnum):
    """Whether readers see it."""

    DRAFT = "draft"
    PUBLISHED = "published"


if TYPE_CHECKING:
    # fmt: off
    KnownWikiEntityStatus = Literal["draft", "published"]
    # fmt: on
