"""Reading a whole list that others are changing: every record that was there throughout, exactly once."""

from __future__ import annotations

from plutio_async.pagination.ahead import Spawn
from plutio_async.pagination.caps import PAGE_LIMIT, PageCaps
from plutio_async.pagination.cursor import Cursor
from plutio_async.pagination.iterators import PageIterator, RecordIterator
from plutio_async.pagination.reader import Progress
from plutio_async.pagination.records import Records
from plutio_async.pagination.walk import Ask, Walk

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
