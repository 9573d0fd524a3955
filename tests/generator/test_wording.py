"""A call that becomes several methods is described for each of them."""

from __future__ import annotations

import pytest

from generator.wording import archiving, listing, restoring, says_both

pytestmark = pytest.mark.integration

ARCHIVE = (
    "Archive or restore many people",
    "Archives every named person, or restores\nthem with `isArchived: false`. Seen live. Its answer is unknown.\n",
)


def test_an_archive_call_archives_and_restores() -> None:
    """The caller does not pass the flag."""
    assert archiving(*ARCHIVE) == ("Archive many people", "Seen live. Its answer is unknown.")
    assert restoring(*ARCHIVE) == ("Restore many people from the archive", "Seen live. Its answer is unknown.")


@pytest.mark.parametrize(
    ("summary", "description", "both"),
    [
        (*ARCHIVE, True),
        ("Archive or restore a task", "Archives one task, or restores it with `isArchived: false`.", True),
        ("Archive a task", ARCHIVE[1], False),
        (ARCHIVE[0], "Archives one task.", False),
    ],
)
def test_the_rule_accepts_texts_that_can_be_split(summary: str, description: str, both: bool) -> None:
    """And refuses those that would give a wrong docstring."""
    assert says_both(summary, description) is both


@pytest.mark.parametrize(
    ("described", "shown"),
    [
        (
            ("List tasks, or get one by `_id`", "Answers with the tasks, or with one\ntask when `_id` is given. Fast."),
            ("List tasks", "``list`` answers with the tasks. Fast."),
        ),
        (("List tasks", "All of them."), ("List tasks", "All of them.")),
    ],
)
def test_a_list_lists(described: tuple[str, str], shown: tuple[str, str]) -> None:
    """One record by its id is another method."""
    assert listing(*described) == shown
