from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import MOMENT, NUMBER, TEXT, Choice, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.known_values import OpenEnum

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue


class FormStatus(OpenEnum):
    """Where a form stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PENDING = "pending"
    ARCHIVED = "archived"
    EXPIRED = "expired"


if TYPE_CHECKING:
    # fmt: off
    KnownFormStatus = Literal["draft", "published", "pending", "archived", "expired"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Form(AnyCustomRecord):
    """A form. Its questions are blocks of their own."""

    resource_name: ClassVar[str | None] = "forms"
    custom_entity: ClassVar[str] = "form"

    title: str | None = field("title", TEXT)
    """The form's title."""
    status: FormStatus | None = field("status", Choice(FormStatus))
    """Where a form stands."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case."""
    submissions_limit: float | None = attrs.field(
        default=None, converter=number, metadata=json("submissionsLimit", NUMBER)
    )
    """The most responses that the form takes."""
    expiration_date: datetime | None = field("expirationDate", MOMENT)
    """When the form stops taking responses."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
