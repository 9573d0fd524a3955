"""The login accounts of a workspace."""

from __future__ import annotations

from collections.abc import Callable

from plutio_async._resources.base import (
    Filter,
    Listing,
    Operation,
    PageIterator,
    Progress,
    QueryLike,
    Records,
)

from ..models.profile import Profile

_PROFILES_LIST = Operation("profiles_list", "GET", "/profiles", idempotent=True)


class ProfilesResource(Listing[Profile]):
    """The login accounts of a workspace."""

    name = "profiles"
    model = Profile
    listing = _PROFILES_LIST

    def iterate(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> Records[Profile]:
        """Every record that matches, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: Records asked for at a time.
            page_cap: The most that the server gives at a time, if you know it: saves the last call. A smaller page ends
                the list then, so records are lost if the server gives fewer than that.
            read_ahead: Pages that may be fetched before they are asked for.
            cursor: Goes on where the ``cursor`` of other ``Records`` was taken.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: a call failed, at the page where it happens; ``plutio_async.errors`` draws the tree.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        )

    def pages(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> PageIterator[Profile]:
        """The same as ``iterate``, in lists as the server gave them: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: a call failed, at the page where it happens; ``plutio_async.errors`` draws the tree.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        ).pages()

    async def list(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        skip: int | None = None,
        limit: int | None = None,
        **filters: Filter,
    ) -> list[Profile]:
        """List profiles.

        Answers with the profiles that match. Profiles can only be read. Their ids stand in fields such as
        `contributors`, `participants`, `members` and `mentions`, and by one of two sources in `assignedTo`.

        Evidence: documented.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: How many records to pass over.
            limit: The most records to answer with; what the API takes for it otherwise, and at most, is not published.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)
