"""The login accounts of a workspace."""

from __future__ import annotations

from collections.abc import Callable

from plutio_async._core.call import Operation
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

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
        """All records that match, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: The number of records in a call.
            page_cap: The server's largest page, if you know it: saves the last call, as a smaller page ends the list. If
                the server's pages are smaller than that, records are lost.
            read_ahead: The most pages to fetch ahead.
            cursor: Continues from the ``cursor`` of other ``Records``.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
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
        """The same as ``iterate``, in the pages of the server: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
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
            skip: The number of records to skip.
            limit: The most records to return. The API does not publish its default and its maximum.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)
