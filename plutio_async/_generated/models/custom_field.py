from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import BOOLEAN, INTEGER, NUMBER, TEXT, Choice, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart

from ._record import AnyRecord


class CustomFieldEntityType(OpenEnum, known_values="some"):
    """The kind of record that the field is for. One client also names `event`, `time-track`, `item`, `messenger` and
    `workspace`, less surely."""

    BUSINESS = "business"
    COMPANY = "company"
    CONTRACT = "contract"
    CONVERSATION = "conversation"
    FILE = "file"
    FORM = "form"
    INVOICE = "invoice"
    INVOICE_SUBSCRIPTION = "invoice-subscription"
    PERSON = "person"
    PROJECT = "project"
    PROPOSAL = "proposal"
    SCHEDULER = "scheduler"
    TASK = "task"
    TRANSACTION = "transaction"


if TYPE_CHECKING:
    # fmt: off
    KnownCustomFieldEntityType = Literal[
        "business", "company", "contract", "conversation", "file", "form", "invoice", "invoice-subscription", "person",
        "project", "proposal", "scheduler", "task", "transaction"
    ]
    # fmt: on


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


if TYPE_CHECKING:
    # fmt: off
    KnownCustomFieldInputType = Literal[
        "checkbox", "contact", "currency", "date", "link", "multi", "multirange", "rating", "select", "slider", "text"
    ]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class CustomFieldOption(RecordPart):
    """One choice of a `select` or `multi` field. On creation `name` is enough."""

    id: str | None = field("_id", TEXT)
    """The option's id, which is what a record's value holds."""
    name: str | None = field("name", TEXT)
    """The option's label."""
    title: str | None = field("title", TEXT)
    """The option's label, by another name; some options carry it instead of `name`."""
    color: str | None = field("color", TEXT)
    """The colour of the option, such as `#2f80ed`."""
    text_color: str | None = field("textColor", TEXT)
    """The colour of its text."""
    index: int | None = field("index", INTEGER)
    """The place among the options."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class CustomFieldPermissions(RecordPart):
    """What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys are unknown."""


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CustomField(AnyRecord):
    """The definition of a custom field."""

    resource_name: ClassVar[str | None] = "custom_fields"

    title: str | None = field("title", TEXT)
    """The field's label."""
    entity_type: CustomFieldEntityType | None = field("entityType", Choice(CustomFieldEntityType))
    """The kind of record that the field is for. One client also names `event`, `time-track`, `item`, `messenger` and
    `workspace`, less surely."""
    input_type: CustomFieldInputType | None = field("inputType", Choice(CustomFieldInputType))
    """How the field is filled in, and so what its values look like."""
    options: list[CustomFieldOption] | None = field("options", Many(Ref(lambda: CustomFieldOption)))
    """What can be chosen, for `select` and `multi`."""
    allow_create: bool | None = field("allowCreate", BOOLEAN)
    """By its name, whether people may add options while they fill in the field."""
    min: float | None = attrs.field(default=None, converter=number, metadata=json("min", NUMBER))
    """The least value, for `slider`, `rating` and `multirange`."""
    max: float | None = attrs.field(default=None, converter=number, metadata=json("max", NUMBER))
    """The greatest value, for `slider`, `rating` and `multirange`."""
    is_added_by_default: bool | None = field("isAddedByDefault", BOOLEAN)
    """Whether new records of the kind carry the field from the start."""
    is_required: bool | None = field("isRequired", BOOLEAN)
    """Whether the field must be filled in. Named by other clients' types only. Inferred."""
    permissions: CustomFieldPermissions | None = field("permissions", Ref(lambda: CustomFieldPermissions))
    """What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys are unknown. Inferred."""
