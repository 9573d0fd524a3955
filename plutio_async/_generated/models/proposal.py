from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import ANYTHING, BOOLEAN, MOMENT, NUMBER, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef


class ProposalStatus(OpenEnum):
    """Where a proposal stands. Declined and cancelled can be written to a pending proposal."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    OVERDUE = "overdue"


if TYPE_CHECKING:
    # fmt: off
    KnownProposalStatus = Literal[
        "draft", "pending", "approved", "declined", "cancelled", "overdue"
    ]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class ProposalBillableItem(RecordPart):
    """A billed item of a proposal."""

    title: str | None = field("title", TEXT)
    """What is offered."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML."""
    quantity: float | None = attrs.field(default=None, converter=number, metadata=json("quantity", NUMBER))
    """How many."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The price of one. It may come as text; one client reads both."""
    tax: str | None = field("tax", TEXT)
    """The tax rate as text with a per cent sign, such as `0%`."""
    settings: Any = field("settings", ANYTHING)
    """Settings such as whether the client may adjust the quantity. Their keys are unknown, so it is any JSON value."""


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Proposal(AnyCustomRecord):
    """An offer to a client."""

    resource_name: ClassVar[str | None] = "proposals"
    custom_entity: ClassVar[str] = "proposal"

    name: str | None = field("name", TEXT)
    """The proposal's title. It is `name`, not `title`."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """Who the offer is for, a person or a company."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that it belongs to."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The total. It may come as text; one client reads both."""
    billable_items: list[ProposalBillableItem] | None = field("billableItems", Many(Ref(lambda: ProposalBillableItem)))
    """The billed items that are selected."""
    blocks: list[str] | None = field("blocks", Many(Id(("blocks",))))
    """The ids of its blocks, in order. One client reorders blocks by a bulk update of this field."""
    auto_invoice: bool | None = field("autoInvoice", BOOLEAN)
    """Whether approval makes an invoice."""
    auto_invoice_template_id: str | None = field("autoInvoiceTemplateId", Id(("templates",)))
    """The id of the template for that invoice."""
    auto_project: bool | None = field("autoProject", BOOLEAN)
    """Whether approval makes a project."""
    contract_template_id: str | None = field("contractTemplateId", Id(("templates",)))
    """The id of the template for a contract."""
    template_id: str | None = field("templateId", Id(("templates",)))
    """The id of the template that it is made from."""
    payment_options: Any = field("paymentOptions", ANYTHING)
    """How the automatic invoice can be paid; only with `autoInvoice`. Its shape is unknown, so it is any JSON value."""
    status: ProposalStatus | None = field("status", Choice(ProposalStatus))
    """Where a proposal stands. Declined and cancelled can be written to a pending proposal."""
    person_id: str | None = field("personId", Id(("people",)))
    """The id of a person. One client sends it; whether the server takes it is unknown. Inferred."""
    company_id: str | None = field("companyId", Id(("companies",)))
    """The id of a company. One client sends it; whether the server takes it is unknown. Inferred."""
    issue_date: datetime | None = field("issueDate", MOMENT)
    """The date of issue. One client sends it; whether the server takes it is unknown. Inferred."""
    expires_at: datetime | None = field("expiresAt", MOMENT)
    """When it expires. One client sends it; whether the server takes it is unknown. Inferred."""
    valid_until: datetime | None = field("validUntil", MOMENT)
    """Until when it is valid. One client sends it; whether the server takes it is unknown. Inferred."""
    tags: list[str] | None = field("tags", Many(TEXT))
    """Tags. One client sends them; whether the server takes them is unknown. Inferred."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
    proposal_id: str | None = field("proposalId", TEXT)
    """The proposal's number for people. It is a label, not the key; use `_id`."""
    sub_total: float | None = attrs.field(default=None, converter=number, metadata=json("subTotal", NUMBER))
    """The total before tax. It may come as text; one client reads both."""
    auto_invoice_id: str | None = field("autoInvoiceId", Id(("invoices",)))
    """The id of the invoice that approval made."""
    pending_at: datetime | None = field("pendingAt", MOMENT)
    """When it was put before the client."""
    approved_at: datetime | None = field("approvedAt", MOMENT)
    """When it was approved."""
