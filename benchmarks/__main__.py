"""``python -m benchmarks [name …]``: runs the benchmarks that are named, or all of them."""

from __future__ import annotations

import argparse
from importlib import import_module

NAMES = ("calls", "load", "speed")


def main(arguments: list[str] | None = None) -> None:
    """Each benchmark is a module here with a ``main``, which prints its table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of {', '.join(NAMES)}")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in NAMES]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}")
    for name in options.names or NAMES:
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
