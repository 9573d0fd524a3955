"""``python -m benchmarks [name …]``: runs the named benchmarks, or all of them."""

from __future__ import annotations

import argparse
from importlib import import_module

NAMES = ("calls", "load", "speed")


def main(arguments: list[str] | None = None) -> None:
    """Runs benchmarks. Each is a module of this package with a ``main`` that prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of {', '.join(NAMES)}")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in NAMES]:
        parser.error(f"unknown benchmark {unknown[0]!r}; choose from {', '.join(NAMES)}")
    for name in options.names or NAMES:
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
