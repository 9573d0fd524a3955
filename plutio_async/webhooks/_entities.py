"""The names of events, and the models of their records.

The name of an event is an entity and an action: ``time-track.edit``. Documents and people spell both in several
ways, and deliveries may. A spelling of an entity is looked up among the models of records, by its ``plain`` letters.
Then the name is the API's for that model.
"""

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
_API_NAMES = {
    "Person": "contact",
    "FileItem": "file",
    "FileFolder": "folder",
    "WikiEntity": "wiki-page",
    "BlockGroup": "blocks-group",
}
"""What the API calls the records of a model, where that is not the model's name."""
_OTHER_NAMES = {
    "section": "BlockGroup",
    "snippet": "CannedResponse",
    "messenger": "InboxGroup",
    "subscription": "InvoiceSubscription",
    "timeentry": "TimeTrack",
}
"""The models by other names of their records, in documents and among people."""


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
        return name_of(match[1], match[2])
    match = _OLDER_NAME.fullmatch(text)
    if match and plain(match[1]) in _models() and match[2].lower() in {*_ACTIONS, *_OLDER_ACTIONS}:
        return name_of(match[1], match[2])
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
    records = [model for model in _models().values() if model.resource_name or model is models.Role]  # others are parts
    entities = dict.fromkeys(_api_name(model.__name__) for model in records)
    actions = dict.fromkeys(_ACTIONS.values())
    return (*(f"{entity}.{action}" for entity in entities for action in actions), *_OLDER_EVENTS)


def name_of(entity: str, action: str) -> str:
    """The name of an event, as the API has it: ``time-track.edit`` for ``timeTracks`` and ``updated``."""
    return f"{_api_name(entity)}.{_ACTIONS.get(action.lower(), action.lower())}"


def _api_name(entity: str) -> str:
    """``contact`` for ``person`` and ``People``, ``time-track`` for ``timeTracks`` and ``time entry``."""
    model = model_of(entity) or model_of(_singular(entity))
    name = entity if model is None else _API_NAMES.get(model.__name__, model.__name__)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).replace("_", "-").replace(" ", "-").lower()


def is_action(text: object) -> bool:
    """Whether it is one of the documented actions, or another word for one."""
    return isinstance(text, str) and text.lower() in _ACTIONS


def model_of(entity: str) -> type[Model] | None:
    """The model of an entity's records. ``None`` for one that is not described."""
    return _models().get(plain(entity))


@cache
def _models() -> dict[str, type[Model]]:
    """The models of what has an id, by all of their names in plain letters.

    That are the names of the resource and of the class, the API's name and those that people use beside it.
    """
    classes: list[Any] = [getattr(models, name) for name in models.__all__]
    with_id = [model for model in classes if issubclass(model, Model) and "id" in fields_of(model)]
    by_resource = {plain(model.resource_name): model for model in with_id if model.resource_name}
    by_class = {plain(model.__name__): model for model in with_id}
    other = {name: getattr(models, class_name) for name, class_name in _OTHER_NAMES.items()}
    by_api_name = {plain(name): getattr(models, class_name) for class_name, name in _API_NAMES.items()}
    return {**by_resource, **by_class, **other, **by_api_name}


def _singular(name: str) -> str:
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
