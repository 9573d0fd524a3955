from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import BOOLEAN, TEXT, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.model import RecordPart, display_text

from ._record import AnyCustomRecord
from .address import Address
from .contact_email import ContactEmail
from .contact_phone import ContactPhone
from .custom_field_value import CustomFieldValue


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class CompanyMember(RecordPart):
    """A person's place in a company. One importer sent only `_id`."""

    id: str | None = field("_id", Id(("people",)))
    """The person's id."""
    is_manager: bool | None = field("isManager", BOOLEAN)
    """Whether the person manages the company."""
    role: str | None = field("role", TEXT)
    """The person's role in the company. The values are unknown."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class WebsiteLink(RecordPart):
    """A website of a company."""

    url: str | None = field("url", TEXT)
    """The address of the site."""
    type: str | None = field("type", TEXT)
    """Always `website` where it was observed."""
    title: str | None = field("title", TEXT)
    """How the link is labelled."""


@define(kw_only=True, eq=False, repr=False)
class Company(AnyCustomRecord):
    """A firm."""

    resource_name: ClassVar[str | None] = "companies"
    custom_entity: ClassVar[str] = "company"

    title: str | None = field("title", TEXT)
    """The company's name. The field is not called `name`."""
    industry: str | None = field("industry", TEXT)
    """The industry as a lower-case word. The list of values is unknown."""
    contact_emails: list[ContactEmail] | None = field("contactEmails", Many(Ref(ContactEmail)))
    """The e-mail addresses."""
    contact_phones: list[ContactPhone] | None = field("contactPhones", Many(Ref(ContactPhone)))
    """The phone numbers."""
    address: Address | None = field("address", Ref(Address))
    """A postal address. There is no key of its own for a state; one importer joins it into `city`."""
    website_links: list[WebsiteLink] | None = field("websiteLinks", Many(Ref(WebsiteLink)))
    """The websites."""
    people: list[CompanyMember] | None = field("people", Many(Ref(lambda: CompanyMember)))
    """The people who belong to the company."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""

    @property
    def display_name(self) -> str:
        """What people call the record, or else its id."""
        return display_text(self.title, self.contact_emails, self.id)
