"""The names of events, and the models of their records."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from plutio_async._core.errors import ConfigurationError, did_you_mean
from plutio_async._generated import models
from plutio_async._models.fields import fields_of
from plutio_async._models.json_form import RawValue
from plutio_async._models.model import Model

_NAME = re.compile(r"([A-Za-z][A-Za-z_-]*)\.([A-Za-z]+)")
_OLDER_NAME = re.compile(r"([A-Za-z][A-Za-z _-]*?)[ _:-]([A-Za-z]+)")
"""As an older document of Plutio's writes them: ``invoice paid``."""
_WILDCARD = re.compile(r"[*?[]")
_OLDER_EVENTS = (
    "invoice.paid",
    "task.completed",
    "form.submitted",
    "proposal.signed",
    "contract.signed",
    "time-track.logged",
)
_OLDER_ACTIONS = frozenset(name.partition(".")[2] for name in _OLDER_EVENTS)
_ACTIONS = {
    **dict.fromkeys(("create", "created"), "create"),
    **dict.fromkeys(("edit", "edited", "update", "updated"), "edit"),
    **dict.fromkeys(("remove", "removed", "delete", "deleted"), "remove"),
}
# What the API calls the records of a resource in place of its model's name.
_API_NAMES = {
    "Person": "contact",
    "FileItem": "file",
    "FileFolder": "folder",
    "WikiEntity": "wiki-page",
    "BlockGroup": "blocks-group",
}
# What the documents and people call them beside that.
_OTHER_NAMES = {
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

    A delivery and the registration of a handler name an event in this way. ``None`` for other values. Without a dot
    both words must be known.
    """
    if not isinstance(text, str):
        return None
    if match := _NAME.fullmatch(text):
        return joined(match[1], match[2])
    match = _OLDER_NAME.fullmatch(text)
    if match and plain(match[1]) in _models() and match[2].lower() in {*_ACTIONS, *_OLDER_ACTIONS}:
        return joined(match[1], match[2])
    return None


def pattern_of(given: object) -> str:
    """What a handler is registered for: the name of an event, or a pattern of names with stars.

    Raises:
        ConfigurationError: no event has such a name. ``raw("…")`` allows it.
    """
    text = given.value if isinstance(given, RawValue) else given
    if not isinstance(text, str):
        raise ConfigurationError("on() takes names of events, such as 'task.edit' or 'task.*'")
    pattern = event_name(text)
    if pattern is None:
        entity, dot, action = text.partition(".")
        name = entity if _WILDCARD.search(entity) else _api_name(entity)
        pattern = f"{name}{dot}{_ACTIONS.get(action.lower(), action)}"
    names = event_names()
    if isinstance(given, RawValue) or any(fnmatchcase(name, pattern) for name in names):
        return pattern
    hint = did_you_mean(pattern, names, cutoff=0.5) or "names are such as 'task.edit' or 'task.*'."
    raise ConfigurationError(f"no event is called {text!r}; {hint} To register it as it is, write raw({text!r})")


@cache
def event_names() -> tuple[str, ...]:
    """The names of the events of all records that are described."""
    kinds = [kind for kind in _models().values() if kind.resource_name or kind is models.Role]  # the rest are parts
    entities = dict.fromkeys(_api_name(kind.__name__) for kind in kinds)
    actions = dict.fromkeys(_ACTIONS.values())
    return (*(f"{entity}.{action}" for entity in entities for action in actions), *_OLDER_EVENTS)


def joined(entity: str, action: str) -> str:
    """The name of an event, as the API has it: ``time-track.edit`` for ``timeTracks`` and ``updated``."""
    return f"{_api_name(entity)}.{_ACTIONS.get(action.lower(), action.lower())}"


def _api_name(entity: str) -> str:
    """``contact`` for ``person`` and ``People``, ``time-track`` for ``timeTracks`` and ``time entry``."""
    kind = model_of(entity) or model_of(_singular(entity))
    name = entity if kind is None else _API_NAMES.get(kind.__name__, kind.__name__)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).replace("_", "-").replace(" ", "-").lower()


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
    named = {name: getattr(models, of) for name, of in _OTHER_NAMES.items()}
    named |= {plain(name): getattr(models, of) for of, name in _API_NAMES.items()}
    resources = {plain(kind.resource_name): kind for kind in records if kind.resource_name}
    return {**resources, **{plain(kind.__name__): kind for kind in records}, **named}


def _singular(name: str) -> str:
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
