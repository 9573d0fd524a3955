from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.model import CustomRecord

from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue


@define(kw_only=True, eq=False, repr=False)
class Business(CustomRecord):
    """A workspace."""

    resource_name: ClassVar[str | None] = "businesses"
    custom_entity: ClassVar[str] = "business"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made."""
    created_by: str | None = field("createdBy", Id(("profiles", "people")))
    """The id of the profile or person that made the record."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
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
