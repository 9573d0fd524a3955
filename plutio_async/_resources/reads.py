"""The calls that read the records of a resource."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import define, frozen

from plutio_async._core.call import Call, Operation, Query
from plutio_async._core.checks import check_count
from plutio_async._models.answers import Found, PageRows, Rows
from plutio_async._models.codecs import known_id
from plutio_async._models.fields import Field
from plutio_async._models.json_form import RawValue
from plutio_async._models.known_values import warning_once
from plutio_async._models.model import M
from plutio_async._models.tables import RecordList
from plutio_async._resources.resource import Resource
from plutio_async._resources.sender import Filter

if TYPE_CHECKING:
    from plutio_async._custom_fields.schema import EntitySchema
    from plutio_async._pagination.changes import Changes
    from plutio_async._pagination.records import Records
    from plutio_async._query.compiling import QueryLike
    from plutio_async._query.conditions import CustomSchema
    from plutio_async._resources.by_id import RecordsById


@frozen
class Selection:
    """The arguments of a method that choose its records and their order."""

    method: str
    q: QueryLike
    sort: str | None
    filters: Mapping[str, Filter]


@define
class CheckedSelection:
    """A selection without mistakes, and the query parameters for it.

    Attributes:
        name: Identifies the parameters. Has the titles of custom fields where they have the ids.
        query: The parameters; ``None`` until the definitions of custom fields are read, if it needs them.
    """

    selection: Selection
    name: Query = ()
    query: Query | None = ()


class Reads(Resource[M], Generic[M]):
    """A resource that has reads: their calls, without the methods that users see."""

    _listing: ClassVar[Operation]
    _id_query: ClassVar[bool] = True
    """Whether ``q`` may hold ids."""
    _get_by_list: ClassVar[bool] = False
    """Whether a record that is not found by its id is looked for in the list."""
    _parameters: ClassVar[Mapping[str, Field]] = {}
    """The filters that are query parameters of their own, whatever the fields of the records."""
    _required: ClassVar[tuple[str, ...]] = ()
    """Those of them that the API needs."""

    def _one(self, id: str) -> Call[M]:
        """The call for one record."""
        return Call(self._listing, Found(self.model, id, self.name), (("_id", id),))

    def _by_path(self, id: str) -> Call[M]:
        """The call for one record by its id in the path, which some servers take."""
        operation = Operation(None, "GET", f"{self._listing.path}/{id}", idempotent=True)
        return Call(operation, Found(self.model, id, self.name))

    def _several(self, ids: Sequence[str]) -> Call[list[M | None]]:
        """The call for several records."""
        query = json.dumps({"_id": {"$in": list(ids)}}, separators=(",", ":"))
        return self._page((("q", query),), None, len(ids))

    def _by_id(self) -> RecordsById[M]:
        """Reads by ids, in the fewest calls."""
        from plutio_async._resources.by_id import RecordsById

        return RecordsById(self.name, self._sender, self._one, self._several if self._id_query else None)

    async def _found(self, ids: Sequence[str]) -> dict[str, M]:
        """The records that exist of those with some ids."""
        found = await self._by_id().fetch(ids)
        if self._get_by_list and (missing := set(ids) - found.keys()):
            found |= await self._search(missing)
        return found

    async def _search(self, ids: set[str]) -> dict[str, M]:
        """The records with some ids, from the list of all."""
        found: dict[str, M] = {}
        async for record in self._walk(Selection("get", None, None, {})):
            if (id := _key(record)) in ids:
                found[id] = record
                if len(found) == len(ids):
                    break
        return found

    async def _some(self, selection: Selection, skip: int | None, limit: int | None) -> RecordList[M]:
        """The records of one call."""
        checked = self._check(selection)
        window = _window(skip, limit)
        return await self._sender.send(Call(self._listing, Rows(self.model), await self._query(checked) + window))

    def _walk(
        self, selection: Selection, page_size: int | None = None, cursor: str | None = None, **options: Any
    ) -> Records[M]:
        """All records, page after page. ``options`` are further ones of ``WalkOptions``."""
        from plutio_async._pagination.page import PAGE_LIMIT, WalkOptions
        from plutio_async._pagination.records import Records

        checked = self._check(selection)

        async def fetch(skip: int, limit: int) -> list[M | None]:
            return await self._sender.send(self._page(await self._query(checked), skip, limit))

        walk = WalkOptions(
            fetch,
            _key,
            limit=(self._sender.shared.learned.page_size or PAGE_LIMIT) if page_size is None else page_size,
            caps=self._sender.shared.page_caps(self.name),
            spawn=self._sender.shared.spawn,
            spare=self._sender.shared.spare,
            **options,
        )
        return Records(walk, cursor=cursor, listing=self._listing_name(checked.name))

    def _changes(
        self,
        selection: Selection,
        *,
        every: float | None = None,
        deleted: bool = False,
        whole: bool = False,
        **start: Any,
    ) -> Changes[M]:
        """The records that were created or updated since ``start``, as ``Changes`` takes it; polls with ``every``.

        ``whole`` includes records whose changes cannot be seen.
        """
        from plutio_async._pagination.changes import Changes
        from plutio_async._pagination.cursor import ServerTime
        from plutio_async._pagination.scan import ChangeSource

        self._check_required(selection)
        plain, condition = self._filters(selection, None)
        server, shared = ServerTime(), self._sender.shared
        sender = (self._sender if every is None else self._sender.in_background()).noting(server.note)

        async def fetch(changed: str | None, sort: str | None, skip: int, limit: int) -> list[M | None]:
            query = () if changed is None else (("q", changed),)
            ordered = () if sort is None else (("sort", shared.learned.spelled(sort)),)
            return await sender.send(self._page((*plain, *query, *ordered), skip, limit))

        listing = self._listing_name(f"{plain}{condition or ''}")
        source = ChangeSource(
            fetch,
            condition,
            listing,
            shared.page_caps(self.name),
            shared.clock,
            server,
            shared.traits,
            trashed=partial(self._sender.trashed, self.name) if deleted else None,
            whole=whole,
        )
        return Changes(source, every=every, **start)

    async def _custom_schema(self) -> EntitySchema:
        """The definitions of the custom fields of these records."""
        entity = getattr(self.model, "custom_entity", None)
        if entity is None:
            raise TypeError(f"the records of {self.name} have no custom fields")
        return (await self._sender.custom_schema()).of(entity)

    def _page(self, query: Query, skip: int | None, limit: int) -> Call[list[M | None]]:
        return Call(self._listing, PageRows(self.model), query + _window(skip, limit))

    def _listing_name(self, query: object) -> str:
        """Names a listing, so that a cursor is used only for its own."""
        business = self._sender.business
        return f"{self.name}?{query}" if business is None else f"{business}/{self.name}?{query}"

    def _check(self, selection: Selection) -> CheckedSelection:
        """Raises an error for wrong input at once, before the definitions are read that some queries need."""
        self._check_required(selection)
        if selection.q is None and selection.sort is None and not selection.filters:
            return CheckedSelection(selection)
        from plutio_async._query.compiling import UnreadSchema

        schema = UnreadSchema()
        name = self._compiled(selection, schema)
        return CheckedSelection(selection, name, None if schema.titles else name)

    async def _query(self, checked: CheckedSelection) -> Query:
        """The parameters, with ``sort`` in the grammar of the server, but for ``raw()``."""
        if checked.query is None:
            checked.query = self._compiled(checked.selection, await self._custom_schema())
        if isinstance(checked.selection.sort, RawValue):
            return checked.query
        spelled = self._sender.shared.learned.spelled
        return tuple((name, spelled(value) if name == "sort" else value) for name, value in checked.query)

    def _compiled(self, selection: Selection, schema: CustomSchema) -> Query:
        from plutio_async._query.compiling import compile_sort
        from plutio_async._query.paths import ModelNames

        query, compiled = self._filters(selection, schema)
        if compiled is not None:
            query += (("q", compiled),)
        sort = compile_sort(selection.sort, ModelNames(self.model))
        return query if sort is None else (*query, ("sort", sort))

    def _filters(self, selection: Selection, schema: CustomSchema | None) -> tuple[Query, str | None]:
        """The parameters for the filters, and the JSON of ``q`` with what no parameter can hold."""
        from plutio_async._query.compiling import all_of, compile_filters, compile_parameters, compile_query
        from plutio_async._query.paths import ModelNames

        filters, own_parameters = selection.filters, self._parameters
        own = {own_parameters[name].name: value for name, value in filters.items() if name in own_parameters}
        fields = {name: value for name, value in filters.items() if name not in own_parameters}
        names = ModelNames(self.model)
        with warning_once(self._sender.shared.noted):
            parameters, conditions = compile_filters(fields, names)
            compiled = compile_query(all_of(selection.q, conditions), names, schema)
        return (*compile_parameters(own), *parameters), compiled

    def _check_required(self, selection: Selection) -> None:
        if selection.q is None and (missing := [name for name in self._required if name not in selection.filters]):
            raise TypeError(
                f"{self.name}.{selection.method}() needs {' and '.join(missing)}: the API has no list of all"
            )


def _window(skip: int | None, limit: int | None) -> Query:
    """The parameters of a page. Raises ``ConfigurationError`` for what is none."""
    if skip is not None:
        check_count("skip", skip, least=0)
    if limit is not None:
        check_count("limit", limit)
    given = (("skip", skip), ("limit", limit))
    return tuple((name, str(value)) for name, value in given if value is not None)


def _key(record: Any) -> str:
    """The id of a row, ``""`` for one without."""
    return known_id(record) or ""
