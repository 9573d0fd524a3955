"""``python -m benchmarks.speed [--quick] [group …]``: the table of speed, or the named groups of its rows."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator

from benchmarks.speed import acquiring, blocking, calling, decoding, observing, paging, queueing, starting
from benchmarks.speed.rows import Row, header, line
from benchmarks.speed.sizes import FULL, QUICK, Sizes

GROUPS: dict[str, Callable[[Sizes], Iterator[Row]]] = {
    "decoding": decoding.rows,
    "starting": starting.rows,
    "calling": calling.rows,
    "blocking": blocking.rows,
    "queueing": queueing.rows,
    "paging": paging.rows,
    "acquiring": acquiring.rows,
    "observing": observing.rows,
}


def main(arguments: list[str] | None = None) -> None:
    """Prints the table. Exits with 0 even if a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="group", help=f"one of {', '.join(GROUPS)}")
    parser.add_argument("--quick", action="store_true", help="smaller queues and lists, fewer rounds")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.groups if name not in GROUPS]:
        parser.error(f"unknown group {unknown[0]!r}; choose from {', '.join(GROUPS)}")
    show(options.groups or GROUPS, QUICK if options.quick else FULL)


def show(groups: Iterable[str], sizes: Sizes) -> None:
    """Measures the groups and prints each row at once."""
    print(header(), flush=True)
    for name in groups:
        for row in GROUPS[name](sizes):
            print(line(row), flush=True)


if __name__ == "__main__":
    main()
