from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class FileItemType(OpenEnum):
    """What a file record stands for."""

    DOCUMENT = "document"
    FILE = "file"
    LINK = "link"
