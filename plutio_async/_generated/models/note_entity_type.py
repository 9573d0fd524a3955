from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class NoteEntityType(OpenEnum):
    """The kind of record that a note is about."""

    BLOCK = "block"
    COMPANY = "company"
    PERSON = "person"


if TYPE_CHECKING:
    # fmt: off
    KnownNoteEntityType = Literal["block", "company", "person"]
    # fmt: on
