"""The trash bin, which has the deleted records of all resources in one list."""

from __future__ import annotations

from plutio_async._client.resource_map import RESOURCES
from plutio_async._generated.resources.trash_bin import TrashBinResource
from plutio_async._resources.sender import Sender


async def trashed(sender: Sender, resource: str) -> list[str]:
    """The ids of the records in the trash bin that may be of a resource.

    How the API names the kinds there is not documented. So all records count but those that name the kind of another
    resource.
    """
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
