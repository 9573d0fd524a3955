"""The data of one call, as operations use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from plutio_async.testing._api.catalogue import Catalogue, Route
from plutio_async.testing._api.messages import not_found
from plutio_async.testing._api.store import Record, Store, Workspace
from plutio_async.testing.switches import Switches


@frozen
class Context:
    """One call: its route, its parameters, its body, and the workspace."""

    store: Store
    workspace: Workspace
    catalogue: Catalogue
    switches: Switches
    route: Route
    params: Mapping[str, Any] = {}
    filters: tuple[tuple[str, str], ...] = ()
    body: Record = field(factory=dict)

    @property
    def resource(self) -> str:
        return self.route.resource

    @property
    def collection(self) -> dict[str, Record]:
        """The records of the route's resource."""
        return self.workspace.collection(self.resource)

    def named(self) -> Record:
        """The record with the ``_id`` of the body; raises ``ApiError`` 404 if there is none."""
        return self.find(self.resource, self.body.get("_id"))

    def find(self, resource: str, identifier: Any) -> Record:
        """A record of any resource; raises ``ApiError`` 404 if there is none."""
        record = self.workspace.collection(resource).get(identifier) if isinstance(identifier, str) else None
        if record is None:
            raise not_found()
        return record

    def add(self, resource: str, fields: Record) -> Record:
        return self.store.add(self.workspace, resource, fields)

    def change(self, resource: str, record: Record, fields: Record) -> Record:
        return self.store.change(resource, record, fields)

    def remove(self, resource: str, identifier: str) -> Record:
        return self.store.remove(self.workspace, resource, identifier)
