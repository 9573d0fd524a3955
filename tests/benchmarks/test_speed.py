"""The speed benchmark, with tiny sizes. Its rivals do the same work."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import anyio
import pytest

from benchmarks import __main__ as command
from benchmarks.speed import __main__ as speed
from benchmarks.speed import callers, calling, decoding, records
from benchmarks.speed.rounds import Ratio, by_turns, ratio
from benchmarks.speed.rows import Row, as_json, at_least, at_most, moved
from benchmarks.speed.sizes import Sizes
from benchmarks.speed.stock import stock_task
from plutio_async._models.fields import fields_of
from plutio_async.models import Task

pytestmark = pytest.mark.slow

TINY = Sizes(
    rounds=1,
    records=5,
    calls=8,
    acquired=20,
    queue_rounds=1,
    queued=30,
    collapsing=30,
    queues=(10, 20),
    walks=1,
    walked=200,
    streamed=200,
)
PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
LINE = re.compile(r"\| [^|]+ \| [^|]+ \| ([\d.]+) \| ([\d.]+)–([\d.]+) \| ([≤≥] [\d.]+) \| (?:ok|missed) \|")


def test_every_row_is_a_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    """A missed goal does not fail. The docs show the same goals."""
    speed.show(speed.GROUPS, TINY)
    _, _, *lines = capsys.readouterr().out.splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    assert all(found), lines
    assert all(0 < float(figure) < math.inf for one in found for figure in one.groups()[:3]), lines
    shown = PAGE.read_text(encoding="utf-8").split("<!-- speed: python -m benchmarks speed -->")[1]
    rows = [LINE.fullmatch(line) for line in shown.split("<!-- end of speed -->")[0].splitlines()]
    assert [one[4] for one in rows if one] == [one[4] for one in found], "the page shows other rows: copy the table"


@pytest.mark.parametrize("make", [records.dense, records.sparse])
def test_both_decoders_read_the_same(make) -> None:
    """Both decode the same values."""
    content = records.as_json(make(20))
    ours = decoding.decoded(content)
    with stock_task() as stock:
        theirs = decoding.by_stock(stock, json.loads(content))
        absent = type(stock.from_dict({"_id": ""}).title)
    assert len(ours) == len(theirs) == 20
    for our, their in zip(ours, theirs, strict=True):
        for name in ("title", "created_at", "due_date", "assigned_to", "status", "task_id"):
            value = getattr(their, name)
            assert getattr(our, name) == (None if isinstance(value, absent) else value)
        assert our.extra == their.additional_properties
        parts = [] if isinstance(their.custom_fields, absent) else their.custom_fields
        assert [(part.id, part.value) for part in our.custom_fields or ()] == [
            (part.field_id, part.value) for part in parts
        ]


def test_dense_tasks_have_every_field_and_sparse_ones_do_not() -> None:
    """Dense tasks do not use the tolerant decoder, which is slower."""
    described = {wire.name for wire in fields_of(Task).values()}
    assert all(record.keys() == described for record in records.dense(5))
    assert all(record.keys() - described == {"priority", "__v"} for record in records.sparse(5))
    assert all(not described <= record.keys() for record in records.sparse(5))
    assert all(task.extra == {} for task in decoding.read(records.dense(5)))


def test_both_callers_send_the_same_request() -> None:
    """The same parameters, and the same number of records."""
    seen = []

    class Recording(calling.Canned):
        async def handle_async_request(self, request):
            if request.method == "GET":
                seen.append((request.url.path, dict(request.url.params), request.headers["business"]))
            return await super().handle_async_request(request)

    transport = Recording(records.as_json(records.dense(3)))

    async def both() -> list[int]:
        counts = []
        for caller in (callers.sdk, callers.raw):
            async with caller("http://localhost/0", transport)() as ask:
                counts.append(len(await ask(3)))
        return counts

    assert anyio.run(both) == [3, 3]
    assert seen[0] == seen[1]


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    """The warm-up is not counted. A slow phase of the machine affects both rivals and cancels out."""
    costs = iter([99.0, 99.0, 2.0, 4.0, 40.0, 20.0, 2.0, 4.0])
    figures = by_turns({"a": lambda: next(costs), "b": lambda: next(costs)}, 3)
    assert figures == {"a": [2.0, 20.0, 2.0], "b": [4.0, 40.0, 4.0]}
    assert ratio(figures, "a", "b").median == 0.5


def test_a_goal_is_a_bound_on_either_side() -> None:
    assert at_most(0.4).is_met(0.4)
    assert not at_most(0.4).is_met(0.41)
    assert at_least(8).is_met(8)
    assert not at_least(8).is_met(7.9)


def test_two_runs_are_compared(tmp_path: Path) -> None:
    """What differs by less than the noise, and rows that only one run has, are left out."""
    goal = at_most(1)
    before = [Row("a", "x", Ratio(1.0, 0.9, 1.1), goal), Row("b", "x", Ratio(1.0, 0.9, 1.1), goal)]
    now = [Row("a", "x", Ratio(1.2, 1.11, 1.3), goal), Row("b", "x", Ratio(1.2, 1.1, 1.3), goal)]
    assert moved([*now, Row("c", "x", Ratio(9, 9, 9), goal)], as_json(before)) == ["a, against x: 1 before, 1.2 now"]
    assert moved([Row("b", "x", Ratio(0.5, 0.4, 0.6), goal)], as_json(before)) == ["b, against x: 1 before, 0.5 now"]
    file = tmp_path / "run.json"
    speed.main(["observing", "--quick", "--json", str(file)])
    assert json.loads(file.read_text(encoding="utf-8"))[0]["rival"] == "1 µs"


def test_unknown_names_are_errors(capsys: pytest.CaptureFixture[str]) -> None:
    """The message of each command lists the names."""
    with pytest.raises(SystemExit):
        command.main(["sped"])
    assert "unknown benchmark 'sped'; choose from calls, load, speed" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        speed.main(["decodin"])
    assert "unknown group 'decodin'; choose from decoding" in capsys.readouterr().err
