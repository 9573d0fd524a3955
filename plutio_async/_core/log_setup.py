"""Shows the log of the package on stderr, when the program or ``PLUTIO_LOG`` asks for it."""

from __future__ import annotations

import logging
import os
import sys

from plutio_async._core.errors import ConfigurationError

_VARIABLE = "PLUTIO_LOG"
_LEVELS = {"info": logging.INFO, "debug": logging.DEBUG}


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
        ConfigurationError: ``level`` is neither.
    """
    if level not in _LEVELS:
        raise ConfigurationError(f"the level of the log is 'info' or 'debug', not {level!r}")
    log = logging.getLogger("plutio_async")
    log.setLevel(_LEVELS[level])
    if _handler not in log.handlers:
        log.addHandler(_handler)


def log_as_in_environment() -> None:
    """Applies ``PLUTIO_LOG``. Raises ``ConfigurationError`` if it is no level."""
    if level := os.environ.get(_VARIABLE, "").strip().lower():
        if level not in _LEVELS:
            raise ConfigurationError(f"{_VARIABLE} is 'info' or 'debug', not {level!r}")
        setup_logging(level)
