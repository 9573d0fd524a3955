from __future__ import annotations

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
