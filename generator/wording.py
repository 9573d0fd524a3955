"""What a description says of a call, told apart for the methods that the call becomes.

A list also gets one record by ``_id``, and an archive call also restores. In Python these are methods of their own.
"""

from __future__ import annotations

import re

BOTH_WAYS = "Archive or restore "
BOTH_WAYS_AT_LENGTH = re.compile(r"Archives [^.]+, or restores (?:it|them) with `isArchived: false`\.\s*")

OR_ONE = re.compile(r", or get one by `_id`$")
OR_ONE_AT_LENGTH = re.compile(r", or with [^,.]+ when `_id` is given(?=\.)")

VERBS = ("archive", "bulk_archive")


def said_of_both(summary: str, description: str) -> bool:
    """Whether what is said of an archive call can be told apart for its two methods."""
    return summary.startswith(BOTH_WAYS) and BOTH_WAYS_AT_LENGTH.match(" ".join(description.split())) is not None


def archiving(summary: str, description: str) -> tuple[str, str]:
    """The summary of the method that archives, and what else is known."""
    return f"Archive {summary.removeprefix(BOTH_WAYS)}", _rest(description)


def restoring(summary: str, description: str) -> tuple[str, str]:
    """The summary of the method that restores, and what else is known."""
    return f"Restore {summary.removeprefix(BOTH_WAYS)} from the archive", _rest(description)


def listing(summary: str, description: str) -> tuple[str, str]:
    """The summary of the method that lists, and what else is known."""
    return OR_ONE.sub("", summary), OR_ONE_AT_LENGTH.sub("", " ".join(description.split()), count=1)


def _rest(description: str) -> str:
    return BOTH_WAYS_AT_LENGTH.sub("", " ".join(description.split()), count=1)
