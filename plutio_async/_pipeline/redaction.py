"""Removes secrets from errors: from the text that an answer may echo, and with the frames and contexts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import reduce
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from plutio_async._core.errors import PlutioError
from plutio_async._core.json_text import parse_json

_SHORTEST = 7
"""No secret is shorter, and removing single letters would make answers unreadable."""
_LONGEST_TEXT = 2000
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


def without_secrets(content: bytes, secrets: Iterable[str]) -> Any:
    """The parsed body, or its text where it is no JSON, with ``…`` in place of each secret, however it is written."""
    spellings = _spellings(secrets)
    try:
        return _without(parse_json(content), spellings, _LONGEST_TEXT)
    except (ValueError, RecursionError):
        return _without(content.decode(errors="replace"), spellings, _LONGEST_TEXT)


def make_safe(error: PlutioError, secrets: Iterable[str]) -> None:
    """Removes the secrets from an error, and the frames and contexts of it and its causes.

    Frames have requests and answers among their variables, and libraries keep the request in their errors.
    """
    spellings = _spellings(secrets)
    error.args = tuple(_without(error.args, spellings))
    for name, value in vars(error).items():
        if isinstance(value, str | list | dict):
            setattr(error, name, _shown(value, spellings))
    linked: BaseException | None = error
    while linked is not None:
        linked.__traceback__ = linked.__context__ = None
        linked = linked.__cause__


def _shown(value: Any, secrets: list[tuple[str, list[str]]]) -> Any:
    with suppress(RecursionError):  # nested too deeply to search
        return _without(value, secrets)
    return "…"


def _spellings(secrets: Iterable[str]) -> list[tuple[str, list[str]]]:
    return [(secret, sorted(_spelt(secret), key=len, reverse=True)) for secret in secrets if len(secret) >= _SHORTEST]


def _spelt(secret: str) -> set[str]:
    found = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], *_in_base64(secret)}
    return {spelling for spelling in found if len(spelling) >= _SHORTEST}


def _in_base64(secret: str) -> Iterator[str]:
    """The base64 of the secret at each of the three alignments, without the characters that depend on other text."""
    from base64 import b64encode, urlsafe_b64encode

    raw = secret.encode(errors="surrogatepass")
    for before in range(3):
        first, last = -(-8 * before // 6), 8 * (before + len(raw)) // 6
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(bytes(before) + raw).decode()[first:last]


def _without(value: Any, secrets: list[tuple[str, list[str]]], longest: int | None = None) -> Any:
    if isinstance(value, str):
        return reduce(_cut, secrets, value)[:longest]
    if isinstance(value, list | tuple):
        return [_without(item, secrets, longest) for item in value]
    if isinstance(value, dict):
        return {_without(key, secrets, longest): _without(item, secrets, longest) for key, item in value.items()}
    return value


def _cut(text: str, secret: tuple[str, list[str]]) -> str:
    from html import unescape  # whose table of entities only an error needs

    plain, spellings = secret
    for spelling in spellings:
        text = text.replace(spelling, "…")
    unescaped = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
    read = (text, unescaped, unescape(unescaped))
    return "…" if any(plain in way(each) for each in read for way in (unquote, unquote_plus)) else text


def error_message(body: Any) -> str:
    """The message of an error body, in any of the shapes that were seen, and some more."""
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
