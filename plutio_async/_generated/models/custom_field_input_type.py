from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class CustomFieldInputType(OpenEnum):
    """How the field is filled in, and so what its values look like."""

    CHECKBOX = "checkbox"
    CONTACT = "contact"
    CURRENCY = "currency"
    DATE = "date"
    LINK = "link"
    MULTI = "multi"
    MULTIRANGE = "multirange"
    RATING = "rating"
    SELECT = "select"
    SLIDER = "slider"
    TEXT = "text"


if TYPE_CHECKING:
    # fmt: off
    KnownCustomFieldInputType = Literal[
        "checkbox", "contact", "currency", "date", "link", "multi", "multirange", "rating", "select", "slider", "text"
    ]
    # fmt: on
