"""Many cases in one test: it runs them all, and names each that failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager


@contextmanager
def all_cases() -> Iterator[Callable[[str], AbstractContextManager[None]]]:
    """Yields what a case begins with: ``with case(name): …``. Raises all failures as one group, each with the name."""
    failures: list[Exception] = []
    names: list[str] = []

    @contextmanager
    def case(name: str) -> Iterator[None]:
        names.append(name)
        try:
            yield
        except Exception as error:
            error.add_note(f"in the case {name}")
            failures.append(error)

    yield case
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {len(names)} cases failed", failures)
    assert names, "there was no case"
