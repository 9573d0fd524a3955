"""``python -m benchmarks [name …]``: runs the named benchmarks, or the tables of calls, load and speed."""

from __future__ import annotations

import argparse
from importlib import import_module

TABLES = ("calls", "load", "speed")
EXPLANATIONS = ("plots", "profiles", "floors", "mirror")


def main(arguments: list[str] | None = None) -> None:
    """Runs benchmarks. Each is a module of this package with a ``main`` that prints a table, or draws plots."""
    names = (*TABLES, *EXPLANATIONS)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of {', '.join(names)}")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in names]:
        parser.error(f"unknown benchmark {unknown[0]!r}; choose from {', '.join(names)}")
    for name in options.names or TABLES:
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
