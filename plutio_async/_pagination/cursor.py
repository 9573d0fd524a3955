"""The position of a walk, and the text of cursors."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from attrs import define, field

from plutio_async._core.errors import ConfigurationError
from plutio_async._pagination.page import NewRecord

TAIL = 64
"""Keys that a position remembers. A resumed walk finds them while two neighbours of them are left in the list."""

_VERSION = 1


@define
class Position:
    """The index after the last record that was yielded, and the keys of the last records, in list order."""

    skip: int = 0
    tail: deque[str] = field(factory=deque)
    listing: str = ""

    def copy(self) -> Position:
        return Position(self.skip, deque(self.tail), self.listing)

    def advance(self, record: NewRecord[Any]) -> None:
        """Moves past a record that is yielded."""
        if record.position is not None:
            self.skip = record.position + 1
            self.tail.append(record.key)
        elif record.after is not None and record.after in self.tail:
            self.tail.insert(self.tail.index(record.after) + 1, record.key)
        while len(self.tail) > TAIL:
            self.tail.popleft()

    def to_json(self) -> str:
        """The text of a cursor. It holds ids and a digest of the listing, and no other data."""
        return dump({"skip": self.skip, "tail": list(self.tail)}, self.listing)

    @classmethod
    def from_json(cls, text: str, listing: str) -> Position:
        """Reads the text of a cursor.

        Raises:
            ConfigurationError: the text is not a cursor, or the cursor belongs to another listing.
        """
        state = load(text, listing, _is_position, origin="records")
        return cls(state["skip"], deque(state["tail"]), listing)


def dump(state: Mapping[str, Any], listing: str) -> str:
    """The text of a cursor."""
    return json.dumps({"v": _VERSION, **state, "of": listing}, separators=(",", ":"))


def load(text: str, listing: str, is_valid: Callable[[Mapping[str, Any]], bool], *, origin: str) -> dict[str, Any]:
    """The state in the text of a cursor.

    Raises:
        ConfigurationError: the text is not a cursor of this sort, or the cursor belongs to another listing.
    """
    state: Any = None
    with suppress(TypeError, ValueError, RecursionError):
        state = json.loads(text)
    if not isinstance(state, dict) or state.get("v") != _VERSION or not is_valid(state):
        raise ConfigurationError(f"this is not a cursor: pass the text of `{origin}.cursor`")
    if state.get("of") != listing:
        raise ConfigurationError(
            "this cursor belongs to another listing: use it with the same resource, business, filters and sort, "
            "or omit it to start over"
        )
    return state


def digest(text: str) -> str:
    """A short hash. In a cursor it stands for the listing, so that the filters do not show."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _is_position(state: Mapping[str, Any]) -> bool:
    skip, tail = state.get("skip"), state.get("tail")
    return (
        type(skip) is int and skip >= 0 and isinstance(tail, list) and all(isinstance(key, str) and key for key in tail)
    )
