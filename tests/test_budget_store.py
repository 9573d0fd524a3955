"""A budget that outlives its process."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from plutio_async._ratelimit.budget import Budget
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.protocol import GRACE_PERIOD
from plutio_async._ratelimit.store import FileBudgetStore, StoredCalls
from plutio_async.errors import BudgetExceeded, ConfigurationError
from plutio_async.testing.clock import FakeClock

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "budget"


def lines(path: Path) -> int:
    return len(path.read_text().split())


async def test_restarted_process_remembers_its_calls(path: Path) -> None:
    """Calls before the restart count until their hour is over, and no longer."""
    clock = FakeClock()
    before = Budget(10, clock=clock, store=FileBudgetStore(path))
    (await before.acquire(4)).settle()
    await clock.advance(1800)
    (await before.acquire(5)).settle()
    await before.acquire()
    await clock.advance(100)

    after = Budget(10, clock=clock, store=FileBudgetStore(path))
    assert after.remaining == 0
    assert 1700 <= after.estimate() < 1701
    with pytest.raises(BudgetExceeded):
        await after.acquire(max_wait=60)
    await clock.advance(1701)
    assert after.remaining == 4
    await clock.advance(1800)
    assert after.remaining == 9  # the one that was under way may have reached the server a little after the restart
    assert after.estimate(10) == pytest.approx(3600.36 + GRACE_PERIOD - 3501)


async def test_restarted_process_keeps_the_reserve(path: Path) -> None:
    """The priority of the calls is not stored, so they count against the background, too."""
    clock = FakeClock()
    await Budget(10, reserve=2, clock=clock, store=FileBudgetStore(path)).acquire(8, priority="background")
    after = Budget(10, reserve=2, clock=clock, store=FileBudgetStore(path))
    assert after.remaining == 2
    assert after.estimate(priority="background") > 3600


async def test_restarted_process_remembers_a_lower_limit(path: Path) -> None:
    """Until its reset, also when the file was rewritten, and with the reserve's share of it."""
    clock = FakeClock()
    before = Budget(10, reserve=5, clock=clock, store=FileBudgetStore(path))
    lease = await before.acquire()
    before.learn(ServerLimits(limit=4, resets_in=3000))
    lease.settle()
    await clock.advance(1000)
    for _ in range(2):
        after = Budget(10, reserve=5, clock=clock, store=FileBudgetStore(path))
        assert (after.limit, after.remaining, after.reserved) == (4, 3, 2)
        assert after.estimate(4) == pytest.approx(2000)
    await clock.advance(2000)
    assert (after.limit, after.remaining) == (10, 9)
    assert Budget(10, clock=clock, store=FileBudgetStore(path)).limit == 10


async def test_restarted_process_remembers_the_latest_limit(path: Path) -> None:
    """One that is not lower ends the lower one, and is not written with each answer."""
    clock = FakeClock()
    before = Budget(10, clock=clock, store=FileBudgetStore(path))
    for limit in (10, 20):
        before.learn(ServerLimits(limit=limit))
    assert lines(path) == 0
    for limit in (4, 3, 20, 20):
        before.learn(ServerLimits(limit=limit))
        assert Budget(10, clock=clock, store=FileBudgetStore(path)).limit == min(limit, 10)
    assert lines(path) == 1


async def test_a_limit_counts_for_a_period_at_most(path: Path) -> None:
    """Also when the time of day was put back in between."""
    clock = FakeClock()
    Budget(10, clock=clock, store=FileBudgetStore(path)).learn(ServerLimits(limit=4))
    clock.shift_wall(-7200)
    after = Budget(10, clock=clock, store=FileBudgetStore(path))
    await clock.advance(3599)
    assert after.limit == 4
    await clock.advance(1)
    assert after.limit == 10


async def test_a_limit_that_cannot_be_stored_costs_no_answer(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It counts for this process."""
    budget = Budget(5, clock=FakeClock(), store=FileBudgetStore(path))
    path.unlink()
    path.mkdir()
    budget.learn(ServerLimits(limit=2))
    assert budget.limit == 2
    assert "the server's limit of 2 calls could not be stored" in caplog.text


async def test_calls_that_were_under_way_at_a_restart_keep_the_promise(path: Path) -> None:
    """They reach the server after their grant, and the restarted process never gets their outcome."""
    clock = FakeClock()
    arrived: list[float] = []
    before = Budget(10, clock=clock, store=FileBudgetStore(path))
    await before.acquire(10)
    await clock.advance(25)
    arrived += [clock.monotonic()] * 10
    after = Budget(10, clock=clock, store=FileBudgetStore(path))
    async with clock.autojump():
        await after.acquire()
    assert clock.monotonic() - arrived[0] > 3600


async def test_a_call_that_was_never_sent_is_forgotten(path: Path) -> None:
    """Such as one that could not connect."""
    clock = FakeClock()
    before = Budget(10, clock=clock, store=FileBudgetStore(path))
    unsent, answered = await before.acquire(3), await before.acquire(7)
    unsent.release()
    answered.settle()
    assert Budget(10, clock=clock, store=FileBudgetStore(path)).remaining == 3


async def test_a_call_that_was_given_up_counts_from_when_it_must_have_arrived(path: Path) -> None:
    """Also after a restart."""
    clock = FakeClock()
    before = Budget(1, clock=clock, store=FileBudgetStore(path))
    (await before.acquire()).settle(late=True)
    await clock.advance(10)
    after = Budget(1, clock=clock, store=FileBudgetStore(path))
    assert after.estimate() == pytest.approx(before.estimate(), abs=0.01)


async def test_without_a_store_a_restart_forgets(path: Path) -> None:
    """As the docs say."""
    clock = FakeClock()
    await Budget(10, clock=clock).acquire(10)
    assert Budget(10, clock=clock).remaining == 10


async def test_time_of_day_put_back_frees_nothing_early(path: Path) -> None:
    """Calls from the future count as made now."""
    clock = FakeClock()
    before = Budget(2, clock=clock, store=FileBudgetStore(path))
    (await before.acquire()).settle()
    await before.acquire()
    for _ in range(2):
        clock.shift_wall(-7200)
        after = Budget(2, clock=clock, store=FileBudgetStore(path))
        assert 3600 + GRACE_PERIOD <= after.estimate() < 3601 + GRACE_PERIOD
        assert after.estimate(2) < 3601 + GRACE_PERIOD


async def test_a_call_may_be_under_way_for_longer_than_a_period(path: Path) -> None:
    """Where the period is short. It reaches the server after the restart."""
    clock = FakeClock()
    await Budget(1, 5.0, clock=clock, store=FileBudgetStore(path)).acquire()
    await clock.advance(25)
    after = Budget(1, 5.0, clock=clock, store=FileBudgetStore(path))
    assert after.estimate() > 5 + GRACE_PERIOD


async def test_only_waiting_and_cancelled_calls_are_not_written(path: Path) -> None:
    """A refused call is not remembered."""
    clock = FakeClock()
    budget = Budget(1, clock=clock, store=FileBudgetStore(path))
    await budget.acquire()
    with pytest.raises(BudgetExceeded):
        await budget.acquire(max_wait=0)
    assert lines(path) == 1


@pytest.mark.parametrize("settles", [True, False])
async def test_file_stays_small(path: Path, settles: bool) -> None:
    """Calls older than an hour are dropped as the file grows."""
    clock = FakeClock()
    budget = Budget(100, clock=clock, store=FileBudgetStore(path))
    for _ in range(30):
        lease = await budget.acquire(100)
        if settles:
            lease.settle()
        await clock.advance(3601)
    assert lines(path) <= 1500


async def test_failing_disk_costs_no_call(path: Path) -> None:
    """A call that cannot be stored is not made, and its slot is free again."""

    class FullDisk:
        def load(self, since: float) -> StoredCalls:
            return StoredCalls()

        def begin(self, n: int, moment: float, since: float) -> None:
            raise ConfigurationError("no space")

        def end(self, n: int, moment: float | None, since: float) -> None:
            raise AssertionError("none began")

        def lower(self, limit: int, until: float, since: float) -> None:
            raise AssertionError("no answer came")

    budget = Budget(5, clock=FakeClock(), store=FullDisk())
    with pytest.raises(ConfigurationError):
        await budget.acquire()
    with pytest.raises(ConfigurationError):
        await budget.acquire(priority="background")
    assert budget.remaining == 5


async def test_an_end_that_cannot_be_stored_costs_no_answer(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The call was made. After a restart it counts as one that was under way."""
    clock = FakeClock()
    budget = Budget(5, clock=clock, store=FileBudgetStore(path))
    settled, released = await budget.acquire(), await budget.acquire()
    path.rename(path.with_name("aside"))
    path.mkdir()
    settled.settle()
    released.release()
    assert budget.remaining == 4
    assert "count longer" in caplog.text
    path.rmdir()
    path.with_name("aside").rename(path)
    after = Budget(5, clock=clock, store=FileBudgetStore(path))
    assert after.remaining == 3
    assert after.estimate(4) > 3600 + GRACE_PERIOD


def test_file_is_for_its_owner_only(path: Path) -> None:
    """0600 from the beginning, also where the file was open to others before, and after each rewriting."""
    path.write_text("1.0\n")
    path.chmod(0o644)
    store = FileBudgetStore(path)
    store.load(since=0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.unlink()
    store.begin(1, 2.0, since=0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_directory_is_made(tmp_path: Path) -> None:
    """A missing directory is made; no stray files are left in it."""
    path = tmp_path / "state" / "plutio" / "budget"
    FileBudgetStore(path).load(since=0)
    assert [entry.name for entry in path.parent.iterdir()] == ["budget"]


def test_incomplete_and_invalid_lines_are_skipped(path: Path) -> None:
    """A crash in the middle of a line loses that line only."""
    path.write_bytes(b"1700000000.5\nnonsense\n-3\ninf\nnan\nnan-\n--\n\xff\xfe\n1700000001.5\n17000000")
    assert FileBudgetStore(path).load(since=1_600_000_000) == StoredCalls(under_way=2)


def test_an_incomplete_end_is_none(path: Path) -> None:
    """It would free a slot early: the call counts as under way, or as more than one."""
    whole = "1700000000.5\n1700000009.75-"
    assert _loaded(path, whole) == StoredCalls([1700000009.75])
    for length in range(len("1700000000.5\n"), len(whole)):
        assert _loaded(path, whole[:length]).under_way >= 1


def test_an_incomplete_limit_is_none(path: Path) -> None:
    """The next answer states it again. It spoils no call."""
    whole = "1700000000.5\nlimit:500:1700003600.5"
    assert _loaded(path, whole) == StoredCalls(under_way=1, limit=(500, 1700003600.5))
    for length in range(len("1700000000.5\n"), len("1700000000.5\nlimit:500:170000360")):
        assert _loaded(path, whole[:length]) == StoredCalls(under_way=1)


def _loaded(path: Path, text: str) -> StoredCalls:
    path.write_text(text)
    path.chmod(0o600)
    return FileBudgetStore(path).load(since=1_600_000_000)


def test_an_end_without_a_beginning_is_none(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It began before what the file keeps. Nor is one older than any call, which would free a slot early."""
    assert _loaded(path, "-\n1700000001.5-\n1700000002.5\n1700000000.5-\n") == StoredCalls(under_way=1)
    assert not caplog.messages


def test_ends_are_taken_to_be_of_the_oldest(path: Path) -> None:
    """Of calls that never left, too. Rewriting the file changes nothing."""
    store = FileBudgetStore(path)
    for moment in (1.0, 2.0, 3.0, 4.0):
        store.begin(1, moment, since=0)
    store.end(1, 5.0, since=0)
    store.end(1, None, since=0)
    for _ in range(3):
        assert store.load(since=0) == StoredCalls([5.0], 2)
    assert store.load(since=3.5) == StoredCalls([5.0], 1)
    store.end(1, 6.0, since=0)
    assert store.load(since=5.5) == StoredCalls([6.0])


@pytest.mark.parametrize("torn", ["1700000000.5", "17000", "1", "1700000000."])
def test_an_incomplete_line_does_not_spoil_the_next(path: Path, torn: str) -> None:
    """Another process died while it wrote, or the disk was full. The next call is not lost, and does not count for ever."""
    store = FileBudgetStore(path)
    store.load(since=1_600_000_000)
    with path.open("a") as file:
        file.write(torn)
    store.begin(1, 1700000001.5, since=1_600_000_000)
    assert 1 <= FileBudgetStore(path).load(since=1_600_000_000).under_way <= 2
    assert FileBudgetStore(path).load(since=1700000001.0).under_way == 1
    assert FileBudgetStore(path).load(since=1700000001.5).under_way == 0


def test_two_moments_in_one_line_are_none(path: Path) -> None:
    """Such a moment would never be over."""
    path.write_text("170001700000000.5\n11700000000.5\n1.7e300\n1700000001.5\n")
    assert FileBudgetStore(path).load(since=1_600_000_000) == StoredCalls(under_way=1)


def test_a_file_of_garbage_is_warned_of(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It means a full hour, which may be used up. A good file logs nothing."""
    path.write_bytes(bytes(range(1, 256)) * 10)
    assert FileBudgetStore(path).load(since=0) == StoredCalls()
    assert str(path) in caplog.text
    caplog.clear()
    store = FileBudgetStore(path)
    store.begin(2, 1700000001.5, since=0)
    store.begin(1, 1700000002.5, since=0)
    store.end(1, None, since=0)
    store.end(1, 1700000003.5, since=0)
    assert FileBudgetStore(path).load(since=0) == StoredCalls([1700000003.5], 1)
    assert not caplog.messages


def test_a_write_that_was_cut_short_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is nearly full stores a part of a line without an error."""
    store = FileBudgetStore(path)
    store.load(since=0)
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, text: write(file, text[:5]))
    with pytest.raises(ConfigurationError, match="No space left"):
        store.begin(1, 1700000001.5, since=0)
    monkeypatch.undo()
    store.begin(1, 1700000002.5, since=0)
    assert FileBudgetStore(path).load(since=1_600_000_000).under_way == 1


def test_two_stores_on_one_file_keep_each_others_calls(path: Path) -> None:
    """While a new process replaces an old one, both write; a rewriting loses neither's calls."""
    old, new = FileBudgetStore(path), FileBudgetStore(path)
    old.load(since=0)
    new.load(since=0)
    old.begin(1, 1.0, since=0)
    new.begin(2000, 2.0, since=0)
    old.begin(1, 3.0, since=0)
    assert FileBudgetStore(path).load(since=0).under_way == 2002


def test_unusable_path_is_a_clear_error(tmp_path: Path) -> None:
    """For a directory instead of the file, when the budget is created and when a call is written."""
    store = FileBudgetStore(tmp_path)
    with pytest.raises(ConfigurationError, match=r"cannot be used: .+; name one"):
        Budget(store=store)
    with pytest.raises(ConfigurationError, match="cannot be used"):
        store.begin(1, 1.0, since=0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files and rights")
@pytest.mark.parametrize("kind", ["link", "pipe", "open to others"])
async def test_a_refused_file_costs_no_call(path: Path, kind: str) -> None:
    """Going on without the calls in it could overrun the limit, so neither a new nor an open budget does."""
    at_work = Budget(5, clock=FakeClock(), store=FileBudgetStore(path))
    await at_work.acquire()
    if kind == "open to others":
        path.chmod(0o666)
    else:
        path.rename(path.with_name("target"))
        path.symlink_to(path.with_name("target")) if kind == "link" else os.mkfifo(path, 0o600)
    with pytest.raises(ConfigurationError, match=r"cannot be used: .+; name one .+ no one else"):
        await at_work.acquire()
    with pytest.raises(ConfigurationError, match="cannot be used"):
        Budget(5, clock=FakeClock(), store=FileBudgetStore(path))
    assert at_work.remaining == 4


def test_the_path_may_start_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``~`` is the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    FileBudgetStore("~/calls").load(since=0)
    assert (tmp_path / "calls").exists()


def test_repr_names_the_file(path: Path) -> None:
    """So that a log shows which file is used."""
    assert repr(FileBudgetStore(path)) == f"FileBudgetStore({str(path)!r})"
