"""The forms of an answer where the sources disagree. Records are stored in one form; switches change copies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plutio_async.testing._api.downloads import with_url
from plutio_async.testing._api.store import Context, Record

MIXED = frozenset({"archive", "trash_bin"})
"""Resources with records of several entity types."""

_MONEY = re.compile(r"amount|total|rate|balance|paid$", re.IGNORECASE)


def apply_described(context: Context, answer: Any) -> Any:
    """Applies the switches whose forms are in the description, and adds the addresses of files."""
    if isinstance(answer, list):
        answer = [with_url(context, as_stored(context, record)) for record in answer]
    elif isinstance(answer, dict):
        answer = with_url(context, as_stored(context, answer))
    if context.switches.text_fields == "list":
        answer = _texts_as_lists(answer, _text_fields(context))
    return answer


def apply_undescribed(context: Context, answer: Any) -> Any:
    """Applies the switches whose forms only some clients expect, and no description has."""
    if context.switches.money == "text":
        answer = _money_as_text(answer)
    if context.switches.currency == "object":
        answer = _currencies_as_objects(answer)
    return answer


def as_stored(context: Context, record: Any) -> Any:
    """A record as the server stores it under the switches; queries and filters see this form."""
    switches = context.switches
    if not isinstance(record, dict):
        return record
    if switches.nulls == "dropped" and None in record.values():
        record = {name: value for name, value in record.items() if value is not None}
    status = record.get("status")
    if switches.project_status == "title" and isinstance(status, dict) and _is_project(context, record):
        record = {**record, "status": status.get("title")}
    return record


def _is_project(context: Context, record: Record) -> bool:
    return context.resource == "projects" or (context.resource in MIXED and record.get("entityType") == "project")


def _money_as_text(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _money_as_text(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_money_as_text(item, name) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool) and _MONEY.search(name):
        return str(value)
    return value


def _currencies_as_objects(value: Any) -> Any:
    if isinstance(value, list):
        return [_currencies_as_objects(item) for item in value]
    if not isinstance(value, dict):
        return value
    currency = value.get("currency")
    return {**value, "currency": {"code": currency}} if isinstance(currency, str) else value


def _text_fields(context: Context) -> set[str]:
    definitions = context.workspace.collection("custom_fields").values()
    return {definition["_id"] for definition in definitions if definition.get("inputType") == "text"}


def _texts_as_lists(value: Any, text_fields: set[str]) -> Any:
    if isinstance(value, list):
        return [_texts_as_lists(item, text_fields) for item in value]
    if not isinstance(value, dict) or not isinstance(value.get("customFields"), list):
        return value
    return {**value, "customFields": [_text_as_list(item, text_fields) for item in value["customFields"]]}


def _text_as_list(field: Any, text_fields: set[str]) -> Any:
    if isinstance(field, Mapping) and field.get("_id") in text_fields and isinstance(field.get("value"), str):
        return {**field, "value": [field["value"]]}
    return field
