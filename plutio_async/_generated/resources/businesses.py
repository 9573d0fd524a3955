"""The workspaces that hold all other records. Not the wiki, which older documents call a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.business import Business

if TYPE_CHECKING:
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field_value import CustomFieldValue
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict
    from ._filters import BusinessesListing
else:
    BusinessesListing = Listing

_LIST = Operation("businesses_list", "GET", "/businesses", idempotent=True)
_CREATE = Operation("businesses_create", "POST", "/businesses", idempotent=False)
_UPDATE = Operation("businesses_update", "PUT", "/businesses", idempotent=True)


class BusinessesResource(Creates[Business], BusinessesListing):
    """The workspaces that hold all other records. Not the wiki, which older documents call a workspace.

    ``list`` answers with the caller's workspace in a list. Asking by id is rarely needed: the list already holds the
    workspace that the `Business` header names. Which of the client's other workspaces it holds is unknown.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "businesses"
    model = Business
    _listing = _LIST

    async def create(
        self,
        *,
        name: str | None = UNSET,
        domain: str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        locale: str | None = UNSET,
        timezone: str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Business:
        """Create a business.

        Makes a workspace and answers with it. It appears only in the list of v1.11 operations; which fields it takes or
        requires, and which plan or account it needs, is unknown.

        Args:
            name: The workspace's name. Inferred.
            domain: The workspace's domain. Whether it is the subdomain or a custom domain is unknown. Inferred.
            currency: A currency by ISO 4217, upper case. Inferred.
            locale: The language and region. The list of values is unknown. Inferred.
            timezone: The time zone. The list of values is unknown. Inferred.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "domain": domain,
            "currency": currency,
            "locale": locale,
            "timezone": timezone,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Business), body)

    async def update(
        self,
        id: str | Business,
        *,
        name: str | None = UNSET,
        domain: str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        locale: str | None = UNSET,
        timezone: str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Business:
        """Update a business.

        Changes the given fields of one workspace and answers with it. Custom field values are the only field that the
        documents are known to list; the others are inferred from what one connector reads. There is no documented
        delete.

        Args:
            name: The workspace's name. Inferred.
            domain: The workspace's domain. Whether it is the subdomain or a custom domain is unknown. Inferred.
            currency: A currency by ISO 4217, upper case. Inferred.
            locale: The language and region. The list of values is unknown. Inferred.
            timezone: The time zone. The list of values is unknown. Inferred.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "domain": domain,
            "currency": currency,
            "locale": locale,
            "timezone": timezone,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Business, body), body)
