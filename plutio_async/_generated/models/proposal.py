from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef
from .proposal_billable_item import ProposalBillableItem
from .proposal_status import ProposalStatus

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
        "client",
        "projectId",
        "currency",
        "amount",
        "billableItems",
        "blocks",
        "autoInvoice",
        "autoInvoiceTemplateId",
        "autoProject",
        "contractTemplateId",
        "templateId",
        "paymentOptions",
        "status",
        "personId",
        "companyId",
        "issueDate",
        "expiresAt",
        "validUntil",
        "tags",
        "customFields",
        "proposalId",
        "subTotal",
        "autoInvoiceId",
        "pendingAt",
        "approvedAt",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Proposal(CustomRecord):
    """An offer to a client."""

    custom_entity: ClassVar[str] = "proposal"

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
    """The proposal's title. It is `name`, not `title`. Evidence: observed."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """Who the offer is for, a person or a company. Evidence: observed."""
    project_id: str | None = field("projectId", TEXT, refers_to=("projects",))
    """The id of the project that it belongs to. Evidence: observed."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case. Evidence: observed."""
    amount: float | None = field("amount", NUMBER)
    """The total. It may come as text; one client reads both. Evidence: observed."""
    billable_items: list[ProposalBillableItem] | None = field("billableItems", Many(Ref(ProposalBillableItem)))
    """The billed items that are selected. Evidence: observed."""
    blocks: list[str] | None = field("blocks", Many(TEXT), refers_to=("blocks",))
    """The ids of its blocks, in order. One client reorders blocks by a bulk update of this field. Evidence: observed."""
    auto_invoice: bool | None = field("autoInvoice", BOOLEAN)
    """Whether approval makes an invoice. Evidence: documented."""
    auto_invoice_template_id: str | None = field("autoInvoiceTemplateId", TEXT, refers_to=("templates",))
    """The id of the template for that invoice. Evidence: documented."""
    auto_project: bool | None = field("autoProject", BOOLEAN)
    """Whether approval makes a project. Evidence: documented."""
    contract_template_id: str | None = field("contractTemplateId", TEXT, refers_to=("templates",))
    """The id of the template for a contract. Evidence: documented."""
    template_id: str | None = field("templateId", TEXT, refers_to=("templates",))
    """The id of the template that it is made from. Evidence: documented."""
    payment_options: Any = field("paymentOptions", ANYTHING)
    """How the automatic invoice can be paid; only with `autoInvoice`. Its shape is unknown, so it is any JSON value.
    Evidence: documented."""
    status: ProposalStatus | None = field("status", Choice(ProposalStatus))
    """Where a proposal stands. Declined and cancelled can be written to a pending proposal. Evidence: observed."""
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
    proposal_id: str | None = field("proposalId", TEXT)
    """The proposal's number for people. It is a label, not the key; use `_id`. Evidence: observed."""
    sub_total: float | None = field("subTotal", NUMBER)
    """The total before tax. It may come as text; one client reads both. Evidence: observed."""
    auto_invoice_id: str | None = field("autoInvoiceId", TEXT, refers_to=("invoices",))
    """The id of the invoice that approval made. Evidence: observed."""
    pending_at: datetime | None = field("pendingAt", MOMENT)
    """When it was put before the client. Evidence: observed."""
    approved_at: datetime | None = field("approvedAt", MOMENT)
    """When it was approved. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 33:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 33 else unknown_keys(d, _ABSENT)
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
            o.client = v if (v := d["client"]) is None else EntityRef.decode(v)
            o.project_id = v if (v := d["projectId"]).__class__ is str or v is None else mismatch(v)
            o.currency = v if (v := d["currency"]) is None else CurrencyCode.known(v) or CurrencyCode(v)
            o.amount = v if (v := d["amount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.billable_items = (
                v
                if (v := d["billableItems"]) is None
                else list(map(ProposalBillableItem.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.blocks = (
                v
                if (v := d["blocks"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.auto_invoice = v if (v := d["autoInvoice"]).__class__ is bool or v is None else mismatch(v)
            o.auto_invoice_template_id = (
                v if (v := d["autoInvoiceTemplateId"]).__class__ is str or v is None else mismatch(v)
            )
            o.auto_project = v if (v := d["autoProject"]).__class__ is bool or v is None else mismatch(v)
            o.contract_template_id = v if (v := d["contractTemplateId"]).__class__ is str or v is None else mismatch(v)
            o.template_id = v if (v := d["templateId"]).__class__ is str or v is None else mismatch(v)
            o.payment_options = d["paymentOptions"]
            o.status = v if (v := d["status"]) is None else ProposalStatus.known(v) or ProposalStatus(v)
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
            o.proposal_id = v if (v := d["proposalId"]).__class__ is str or v is None else mismatch(v)
            o.sub_total = v if (v := d["subTotal"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.auto_invoice_id = v if (v := d["autoInvoiceId"]).__class__ is str or v is None else mismatch(v)
            o.pending_at = (
                v
                if (v := d["pendingAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.approved_at = (
                v
                if (v := d["approvedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
