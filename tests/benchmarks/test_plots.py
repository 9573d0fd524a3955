"""The plots of the benchmarks, on a small scale."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.plots import Scale, draw, reading

SMALL = Scale(records=(10, 600), concurrency=(1, 2), calls=4, rounds=1)

pytestmark = pytest.mark.slow


def test_each_plot_names_its_rivals_and_axes(tmp_path: Path) -> None:
    draw(SMALL, tmp_path)
    records, concurrency = (texts(tmp_path / name) for name in ("records.svg", "concurrency.svg"))
    rivals = {"httpx", "httpx2", "aiohttp", "plutio_async"}
    assert {"records", "calls", "seconds", "10", "600", "plutio_async, read_ahead=8"} | rivals <= records
    assert {"CPU ms of a call", "calls at the same time", "1", "2"} | rivals <= concurrency


def test_a_list_costs_each_rival_the_same_pages() -> None:
    calls, _ = reading(SMALL)
    assert calls["httpx"] == calls["httpx2"] == calls["aiohttp"] == [1, 2]
    assert calls["plutio_async"] == [2, 3], "one more, which proves the end"


def texts(path: Path) -> set[str]:
    return {"".join(element.itertext()).strip() for element in ET.parse(path).iter()}
