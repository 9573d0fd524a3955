"""What records and parts of them are called where people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plutio_async._models.fields import fields_of
from plutio_async._models.model import Model


class RecordPart(Model):
    """A part of a record. Has a hash if its fields do; those of equal parts are equal."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in fields_of(type(self)))))


def display_text(*values: Any) -> str:
    """The first value that has a text, as people write it; ``""`` without one."""
    return next((text for value in values if (text := _text(value))), "")


def joined(*values: Any) -> str:
    """The texts of several values, with a space between them."""
    return " ".join(text for value in values if (text := _text(value)))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return display_text(*value)
    if isinstance(value, Mapping):
        return joined(*value.values())
    return str(value) if isinstance(value, Model) and type(value).__str__ is not object.__str__ else ""
