"""How answers look where the sources disagree: applied last, to copies, when a switch asks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plutio_async.testing._api.context import Context

_MONEY = re.compile(r"amount|total|rate|balance|paid$", re.IGNORECASE)


def distort(context: Context, answer: Any) -> Any:
    """The answer as the switches want it sent."""
    switches = context.switches
    if switches.money == "text":
        answer = _money_as_text(answer)
    if switches.currency == "object":
        answer = _currencies_as_objects(answer)
    if switches.text_fields == "list":
        answer = _texts_as_lists(answer, _text_fields(context))
    return answer


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
