"""Questions on the terminal."""

from __future__ import annotations

import sys

from plutio_async.cli.failures import Declined, Problem


def need_terminal(action: str) -> None:
    """Raises ``Problem`` if there is no terminal for a question. ``action`` is a verb, such as ``delete``."""
    if not sys.stdin.isatty():
        raise Problem(f"there is no terminal to ask on; add --yes to {action} without a question")


def ask(question: str, declined: str) -> None:
    """Asks on the terminal. Raises ``Declined`` with a message for any answer but yes.

    Call it outside of the event loop, which would keep a Ctrl-C until the answer.
    """
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Declined(declined)
