from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import attrs
from attrs import define

from plutio_async._models.codecs import BOOLEAN, INTEGER, MOMENT, NUMBER, TEXT, Choice, Either, Id, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.model import RecordPart

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class ProjectBudget(RecordPart):
    """What the project may cost. Only the amount is known."""

    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The sum, in the project's currency. Money was observed to come as text too, on other records."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class ProjectStatus(RecordPart):
    """A project's status, taken from the statuses of the workspace."""

    id: str | None = field("_id", TEXT)
    """The id of the status."""
    title: str | None = field("title", TEXT)
    """The status's title. A new workspace has `New`, `In progress`, `Completed` and `Canceled`; workspaces add their own."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class ProjectTaskCount(RecordPart):
    """How many tasks there are, and how many are done."""

    all: int | None = field("all", INTEGER)
    """All tasks."""
    completed: int | None = field("completed", INTEGER)
    """The completed ones."""


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Project(AnyCustomRecord):
    """Work for one or more clients. `clients` is what is written; the single `client`, which one client reads and filters
    by as `client._id`, may be derived or older."""

    resource_name: ClassVar[str | None] = "projects"
    custom_entity: ClassVar[str] = "project"

    name: str | None = field("name", TEXT)
    """The project's name. Projects have no `title`."""
    description: str | None = field("description", TEXT)
    """The description as plain text."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML. Known on other records; on projects it is inferred. Inferred."""
    clients: list[EntityRef] | None = field("clients", Many(Ref(EntityRef)))
    """The people and companies that the project is for."""
    contributors: list[str] | None = field("contributors", Many(Id(("profiles",))))
    """The ids of the profiles that work on the project."""
    start_date: datetime | None = field("startDate", MOMENT)
    """When the project starts."""
    due_date: datetime | None = field("dueDate", MOMENT)
    """When the project is due."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case."""
    budget: ProjectBudget | None = field("budget", Ref(lambda: ProjectBudget))
    """What the project may cost. Only the amount is known."""
    is_billable: bool | None = field("isBillable", BOOLEAN)
    """Whether time on the project is billed."""
    billing_rate: float | None = attrs.field(default=None, converter=number, metadata=json("billingRate", NUMBER))
    """The price of an hour. Money was observed to come as text too, on other records."""
    color: str | None = field("color", TEXT)
    """The project's colour. Known as a filter of one module; that it can be written is inferred. Inferred."""
    status: str | ProjectStatus | None = field(
        "status", Either(Id(("statuses",)), Ref(lambda: ProjectStatus, ("statuses",)))
    )
    """Where the project stands, an object. One client filters it as text, so a string is allowed for."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """A single client, a person or a company. One reader of the API filters by `client._id`; it may be derived from
    `clients`, or older."""
    template_id: str | None = field("templateId", Id(("templates",)))
    """The id of the template that the project was made from. Inferred."""
    task_counts: list[ProjectTaskCount] | None = field("taskCounts", Many(Ref(lambda: ProjectTaskCount)))
    """Counts of the project's tasks. Read by a client of v1 and v1.9; what one entry stands for is unknown."""
