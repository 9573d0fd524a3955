"""What groups of people may do in the workspace. No call that lists them is documented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT, Many
from plutio_async._models.model import Field
from plutio_async._resources.resource import Resource

from ..models.role import Role

_ROLES_UPDATE = Operation("roles_update", "PUT", "/roles", idempotent=True)
_ROLES_CREATE = Operation("roles_create", "POST", "/roles", idempotent=False)
_ROLES_DELETE = Operation("roles_delete", "DELETE", "/roles", idempotent=True)


class RoleUpdate(TypedDict, total=False):
    """Changes of one role."""

    title: str | None
    """The role's name. Evidence: documented."""
    permissions: Sequence[str] | None
    """The slugs of what the role may do. The list of slugs is unknown. Evidence: documented."""


class RoleCreate(TypedDict, total=False):
    """A role to be made."""

    title: Required[str]
    """The role's name. Evidence: documented."""
    permissions: Sequence[str] | None
    """The slugs of what the role may do. The list of slugs is unknown. Evidence: documented."""


_RoleUpdate = Body(
    {
        "title": Field("title", TEXT),
        "permissions": Field("permissions", Many(TEXT)),
    },
    required=frozenset(),
)
_RoleCreate = Body(
    {
        "title": Field("title", TEXT),
        "permissions": Field("permissions", Many(TEXT)),
    },
    required=frozenset(["title"]),
)


class RolesResource(Resource):
    """What groups of people may do in the workspace. No call that lists them is documented."""

    name = "roles"

    async def update(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[RoleUpdate]) -> Role:
        """Update a role.

        Changes the given fields of one role and answers with the updated role. A field that is left out stays as it is.
        How `permissions` is merged is unknown, so send the whole list.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_RoleUpdate, extra=extra, fields={**fields})
        return await self._send(_ROLES_UPDATE, written(Role, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[RoleCreate]) -> Role:
        """Create a role.

        Makes a role and answers with it. Keep the `_id` of the answer: no call that reads roles is documented. The
        permission slugs are unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_RoleCreate, extra=extra, fields={**fields})
        return await self._send(_ROLES_CREATE, written(Role), body)

    async def delete(self, id: str) -> Role:
        """Delete a role.

        Deletes one role. Whether it goes to the trash bin, and what becomes of the people who have it, is unknown. The
        shape of the answer is unknown too.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_ROLES_DELETE, written(Role, id), body)
