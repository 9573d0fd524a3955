"""The log on stderr, for programs that have none of their own."""

from __future__ import annotations

import logging
import os
import sys

from plutio_async._core.errors import ConfigurationError

_VARIABLE = "PLUTIO_LOG"
_LEVELS = {"info": logging.INFO, "debug": logging.DEBUG}
_log = logging.getLogger("plutio_async")


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # generic for checkers only
    """Writes to stderr, unless the program has a log of its own, which gets the same records."""

    def emit(self, record: logging.LogRecord) -> None:
        if not logging.root.handlers:
            self.stream = sys.stderr  # which the program may have replaced
            super().emit(record)


_handler = _Handler()
_handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))


def setup_logging(level: str = "info") -> None:
    """Shows the log of this package: ``"info"`` for waits and warnings, ``"debug"`` for a line for each call too.

    It goes to stderr, or to the program's own handlers if it has some. ``PLUTIO_LOG=info`` or ``PLUTIO_LOG=debug`` in
    the environment does the same when a client is made.

    Raises:
        ConfigurationError: ``level`` is neither, in small or capital letters.
    """
    _show_log("the level of the log", level)


def log_as_in_environment() -> None:
    """Applies ``PLUTIO_LOG``. Raises ``ConfigurationError`` if it is no level."""
    if level := os.environ.get(_VARIABLE, "").strip():
        _show_log(_VARIABLE, level)


def _show_log(name: str, level: object) -> None:
    if (number := _LEVELS.get(str(level).strip().lower())) is None:
        raise ConfigurationError(f"{name} is 'info' or 'debug', not {level!r}")
    _log.setLevel(number)
    if _handler not in _log.handlers:
        _log.addHandler(_handler)
