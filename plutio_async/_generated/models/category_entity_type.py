from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class CategoryEntityType(OpenEnum, known_values="some"):
    """The kind of record that a category is for. Time entries have categories too, so more values are inferred."""

    CANNED_RESPONSE = "canned-response"


if TYPE_CHECKING:
    # fmt: off
    KnownCategoryEntityType = Literal["canned-response"]
    # fmt: on
