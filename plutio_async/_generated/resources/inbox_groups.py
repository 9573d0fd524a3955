"""Channels of the inbox, a messenger or a mailbox. The newer documents call them messengers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.inbox_group import InboxGroup

if TYPE_CHECKING:
    from ..models.inbox_group import InboxGroupType, KnownInboxGroupType
    from ._filters import InboxGroupsListing
else:
    InboxGroupsListing = Listing

_LIST = Operation("inbox_groups_list", "GET", "/inbox-groups", idempotent=True)
_CREATE = Operation("inbox_groups_create", "POST", "/inbox-groups", idempotent=False)
_UPDATE = Operation("inbox_groups_update", "PUT", "/inbox-groups", idempotent=True)
_DELETE = Operation("inbox_groups_delete", "DELETE", "/inbox-groups", idempotent=True)


class InboxGroupsResource(Creates[InboxGroup], InboxGroupsListing):
    """Channels of the inbox, a messenger or a mailbox. The newer documents call them messengers.

    ``list`` answers with the inbox groups that match. The call was not observed. The path is `/inbox-groups` although
    newer documents say messenger; `/messengers` fails.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "inbox_groups"
    model = InboxGroup
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        type: InboxGroupType | KnownInboxGroupType | str,
        is_active: bool | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> InboxGroup:
        """Create an inbox group.

        Makes an inbox group and answers with it. `title` and `type` are needed by one transcription of the documents.

        Args:
            title: The channel's name.
            type: What kind of channel it is. Known values: `email`, `messenger`.
            is_active: Whether the channel is in use.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "type": type, "is_active": is_active}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(InboxGroup), body)

    async def update(
        self,
        id: str | InboxGroup,
        *,
        title: str | None = UNSET,
        type: InboxGroupType | KnownInboxGroupType | str | None = UNSET,
        is_active: bool | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> InboxGroup:
        """Update an inbox group.

        Changes the given fields of one inbox group and answers with the updated inbox group. A field that is left out
        stays as it is.

        Args:
            title: The channel's name.
            type: What kind of channel it is. Known values: `email`, `messenger`.
            is_active: Whether the channel is in use.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "type": type, "is_active": is_active}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(InboxGroup, body), body)

    async def delete(self, id: str | InboxGroup) -> InboxGroup:
        """Delete an inbox group.

        Deletes one inbox group. The shape of the answer is unknown: the deleted inbox group or a part of it. What
        happens to its conversations is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(InboxGroup, body), body)
