from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    Choice,
    Either,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef
from .project_budget import ProjectBudget
from .project_status import ProjectStatus
from .project_task_count import ProjectTaskCount

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
        "description",
        "descriptionHTML",
        "clients",
        "contributors",
        "startDate",
        "dueDate",
        "currency",
        "budget",
        "isBillable",
        "billingRate",
        "color",
        "customFields",
        "status",
        "client",
        "templateId",
        "taskCounts",
    )
)

_status = Either(Ref(ProjectStatus), TEXT)


@define(kw_only=True, eq=False, repr=False)
class Project(CustomRecord):
    """Work for one or more clients. `clients` is what is written; the single `client`, which one client reads and filters
    by as `client._id`, may be derived or older."""

    custom_entity: ClassVar[str] = "project"

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
    """The project's name. Projects have no `title`. Evidence: observed."""
    description: str | None = field("description", TEXT)
    """The description as plain text. Evidence: documented."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML. Known on other records; on projects it is inferred. Evidence: inferred."""
    clients: list[EntityRef] | None = field("clients", Many(Ref(EntityRef)))
    """The people and companies that the project is for. Evidence: observed."""
    contributors: list[str] | None = field("contributors", Many(TEXT), refers_to=("profiles",))
    """The ids of the profiles that work on the project. Evidence: documented."""
    start_date: datetime | None = field("startDate", MOMENT)
    """When the project starts. Evidence: observed."""
    due_date: datetime | None = field("dueDate", MOMENT)
    """When the project is due. Evidence: observed."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case. Evidence: observed."""
    budget: ProjectBudget | None = field("budget", Ref(ProjectBudget))
    """What the project may cost. Only the amount is known. Evidence: documented."""
    is_billable: bool | None = field("isBillable", BOOLEAN)
    """Whether time on the project is billed. Evidence: documented."""
    billing_rate: float | None = field("billingRate", NUMBER)
    """The price of an hour. Money was observed to come as text too, on other records. Evidence: documented."""
    color: str | None = field("color", TEXT)
    """The project's colour. Known as a filter of one module; that it can be written is inferred. Evidence: inferred."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: observed."""
    status: ProjectStatus | str | None = field("status", _status)
    """Where the project stands: an object on reads. One client filters it as text, so a string is allowed for. How it is
    written is unknown. Evidence: observed."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """A single client, a person or a company. One reader of the API filters by `client._id`; it may be derived from
    `clients`, or older. Evidence: observed."""
    template_id: str | None = field("templateId", TEXT, refers_to=("templates",))
    """The id of the template that the project was made from. Evidence: inferred."""
    task_counts: list[ProjectTaskCount] | None = field("taskCounts", Many(Ref(ProjectTaskCount)))
    """Counts of the project's tasks. Read by a client of v1 and v1.9; what one entry stands for is unknown. Evidence:
    observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 24:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 24 else unknown_keys(d, _ABSENT)
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
            o.description = v if (v := d["description"]).__class__ is str or v is None else mismatch(v)
            o.description_html = v if (v := d["descriptionHTML"]).__class__ is str or v is None else mismatch(v)
            o.clients = (
                v
                if (v := d["clients"]) is None
                else list(map(EntityRef.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.contributors = (
                v
                if (v := d["contributors"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.start_date = (
                v
                if (v := d["startDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.due_date = (
                v
                if (v := d["dueDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.currency = v if (v := d["currency"]) is None else CurrencyCode.known(v) or CurrencyCode(v)
            o.budget = v if (v := d["budget"]) is None else ProjectBudget.decode(v)
            o.is_billable = v if (v := d["isBillable"]).__class__ is bool or v is None else mismatch(v)
            o.billing_rate = v if (v := d["billingRate"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.color = v if (v := d["color"]).__class__ is str or v is None else mismatch(v)
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.status = v if (v := d["status"]) is None else _status.decode(v)
            o.client = v if (v := d["client"]) is None else EntityRef.decode(v)
            o.template_id = v if (v := d["templateId"]).__class__ is str or v is None else mismatch(v)
            o.task_counts = (
                v
                if (v := d["taskCounts"]) is None
                else list(map(ProjectTaskCount.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
