"""The table of quirks in the docs is complete: every test and every switch has a row, and every name exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import attrs

from plutio_async.testing import Switches
from tests.testing import test_quirks, test_switches

PAGE = Path(__file__).parent.parent.parent / "docs" / "quirks.md"
EVIDENCE = {"documented", "observed", "inferred", "unknown"}
ABOUT_THE_TESTS = {
    "test_every_registered_quirk_has_a_test",
    "test_every_value_of_every_switch_has_a_test",
    "test_switches_can_be_set_while_the_sandbox_runs",
    "test_switches_apply_to_existing_records",
    "test_strict_is_only_what_is_documented",
    "test_lenient_runs_a_client_that_builds_all_calls_alike",
    "test_lenient_lists_take_either_sort",
    "test_lenient_takes_calls_that_nobody_saw",
    "test_the_defaults_refuse_calls_that_nobody_saw",
    "test_profiles_take_further_switches",
    "test_texts_become_switches",
    "test_wrong_texts_are_errors",
    "test_wrong_values_are_errors",
    "test_wrong_names_are_errors",
}


def rows() -> list[list[str]]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(column: int) -> list[str]:
    return [name for row in rows() for name in re.findall(r"`(\w+)`", row[column])]


def test_every_test_of_a_quirk_has_one_row() -> None:
    """Each test has one row, and each test in the table exists."""
    tests = {name for module in (test_quirks, test_switches) for name in vars(module) if name.startswith("test_")}
    assert Counter(named(3)) == Counter(tests - ABOUT_THE_TESTS)


def test_every_switch_has_one_row() -> None:
    """Each switch has one row, and each switch in the table exists."""
    assert Counter(named(2)) == Counter(attribute.name for attribute in attrs.fields(Switches))


def test_every_row_has_evidence() -> None:
    """Each row has evidence of a known kind, and a test."""
    for row in rows():
        assert row[1].split(",")[0] in EVIDENCE
        assert row[3]
