from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT, Choice, Many
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart

from .wiki_private_share_settings_type import WikiPrivateShareSettingsType


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class WikiPrivateShareSettings(RecordPart):
    """Who inside the workspace sees the wiki."""

    type: WikiPrivateShareSettingsType | None = field("type", Choice(WikiPrivateShareSettingsType))
    """How the readers are chosen. Only `roles` was observed."""
    roles: list[str] | None = field("roles", Many(TEXT))
    """The slugs of the roles that see the wiki, such as `team` or `co-owner`."""
