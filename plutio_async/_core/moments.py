"""Moments as the API writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

fromisoformat = datetime.fromisoformat
"""A global of generated decoders, which saves them an attribute."""


def parse_moment(text: str) -> datetime:
    """An aware datetime from ISO 8601 text; without an offset it is UTC.

    Raises:
        TypeError, ValueError: it is no such text. ``fromisoformat`` alone takes ``1712051512345`` for a day in
            1712, and gives moments that have no UTC form.
    """
    moment = fromisoformat(text)
    # The decoders of models inline this test, to save the call. With a zone, a text has at least 11 letters.
    if moment.tzinfo is UTC and text[10] == "T":
        return moment
    if text[4:5] != "-" or text[7:8] != "-":
        raise ValueError(f"{text!r} is not written as a date")
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} has no UTC form") from None
    return moment


def format_moment(moment: date, *, exact: bool = False) -> str:
    """ISO 8601 in UTC with milliseconds, as the API writes it, and ``Z``. A day becomes its first moment.

    ``exact`` gives microseconds where there are some.

    Raises:
        ValueError: a datetime has no time zone.
    """
    if not isinstance(moment, datetime):
        return f"{moment.isoformat()}T00:00:00.000Z"
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; add one, for example value.replace(tzinfo=UTC)")
    timespec = "microseconds" if exact and moment.microsecond % 1000 else "milliseconds"
    return moment.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")
