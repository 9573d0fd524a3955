"""All that the generated resource modules are made of."""

from __future__ import annotations

from plutio_async._answers import anything, written
from plutio_async._body import Body
from plutio_async._call import Operation
from plutio_async._model import (
    ANYTHING,
    BOOLEAN,
    INTEGER,
    MOMENT,
    NUMBER,
    TEXT,
    Choice,
    Either,
    Many,
    Ref,
    Wire,
)
from plutio_async._resources.listing import Listing
from plutio_async._resources.resource import Resource
from plutio_async._resources.sender import Filter, Sender
from plutio_async.bulk import BulkProgress, BulkResult
from plutio_async.expand import Directory, RelatedRecords
from plutio_async.pagination import PageIterator, Progress, Records
from plutio_async.query import QueryLike

__all__ = [
    "ANYTHING",
    "BOOLEAN",
    "INTEGER",
    "MOMENT",
    "NUMBER",
    "TEXT",
    "Body",
    "BulkProgress",
    "BulkResult",
    "Choice",
    "Directory",
    "Either",
    "Filter",
    "Listing",
    "Many",
    "Operation",
    "PageIterator",
    "Progress",
    "QueryLike",
    "Records",
    "Ref",
    "RelatedRecords",
    "Resource",
    "Sender",
    "Wire",
    "anything",
    "written",
]
