from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import ANYTHING, BOOLEAN, INTEGER, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart

from ._record import AnyRecord


class WikiPrivateShareSettingsType(OpenEnum, known_values="some"):
    """How the readers are chosen. Only `roles` was observed."""

    ROLES = "roles"


if TYPE_CHECKING:
    # fmt: off
    KnownWikiPrivateShareSettingsType = Literal["roles"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class WikiDesignOptions(RecordPart):
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value."""

    id: Any = field("id", ANYTHING)
    """The id of the design."""
    max_width: Any = field("maxWidth", ANYTHING)
    """The greatest width of the content."""
    font_family: Any = field("fontFamily", ANYTHING)
    """The typeface."""
    bg_color: Any = field("bgColor", ANYTHING)
    """The background colour."""
    layout: Any = field("layout", ANYTHING)
    """How the pages are laid out."""
    padding: Any = field("padding", ANYTHING)
    """The space around the content."""
    border_radius: Any = field("borderRadius", ANYTHING)
    """How round the corners are."""
    section: Any = field("section", ANYTHING)
    """The design of a section, an object. Its keys are unknown."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class WikiPrivateShareSettings(RecordPart):
    """Who inside the workspace sees the wiki."""

    type: WikiPrivateShareSettingsType | None = field("type", Choice(WikiPrivateShareSettingsType))
    """How the readers are chosen. Only `roles` was observed."""
    roles: list[str] | None = field("roles", Many(TEXT))
    """The slugs of the roles that see the wiki, such as `team` or `co-owner`."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class WikiShareSettings(RecordPart):
    """Whether the wiki is shared."""

    is_shared: bool | None = field("isShared", BOOLEAN)
    """True shares the wiki."""


@define(kw_only=True, eq=False, repr=False)
class Wiki(AnyRecord):
    """A collection of pages."""

    resource_name: ClassVar[str | None] = "wiki"

    title: str | None = field("title", TEXT)
    """The wiki's name."""
    description: str | None = field("description", TEXT)
    """What the wiki is about."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that the wiki belongs to. Listed beside `entityType` and `entityId`."""
    entity_type: str | None = field("entityType", TEXT)
    """The kind of record that the wiki belongs to. Only `project` was observed."""
    entity_id: str | None = field("entityId", Id({"project": "projects"}))
    """The id of the record that the wiki belongs to."""
    design_options: WikiDesignOptions | None = field("designOptions", Ref(lambda: WikiDesignOptions))
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value."""
    share_settings: WikiShareSettings | None = field("shareSettings", Ref(lambda: WikiShareSettings))
    """Whether the wiki is shared."""
    private_share_settings: WikiPrivateShareSettings | None = field(
        "privateShareSettings", Ref(lambda: WikiPrivateShareSettings)
    )
    """Who inside the workspace sees the wiki."""
    logo: Any = field("logo", ANYTHING)
    """The wiki's logo. An object whose keys are unknown, so it is any JSON value."""
    icon_image: Any = field("iconImage", ANYTHING)
    """The wiki's icon. An object whose keys are unknown, so it is any JSON value."""
    color: str | None = field("color", TEXT)
    """The wiki's colour."""
    index: int | None = field("index", INTEGER)
    """The place among the other wikis."""
    blocks_layout: Any = field("blocksLayout", ANYTHING)
    """How blocks are laid out. By inference an array; its entries are unknown, so it is any JSON value."""
