from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class FileItemType(OpenEnum):
    """What a file record stands for."""

    DOCUMENT = "document"
    FILE = "file"
    LINK = "link"


if TYPE_CHECKING:
    # fmt: off
    KnownFileItemType = Literal["document", "file", "link"]
    # fmt: on
