"""Secrets: hides a secret text from view, and removes secrets from errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from plutio_async._core.errors import PlutioError
from plutio_async._core.json_text import bounded, parse_json

Spellings = list[tuple[str, list[str]]]
"""Each secret, and the ways to write it, the longest first."""

SHORTEST = 7
"""No secret is shorter, and removing single letters would make answers unreadable."""
_LONGEST_TEXT = 2000
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


class Secret:
    """Holds a text that neither ``repr`` nor the attributes show. Call it to get the text.

    Error trackers save the variables of frames: drop the text before an error can be raised.
    """

    __slots__ = ("_open",)

    def __init__(self, text: Any) -> None:
        value = text() if isinstance(text, Secret) else text
        self._open: Callable[[], Any] = lambda: value

    def __call__(self) -> Any:
        return self._open()

    def __repr__(self) -> str:
        return "<secret>"

    def __eq__(self, other: object) -> bool:
        return self._open() == other._open() if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._open())

    def __reduce__(self) -> tuple[Any, ...]:
        return Secret, (self._open(),)


def without_secrets(content: bytes, secrets: Iterable[str]) -> Any:
    """The parsed body, or its text where it is no JSON, with ``…`` in place of each secret, however it is written."""
    spellings = _spellings(secrets)
    try:
        return _without(bounded(parse_json(content)), spellings, _LONGEST_TEXT)
    except ValueError:
        return _without(content.decode(errors="replace"), spellings, _LONGEST_TEXT)


def make_safe(error: PlutioError, secrets: Iterable[str]) -> None:
    """Removes the secrets from an error, and the frames and contexts of it and its causes.

    Frames have requests and answers among their variables, and libraries keep the request in their errors.
    """
    spellings = _spellings(secrets)
    error.args = tuple(_without(error.args, spellings))
    for name, value in vars(error).items():
        if isinstance(value, str | list | dict):
            safe = "…"
            with suppress(RecursionError):  # nested too deeply to search
                safe = _without(value, spellings)
            setattr(error, name, safe)
    linked: BaseException | None = error
    while linked is not None:
        linked.__traceback__ = linked.__context__ = None
        linked = linked.__cause__


def _spellings(secrets: Iterable[str]) -> Spellings:
    return [(secret, sorted(_spelt(secret), key=len, reverse=True)) for secret in secrets if len(secret) >= SHORTEST]


def _spelt(secret: str) -> set[str]:
    found = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], *_in_base64(secret)}
    return {spelling for spelling in found if len(spelling) >= SHORTEST}


def _in_base64(secret: str) -> Iterator[str]:
    """The base64 of the secret at each of the three alignments, without the characters that depend on other text."""
    from base64 import b64encode, urlsafe_b64encode

    raw = secret.encode(errors="surrogatepass")
    for before in range(3):
        first, last = -(-8 * before // 6), 8 * (before + len(raw)) // 6
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(bytes(before) + raw).decode()[first:last]


def _without(value: Any, secrets: Spellings, longest: int | None = None) -> Any:
    if isinstance(value, str):
        for secret, spellings in secrets:
            value = _cut(value, secret, spellings)
        return value[:longest]
    if isinstance(value, list | tuple):
        return [_without(item, secrets, longest) for item in value]
    if isinstance(value, dict):
        return {_without(key, secrets, longest): _without(item, secrets, longest) for key, item in value.items()}
    return value


def _cut(text: str, secret: str, spellings: list[str]) -> str:
    from html import unescape  # whose table of entities only an error needs

    for spelling in spellings:
        text = text.replace(spelling, "…")
    unescaped = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
    read = (text, unescaped, unescape(unescaped))
    return "…" if any(secret in way(each) for each in read for way in (unquote, unquote_plus)) else text
