"""Definitions of the fields that a workspace adds to its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import ANYTHING, BOOLEAN, NUMBER, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.custom_field import CustomField
from ..models.custom_field_entity_type import CustomFieldEntityType
from ..models.custom_field_input_type import CustomFieldInputType
from ..models.custom_field_option import CustomFieldOption
from ..models.custom_field_permissions import CustomFieldPermissions

_CUSTOM_FIELDS_UPDATE = Operation("custom_fields_update", "PUT", "/custom-fields", idempotent=True)
_CUSTOM_FIELDS_CREATE = Operation("custom_fields_create", "POST", "/custom-fields", idempotent=False)
_CUSTOM_FIELDS_DELETE = Operation("custom_fields_delete", "DELETE", "/custom-fields", idempotent=True)
_CUSTOM_FIELDS_UPDATE_ON_ENTITY = Operation(
    "custom_fields_update_on_entity", "PUT", "/custom-fields/entity", idempotent=True
)
_CUSTOM_FIELDS_ADD_TO_ENTITY = Operation(
    "custom_fields_add_to_entity", "POST", "/custom-fields/entity", idempotent=False
)
_CUSTOM_FIELDS_LIST = Operation("custom_fields_list", "GET", "/custom-fields", idempotent=True)


class CustomFieldUpdate(TypedDict, total=False):
    """Changes of one definition."""

    title: str | None
    """The field's label. Evidence: observed."""
    entity_type: CustomFieldEntityType | str | None
    """The kind of record that the field is for. One client also names `event`, `time-track`, `item`, `messenger` and
    `workspace`, less surely. Evidence: observed."""
    input_type: CustomFieldInputType | str | None
    """How the field is filled in, and so what its values look like. Evidence: observed."""
    options: Sequence[CustomFieldOption | Mapping[str, Any]] | None
    """What can be chosen, for `select` and `multi`. Evidence: observed."""
    allow_create: bool | None
    """By its name, whether people may add options while they fill in the field. Evidence: observed."""
    min: float | None
    """The least value, for `slider`, `rating` and `multirange`. Evidence: observed."""
    max: float | None
    """The greatest value, for `slider`, `rating` and `multirange`. Evidence: observed."""
    is_added_by_default: bool | None
    """Whether new records of the kind carry the field from the start. Evidence: observed."""
    is_required: bool | None
    """Whether the field must be filled in. Named by other clients' types only. Evidence: inferred."""
    permissions: CustomFieldPermissions | Mapping[str, Any] | None
    """What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys are unknown. Evidence:
    inferred."""


class CustomFieldCreate(TypedDict, total=False):
    """A definition to be made."""

    title: Required[str]
    """The field's label. Evidence: observed."""
    entity_type: Required[CustomFieldEntityType | str]
    """The kind of record that the field is for. One client also names `event`, `time-track`, `item`, `messenger` and
    `workspace`, less surely. Evidence: observed."""
    input_type: CustomFieldInputType | str | None
    """How the field is filled in, and so what its values look like. Evidence: observed."""
    options: Sequence[CustomFieldOption | Mapping[str, Any]] | None
    """What can be chosen, for `select` and `multi`. Evidence: observed."""
    allow_create: bool | None
    """By its name, whether people may add options while they fill in the field. Evidence: observed."""
    min: float | None
    """The least value, for `slider`, `rating` and `multirange`. Evidence: observed."""
    max: float | None
    """The greatest value, for `slider`, `rating` and `multirange`. Evidence: observed."""
    is_added_by_default: bool | None
    """Whether new records of the kind carry the field from the start. Evidence: observed."""
    is_required: bool | None
    """Whether the field must be filled in. Named by other clients' types only. Evidence: inferred."""
    permissions: CustomFieldPermissions | Mapping[str, Any] | None
    """What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys are unknown. Evidence:
    inferred."""


class CustomFieldOnEntity(TypedDict, total=False):
    """Which custom field of which record is meant, and its value. The body is unknown; all of these names are inferred and
    none is known to be needed."""

    id: str | None
    """The id of the field's definition. Evidence: inferred."""
    entity_type: CustomFieldEntityType | str | None
    """The kind of record that the field is for. One client also names `event`, `time-track`, `item`, `messenger` and
    `workspace`, less surely. Evidence: inferred."""
    entity_id: str | None
    """The id of the record. Evidence: inferred."""
    value: Any
    """The value, in the shape that the definition's `inputType` asks for. Any JSON value. Evidence: inferred."""


_CustomFieldUpdate = Body(
    {
        "title": Field("title", TEXT),
        "entity_type": Field("entityType", Choice(CustomFieldEntityType)),
        "input_type": Field("inputType", Choice(CustomFieldInputType)),
        "options": Field("options", Many(Ref(CustomFieldOption))),
        "allow_create": Field("allowCreate", BOOLEAN),
        "min": Field("min", NUMBER),
        "max": Field("max", NUMBER),
        "is_added_by_default": Field("isAddedByDefault", BOOLEAN),
        "is_required": Field("isRequired", BOOLEAN),
        "permissions": Field("permissions", Ref(CustomFieldPermissions)),
    },
    required=frozenset(),
)
_CustomFieldCreate = Body(
    {
        "title": Field("title", TEXT),
        "entity_type": Field("entityType", Choice(CustomFieldEntityType)),
        "input_type": Field("inputType", Choice(CustomFieldInputType)),
        "options": Field("options", Many(Ref(CustomFieldOption))),
        "allow_create": Field("allowCreate", BOOLEAN),
        "min": Field("min", NUMBER),
        "max": Field("max", NUMBER),
        "is_added_by_default": Field("isAddedByDefault", BOOLEAN),
        "is_required": Field("isRequired", BOOLEAN),
        "permissions": Field("permissions", Ref(CustomFieldPermissions)),
    },
    required=frozenset(["title", "entity_type"]),
)
_CustomFieldOnEntity = Body(
    {
        "id": Field("_id", TEXT),
        "entity_type": Field("entityType", Choice(CustomFieldEntityType)),
        "entity_id": Field("entityId", TEXT),
        "value": Field("value", ANYTHING),
    },
    required=frozenset(),
)


class CustomFieldsResource(Listing[CustomField]):
    """Definitions of the fields that a workspace adds to its records."""

    name = "custom_fields"
    model = CustomField
    listing = _CUSTOM_FIELDS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CustomFieldUpdate]
    ) -> CustomField:
        """Update a custom field.

        Changes the given fields of one definition and answers with it. One client reports 403, by inference because it
        put the id into the path, so this form is documented but was not observed. Whether options that are left out of
        `options` are removed is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_CustomFieldUpdate, extra=extra, fields={**fields})
        return await self._send(_CUSTOM_FIELDS_UPDATE, written(CustomField, id), body)

    async def create(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CustomFieldCreate]
    ) -> CustomField:
        """Create a custom field.

        Makes a definition and answers with it. `entityType` and `title` are needed. For `select` and `multi` an option
        needs only a `name`; the server gives it an id. One client made fields of the types text, currency, date,
        checkbox, rating and select this way.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_CustomFieldCreate, extra=extra, fields={**fields})
        return await self._send(_CUSTOM_FIELDS_CREATE, written(CustomField), body)

    async def delete(self, id: str) -> CustomField:
        """Delete a custom field.

        Deletes one definition. One client reports 403, by inference because it put the id into the path. What becomes
        of the values on the records, and the shape of the answer, are unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_CUSTOM_FIELDS_DELETE, written(CustomField, id), body)

    async def update_on_entity(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CustomFieldOnEntity]
    ) -> Any:
        """Change a custom field on one record.

        Changes a custom field on one record. The body is unknown: the names of its fields are inferred from the
        definition and from the values on records. The shape of the answer is unknown too. An update of the record
        itself with `customFields` is the better known way.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update_on_entity", form=_CustomFieldOnEntity, extra=extra, fields={**fields})
        return await self._send(_CUSTOM_FIELDS_UPDATE_ON_ENTITY, anything, body)

    async def add_to_entity(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CustomFieldOnEntity]
    ) -> Any:
        """Add a custom field to one record.

        Puts a custom field on one record. The body is unknown: the names of its fields are inferred from the definition
        and from the values on records. The shape of the answer is unknown too.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("add_to_entity", form=_CustomFieldOnEntity, extra=extra, fields={**fields})
        return await self._send(_CUSTOM_FIELDS_ADD_TO_ENTITY, anything, body)

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
    ) -> Records[CustomField]:
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
    ) -> PageIterator[CustomField]:
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
    ) -> list[CustomField]:
        """List custom fields.

        Answers with the definitions that match. Filter by `entityType` for the fields of one kind of record. The
        definitions also hold the ids of the options, which are what a value of a `select` field must be.

        Evidence: observed.

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
