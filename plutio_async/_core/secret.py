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
"""Each secret, and the texts that it becomes in URLs, JSON and base64, the longest first."""

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
        return _replace_in_value(bounded(parse_json(content)), spellings, _LONGEST_TEXT)
    except ValueError:
        return _replace_in_value(content.decode(errors="replace"), spellings, _LONGEST_TEXT)


def make_safe(error: PlutioError, secrets: Iterable[str]) -> None:
    """Removes the secrets from an error, and the frames and contexts of it and its causes.

    Frames have requests and answers among their variables, and libraries keep the request in their errors.
    """
    spellings = _spellings(secrets)
    error.args = tuple(_replace_in_value(error.args, spellings))
    for name, value in vars(error).items():
        if isinstance(value, str | list | dict):
            safe = "…"
            with suppress(RecursionError):  # nested too deeply to search
                safe = _replace_in_value(value, spellings)
            setattr(error, name, safe)
    linked: BaseException | None = error
    while linked is not None:
        linked.__traceback__ = linked.__context__ = None
        linked = linked.__cause__


def _spellings(secrets: Iterable[str]) -> Spellings:
    return [(secret, _spellings_of(secret)) for secret in secrets if len(secret) >= SHORTEST]


def _spellings_of(secret: str) -> list[str]:
    found = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], *_in_base64(secret)}
    return sorted((spelling for spelling in found if len(spelling) >= SHORTEST), key=len, reverse=True)


def _in_base64(secret: str) -> Iterator[str]:
    """The base64 of the secret at each of the three alignments, without the characters that depend on other text."""
    from base64 import b64encode, urlsafe_b64encode

    raw = secret.encode(errors="surrogatepass")
    for before in range(3):
        first, last = -(-8 * before // 6), 8 * (before + len(raw)) // 6
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(bytes(before) + raw).decode()[first:last]


def _replace_in_value(value: Any, secrets: Spellings, longest: int | None = None) -> Any:
    """The value with all its texts and keys searched, and cut to ``longest`` characters."""
    if isinstance(value, str):
        for secret, spellings in secrets:
            value = _replace_in_text(value, secret, spellings)
        return value[:longest]
    if isinstance(value, list | tuple):
        return [_replace_in_value(item, secrets, longest) for item in value]
    if isinstance(value, dict):
        pairs = value.items()
        return {_replace_in_value(key, secrets, longest): _replace_in_value(it, secrets, longest) for key, it in pairs}
    return value


def _replace_in_text(text: str, secret: str, spellings: list[str]) -> str:
    """``…`` in place of each spelling, or of the whole text if the secret shows once escapes are decoded."""
    from html import unescape  # whose table of entities only an error needs

    for spelling in spellings:
        text = text.replace(spelling, "…")
    unescaped = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
    readings = (decode(each) for each in (text, unescaped, unescape(unescaped)) for decode in (unquote, unquote_plus))
    return "…" if any(secret in reading for reading in readings) else text
