from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart, display_text, joined

from ._record import AnyCustomRecord
from .address import Address
from .contact_email import ContactEmail
from .contact_phone import ContactPhone
from .custom_field_value import CustomFieldValue


class PersonRole(OpenEnum, known_values="own"):
    """The slug of the person's role. A workspace can add roles of its own."""

    CLIENT = "client"
    TEAM = "team"
    CO_OWNER = "co-owner"
    OWNER = "owner"
    MANAGER = "manager"
    LEAD = "lead"
    CONTRIBUTOR = "contributor"


if TYPE_CHECKING:
    # fmt: off
    KnownPersonRole = Literal[
        "client", "team", "co-owner", "owner", "manager", "lead", "contributor"
    ]
    # fmt: on


class PersonStatus(OpenEnum, known_values="some"):
    """Whether the person is active. Only these values were observed."""

    ACTIVE = "active"
    INACTIVE = "inactive"


if TYPE_CHECKING:
    # fmt: off
    KnownPersonStatus = Literal["active", "inactive"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class IdRef(RecordPart):
    """Refers to a record by its id alone."""

    id: str | None = field("_id", TEXT)
    """The id of the record."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class PersonName(RecordPart):
    """The name of a person, in two parts. Filter by `name.first` and `name.last`."""

    first: str | None = field("first", TEXT)
    """The given name."""
    last: str | None = field("last", TEXT)
    """The family name."""

    def __str__(self) -> str:
        """As people write it."""
        return joined(self.first, self.last)


@define(kw_only=True, eq=False, repr=False)
class Person(AnyCustomRecord):
    """A contact of the workspace, a client or a member of the team."""

    resource_name: ClassVar[str | None] = "people"
    custom_entity: ClassVar[str] = "person"

    name: PersonName | None = field("name", Ref(lambda: PersonName))
    """The name of a person, in two parts. Filter by `name.first` and `name.last`."""
    role: PersonRole | None = field("role", Choice(PersonRole))
    """The slug of the person's role. A workspace can add roles of its own."""
    status: PersonStatus | None = field("status", Choice(PersonStatus))
    """Whether the person is active. Only these values were observed."""
    contact_emails: list[ContactEmail] | None = field("contactEmails", Many(Ref(ContactEmail)))
    """E-mail addresses. Filter by `contactEmails.address`."""
    contact_phones: list[ContactPhone] | None = field("contactPhones", Many(Ref(ContactPhone)))
    """Phone numbers."""
    address: Address | None = field("address", Ref(Address))
    """A postal address. There is no key of its own for a state; one importer joins it into `city`."""
    company_id: str | None = field("companyId", Id(("companies",)))
    """The id of the person's company. Named in one client's prose only; `companies` is what was read. Inferred."""
    tags: list[str] | None = field("tags", Many(TEXT))
    """Free labels."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
    companies: list[IdRef] | None = field("companies", Many(Ref(IdRef, ("companies",))))
    """The companies that the person belongs to. They were only read; a company's `people` is written."""

    @property
    def display_name(self) -> str:
        """What people call the record, or else its id."""
        return display_text(self.name, self.contact_emails, self.id)
