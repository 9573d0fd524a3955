from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, TEXT, Choice
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyRecord


class InboxGroupType(OpenEnum):
    """What kind of channel it is."""

    EMAIL = "email"
    MESSENGER = "messenger"


if TYPE_CHECKING:
    # fmt: off
    KnownInboxGroupType = Literal["email", "messenger"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class InboxGroup(AnyRecord):
    """A channel of the inbox, also called a messenger."""

    resource_name: ClassVar[str | None] = "inbox_groups"

    title: str | None = field("title", TEXT)
    """The channel's name."""
    type: InboxGroupType | None = field("type", Choice(InboxGroupType))
    """What kind of channel it is."""
    is_active: bool | None = field("isActive", BOOLEAN)
    """Whether the channel is in use."""
