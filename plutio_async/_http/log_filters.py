"""Keeps queries and headers out of the logs of the HTTP libraries, which show them at DEBUG."""

from __future__ import annotations

import logging
import re

_QUERY = re.compile(r"\?[^\s'\"\\]*")


def hide_queries() -> None:
    """Cuts the query strings out of what httpcore logs, such as the headers of answers, and stops the log of hpack.

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
