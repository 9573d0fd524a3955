"""Searches everything reachable from an error for secrets, since error trackers and debuggers may show it."""

from __future__ import annotations

import base64
import html
import json
import reprlib
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import CodeType, FrameType, FunctionType, MethodType, ModuleType, TracebackType
from typing import Any
from urllib.parse import quote, quote_plus

TESTS = str(Path(__file__).parent)
DEEPEST = 5
_LEAVES = (type, ModuleType, FunctionType, MethodType, CodeType, FrameType, TracebackType, int, float, complex, range)


def spellings(secret: str) -> set[str]:
    """The encodings of a secret in answers of servers and in messages of libraries."""
    quoted, escaped = quote(secret, safe=""), json.dumps(secret)[1:-1]
    return {
        *(secret, repr(secret)[1:-1], html.escape(secret)),
        *(quoted, quoted.lower(), quote_plus(secret)),
        *(escaped, escaped.replace("/", "\\/"), "".join(f"\\u{ord(char):04x}" for char in secret)),
        *_in_base64(secret),
    }


def _in_base64(secret: str) -> Iterator[str]:
    """The secret in base64, alone and after an id as in basic authentication."""
    for before in (b"", b"i:", b"id:", b"id-1:"):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(before + secret.encode()).decode()


def _needles(secret: str) -> set[str]:
    """The forbidden texts; of base64 a part is enough."""
    return spellings(secret) - set(_in_base64(secret)) | {text[8:-4] for text in _in_base64(secret)}


def leaks(error: BaseException, *secrets: str) -> list[str]:
    """Where a secret was found, as paths from the error; empty when it is nowhere.

    Frames of the tests are left out, for they made the secret up.
    """
    walk = _Walk({spelling for secret in secrets for spelling in _needles(secret)})
    walk.exception(error, type(error).__name__)
    return walk.found


def leaks_in(value: object, *secrets: str) -> list[str]:
    """The same, from any value."""
    walk = _Walk({spelling for secret in secrets for spelling in _needles(secret)})
    walk.value(value, type(value).__name__, 0)
    return walk.found


class _Walk:
    def __init__(self, wanted: set[str]) -> None:
        self._wanted = wanted
        self._kept: list[Any] = []  # so that no id is used twice
        self._seen: dict[int, int] = {}
        self.found: list[str] = []

    def exception(self, error: BaseException, path: str) -> None:
        if self._was_here(error, 0):
            return
        self._text(f"{error} {error!r} {''.join(traceback.format_exception_only(error))}", path)
        for name in ("args", "__dict__", "__notes__"):
            self.value(getattr(error, name, ()), f"{path}.{name}", 0)
        for name in ("__cause__", "__context__"):
            linked = getattr(error, name)
            if linked is not None:
                self.exception(linked, f"{path}.{name}")
        for attribute, value in _attributes(error):
            self.value(value, f"{path}.{attribute}", 0)
        for number, member in enumerate(getattr(error, "exceptions", ())):
            self.exception(member, f"{path}.exceptions[{number}]")
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename.startswith(TESTS):
                continue
            place = f"{path} @ {Path(frame.f_code.co_filename).name}:{line} {frame.f_code.co_name}"
            for name, value in frame.f_locals.items():
                self.value(value, f"{place}: {name}", 0)

    def value(self, value: Any, path: str, depth: int) -> None:
        if isinstance(value, BaseException):
            self.exception(value, path)
            return
        if isinstance(value, str | bytes | bytearray | memoryview):
            self._text(value if isinstance(value, str) else bytes(value).decode("latin-1"), path)
            return
        if value is None or isinstance(value, _LEAVES) or depth > DEEPEST or self._was_here(value, depth):
            return
        self._text(_repr(value), f"repr({path})")
        if type(value).__module__.startswith(("tests.", "plutio_async.testing")):
            return  # the server's side, which has to know
        for name, inner in _inside(value):
            self.value(inner, f"{path}{name}", depth + 1)

    def _was_here(self, value: Any, depth: int) -> bool:
        if self._seen.get(id(value), DEEPEST + 1) <= depth:
            return True
        self._seen[id(value)] = depth
        self._kept.append(value)
        return False

    def _text(self, text: str, path: str) -> None:
        if any(spelling in text for spelling in self._wanted):
            self.found.append(path)


def _repr(value: Any) -> str:
    try:
        return repr(value)
    except Exception as error:
        return reprlib.repr(error)


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in list(value.items()):
            yield "[key]", key
            yield f"[{key!r:.30}]", item
    elif isinstance(value, list | tuple | set | frozenset | deque):
        for number, item in enumerate(list(value)):
            yield f"[{number}]", item
    for name, inner in _attributes(value):
        yield f".{name}", inner


def _attributes(value: Any) -> Iterable[tuple[str, Any]]:
    """The attributes in the dictionary and the slots of an instance. Properties are not called."""
    found = dict(getattr(value, "__dict__", {}))
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            mangled = f"_{kind.__name__.lstrip('_')}{name}" if name.startswith("__") else name
            if mangled != "__weakref__" and hasattr(value, mangled):
                found[mangled] = getattr(value, mangled)
    return found.items()
