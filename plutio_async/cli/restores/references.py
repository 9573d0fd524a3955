"""Translates the references of a record: the ids of the export into those of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plutio_async.cli.restores.kinds import Kind, names_of
from plutio_async.description import Codec, Field, Id, Many, Ref, fields_by_wire_name, options_of

CUSTOM = "customFields"
_ABSENT: Any = object()


class Translation:
    """Translates values. ``known`` are the new ids by the old ones, ``exported`` all ids that the export has.

    ``count`` is the number of references that were met, and ``losses`` that of those without a new id. ``lost`` are
    the ids of these, with the resources that they may be of.
    """

    def __init__(self, known: Mapping[str, str], exported: Mapping[str, Any]) -> None:
        self.count: int = 0
        self.losses: int = 0
        self.lost: dict[str, tuple[str, ...]] = {}
        self._known = known
        self._exported = exported

    def field(self, field: Field | None, value: Any) -> Any:
        """The new value of a field; ``None`` if nothing of it is left."""
        found = self._customs(value) if field is not None and field.name == CUSTOM else self._value(field, value)
        return None if found is _ABSENT else found

    def _value(self, field: Field | None, value: Any) -> Any:
        options = options_of(field.codec) if field is not None else ()
        return next((self._by(one, value) for one in options if _fits(one, value)), self._deep(value))

    def _by(self, codec: Codec, value: Any) -> Any:
        if isinstance(codec, Many):
            found = [self._by(codec.inner, item) if _fits(codec.inner, item) else self._deep(item) for item in value]
            return [item for item in found if item is not _ABSENT]
        if isinstance(codec, Id):
            return self._id(value.get("_id") if isinstance(value, dict) else value, names_of(codec.targets))
        assert isinstance(codec, Ref)
        fields = fields_by_wire_name(codec.model)
        if codec.targets is not None:
            new = self._id(value.get("_id"), names_of(codec.targets))
            return _ABSENT if new is _ABSENT else {**value, "_id": new}
        parts = {name: self._value(fields.get(name), part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part is not _ABSENT}

    def _id(self, old: Any, targets: tuple[str, ...] = ()) -> Any:
        self.count += 1
        if old in self._known:
            return self._known[old]
        self.losses += 1
        self.lost[str(old)] = targets
        return _ABSENT

    def _deep(self, value: Any) -> Any:
        """A value of which the description does not say what it holds: ids of the export are references."""
        if isinstance(value, dict):
            return {name: self._deep(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self._deep(item) for item in value]
        if not isinstance(value, str) or value not in self._exported:
            return value
        new = self._id(value)
        return value if new is _ABSENT else new

    def _customs(self, value: Any) -> Any:
        """Without the values of fields that are not there, and without options that are not there."""
        found = []
        for item in value if isinstance(value, list) else ():
            if not isinstance(item, dict) or (id := self._id(item.get("_id"), ("custom_fields",))) is _ABSENT:
                continue
            losses = self.losses
            inner = self._deep(item.get("value"))
            if self.losses == losses:
                found.append({**item, "_id": id, "value": inner})
        return found or _ABSENT


def _fits(codec: Codec, value: Any) -> bool:
    """Whether a codec describes references in a value."""
    if isinstance(codec, Many):
        return isinstance(value, list)
    if isinstance(codec, Id):  # which the API also sends as an object, such as the status of a project
        return isinstance(value, str) or (isinstance(value, dict) and isinstance(value.get("_id"), str))
    return isinstance(codec, Ref) and isinstance(value, dict)


def translated(kind: Kind, record: Mapping[str, Any], translation: Translation) -> dict[str, Any]:
    """The values that a create or an update of a record sends, by wire name."""
    found = {name: translation.field(kind.fields[name], value) for name, value in kind.values(record).items()}
    return {name: value for name, value in found.items() if value is not None}
