from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .address import Address
from .contact_email import ContactEmail
from .contact_phone import ContactPhone
from .custom_field_value import CustomFieldValue
from .id_ref import IdRef
from .person_name import PersonName
from .person_role import PersonRole
from .person_status import PersonStatus

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "name",
        "role",
        "status",
        "contactEmails",
        "contactPhones",
        "address",
        "companyId",
        "tags",
        "customFields",
        "companies",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Person(CustomRecord):
    """A contact of the workspace, a client or a member of the team."""

    custom_entity: ClassVar[str] = "person"

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
    name: PersonName | None = field("name", Ref(PersonName))
    """The name of a person, in two parts. Filter by `name.first` and `name.last`. Evidence: observed."""
    role: PersonRole | None = field("role", Choice(PersonRole))
    """The slug of the person's role. A workspace can add roles of its own. Evidence: observed."""
    status: PersonStatus | None = field("status", Choice(PersonStatus))
    """Whether the person is active. Only these values were observed. Evidence: observed."""
    contact_emails: list[ContactEmail] | None = field("contactEmails", Many(Ref(ContactEmail)))
    """E-mail addresses. Filter by `contactEmails.address`. Evidence: observed."""
    contact_phones: list[ContactPhone] | None = field("contactPhones", Many(Ref(ContactPhone)))
    """Phone numbers. Evidence: observed."""
    address: Address | None = field("address", Ref(Address))
    """A postal address. There is no key of its own for a state; one importer joins it into `city`. Evidence: documented."""
    company_id: str | None = field("companyId", TEXT, refers_to=("companies",))
    """The id of the person's company. Named in one client's prose only; `companies` is what was read. Evidence: inferred."""
    tags: list[str] | None = field("tags", Many(TEXT))
    """Free labels. Evidence: observed."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: observed."""
    companies: list[IdRef] | None = field("companies", Many(Ref(IdRef)), refers_to=("companies",))
    """The companies that the person belongs to. They were only read; a company's `people` is written. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 17:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 17 else unknown_keys(d, _ABSENT)
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
            o.name = v if (v := d["name"]) is None else PersonName.decode(v)
            o.role = v if (v := d["role"]) is None else PersonRole.known(v) or PersonRole(v)
            o.status = v if (v := d["status"]) is None else PersonStatus.known(v) or PersonStatus(v)
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
            o.company_id = v if (v := d["companyId"]).__class__ is str or v is None else mismatch(v)
            o.tags = (
                v
                if (v := d["tags"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
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
            o.companies = (
                v
                if (v := d["companies"]) is None
                else list(map(IdRef.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
