from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    TEXT,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .address import Address
from .company_member import CompanyMember
from .contact_email import ContactEmail
from .contact_phone import ContactPhone
from .custom_field_value import CustomFieldValue
from .website_link import WebsiteLink

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "title",
        "industry",
        "contactEmails",
        "contactPhones",
        "address",
        "websiteLinks",
        "people",
        "customFields",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Company(CustomRecord):
    """A firm."""

    custom_entity: ClassVar[str] = "company"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque. Evidence: observed."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record. Evidence: observed."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made. Evidence: observed."""
    created_by: str | None = field("createdBy", TEXT, refers_to=("profiles", "people"))
    """The id of the profile or person that made the record. Evidence: observed."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed. Evidence: observed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown. Evidence: observed."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them. Evidence:
    observed."""
    title: str | None = field("title", TEXT)
    """The company's name. The field is not called `name`. Evidence: observed."""
    industry: str | None = field("industry", TEXT)
    """The industry as a lower-case word. The list of values is unknown. Evidence: documented."""
    contact_emails: list[ContactEmail] | None = field("contactEmails", Many(Ref(ContactEmail)))
    """The e-mail addresses. Evidence: observed."""
    contact_phones: list[ContactPhone] | None = field("contactPhones", Many(Ref(ContactPhone)))
    """The phone numbers. Evidence: observed."""
    address: Address | None = field("address", Ref(Address))
    """A postal address. There is no key of its own for a state; one importer joins it into `city`. Evidence: observed."""
    website_links: list[WebsiteLink] | None = field("websiteLinks", Many(Ref(WebsiteLink)))
    """The websites. Evidence: observed."""
    people: list[CompanyMember] | None = field("people", Many(Ref(CompanyMember)))
    """The people who belong to the company. Evidence: observed."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 15:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 15 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str and v else mismatch(v)
            o.business_id = v if (v := d["businessId"]).__class__ is str or v is None else mismatch(v)
            o.created_at = (
                v
                if (v := d["createdAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.created_by = v if (v := d["createdBy"]).__class__ is str or v is None else mismatch(v)
            o.updated_at = (
                v
                if (v := d["updatedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.is_archived = v if (v := d["isArchived"]).__class__ is bool or v is None else mismatch(v)
            o.is_template = v if (v := d["isTemplate"]).__class__ is bool or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.industry = v if (v := d["industry"]).__class__ is str or v is None else mismatch(v)
            o.contact_emails = (
                v
                if (v := d["contactEmails"]) is None
                else list(map(ContactEmail.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.contact_phones = (
                v
                if (v := d["contactPhones"]) is None
                else list(map(ContactPhone.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.address = v if (v := d["address"]) is None else Address.decode(v)
            o.website_links = (
                v
                if (v := d["websiteLinks"]) is None
                else list(map(WebsiteLink.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.people = (
                v
                if (v := d["people"]) is None
                else list(map(CompanyMember.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
