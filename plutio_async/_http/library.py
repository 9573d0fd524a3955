"""The HTTP library: httpx, or httpx2 where httpx is missing or was replaced by it. Only here are they imported.

A transport of the user's, and what comes from it, may belong to the other one: then both are loaded.
"""

from __future__ import annotations

import logging
import re
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["either", "hide_queries", "httpcore", "httpx", "library_of", "loaded"]

_LIBRARIES = ("httpx", "httpx2")
_QUERY = re.compile(r"\?[^\s'\"\\]*")

if TYPE_CHECKING:
    import httpcore
    import httpx
else:

    def __getattr__(name: str) -> ModuleType:
        """The one in use, imported when it is first needed: that takes longer than everything else."""
        if name not in ("httpx", "httpcore"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        try:
            return import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            return import_module(f"{name}2")  # installed without httpx: pip install --no-deps


def loaded() -> list[Any]:
    """Those that are imported. After ``httpx2.alias_httpx()``, ``httpx`` is httpx2 too."""
    return [library for name in _LIBRARIES if (library := sys.modules.get(name)) is not None]


def either(*names: str) -> tuple[type[Exception], ...]:
    """The errors with these names, of each library that is imported."""
    # One that another thread is just importing has no classes yet.
    return tuple(found for library in loaded() for name in names if (found := getattr(library, name, None)))


def library_of(value: object, base: str) -> Any:
    """The library whose class ``base`` a value is an instance of; ``None`` if it is of neither."""
    return next((library for library in loaded() if isinstance(value, getattr(library, base, ()))), None)


def hide_queries() -> None:
    """Keeps queries and headers out of the logs of the libraries, which show them at DEBUG.

    Cuts the query strings out of what httpcore logs, such as the headers of answers, and stops the log of hpack.

    hpack logs each header of HTTP/2: the path with its query, and the token. The filters hold for the whole program,
    since a record does not show whose request it is about.
    """
    for library in ("httpcore", "httpcore2"):
        for module in ("connection", "http11", "http2", "proxy", "socks"):  # a logger's filters are not its children's
            logging.getLogger(f"{library}.{module}").addFilter(_without_queries)
    for module in ("hpack", "table"):
        logging.getLogger(f"hpack.{module}").addFilter(_nothing_below_info)


def _without_queries(record: logging.LogRecord) -> bool:
    if "?" in record.getMessage():
        record.msg, record.args = _QUERY.sub("?…", record.getMessage()), ()
    return True


def _nothing_below_info(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO
