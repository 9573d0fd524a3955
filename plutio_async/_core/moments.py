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
    if moment.tzinfo is UTC and text[10] == "T" and text[7] == "-":
        return moment
    if text[4:5] != "-" or text[7:8] != "-":
        raise ValueError(f"{text!r} is not written as a date")
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} has no UTC form") from None
    return moment


def parse_aware(text: str) -> datetime:
    """An aware datetime from ISO 8601 text that has a time zone.

    Raises:
        ValueError: it has none, or it is no such text.
    """
    try:
        moment = parse_moment(text)
    except ValueError:
        raise ValueError(f"takes a datetime, a date or ISO 8601 text, not {text!r}") from None
    if fromisoformat(text).utcoffset() is None:
        raise ValueError(f"takes a moment with a time zone; add Z or an offset such as +01:00 to {text!r}")
    return moment


def day_of(text: str) -> date | None:
    """The day in ISO 8601 text that has nothing else, such as ``2026-12-24``."""
    if len(text) != len("2026-12-24") or (text[4], text[7]) != ("-", "-"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def format_moment(moment: date, *, exact: bool = False) -> str:
    """ISO 8601 in UTC with milliseconds, as the API writes it, and ``Z``. A day becomes its first moment.

    ``exact`` gives microseconds where there are some.

    Raises:
        ValueError: a datetime has no time zone, or is beyond what UTC can say.
    """
    if not isinstance(moment, datetime):
        return f"{moment.isoformat()}T00:00:00.000Z"
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; add one, for example value.replace(tzinfo=UTC)")
    timespec = "microseconds" if exact and moment.microsecond % 1000 else "milliseconds"
    try:
        return moment.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")
    except OverflowError:
        raise ValueError(f"{moment.isoformat()} has no UTC form; take a moment that is further from the end") from None
