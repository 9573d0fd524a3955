"""What the SDK costs in time and memory, as ratios to rivals that are measured in the same run."""

from __future__ import annotations


def main() -> None:
    """Prints the whole table."""
    from benchmarks.speed.__main__ import main as command  # the canned server must not load what it does not need

    command([])
