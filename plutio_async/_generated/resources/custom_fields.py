"""Definitions of the fields that a workspace adds to its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.codecs import ANYTHING, TEXT
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.custom_field import CustomField

if TYPE_CHECKING:
    from ..models.custom_field import (
        CustomFieldEntityType,
        CustomFieldInputType,
        CustomFieldOption,
        CustomFieldPermissions,
        KnownCustomFieldEntityType,
        KnownCustomFieldInputType,
    )
    from ..models.part_dicts import AnyMapping, CustomFieldOptionDict
    from ._filters import CustomFieldsListing
else:
    CustomFieldsListing = Listing

_LIST = Operation("custom_fields_list", "GET", "/custom-fields", idempotent=True)
_CREATE = Operation("custom_fields_create", "POST", "/custom-fields", idempotent=False)
_UPDATE = Operation("custom_fields_update", "PUT", "/custom-fields", idempotent=True)
_DELETE = Operation("custom_fields_delete", "DELETE", "/custom-fields", idempotent=True)
_ADD_TO_ENTITY = Operation("custom_fields_add_to_entity", "POST", "/custom-fields/entity", idempotent=False)
_UPDATE_ON_ENTITY = Operation("custom_fields_update_on_entity", "PUT", "/custom-fields/entity", idempotent=True)


class CustomFieldsResource(Creates[CustomField], CustomFieldsListing):
    """Definitions of the fields that a workspace adds to its records.

    ``list`` answers with the definitions that match. Filter by `entityType` for the fields of one kind of record. The
    definitions also hold the ids of the options, which are what a value of a `select` field must be.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "custom_fields"
    model = CustomField
    _other_fields = {
        "entity_id": Field("entityId", TEXT),
        "value": Field("value", ANYTHING),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        entity_type: CustomFieldEntityType | KnownCustomFieldEntityType | str,
        input_type: CustomFieldInputType | KnownCustomFieldInputType | str | None = UNSET,
        options: Sequence[CustomFieldOption | CustomFieldOptionDict | AnyMapping] | None = UNSET,
        allow_create: bool | None = UNSET,
        min: float | Decimal | None = UNSET,
        max: float | Decimal | None = UNSET,
        is_added_by_default: bool | None = UNSET,
        is_required: bool | None = UNSET,
        permissions: CustomFieldPermissions | Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> CustomField:
        """Create a custom field.

        Makes a definition and answers with it. `entityType` and `title` are needed. For `select` and `multi` an option
        needs only a `name`; the server gives it an id. One client made fields of the types text, currency, date,
        checkbox, rating and select this way.

        Args:
            title: The field's label.
            entity_type: The kind of record that the field is for. One client also names `event`, `time-track`,
                `item`, `messenger` and `workspace`, less surely.
            input_type: How the field is filled in, and so what its values look like.
            options: What can be chosen, for `select` and `multi`.
            allow_create: By its name, whether people may add options while they fill in the field.
            min: The least value, for `slider`, `rating` and `multirange`.
            max: The greatest value, for `slider`, `rating` and `multirange`.
            is_added_by_default: Whether new records of the kind carry the field from the start.
            is_required: Whether the field must be filled in. Named by other clients' types only. Inferred.
            permissions: What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys
                are unknown. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "entity_type": entity_type,
            "input_type": input_type,
            "options": options,
            "allow_create": allow_create,
            "min": min,
            "max": max,
            "is_added_by_default": is_added_by_default,
            "is_required": is_required,
            "permissions": permissions,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(CustomField), body)

    async def update(
        self,
        id: str | CustomField,
        *,
        title: str | None = UNSET,
        entity_type: CustomFieldEntityType | KnownCustomFieldEntityType | str | None = UNSET,
        input_type: CustomFieldInputType | KnownCustomFieldInputType | str | None = UNSET,
        options: Sequence[CustomFieldOption | CustomFieldOptionDict | AnyMapping] | None = UNSET,
        allow_create: bool | None = UNSET,
        min: float | Decimal | None = UNSET,
        max: float | Decimal | None = UNSET,
        is_added_by_default: bool | None = UNSET,
        is_required: bool | None = UNSET,
        permissions: CustomFieldPermissions | Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> CustomField:
        """Update a custom field.

        Changes the given fields of one definition and answers with it. One client reports 403, by inference because it
        put the id into the path, so this form is documented but was not observed. Whether options that are left out of
        `options` are removed is unknown.

        Args:
            title: The field's label.
            entity_type: The kind of record that the field is for. One client also names `event`, `time-track`,
                `item`, `messenger` and `workspace`, less surely.
            input_type: How the field is filled in, and so what its values look like.
            options: What can be chosen, for `select` and `multi`.
            allow_create: By its name, whether people may add options while they fill in the field.
            min: The least value, for `slider`, `rating` and `multirange`.
            max: The greatest value, for `slider`, `rating` and `multirange`.
            is_added_by_default: Whether new records of the kind carry the field from the start.
            is_required: Whether the field must be filled in. Named by other clients' types only. Inferred.
            permissions: What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys
                are unknown. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "entity_type": entity_type,
            "input_type": input_type,
            "options": options,
            "allow_create": allow_create,
            "min": min,
            "max": max,
            "is_added_by_default": is_added_by_default,
            "is_required": is_required,
            "permissions": permissions,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(CustomField, body), body)

    async def delete(self, id: str | CustomField) -> CustomField:
        """Delete a custom field.

        Deletes one definition. One client reports 403, by inference because it put the id into the path. What becomes
        of the values on the records, and the shape of the answer, are unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(CustomField, body), body)

    async def add_to_entity(
        self,
        id: str | CustomField,
        *,
        entity_type: CustomFieldEntityType | KnownCustomFieldEntityType | str | None = UNSET,
        entity_id: str | None = UNSET,
        value: Any = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Json:
        """Add a custom field to one record.

        Puts a custom field on one record. The body is unknown: the names of its fields are inferred from the definition
        and from the values on records. The shape of the answer is unknown too.

        Args:
            entity_type: The kind of record that the field is for. One client also names `event`, `time-track`,
                `item`, `messenger` and `workspace`, less surely. Inferred.
            entity_id: The id of the record. Inferred.
            value: The value, in the shape that the definition's `inputType` asks for. Any JSON value. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"entity_type": entity_type, "entity_id": entity_id, "value": value}
        body = self._body("add_to_entity", fields, id=id, extra=extra)
        return await self._send(_ADD_TO_ENTITY, anything, body)

    async def update_on_entity(
        self,
        id: str | CustomField,
        *,
        entity_type: CustomFieldEntityType | KnownCustomFieldEntityType | str | None = UNSET,
        entity_id: str | None = UNSET,
        value: Any = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Json:
        """Change a custom field on one record.

        Changes a custom field on one record. The body is unknown: the names of its fields are inferred from the
        definition and from the values on records. The shape of the answer is unknown too. An update of the record
        itself with `customFields` is the better known way.

        Args:
            entity_type: The kind of record that the field is for. One client also names `event`, `time-track`,
                `item`, `messenger` and `workspace`, less surely. Inferred.
            entity_id: The id of the record. Inferred.
            value: The value, in the shape that the definition's `inputType` asks for. Any JSON value. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"entity_type": entity_type, "entity_id": entity_id, "value": value}
        body = self._body("update_on_entity", fields, id=id, extra=extra)
        return await self._send(_UPDATE_ON_ENTITY, anything, body)
