"""The position that a walk has reached, as a small JSON text."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from attrs import frozen

from plutio_async._core.errors import ConfigurationError

TAIL = 64
"""Records that a cursor remembers. While two neighbours of them are left in the list, a resumed walk finds them."""

_VERSION = 1


@frozen
class Cursor:
    """Where to go on: the position after the last record, and the keys of the last records, in their order."""

    skip: int = 0
    tail: tuple[str, ...] = ()
    listing: str = ""

    def to_json(self) -> str:
        """The text to keep; it holds ids and a digest of what is listed, nothing of the records."""
        state = {"v": _VERSION, "skip": self.skip, "tail": list(self.tail), "of": self.listing}
        return json.dumps(state, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, listing: str) -> Cursor:
        """Reads what :meth:`to_json` gave.

        Raises :exc:`ConfigurationError` for anything else and for the cursor of another listing.
        """
        try:
            state = json.loads(text)
        except (TypeError, ValueError, RecursionError):
            state = {}
        if not _is_cursor(state):
            raise ConfigurationError("This is no cursor: pass the text that `records.cursor` gave.")
        if state["of"] != listing:
            raise ConfigurationError(
                "This cursor belongs to another listing: go on with the same resource, business, filters and sort, "
                "or leave the cursor out to start anew."
            )
        return cls(state["skip"], tuple(state["tail"]), listing)


def digest(listing: str) -> str:
    """A short stand-in for what is listed, so that a cursor does not show the filters."""
    return hashlib.sha256(listing.encode()).hexdigest()[:16]


def _is_cursor(state: Any) -> bool:
    return (
        isinstance(state, dict)
        and state.get("v") == _VERSION
        and type(state.get("skip")) is int
        and state["skip"] >= 0
        and isinstance(state.get("of"), str)
        and _are_ids(state.get("tail"))
    )


def _are_ids(tail: Any) -> bool:
    return isinstance(tail, list) and all(isinstance(key, str) and key for key in tail)
