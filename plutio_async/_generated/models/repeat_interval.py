from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class RepeatInterval(OpenEnum):
    """The unit of a repetition."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
