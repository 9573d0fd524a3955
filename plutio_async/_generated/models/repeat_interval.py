from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class RepeatInterval(OpenEnum):
    """The unit of a repetition."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


if TYPE_CHECKING:
    # fmt: off
    KnownRepeatInterval = Literal["day", "week", "month", "year"]
    # fmt: on
