from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import TEXT, Choice, Many
from plutio_async._models.fields import Ref, field

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue


@define(kw_only=True, eq=False, repr=False)
class Business(AnyCustomRecord):
    """A workspace."""

    resource_name: ClassVar[str | None] = "businesses"
    custom_entity: ClassVar[str] = "business"

    name: str | None = field("name", TEXT)
    """The workspace's name. Inferred."""
    domain: str | None = field("domain", TEXT)
    """The workspace's domain. Whether it is the subdomain or a custom domain is unknown. Inferred."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case. Inferred."""
    locale: str | None = field("locale", TEXT)
    """The language and region. The list of values is unknown. Inferred."""
    timezone: str | None = field("timezone", TEXT)
    """The time zone. The list of values is unknown. Inferred."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
