"""Reading a whole list that others are changing: every record that was there throughout, exactly once."""

from __future__ import annotations

from .ahead import Spawn
from .caps import PAGE_LIMIT, PageCaps
from .cursor import Cursor
from .iterators import PageIterator, RecordIterator
from .reader import Progress
from .records import Records
from .walk import Ask, Walk

__all__ = [
    "PAGE_LIMIT",
    "Ask",
    "Cursor",
    "PageCaps",
    "PageIterator",
    "Progress",
    "RecordIterator",
    "Records",
    "Spawn",
    "Walk",
]
