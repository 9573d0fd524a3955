"""The table of quirks in the docs is complete: every test has a row, every row a test, and every switch exists."""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from plutio_async.testing import Switches
from tests.testing import test_quirks

PAGE = Path(__file__).parent.parent.parent / "docs" / "quirks.md"


def rows() -> list[list[str]]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_quirk_has_one_row() -> None:
    """Named by its test."""
    named = [re.sub("`", "", row[3]) for row in rows()]
    tests = [name for name in vars(test_quirks) if name.startswith("test_")]
    assert sorted(named) == sorted(set(tests) - {"test_every_registered_quirk_has_a_test"})


def test_every_switch_of_the_table_exists() -> None:
    """And every row says how the quirk is known."""
    switches = {attribute.name for attribute in attrs.fields(Switches)}
    for row in rows():
        assert set(re.findall(r"`(\w+)`", row[2])) <= switches
        assert row[1].split(",")[0] in {"live", "documented", "inferred"}
