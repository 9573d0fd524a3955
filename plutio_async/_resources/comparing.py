"""Compares what was sent with what the server shows: that may have other fields, and values in another spelling."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from plutio_async._models.codecs import Codec, Mismatch
from plutio_async._models.fields import Ref, fields_by_wire_name, item_codec


def is_similar(sent: Any, shown: Any, codec: Codec | None = None) -> bool:
    """Whether the server may show a value like this for the one that was sent. ``codec`` is the field's, if known."""
    if isinstance(sent, Mapping):
        return isinstance(shown, Mapping) and _is_similar_object(sent, shown, codec)
    if isinstance(sent, list):
        return isinstance(shown, list) and _is_similar_list(sent, shown, codec)
    if isinstance(shown, Mapping):  # a project's status, a currency
        return any(is_similar(sent, shown[name]) for name in ("_id", "title", "code") if name in shown)
    if isinstance(sent, bool) or isinstance(shown, bool):
        return sent is shown
    sent = float(sent) if isinstance(sent, Decimal) else sent
    return bool(sent == shown or _is_same_number(sent, shown) or _is_same_decoded(sent, shown, codec))


def _is_similar_object(sent: Mapping[str, Any], shown: Mapping[str, Any], codec: Codec | None) -> bool:
    """The server may show more fields, and leave some out."""
    fields = fields_by_wire_name(codec.model) if isinstance(codec, Ref) else {}
    both = [name for name in sent if name in shown]
    return all(is_similar(sent[name], shown[name], fields[name].codec if name in fields else None) for name in both)


def _is_similar_list(sent: list[Any], shown: list[Any], codec: Codec | None) -> bool:
    if sent and all(isinstance(item, Mapping) and item.keys() >= {"_id", "value"} for item in sent):
        return _shows_custom_fields(sent, shown)
    inner = item_codec(codec) if codec else None
    return len(sent) == len(shown) and all(is_similar(*pair, inner) for pair in zip(sent, shown, strict=True))


def _shows_custom_fields(sent: list[Mapping[str, Any]], shown: list[Any]) -> bool:
    """The server may add custom fields and change their order. v1.8 shows a text as a list."""
    values = {row.get("_id"): row.get("value") for row in shown if isinstance(row, Mapping)}
    pairs = [(item["value"], values.get(item["_id"], ...)) for item in sent]  # ... is like no value
    return all(is_similar(value, shown) or is_similar([value], shown) for value, shown in pairs)


def _is_same_number(sent: Any, shown: Any) -> bool:
    """Whether one is a number and the other its text. Not for two texts: they may be titles."""
    number, text = (shown, sent) if isinstance(sent, str) else (sent, shown)
    if not (isinstance(number, int | float) and isinstance(text, str)):
        return False
    try:
        return float(text) == number
    except ValueError:
        return False


def _is_same_decoded(sent: Any, shown: Any, codec: Codec | None) -> bool:
    """Whether two texts mean the same moment or number."""
    if codec is None or sent is None or shown is None:
        return False
    try:
        return bool(codec.decode(sent) == codec.decode(shown))
    except (Mismatch, TypeError, ValueError):
        return False
