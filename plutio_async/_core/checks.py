"""Checks of the values of settings."""

from __future__ import annotations

import math
import sys

from plutio_async._core.errors import ConfigurationError

_MOST = sys.float_info.max
"""Clocks count in floats, and no larger whole number becomes one."""


def is_count(value: object, least: int | None = 1, most: int | None = None) -> bool:
    """Whether a value is a whole number in a range. A ``bool`` is not one."""
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return (least is None or value >= least) and (most is None or value <= most)


def is_seconds(value: object, *, positive: bool = False, finite: bool = False) -> bool:
    """Whether a value is a length of time: a number, 0 or more. A ``bool`` is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or (value > _MOST and value != math.inf):
        return False
    return (value > 0 if positive else value >= 0) and not (finite and math.isinf(value))


def check_flag(name: str, value: object) -> None:
    """Raises ``ConfigurationError`` for anything but a ``bool``: the text ``"no"`` would count as true."""
    if not isinstance(value, bool):
        raise ConfigurationError(f"{name} is True or False, not {value!r}")


def check_callable(name: str, value: object) -> None:
    """Raises ``ConfigurationError`` for anything but a function or ``None``."""
    if value is not None and not callable(value):
        raise ConfigurationError(f"{name}= takes a function, not {type(value).__name__}")


def check_methods(name: str, value: object, wanted: str, *methods: str) -> None:
    """Raises ``ConfigurationError`` for an object without the methods, and for a class instead of an object."""
    if isinstance(value, type):
        raise ConfigurationError(f"{name}= takes {wanted}, not the class {value.__name__}")
    if not all(callable(getattr(value, method, None)) for method in methods):
        raise ConfigurationError(f"{name}= takes {wanted}, not {type(value).__name__}")


def check_clock(clock: object) -> None:
    """Raises ``ConfigurationError`` for an object that is not a clock."""
    check_methods("clock", clock, "an object with monotonic(), time() and sleep()", "monotonic", "time", "sleep")


def check_count(name: str, value: object, *, least: int = 1, most: int | None = None) -> None:
    """Raises ``ConfigurationError`` for anything but a whole number in the range."""
    if not is_count(value, least, most):
        limits = f", {least} or more" if most is None else f" from {least} to {most}"
        raise ConfigurationError(f"{name}={value!r} does not work; give a whole number{limits}")


def check_seconds(
    name: str, value: object, *, positive: bool = False, finite: bool = False, optional: bool = False
) -> None:
    """Raises ``ConfigurationError`` for anything but a length of time; ``optional`` accepts ``None`` too."""
    if (optional and value is None) or is_seconds(value, positive=positive, finite=finite):
        return
    limits = ("more than 0" if positive else "0 or more") + (", or None" if optional else "")
    raise ConfigurationError(f"{name}={value!r} is no length of time; give seconds, {limits}")
