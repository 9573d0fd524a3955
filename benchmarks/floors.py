"""What a cost would be if nothing were checked.

No decoder in Python that stores each value in an attribute can take less, no record than its values, and no budget that
keeps a log of leases than a lease and its entry.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from attrs import frozen

from benchmarks.speed import records
from benchmarks.speed.acquiring import taking
from benchmarks.speed.decoding import decoded, read, retained, timed
from benchmarks.speed.rounds import by_turns, ratio
from benchmarks.speed.sizes import FULL, Sizes
from plutio_async._core.clock import SystemClock
from plutio_async._core.json_text import parse_json
from plutio_async._models.fields import fields_of
from plutio_async._ratelimit.protocol import Lease
from plutio_async.models import Task

Parsed = list[dict[str, Any]]

NAMES = {attribute: field.name for attribute, field in fields_of(Task).items()}
"""The attributes of a task, and their names in JSON."""
_SOURCE = """
def decode(rows):
    tasks = []
    for row in rows:
        task = new(Task)
{stores}
        tasks.append(task)
    return tasks
"""


@frozen
class Floor:
    """A cost and its floor, both relative to ``json.loads`` or to its dicts, or in microseconds."""

    what: str
    cost: float
    floor: float
    made_of: str


def main() -> None:
    """Prints the table."""
    print("| what | costs | floor | the floor is |\n| --- | ---: | ---: | --- |")
    for one in floors(FULL):
        print(f"| {one.what} | {one.cost:.3g} | {one.floor:.3g} | {one.made_of} |", flush=True)


def floors(sizes: Sizes) -> Iterator[Floor]:
    """All rows, that for memory last."""
    for name, make in (("short", records.short), ("dense", records.dense)):
        content = records.as_json(make(sizes.records))
        store, parsed = unchecked(), json.loads(content)
        works: dict[str, Callable[[], object]] = {
            "loads": partial(json.loads, content),
            "speed": partial(_by_speed, content),
            "parse": partial(parse_json, content),
            "store": partial(store, parsed),
        }
        figures = by_turns({name: timed(work) for name, work in works.items()}, sizes.rounds)
        cost, parse, stored = (ratio(figures, case, "loads").median for case in ("speed", "parse", "store"))
        made_of = f"parsing {parse:.2f}, storing the values in attributes, unchecked, {stored:.2f}"
        yield Floor(f"decode {sizes.records} {name} tasks, with the extra `speed`", cost, parse + stored, made_of)
    cases = {"taken": lambda: taking(sizes.acquired), "logged": lambda: _logged(sizes.acquired)}
    figures = by_turns(cases, sizes.rounds)
    cost, floor = (median(figures[case]) * 1e6 for case in ("taken", "logged"))
    yield Floor("take a call of the budget, in µs", cost, floor, "a lease, the time, and an entry in the log")
    dicts, models, values = (retained(partial(make, content)) for make in (json.loads, decoded, _values))
    yield Floor(
        f"memory of {sizes.records} dense tasks", models / dicts, values / dicts, "texts and numbers in one list"
    )


def _logged(times: int) -> float:
    """The CPU time to create a lease and to log it, without a look at what is free."""
    keeper: Any = None
    log: OrderedDict[Lease, None] = OrderedDict()
    now = SystemClock().monotonic
    began = time.process_time()
    for _ in range(times):
        lease = Lease(keeper, 1)
        lease.granted = now()
        log[lease] = None
    return (time.process_time() - began) / times


def _by_speed(content: bytes) -> list[Task]:
    return read(parse_json(content))


def unchecked() -> Callable[[Parsed], list[Task]]:
    """A decoder of tasks that stores the values as they are."""
    stores = "".join(
        f"        task.{'_undecoded' if attribute == 'custom_fields' else attribute} = row[{name!r}]\n"
        for attribute, name in NAMES.items()
    )
    names: dict[str, Any] = {"new": object.__new__, "Task": Task}
    exec(_SOURCE.format(stores=stores), names)
    decode: Callable[[Parsed], list[Task]] = names["decode"]
    return decode


def _values(content: bytes) -> list[object]:
    """The texts and numbers of JSON."""
    found: list[object] = []
    waiting: list[Any] = [json.loads(content)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            waiting.extend(value.values() if isinstance(value, dict) else value)
        else:
            found.append(value)
    return found
