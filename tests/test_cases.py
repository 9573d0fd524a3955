"""A test of many cases fails as many tests would."""

from __future__ import annotations

import pytest

from .cases import all_cases


def test_all_cases_run_and_each_failure_has_its_name() -> None:
    ran = []
    with pytest.raises(ExceptionGroup, match="2 of 3 cases failed") as caught, all_cases() as case:
        for name in ("one", "two", "three"):
            with case(name):
                ran.append(name)
                assert name == "two"
    assert ran == ["one", "two", "three"]
    assert [error.__notes__ for error in caught.value.exceptions] == [["in the case one"], ["in the case three"]]


def test_no_case_is_a_failure() -> None:
    with pytest.raises(AssertionError, match="there was no case"), all_cases():
        pass
