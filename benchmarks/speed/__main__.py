"""``python -m benchmarks.speed [--quick] [group …]``: the table of speed, or the groups of rows that are named."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator

from benchmarks.speed import acquiring, calling, decoding, paging, queueing, starting
from benchmarks.speed.rows import Row, header, line
from benchmarks.speed.sizes import FULL, QUICK, Sizes

GROUPS: dict[str, Callable[[Sizes], Iterator[Row]]] = {
    "decoding": decoding.rows,
    "starting": starting.rows,
    "calling": calling.rows,
    "queueing": queueing.rows,
    "paging": paging.rows,
    "acquiring": acquiring.rows,
}


def main(arguments: list[str] | None = None) -> None:
    """A missed goal is told, and is no error: speed is no test."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="group", help=f"one of {', '.join(GROUPS)}")
    parser.add_argument("--quick", action="store_true", help="smaller queues and lists, fewer rounds")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.groups if name not in GROUPS]:
        parser.error(f"there is no group {unknown[0]!r}; there are {', '.join(GROUPS)}")
    show(options.groups or GROUPS, QUICK if options.quick else FULL)


def show(groups: Iterable[str], sizes: Sizes) -> None:
    """Prints each row as soon as it is measured."""
    print(header(), flush=True)
    for name in groups:
        for row in GROUPS[name](sizes):
            print(line(row), flush=True)


if __name__ == "__main__":
    main()
