from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class FileFolderEntityType(OpenEnum):
    """The kind of record that a folder belongs to."""

    PERSON = "person"
    PROJECT = "project"


if TYPE_CHECKING:
    # fmt: off
    KnownFileFolderEntityType = Literal["person", "project"]
    # fmt: on
