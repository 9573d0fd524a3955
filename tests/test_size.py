"""What counts as a line of code, and what ``make check`` says of a package that has grown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import size
from tests.size import APART, PAGE, committed, grown, lines_of_code, measured

MODULE = '''"""The docstring.

It has three lines."""

import math  # one

ROOM = {
    "width": 2,
    # no line
}
"""Below an attribute."""


def area() -> float:
    """One line."""
    text = """two
lines"""

    return math.prod(ROOM.values()) + len(text)
'''


def test_blank_lines_comments_and_docstrings_do_not_count(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(MODULE)
    assert lines_of_code(module) == 8


def test_a_package_that_grows_is_named_with_both_figures() -> None:
    allowed = {"_core": (100, 5), "the core": (1000, 20)}
    assert grown({"_core": (100, 5), "the core": (999, 20)}, allowed) == []
    (lines,) = grown({"_core": (101, 5), "the core": (1000, 20)}, allowed)
    assert lines == "_core has 101 lines of code in 5 modules; docs/architecture.md allows 100 in 5"
    assert len(grown({"_core": (100, 6), "_new": (1, 1)}, allowed)) == 2


def test_the_table_names_each_package_and_the_core_is_their_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the lines that files have, which are counted faster."""
    monkeypatch.setattr(size, "lines_of_code", lambda path: path.read_bytes().count(b"\n"))
    now = measured()
    assert committed(PAGE.read_text(encoding="utf-8")).keys() == now.keys()
    core = [figures for name, figures in now.items() if name not in (*APART, "the core")]
    assert now["the core"] == (sum(lines for lines, _ in core), sum(modules for _, modules in core))
