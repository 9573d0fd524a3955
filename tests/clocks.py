"""Clocks that are wrong: those of machines, and that of the server's answers."""

from __future__ import annotations

from email.utils import formatdate, parsedate_to_datetime
from typing import Any

import pytest
from attrs import evolve

from plutio_async._core.clock import Clock

DAY, YEAR = 86_400.0, 365 * 86_400.0

OFF = pytest.mark.parametrize(
    "off",
    [
        pytest.param(-YEAR, id="a year slow", marks=pytest.mark.system),
        pytest.param(-DAY, id="a day slow"),
        pytest.param(DAY, id="a day fast", marks=pytest.mark.system),
        pytest.param(YEAR, id="a year fast"),
    ],
)


class Off:
    """A clock that is some seconds ahead of another; durations are the same."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self.monotonic = clock.monotonic
        self.sleep = clock.sleep

    def time(self) -> float:
        return self._clock.time() + self._seconds


class Dated:
    """A hook that moves the ``Date`` of each answer by some seconds, or leaves it out."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds

    async def before(self, request: Any) -> None:
        return None

    async def after(self, request: Any, answer: Any) -> Any:
        headers = {name: value for name, value in answer.headers.items() if name != "date"}
        if self._seconds is not None:
            moment = parsedate_to_datetime(answer.headers["date"]).timestamp() + self._seconds
            headers["date"] = formatdate(moment, usegmt=True)
        return evolve(answer, headers=headers)
