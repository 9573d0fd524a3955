from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import TEXT, Choice
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyRecord


class CategoryEntityType(OpenEnum, known_values="some"):
    """The kind of record that a category is for. Time entries have categories too, so more values are inferred."""

    CANNED_RESPONSE = "canned-response"


if TYPE_CHECKING:
    # fmt: off
    KnownCategoryEntityType = Literal["canned-response"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class Category(AnyRecord):
    """A group of records of one kind."""

    resource_name: ClassVar[str | None] = "categories"

    title: str | None = field("title", TEXT)
    """The category's name."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """What belongs into it, as plain text."""
    entity_type: CategoryEntityType | None = field("entityType", Choice(CategoryEntityType))
    """The kind of record that a category is for. Time entries have categories too, so more values are inferred."""
