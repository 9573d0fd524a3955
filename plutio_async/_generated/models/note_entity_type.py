from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class NoteEntityType(OpenEnum):
    """The kind of record that a note is about."""

    BLOCK = "block"
    COMPANY = "company"
    PERSON = "person"
