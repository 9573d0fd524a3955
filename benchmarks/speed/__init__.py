"""Measures the time and memory of the SDK relative to alternatives that are measured in the same run."""

from __future__ import annotations


def main() -> None:
    """Prints the whole table."""
    from benchmarks.speed.__main__ import main as command  # lazy, because the benchmark server must start fast

    command([])
