from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.model import display_text

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False)
class Profile(AnyRecord):
    """A login account of the workspace. No list of its fields is published beyond those of every record."""

    resource_name: ClassVar[str | None] = "profiles"

    @property
    def display_name(self) -> str:
        """What people call the record, or else its id."""
        return display_text(self.extra.get("name"), self.extra.get("email"), self.id)
