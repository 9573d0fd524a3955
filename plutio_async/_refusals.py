"""What an error answer says, without the secrets that it may echo."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import reduce
from typing import Any
from urllib.parse import quote, quote_plus

from plutio_async._json import parse_json

_SHORTEST = 7
"""Nobody's secret is shorter, and to cut out single letters would make answers unreadable."""
_LONGEST_TEXT = 2000


def without_secrets(content: bytes, secrets: Iterable[str]) -> Any:
    """The parsed body, or its text where it is no JSON, with ``…`` in place of each secret, however it is written."""
    spellings = [spelling for secret in secrets for spelling in _spellings(secret)]
    try:
        return _without(parse_json(content), spellings)
    except (ValueError, RecursionError):
        return _without(content.decode(errors="replace"), spellings)


def _spellings(secret: str) -> list[str]:
    if len(secret) < _SHORTEST:
        return []
    spellings = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
    return sorted(spellings, key=len, reverse=True)


def _without(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, str):
        return reduce(lambda text, secret: text.replace(secret, "…"), secrets, value)[:_LONGEST_TEXT]
    if isinstance(value, list):
        return [_without(item, secrets) for item in value]
    if isinstance(value, dict):
        return {_without(key, secrets): _without(item, secrets) for key, item in value.items()}
    return value


def said(body: Any) -> str:
    """The message of an error, from any of the shapes that were seen, and some that were not."""
    if isinstance(body, dict):
        errors = body.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else errors
        for found in (body.get("message"), body.get("error"), first):
            text = found.get("message") if isinstance(found, dict) else found
            if isinstance(text, str) and text:
                return text
    if isinstance(body, str) and body.strip():
        return "an HTML page instead of JSON" if body.lstrip().startswith("<") else body.strip()[:200]
    return ""
