"""All that the generated resource modules are made of."""

from __future__ import annotations

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.model import (
    ANYTHING,
    BOOLEAN,
    INTEGER,
    MOMENT,
    NUMBER,
    TEXT,
    Choice,
    Either,
    Field,
    Many,
    Ref,
)
from plutio_async._pagination.iterators import PageIterator
from plutio_async._pagination.reader import Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.related import Directory, RelatedRecords
from plutio_async._resources.resource import Resource
from plutio_async._resources.sender import Filter, Sender

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
    "Field",
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
    "anything",
    "written",
]
