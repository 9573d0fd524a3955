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

from .contract_entity_type import ContractEntityType
from .contract_status import ContractStatus
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef

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
        "signees",
        "projectId",
        "templateId",
        "entityType",
        "entityId",
        "blocks",
        "status",
        "currency",
        "personId",
        "companyId",
        "issueDate",
        "expiresAt",
        "validUntil",
        "tags",
        "customFields",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Contract(CustomRecord):
    """An agreement to be signed."""

    custom_entity: ClassVar[str] = "contract"

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
    name: str | None = field("name", TEXT)
    """The contract's title. It is `name`, not `title`. Evidence: observed."""
    signees: list[EntityRef] | None = field("signees", Many(Ref(EntityRef)))
    """The people or companies that sign. Evidence: observed."""
    project_id: str | None = field("projectId", TEXT, refers_to=("projects",))
    """The id of the project that it belongs to. Evidence: observed."""
    template_id: str | None = field("templateId", TEXT, refers_to=("templates",))
    """The id of the template that it is made from. Evidence: documented."""
    entity_type: ContractEntityType | None = field("entityType", Choice(ContractEntityType))
    """What kind of record a contract is linked to. One value is known. Evidence: documented."""
    entity_id: str | None = field("entityId", TEXT, refers_to={"proposal": "proposals"})
    """The id of the record that it is linked to, such as a proposal. Evidence: documented."""
    blocks: list[str] | None = field("blocks", Many(TEXT), refers_to=("blocks",))
    """The ids of its blocks, in order. One client reorders blocks by a bulk update of this field. Evidence: observed."""
    status: ContractStatus | None = field("status", Choice(ContractStatus))
    """Where a contract stands. Observed on reads; that it can be written is inferred from proposals. `signed` was
    observed, the others come from the help centre. Evidence: observed."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """The currency. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    person_id: str | None = field("personId", TEXT, refers_to=("people",))
    """The id of a person. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    company_id: str | None = field("companyId", TEXT, refers_to=("companies",))
    """The id of a company. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    issue_date: datetime | None = field("issueDate", MOMENT)
    """The date of issue. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    expires_at: datetime | None = field("expiresAt", MOMENT)
    """When it expires. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    valid_until: datetime | None = field("validUntil", MOMENT)
    """Until when it is valid. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    tags: list[str] | None = field("tags", Many(TEXT))
    """Tags. One client sends them; whether the server takes them is unknown. Evidence: inferred."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 23:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 23 else unknown_keys(d, _ABSENT)
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
            o.name = v if (v := d["name"]).__class__ is str or v is None else mismatch(v)
            o.signees = (
                v
                if (v := d["signees"]) is None
                else list(map(EntityRef.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.project_id = v if (v := d["projectId"]).__class__ is str or v is None else mismatch(v)
            o.template_id = v if (v := d["templateId"]).__class__ is str or v is None else mismatch(v)
            o.entity_type = (
                v if (v := d["entityType"]) is None else ContractEntityType.known(v) or ContractEntityType(v)
            )
            o.entity_id = v if (v := d["entityId"]).__class__ is str or v is None else mismatch(v)
            o.blocks = (
                v
                if (v := d["blocks"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.status = v if (v := d["status"]) is None else ContractStatus.known(v) or ContractStatus(v)
            o.currency = v if (v := d["currency"]) is None else CurrencyCode.known(v) or CurrencyCode(v)
            o.person_id = v if (v := d["personId"]).__class__ is str or v is None else mismatch(v)
            o.company_id = v if (v := d["companyId"]).__class__ is str or v is None else mismatch(v)
            o.issue_date = (
                v
                if (v := d["issueDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.expires_at = (
                v
                if (v := d["expiresAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.valid_until = (
                v
                if (v := d["validUntil"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
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
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
