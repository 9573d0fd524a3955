from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import TEXT, Id
from plutio_async._models.fields import Ref, field
from plutio_async._models.model import RecordPart

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class FormResponseData(RecordPart):
    """The answers, from the id of a form's field to the value given."""


@define(kw_only=True, eq=False, repr=False)
class FormResponse(AnyRecord):
    """What one person sent in through a form."""

    resource_name: ClassVar[str | None] = "form_responses"

    form_id: str | None = field("formId", Id(("forms",)))
    """The id of the form that was filled in."""
    data: FormResponseData | None = field("data", Ref(lambda: FormResponseData))
    """The answers, from the id of a form's field to the value given."""
    name: str | None = field("name", TEXT)
    """The name of the person who filled it in."""
    email: str | None = field("email", TEXT)
    """The e-mail address of the person who filled it in."""
