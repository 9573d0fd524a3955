from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import ANYTHING, INTEGER, TEXT, Choice, Id, Many
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyRecord


class WikiEntityType(OpenEnum):
    """Whether it is a page or a category of pages."""

    PAGE = "page"
    CATEGORY = "category"


if TYPE_CHECKING:
    # fmt: off
    KnownWikiEntityType = Literal["page", "category"]
    # fmt: on


class WikiEntityStatus(OpenEnum):
    """Whether readers see it."""

    DRAFT = "draft"
    PUBLISHED = "published"


if TYPE_CHECKING:
    # fmt: off
    KnownWikiEntityStatus = Literal["draft", "published"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class WikiEntity(AnyRecord):
    """A page of a wiki, or a category of pages."""

    resource_name: ClassVar[str | None] = "wiki_entities"

    wiki_id: str | None = field("wikiId", Id(("wiki",)))
    """The id of the wiki."""
    parent_id: str | None = field("parentId", Id(("wiki_entities", "wiki")))
    """The id of the parent; the wiki's own id for the top level."""
    title: str | None = field("title", TEXT)
    """The page's or category's title."""
    type: WikiEntityType | None = field("type", Choice(WikiEntityType))
    """Whether it is a page or a category of pages."""
    status: WikiEntityStatus | None = field("status", Choice(WikiEntityStatus))
    """Whether readers see it."""
    description: str | None = field("description", TEXT)
    """What the page or category is about."""
    design_options: Any = field("designOptions", ANYTHING)
    """How the page looks. An object whose keys are unknown, so it is any JSON value."""
    icon: Any = field("icon", ANYTHING)
    """The page's icon. An object whose keys are unknown, so it is any JSON value."""
    meta: Any = field("meta", ANYTHING)
    """More about the page. An object whose keys are unknown, so it is any JSON value."""
    index: int | None = field("index", INTEGER)
    """The place among its neighbours. The move call takes `position` instead."""
    blocks: list[Any] | None = field("blocks", Many(ANYTHING))
    """The blocks of the page. A page has a content block from the start."""
