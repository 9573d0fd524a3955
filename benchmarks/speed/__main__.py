"""``python -m benchmarks.speed [--quick] [group …]``: the table of speed, or the named groups of its rows."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.speed import acquiring, blocking, calling, decoding, observing, paging, queueing, starting
from benchmarks.speed.rows import Row, as_json, header, line, moved
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
    parser.add_argument("--json", type=Path, metavar="FILE", help="also writes the figures into a file")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="prints what moved since the run in a file")
    options = parser.parse_args(arguments)
    if options.compare and not options.compare.is_file():
        parser.error(f"there is no file {options.compare}; --json FILE writes one")
    earlier = options.compare.read_text(encoding="utf-8") if options.compare else None
    if unknown := [name for name in options.groups if name not in GROUPS]:
        parser.error(f"unknown group {unknown[0]!r}; choose from {', '.join(GROUPS)}")
    rows = show(options.groups or GROUPS, QUICK if options.quick else FULL)
    if options.json:
        options.json.write_text(as_json(rows), encoding="utf-8")
    if earlier is not None:
        print("\nMoved beyond the noise:", *(moved(rows, earlier) or ["nothing"]), sep="\n- ")


def show(groups: Iterable[str], sizes: Sizes) -> list[Row]:
    """Measures the groups, prints each row at once, and returns all."""
    print(header(), flush=True)
    rows = []
    for name in groups:
        for row in GROUPS[name](sizes):
            print(line(row), flush=True)
            rows.append(row)
    return rows


if __name__ == "__main__":
    main()
