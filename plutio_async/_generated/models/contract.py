from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import MOMENT, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef


class ContractEntityType(OpenEnum, known_values="some"):
    """What kind of record a contract is linked to. One value is known."""

    PROPOSAL = "proposal"


if TYPE_CHECKING:
    # fmt: off
    KnownContractEntityType = Literal["proposal"]
    # fmt: on


class ContractStatus(OpenEnum):
    """Where a contract stands. Observed on reads; that it can be written is inferred from proposals. `signed` was
    observed, the others come from the help centre."""

    DRAFT = "draft"
    PENDING = "pending"
    SIGNED = "signed"
    CANCELLED = "cancelled"


if TYPE_CHECKING:
    # fmt: off
    KnownContractStatus = Literal["draft", "pending", "signed", "cancelled"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class Contract(AnyCustomRecord):
    """An agreement to be signed."""

    resource_name: ClassVar[str | None] = "contracts"
    custom_entity: ClassVar[str] = "contract"

    name: str | None = field("name", TEXT)
    """The contract's title. It is `name`, not `title`."""
    signees: list[EntityRef] | None = field("signees", Many(Ref(EntityRef)))
    """The people or companies that sign."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that it belongs to."""
    template_id: str | None = field("templateId", Id(("templates",)))
    """The id of the template that it is made from."""
    entity_type: ContractEntityType | None = field("entityType", Choice(ContractEntityType))
    """What kind of record a contract is linked to. One value is known."""
    entity_id: str | None = field("entityId", Id({"proposal": "proposals"}))
    """The id of the record that it is linked to, such as a proposal."""
    blocks: list[str] | None = field("blocks", Many(Id(("blocks",))))
    """The ids of its blocks, in order. One client reorders blocks by a bulk update of this field."""
    status: ContractStatus | None = field("status", Choice(ContractStatus))
    """Where a contract stands. Observed on reads; that it can be written is inferred from proposals. `signed` was
    observed, the others come from the help centre."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """The currency. One client sends it; whether the server takes it is unknown. Inferred."""
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
