from __future__ import annotations

from plutio_async._models.codecs import OpenEnum


class FileFolderEntityType(OpenEnum):
    """The kind of record that a folder belongs to."""

    PERSON = "person"
    PROJECT = "project"
