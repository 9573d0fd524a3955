"""Days and moments as people type them, by the clock and the time zone of this machine."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from plutio_async._core.moments import day_of, parse_aware
from plutio_async.cli.failures import Problem, note

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async._core.clock import Clock

_WORDS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_DAYS = re.compile(r"[+-]\d{1,5}(?=d$)")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?")
_NOT_ISO = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DURATION = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_FORMS = "a day such as 2026-12-24, a moment such as 2026-12-24T10:00, or today, tomorrow, +3d, -7d"


@frozen
class Dates:
    """Reads them. ``shown`` says on stderr what a text stands for, if that depends on the clock or the zone."""

    clock: Clock
    shown: bool = False

    def read(self, text: str) -> date:
        """The day, or the moment, which has a time zone.

        Raises:
            Problem: it is neither, or clocks change at that time.
        """
        text = text.strip()
        if (day := day_of(text)) is not None:
            return day
        if (days := self._days(text)) is not None:
            return self._day(text, days)
        if _LOCAL.fullmatch(text):
            return self._moment(text)
        try:
            return parse_aware(text)
        except ValueError:
            raise Problem(f"takes {_FORMS}, not {text!r}{_readings(text)}") from None

    def _days(self, text: str) -> int | None:
        found = _DAYS.match(text)
        return _WORDS.get(text.lower()) if found is None else int(found[0])

    def _day(self, text: str, days: int) -> date:
        now = datetime.fromtimestamp(self.clock.time(), UTC).astimezone()
        try:
            meant = now.date() + timedelta(days=days)
        except OverflowError:
            raise Problem(f"takes {_FORMS}, not {text!r}") from None
        self._say(f"{text} is {meant}, by the date in {now.tzname()}")
        return meant

    def _moment(self, text: str) -> datetime:
        try:
            local = datetime.fromisoformat(text)
            first, second = (local.replace(fold=fold).astimezone() for fold in (0, 1))
        except (ValueError, OverflowError, OSError):
            raise Problem(f"takes {_FORMS}, not {text!r}") from None
        if first != second:
            raise Problem(f"has {text!r}, when clocks change here; add the offset, as in {first.isoformat()}")
        self._say(f"{text} is {first.isoformat()}, in {first.tzname()}")
        return first

    def _say(self, text: str) -> None:
        if self.shown:
            note(f"plutio: {text}")


def duration(option: str, text: str) -> float:
    """The seconds of a time such as ``15m``. Raises ``Problem``, which names the option."""
    if (found := _DURATION.fullmatch(text)) is None or int(found[1]) == 0:
        raise Problem(f"{option}: takes a time such as 90s, 15m, 2h or 1d, not {text!r}")
    return int(found[1]) * _UNITS[found[2]]


def dates_of(plutio: Plutio, *, shown: bool = False) -> Dates:
    """Those by the clock of a client."""
    return Dates(plutio._sender.shared.clock, shown)


def _readings(text: str) -> str:
    """How to write what a text such as ``31/12/2026`` may mean."""
    if (found := _NOT_ISO.fullmatch(text)) is None:
        return ""
    first, second, year = map(int, found.groups())
    days: list[str] = []
    for month, day in ((second, first), (first, second)):
        try:
            days.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    return f"; write {' or '.join(dict.fromkeys(days))}" if days else ""
