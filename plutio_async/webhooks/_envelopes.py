"""Envelopes: where the body of a delivery has the name of the event and the record.

Plutio does not publish its envelope, so each plausible one is recognised by its shape:

    wrapped   {"event": "task.edit", "data": {"_id": …}}
    split     {"entity": "task", "action": "edit", "data": {"_id": …}}
    keyed     {"task.edit": {"_id": …}}
    flat      {"event": "task.edit", "_id": …, "title": …}
    bare      {"_id": …, "title": …}, with the name of the event in a header
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from plutio_async.webhooks._entities import event_name, is_action, model_of, name_of, plain

Envelope = Literal["wrapped", "split", "keyed", "flat", "bare"]
Found = tuple[str, dict[str, Any]]
"""The name of the event, and the record."""

# Keys, as ``plain`` gives them. Records have no free text in fields of the first group.
_EVENTS = ("event", "eventname", "eventtype", "topic", "trigger", "hook", "webhook", "method", "action", "type")
_RECORDS = ("data", "record", "payload", "object", "document", "body", "resource", "item", "entity", "model")
_ENTITIES = ("entity", "entitytype", "resource", "model", "object", "collection", "type")
_VERBS = ("action", "method", "operation", "event", "eventtype", "verb")
_IDS = ("id", "recordid", "entityid")


def recognise(body: Any, headers: Mapping[str, str], envelope: Envelope | None = None) -> Found | None:
    """The event in a body, ``None`` in an unknown envelope. ``envelope`` allows one only."""
    if isinstance(body, list) and len(body) == 1:
        body = body[0]
    readers = list(_READERS.values()) if envelope is None else [_READERS[envelope]]
    candidates = [body]
    if isinstance(body, dict) and len(body) == 1:
        candidates += body.values()  # all of it may be in one more object
    attempts = (read(one, headers) for one in candidates if isinstance(one, dict) for read in readers)
    return next(filter(None, attempts), None)


def _wrapped(body: dict[str, Any], headers: Mapping[str, str]) -> Found | None:
    name = _event_in(body, _EVENTS)
    if name is None and "_id" not in body:  # a record has fields of its own with these names
        name = _event_in(body, ["name"]) or _event_in_header(headers)
    if name is None:
        return None
    return _with(name, _record_in(body, (*_RECORDS, plain(name.partition(".")[0]))))


def _split(body: dict[str, Any], headers: Mapping[str, str]) -> Found | None:
    entity = next((value for value in _values(body, _ENTITIES) if isinstance(value, str) and model_of(value)), None)
    action = next((value for value in _values(body, _VERBS) if is_action(value)), None)
    if entity is None or action is None:
        return None
    return _with(name_of(entity, action), _record_in(body, (*_RECORDS, plain(entity))) or _own(body))


def _keyed(body: dict[str, Any], headers: Mapping[str, str]) -> Found | None:
    for key, value in body.items() if "_id" not in body else ():
        if (name := event_name(key)) is not None:
            return _with(name, _as_record(value))
    return None


def _flat(body: dict[str, Any], headers: Mapping[str, str]) -> Found | None:
    return _with(_event_in(body, _EVENTS), _own(body))


def _bare(body: dict[str, Any], headers: Mapping[str, str]) -> Found | None:
    return _with(_event_in_header(headers), body if "_id" in body else None)


_READERS: dict[Envelope, Callable[[dict[str, Any], Mapping[str, str]], Found | None]] = {
    "keyed": _keyed,
    "wrapped": _wrapped,
    "bare": _bare,
    "split": _split,
    "flat": _flat,
}
"""In the order of their attempts: a record in a field of its own is certain, and a header names the event for sure."""


def _with(name: str | None, record: dict[str, Any] | None) -> Found | None:
    return None if name is None or record is None else (name, record)


def _values(body: dict[str, Any], keys: Iterable[str]) -> list[Any]:
    """The values of the keys that are there, in the order of ``keys``."""
    by_key = {plain(key): value for key, value in body.items()}
    return [by_key[key] for key in keys if key in by_key]


def _event_in(body: dict[str, Any], keys: Iterable[str]) -> str | None:
    return next((name for value in _values(body, keys) if (name := event_name(value))), None)


def _event_in_header(headers: Mapping[str, str]) -> str | None:
    """``x-plutio-event``, ``x-event-name``, ``webhook-topic``: the header's name is not published either."""
    named = (value for key, value in headers.items() if "event" in key or "topic" in key)
    return next((name for value in named if (name := event_name(value.strip()))), None)


def _record_in(body: dict[str, Any], keys: Iterable[str]) -> dict[str, Any] | None:
    return next((record for value in _values(body, keys) if (record := _as_record(value))), None)


def _as_record(value: Any) -> dict[str, Any] | None:
    """A record; also from a list with it, and from an id, as a deletion may have."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str) and value.isalnum() and len(value) >= 16:  # ids have 17 letters and digits
        return {"_id": value}
    return value if isinstance(value, dict) and "_id" in value else None


def _own(body: dict[str, Any]) -> dict[str, Any] | None:
    """The record whose fields stand beside the name of the event."""
    if "_id" in body:
        return {key: value for key, value in body.items() if plain(key) not in _EVENTS or event_name(value) is None}
    id = next((value for value in _values(body, _IDS) if isinstance(value, str) and value), None)
    return None if id is None else {"_id": id}
