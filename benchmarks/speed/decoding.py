"""Decodes the body of a list into models, with the code of the SDK.

It leaves custom fields undecoded until they are read, and so does a benchmark; one row reads them too.
"""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.speed import records
from benchmarks.speed.rounds import Case, by_turns, cpu, ratio
from benchmarks.speed.rows import Row, at_most
from benchmarks.speed.sizes import Sizes
from benchmarks.speed.stock import stock_task
from plutio_async._core.json_text import parse_by_standard, parse_json
from plutio_async._models.answers import Rows
from plutio_async.models import Task

_TIMES = 5

read = Rows(Task)
"""The decoder of ``tasks.list``."""


def rows(sizes: Sizes) -> Iterator[Row]:
    """Rows for time, with dense and with sparse records, and for memory."""
    dense, short, sparse = (
        records.as_json(make(sizes.records)) for make in (records.dense, records.short, records.sparse)
    )
    with stock_task() as stock:
        yield from _whole(sizes, f"decode {sizes.records} short tasks", short, (1.9, 1.2))
        yield from _whole(sizes, f"decode {sizes.records} dense tasks", dense, (1.5, 0.9))
        yield from _dense(sizes, dense, stock)
        yield from _sparse(sizes, sparse, stock)
    yield _memory(sizes, dense)


def decoded(content: bytes) -> list[Task]:
    """Decodes bytes into models by the standard library, as without the extra ``speed``."""
    return read(parse_by_standard(content))


def _read_whole(content: bytes) -> list[Task]:
    tasks = decoded(content)
    for task in tasks:
        _ = task.custom_fields
    return tasks


def by_stock(stock: Any, parsed: list[dict[str, Any]]) -> list[Any]:
    """Decodes parsed records into the models of openapi-python-client."""
    return [stock.from_dict(record) for record in parsed]


def _cases(content: bytes, stock: Any) -> dict[str, Case]:
    parsed = json.loads(content)
    works: dict[str, Callable[[], object]] = {
        "loads": lambda: json.loads(content),
        "construct": lambda: read(parsed),
        "stock": lambda: by_stock(stock, parsed),
    }
    return {name: timed(work) for name, work in works.items()}


def timed(work: Callable[[], object]) -> Case:
    """Collects garbage first, so that a case does not pay for that of another one."""

    def case() -> float:
        gc.collect()
        return cpu(work, _TIMES)

    return case


def _whole(sizes: Sizes, what: str, content: bytes, most: tuple[float, float]) -> Iterator[Row]:
    works: dict[str, Callable[[], object]] = {
        "loads": lambda: json.loads(content),
        "standard": lambda: decoded(content),
        "speed": lambda: read(parse_json(content)),
        "read": lambda: _read_whole(content),
    }
    figures = by_turns({name: timed(work) for name, work in works.items()}, sizes.rounds)
    yield Row(f"{what}, bytes to models", "`json.loads`", ratio(figures, "standard", "loads"), at_most(most[0]))
    yield Row("the same, with the extra `speed`", "`json.loads`", ratio(figures, "speed", "loads"), at_most(most[1]))
    yield Row("the same, and all custom fields read", "`json.loads`", ratio(figures, "read", "loads"), at_most(1.9))


def _dense(sizes: Sizes, content: bytes, stock: Any) -> Iterator[Row]:
    figures = by_turns(_cases(content, stock), sizes.rounds)
    what = f"decode {sizes.records} dense tasks, models only"
    yield Row(what, "`json.loads`", ratio(figures, "construct", "loads"), at_most(0.65, 0.5))
    yield Row(what, "stock `from_dict`", ratio(figures, "construct", "stock"), at_most(0.4, 0.28))


def _sparse(sizes: Sizes, content: bytes, stock: Any) -> Iterator[Row]:
    figures = by_turns(_cases(content, stock), sizes.rounds)
    what = f"decode {sizes.records} sparse tasks, models only"
    yield Row(what, "`json.loads`", ratio(figures, "construct", "loads"), at_most(1.0, 0.5))
    yield Row(what, "stock `from_dict`", ratio(figures, "construct", "stock"), at_most(0.5, 0.28))


def _memory(sizes: Sizes, content: bytes) -> Row:
    cases: dict[str, Case] = {
        "models": lambda: retained(lambda: decoded(content)),
        "dicts": lambda: retained(lambda: json.loads(content)),
    }
    figures = by_turns(cases, rounds=1)
    what = f"memory of {sizes.records} dense tasks"
    return Row(what, "dicts of `json.loads`", ratio(figures, "models", "dicts"), at_most(0.65))


def retained(make: Callable[[], object]) -> float:
    """The bytes that a value takes."""
    gc.collect()
    tracemalloc.start()
    try:
        kept = make()
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
        del kept
    finally:
        tracemalloc.stop()
    return float(size)
