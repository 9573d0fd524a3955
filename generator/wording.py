"""Splits the description of a call that becomes two methods.

A list also gets one record by ``_id``, and an archive call also restores. In Python these are separate methods.
"""

from __future__ import annotations

import re

BOTH_WAYS = "Archive or restore "
BOTH_WAYS_AT_LENGTH = re.compile(r"Archives [^.]+, or restores (?:it|them) with `isArchived: false`\.\s*")

OR_ONE = re.compile(r", or get one by `_id`$")
OR_ONE_AT_LENGTH = re.compile(r", or with [^,.]+ when `_id` is given(?=\.)")

VERBS = ("archive", "bulk_archive")


def says_both(summary: str, description: str) -> bool:
    """Whether the texts of an archive call can be split for its two methods."""
    return summary.startswith(BOTH_WAYS) and BOTH_WAYS_AT_LENGTH.match(" ".join(description.split())) is not None


def archiving(summary: str, description: str) -> tuple[str, str]:
    """The summary and the description of the method that archives."""
    return f"Archive {summary.removeprefix(BOTH_WAYS)}", _rest(description)


def restoring(summary: str, description: str) -> tuple[str, str]:
    """The summary and the description of the method that restores."""
    return f"Restore {summary.removeprefix(BOTH_WAYS)} from the archive", _rest(description)


def listing(summary: str, description: str) -> tuple[str, str]:
    """The summary and the description of the method that lists, as a part of the text about the resource."""
    text = OR_ONE_AT_LENGTH.sub("", " ".join(description.split()), count=1)
    return OR_ONE.sub("", summary), re.sub("^Answers with", "``list`` answers with", text)


def _rest(description: str) -> str:
    return BOTH_WAYS_AT_LENGTH.sub("", " ".join(description.split()), count=1)
