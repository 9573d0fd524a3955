"""The mistakes of ``python -m tests.mutations`` can be made in the code as it is now."""

from __future__ import annotations

import ast

from .mutations import MUTATIONS, ROOT, Mutation, Outdated, modules_of

MODULES = modules_of(ROOT)


def problem(mutation: Mutation) -> str | None:
    """Why a mistake cannot be made."""
    try:
        ast.parse(MODULES[mutation.file(MODULES)].replace(mutation.right, mutation.wrong))
    except (Outdated, SyntaxError) as error:
        return str(error)
    return None


def test_each_mistake_can_be_made() -> None:
    """Its text is in the package once, and what replaces it is Python."""
    assert {name: found for name, one in MUTATIONS.items() if (found := problem(one))} == {}


def test_each_mistake_has_tests() -> None:
    """They exist."""
    assert [path for one in MUTATIONS.values() for path in one.tests.split() if not (ROOT / path).is_file()] == []


def test_a_text_that_is_gone_is_named() -> None:
    """Instead of a mistake that is never made."""
    assert problem(Mutation("no such line", "x", "")) == (
        "'no such line' occurs 0 times in the package: bring it up to date"
    )
