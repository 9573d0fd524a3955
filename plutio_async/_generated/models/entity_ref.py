from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import define

from plutio_async._models.codecs import Choice, Id
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart


class EntityRefType(OpenEnum):
    """What an entity reference refers to."""

    PERSON = "person"
    COMPANY = "company"


if TYPE_CHECKING:
    # fmt: off
    KnownEntityRefType = Literal["person", "company"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class EntityRef(RecordPart):
    """Refers to a person or a company, for example an invoice's client."""

    id: str | None = field("_id", Id({"person": "people", "company": "companies"}))
    """The id of the person or company."""
    entity_type: EntityRefType | None = field("entityType", Choice(EntityRefType))
    """What an entity reference refers to."""
