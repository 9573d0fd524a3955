"""The resources of a client by name, and which of them a record in the trash bin is of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from plutio_async._core.errors import did_you_mean
from plutio_async._generated.root import Resources

if TYPE_CHECKING:
    from plutio_async._resources.resource import Resource
    from plutio_async._resources.sender import Sender

RESOURCES = tuple(name for name, value in vars(Resources).items() if isinstance(value, cached_property))
"""The names of all resources."""
MIXED = ("archive", "trash_bin")
"""Those that list records of the others. A record that leaves their lists shows neither as changed nor as deleted."""


def catalogue() -> Resources:
    """All resources without a client: they can be looked at, and make no calls."""
    resources = Resources()
    resources._sender = cast("Sender", None)  # noqa: SLF001 - they have no other owner
    return resources


def unlistable(resource: Any) -> str | None:
    """Why a resource has no list of all its records; ``None`` if it has one."""
    if not hasattr(resource, "iterate"):
        return "the API has no list of its records"
    if resource._required:  # noqa: SLF001
        return f"the API lists its records by {' and '.join(resource._required)} only"  # noqa: SLF001
    return None


class ResourceMap(Mapping[str, "Resource[Any]"]):
    """Loads each resource when it is asked for."""

    def __init__(self, client: Resources) -> None:
        self._client = client

    def __getitem__(self, name: str) -> Resource[Any]:
        if name not in RESOURCES:
            raise KeyError(f"no resource {name!r}; {did_you_mean(name, RESOURCES) or 'see list(plutio.resources)'}")
        resource: Resource[Any] = getattr(self._client, name)
        return resource

    def __contains__(self, name: object) -> bool:
        return name in RESOURCES

    def __iter__(self) -> Iterator[str]:
        return iter(RESOURCES)

    def __len__(self) -> int:
        return len(RESOURCES)

    def __repr__(self) -> str:
        return f"<plutio.resources: {', '.join(RESOURCES)}>"


async def trashed(sender: Sender, resource: str) -> list[str]:
    """The ids of the records in the trash bin that may be of a resource.

    How the API names the kinds there is not documented. So all records count but those that name the kind of another
    resource.
    """
    from plutio_async._generated.resources.trash_bin import TrashBinResource

    records = TrashBinResource(sender).iterate()
    return [record.id async for record in records if record.id and resource_of(record.entity_type) in (None, resource)]


def resource_of(kind: object) -> str | None:
    """``Task`` and ``tasks`` are of ``tasks``, ``time-track`` and ``timeTrack`` of ``time_tracks``."""
    return _KINDS.get(_plain(kind)) if isinstance(kind, str) else None


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _forms(name: str) -> list[str]:
    """The name in plain letters, and its singular."""
    plain = _plain(name)
    endings = {"ies": "y", "es": "", "s": ""}
    return [plain, *(plain.removesuffix(end) + other for end, other in endings.items() if plain.endswith(end))]


_KINDS = {form: name for name in RESOURCES for form in _forms(name)} | {
    "person": "people",
    "folder": "file_folders",
    "blocksgroup": "block_groups",
    "wikipage": "wiki_entities",
}
