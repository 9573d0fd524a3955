"""The mappings that writes take for parts of records, as type checkers see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from plutio_async._models.model import Model

from .address import CountryCode
from .entity_ref import EntityRefType
from .invoice_subscription import RepeatInterval
from .person import Person
from .wiki import WikiPrivateShareSettingsType

if TYPE_CHECKING:
    from .entity_ref import KnownEntityRefType
    from .invoice_subscription import KnownRepeatInterval
    from .wiki import KnownWikiPrivateShareSettingsType
else:  # programs read the types too
    KnownEntityRefType = KnownRepeatInterval = KnownWikiPrivateShareSettingsType = str


class Unchecked:
    """The type of no value in a literal, so that the names in a literal are checked."""


AnyMapping: TypeAlias = Mapping[str, Unchecked]
"""A mapping whose values are ``Any``, such as a ``dict[str, Any]``. Its names are checked when it is written."""


class AddressDict(TypedDict, total=False):
    """A postal address. There is no key of its own for a state; one importer joins it into `city`."""

    street: str | None
    """Street and house number."""
    city: str | None
    """Town or city."""
    zip_code: str | None
    """Postal code."""
    country: CountryCode | str | None
    """The country. The documents list ISO codes; one importer of v1.7 sent what its own table held."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class AttachmentDict(TypedDict, total=False):
    """A stored file inside a block."""

    id: str | None
    """The file's id."""
    handle: str | None
    """The name of the object in Plutio's storage."""
    title: str | None
    """The file's title."""
    size: float | Decimal | None
    """The size in bytes."""
    mime_type: str | None
    """The media type."""
    extension: str | None
    """The file name's extension."""
    url: str | None
    """Where the file can be fetched."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class BlockItemDict(TypedDict, total=False):
    """A line of an items block. Its fields are those of a billed item of a proposal, by inference."""

    title: str | None
    """What is sold. Inferred."""
    description_html: str | None
    """The description as HTML. Inferred."""
    quantity: float | Decimal | None
    """How many. Inferred."""
    amount: float | Decimal | None
    """The price of one. It may come as text. Inferred."""
    tax: str | float | Decimal | None
    """The tax rate in per cent: text such as `20%` on a billed item of a proposal, a number on an item of the price list.
    Which of them a line takes is unknown. Inferred."""
    settings: Any
    """Settings such as whether the client may adjust the quantity. Their keys are unknown, so it is any JSON value."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class BlockMainDict(TypedDict, total=False):
    """The text of an intro block."""

    text_html: str | None
    """The text as HTML."""
    text_plain: str | None
    """The text without markup."""
    has_text: bool | None
    """Whether there is text."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class CompanyMemberDict(TypedDict, total=False):
    """A person's place in a company. One importer sent only `_id`."""

    id: str | Person | None
    """The person's id."""
    is_manager: bool | None
    """Whether the person manages the company."""
    role: str | None
    """The person's role in the company. The values are unknown."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class ContactEmailDict(TypedDict, total=False):
    """An e-mail address of a person or a company."""

    address: str | None
    """The address. Filter by `contactEmails.address`."""
    type: str | None
    """What the address is for; `email` and `work` were observed."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class ContactPhoneDict(TypedDict, total=False):
    """A phone number of a person or a company."""

    number: str | None
    """The number."""
    type: str | None
    """What the number is for. The values are unknown."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class CustomFieldOptionDict(TypedDict, total=False):
    """One choice of a `select` or `multi` field. On creation `name` is enough."""

    id: str | None
    """The option's id, which is what a record's value holds."""
    name: str | None
    """The option's label."""
    title: str | None
    """The option's label, by another name; some options carry it instead of `name`."""
    color: str | None
    """The colour of the option, such as `#2f80ed`."""
    text_color: str | None
    """The colour of its text."""
    index: int | None
    """The place among the options."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class CustomFieldValueDict(TypedDict, total=False):
    """The value of one custom field on a record."""

    id: str | None
    """The id of the field's definition."""
    type: str | None
    """The field's input type."""
    value: Any
    """What it holds follows the definition's `inputType`: `select` the `_id` of one option (a label is refused), `multi`
    an array of option ids, `text` a string (a v1.8 record answered with an array of one string), `checkbox` a boolean,
    `currency`, `slider` and `rating` a number, `multirange` an array of two numbers, `date` a date-time string, `link`
    a string, `contact` a person's id. Only `select` and `text` were observed and the others are inferred, so it is any
    JSON value."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class DashboardPageLayoutEntryDict(TypedDict, total=False):
    """The place and size of one block on the grid. Under which key it names the block is unknown."""

    x: float | Decimal | None
    """The column, from the left."""
    y: float | Decimal | None
    """The row, from the top."""
    width: float | Decimal | None
    """How many columns the block takes."""
    height: float | Decimal | None
    """How many rows the block takes."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class DashboardPageRefDict(TypedDict, total=False):
    """Refers to a page of a dashboard."""

    id: str | None
    """The id of the page."""
    title: str | None
    """The title of the page."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class EntityRefDict(TypedDict, total=False):
    """Refers to a person or a company, for example an invoice's client."""

    id: str | Model | None
    """The id of the person or company."""
    entity_type: EntityRefType | KnownEntityRefType | str | None
    """What an entity reference refers to. Known values: `person`, `company`."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class PersonNameDict(TypedDict, total=False):
    """The name of a person, in two parts. Filter by `name.first` and `name.last`."""

    first: str | None
    """The given name."""
    last: str | None
    """The family name."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class ProjectBudgetDict(TypedDict, total=False):
    """What the project may cost. Only the amount is known."""

    amount: float | Decimal | None
    """The sum, in the project's currency. Money was observed to come as text too, on other records."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class ProjectStatusDict(TypedDict, total=False):
    """A project's status, taken from the statuses of the workspace."""

    id: str | None
    """The id of the status."""
    title: str | None
    """The status's title. A new workspace has `New`, `In progress`, `Completed` and `Canceled`; workspaces add their own."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class ProposalBillableItemDict(TypedDict, total=False):
    """A billed item of a proposal."""

    title: str | None
    """What is offered."""
    description_html: str | None
    """The description as HTML."""
    quantity: float | Decimal | None
    """How many."""
    amount: float | Decimal | None
    """The price of one. It may come as text; one client reads both."""
    tax: str | None
    """The tax rate as text with a per cent sign, such as `0%`."""
    settings: Any
    """Settings such as whether the client may adjust the quantity. Their keys are unknown, so it is any JSON value."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class RepeatDict(TypedDict, total=False):
    """How often a subscription makes an invoice."""

    interval_type: RepeatInterval | KnownRepeatInterval | str | None
    """The unit of a repetition. Known values: `day`, `week`, `month`, `year`."""
    interval: int | None
    """How many intervals lie between two invoices."""
    rrule: str | None
    """The same as an RFC 5545 recurrence rule."""
    month_day: float | Decimal | None
    """The day of the month. The type is inferred. Inferred."""
    year_month: float | Decimal | None
    """The month of the year. The type is inferred. Inferred."""
    year_month_day: float | Decimal | None
    """The day of that month. The type is inferred. Inferred."""
    action: str | None
    """What happens at each interval. The type is inferred and the values are unknown. Inferred."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class SchedulerDurationDict(TypedDict, total=False):
    """One length of a meeting, and its price."""

    duration: float | Decimal | None
    """The length in minutes."""
    cost_rate: float | Decimal | None
    """The price. Whether it is for the meeting or for an hour is unknown. Money was observed to come as text too, on other
    records."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class TaxDict(TypedDict, total=False):
    """A tax on an invoice."""

    title: str | None
    """The tax's name."""
    value: float | Decimal | None
    """The rate in per cent."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class WebsiteLinkDict(TypedDict, total=False):
    """A website of a company."""

    url: str | None
    """The address of the site."""
    type: str | None
    """Always `website` where it was observed."""
    title: str | None
    """How the link is labelled."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class WikiDesignOptionsDict(TypedDict, total=False):
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value."""

    id: Any
    """The id of the design."""
    max_width: Any
    """The greatest width of the content."""
    font_family: Any
    """The typeface."""
    bg_color: Any
    """The background colour."""
    layout: Any
    """How the pages are laid out."""
    padding: Any
    """The space around the content."""
    border_radius: Any
    """How round the corners are."""
    section: Any
    """The design of a section, an object. Its keys are unknown."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class WikiPrivateShareSettingsDict(TypedDict, total=False):
    """Who inside the workspace sees the wiki."""

    type: WikiPrivateShareSettingsType | KnownWikiPrivateShareSettingsType | str | None
    """How the readers are chosen. Only `roles` was observed. Known values: `roles`."""
    roles: Sequence[str] | None
    """The slugs of the roles that see the wiki, such as `team` or `co-owner`."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""


class WikiShareSettingsDict(TypedDict, total=False):
    """Whether the wiki is shared."""

    is_shared: bool | None
    """True shares the wiki."""
    extra: Mapping[str, Any]
    """Fields that are not described, by wire name."""
