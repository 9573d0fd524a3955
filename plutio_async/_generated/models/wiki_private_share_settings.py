from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

from .wiki_private_share_settings_type import WikiPrivateShareSettingsType

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "type",
        "roles",
    )
)


@define(kw_only=True, eq=False, repr=False)
class WikiPrivateShareSettings(Model):
    """Who inside the workspace sees the wiki."""

    type: WikiPrivateShareSettingsType | None = field("type", Choice(WikiPrivateShareSettingsType))
    """How the readers are chosen. Only `roles` was observed. Evidence: observed."""
    roles: list[str] | None = field("roles", Many(TEXT))
    """The slugs of the roles that see the wiki, such as `team` or `co-owner`. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 2:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 2 else unknown_keys(d, _ABSENT)
        try:
            o.type = (
                v
                if (v := d["type"]) is None
                else WikiPrivateShareSettingsType.known(v) or WikiPrivateShareSettingsType(v)
            )
            o.roles = (
                v
                if (v := d["roles"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
