"""What groups of people may do in the workspace. No call that lists them is documented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates

from ..models.role import Role

_CREATE = Operation("roles_create", "POST", "/roles", idempotent=False)
_UPDATE = Operation("roles_update", "PUT", "/roles", idempotent=True)
_DELETE = Operation("roles_delete", "DELETE", "/roles", idempotent=True)


class RolesResource(Creates[Role]):
    """What groups of people may do in the workspace. No call that lists them is documented.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "roles"
    model = Role

    async def create(
        self, *, title: str, permissions: Sequence[str] | None = UNSET, extra: Mapping[str, Any] | None = None
    ) -> Role:
        """Create a role.

        Makes a role and answers with it. Keep the `_id` of the answer: no call that reads roles is documented. The
        permission slugs are unknown.

        Args:
            title: The role's name.
            permissions: The slugs of what the role may do. The list of slugs is unknown.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "permissions": permissions}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Role), body)

    async def update(
        self,
        id: str | Role,
        *,
        title: str | None = UNSET,
        permissions: Sequence[str] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Role:
        """Update a role.

        Changes the given fields of one role and answers with the updated role. A field that is left out stays as it is.
        How `permissions` is merged is unknown, so send the whole list.

        Args:
            title: The role's name.
            permissions: The slugs of what the role may do. The list of slugs is unknown.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "permissions": permissions}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Role, body), body)

    async def delete(self, id: str | Role) -> Role:
        """Delete a role.

        Deletes one role. Whether it goes to the trash bin, and what becomes of the people who have it, is unknown. The
        shape of the answer is unknown too.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Role, body), body)
