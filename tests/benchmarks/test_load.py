"""The load benchmark, with small sizes."""

from __future__ import annotations

import re

import pytest

from benchmarks import load

pytestmark = pytest.mark.slow


def test_the_table_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Five rows: three queries, many clients on a port, memory that does not grow."""
    for name, size in (("CLIENTS", 20), ("RECORDS", 2_000), ("CALLS", 400)):
        monkeypatch.setattr(load, name, size)
    load.main()
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 5
    before, after = map(int, re.findall(r"(\d+) MiB", rows[-1]))
    assert after - before < 20
    assert "20 concurrent clients on a port" in rows[3]
