"""The names of events, and the models of their records."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from plutio_async._generated import models
from plutio_async._models.fields import fields_of
from plutio_async._models.model import Model

_NAME = re.compile(r"([A-Za-z][A-Za-z_-]*)\.([A-Za-z]+)")
_OLDER_NAME = re.compile(r"([A-Za-z][A-Za-z _-]*?)[ _:-]([A-Za-z]+)")
"""As an older document of Plutio's writes them: ``invoice paid``."""
_OLDER_ACTIONS = frozenset({"paid", "completed", "submitted", "signed", "logged"})
_ACTIONS = {
    **dict.fromkeys(("create", "created"), "create"),
    **dict.fromkeys(("edit", "edited", "update", "updated"), "edit"),
    **dict.fromkeys(("remove", "removed", "delete", "deleted"), "remove"),
}
# What the documents call the records of a resource in place of its model's name.
_OTHER_NAMES = {
    "contact": "Person",
    "file": "FileItem",
    "folder": "FileFolder",
    "wikipage": "WikiEntity",
    "blocksgroup": "BlockGroup",
    "section": "BlockGroup",
    "snippet": "CannedResponse",
    "messenger": "InboxGroup",
    "subscription": "InvoiceSubscription",
    "timeentry": "TimeTrack",
}


def plain(name: str) -> str:
    """A name without its capitals and separators, to compare it: ``timetrack`` for ``time-track`` and ``timeTrack``."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def event_name(text: object) -> str | None:
    """``task.edit`` for the name of an event, however it is spelt: ``Task.updated``, ``task updated``, ``task:edit``.

    ``None`` for other values. Without a dot both words must be known.
    """
    if not isinstance(text, str):
        return None
    if match := _NAME.fullmatch(text):
        return joined(match[1], match[2])
    match = _OLDER_NAME.fullmatch(text)
    if match and plain(match[1]) in _models() and match[2].lower() in {*_ACTIONS, *_OLDER_ACTIONS}:
        return joined(match[1], match[2])
    return None


def joined(entity: str, action: str) -> str:
    """The name of an event, with the entity in the singular: ``time-track.edit`` for ``timeTracks`` and ``updated``."""
    kebab = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", entity).replace("_", "-").replace(" ", "-").lower()
    singular = _singular(kebab)
    kebab = singular if plain(singular) in _models() else kebab
    return f"{kebab}.{_ACTIONS.get(action.lower(), action.lower())}"


def is_action(text: object) -> bool:
    """Whether it is one of the documented actions, or another word for one."""
    return isinstance(text, str) and text.lower() in _ACTIONS


def model_of(entity: str) -> type[Model] | None:
    """The model of an entity's records. ``None`` for one that is not described."""
    return _models().get(plain(entity))


@cache
def _models() -> dict[str, type[Model]]:
    """The models of what has an id, by the name of the class, of the resource, and by other names."""
    kinds: list[Any] = [getattr(models, name) for name in models.__all__]
    records = [kind for kind in kinds if issubclass(kind, Model) and "id" in fields_of(kind)]
    named = {plain(name): getattr(models, of) for name, of in _OTHER_NAMES.items()}
    resources = {plain(kind.resource_name): kind for kind in records if kind.resource_name}
    return {**resources, **{plain(kind.__name__): kind for kind in records}, **named}


def _singular(name: str) -> str:
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
