"""The file that processes of one machine share: what it counts over restarts, and when it cannot be used."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer

import anyio
import pytest

from plutio_async import Budget, CallBudget, Lease, SharedFile
from plutio_async._core.database import Database, drive_kind
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async.errors import BudgetExceeded, ConfigurationError
from plutio_async.testing.clock import FakeClock

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files and rights")
pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]

IN_FLIGHT = 60.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plutio.db"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def budget(path: Path, clock: FakeClock) -> Callable[..., Budget]:
    """A budget as another process would have it."""

    def make(limit: int = 10, *, account: str = "a", **options: object) -> Budget:
        return SharedFile(path, **options).budget(account, limit, clock)  # type: ignore[arg-type]

    return make


Make = Callable[..., Budget]


async def test_processes_see_each_others_calls(budget: Make) -> None:
    """At once, and whichever of them ends a call."""
    one, two = budget(3), budget(3)
    (await one.acquire()).settle()
    assert (one.remaining, two.remaining) == (2, 2)
    lease = await two.acquire(2)
    with pytest.raises(BudgetExceeded):
        await one.acquire(max_wait=0)
    lease.release()
    await one.acquire(2, max_wait=0)


async def test_a_restarted_process_remembers_its_calls(budget: Make, clock: FakeClock) -> None:
    """Until a period after their end."""
    (await budget().acquire(4)).settle()
    await clock.advance(3599)
    assert budget().remaining == 6
    await clock.advance(2)
    assert budget().remaining == 10


async def test_a_call_without_an_end_counts_for_longer(budget: Make, clock: FakeClock) -> None:
    """The process was killed, and its request may have reached the server for a minute."""
    await budget().acquire(4)
    await clock.advance(3600 + IN_FLIGHT - 1)
    assert budget().remaining == 6
    await clock.advance(2)
    assert budget().remaining == 10


async def test_a_call_may_take_longer_than_its_slot_counts(budget: Make, clock: FakeClock) -> None:
    """The server may have counted it at its end, so another slot is taken."""
    one, two = budget(2), budget(2)
    lease = await one.acquire()
    await clock.advance(3600 + IN_FLIGHT + 1)
    (await two.acquire(1)).settle()
    assert two.remaining == 1
    lease.settle()
    assert two.remaining == 0


async def test_a_late_end_leaves_the_slot_to_its_next_call(budget: Make, clock: FakeClock) -> None:
    """The slot was granted again, so a call that was never sent gives nothing back."""
    one, two = budget(1), budget(1)
    lease = await one.acquire()
    await clock.advance(3600 + IN_FLIGHT + 1)
    await two.acquire(max_wait=0)
    lease.release()
    assert (one.remaining, two.remaining) == (0, 0)


async def test_each_account_has_its_own_calls(budget: Make) -> None:
    """The API counts by API client."""
    await budget(3, account="a").acquire(3)
    assert budget(3, account="b").remaining == 3
    assert budget(5, account="b2").limit == 5


async def test_a_lower_limit_holds_for_all(budget: Make, clock: FakeClock) -> None:
    """Until its reset, with the reserve's share of it; then one call goes first."""
    one, two = budget(10, reserve=5), budget(10, reserve=5)
    lease = await one.acquire()
    one.learn(ServerLimits(limit=4, resets_in=3000))
    lease.settle()
    assert (two.limit, two.remaining, two.reserved) == (4, 3, 1)
    await clock.advance(3001)
    assert (two.limit, two.remaining) == (10, 9)
    await two.acquire(max_wait=0)
    assert one.remaining == 0


async def test_what_the_server_counts_beyond_the_file(budget: Make) -> None:
    """Others use the same API client."""
    one, two = budget(), budget()
    one.learn(ServerLimits(remaining=3, resets_in=1800))
    assert two.remaining == 3


async def test_a_slot_that_is_freed_on_the_way_is_no_difference(budget: Make, clock: FakeClock) -> None:
    """The server counted before it was free. One that was free before the call was granted is a difference."""
    one, two = budget(), budget()
    (await one.acquire()).settle()
    await clock.advance(1800)
    (await two.acquire()).settle()
    await clock.advance(1801)
    lease = await one.acquire()
    one.learn(ServerLimits(remaining=5, resets_in=9000))
    assert two.remaining == 5
    await clock.advance(1800)
    one.learn(ServerLimits(remaining=5, resets_in=9000))
    assert two.remaining == 6
    lease.settle()


async def test_a_429_pauses_all_and_one_call_goes_first(budget: Make, clock: FakeClock) -> None:
    """Its success ends the pause for all, that of another call does not."""
    one, two = budget(), budget()
    running = await two.acquire()
    one.pause(20)
    assert (one.remaining, two.remaining, two.estimate()) == (0, 0, 20)
    await clock.advance(20)
    probe = await two.acquire(max_wait=0)
    running.confirm()
    async with clock.autojump():
        with pytest.raises(BudgetExceeded):
            await one.acquire(max_wait=0)
    probe.confirm()
    await one.acquire(max_wait=0)


async def test_a_probe_whose_process_dies_is_given_up(budget: Make, clock: FakeClock) -> None:
    """After half a minute another one goes."""
    one, two = budget(), budget()
    one.pause(0)
    await two.acquire(max_wait=0)
    await clock.advance(29)
    assert one.remaining == 0
    await clock.advance(2)
    await one.acquire(max_wait=0)


async def test_background_calls_of_all_processes_leave_the_reserve(budget: Make) -> None:
    """However they are spread."""
    one, two = budget(10, reserve=4), budget(10, reserve=4)
    await one.acquire(3, priority="background")
    await two.acquire(3, priority="background")
    with pytest.raises(BudgetExceeded):
        await one.acquire(priority="background", max_wait=0)
    await one.acquire(4, max_wait=0)


async def test_first_come_first_served_over_processes(budget: Make, clock: FakeClock) -> None:
    """A caller of another process that waits goes before a newcomer, though a call would be free."""
    one, two = budget(2), budget(2)
    lease = await one.acquire(2)
    order: list[str] = []

    async def come(name: str, by: Budget) -> None:
        (await by.acquire()).settle()
        order.append(name)

    async with anyio.create_task_group() as group:
        group.start_soon(come, "first", one)
        await clock.advance(0.5)
        assert two.waiting == 1
        group.start_soon(come, "second", two)
        await clock.advance(0.5)
        assert (one.waiting, two.waiting) == (2, 2)
        lease.release()
        await clock.advance(1)
    assert order == ["first", "second"]


async def test_who_waits_in_another_process_goes_first(budget: Make, clock: FakeClock) -> None:
    """Before one who waits here and came later, and before a newcomer, though a call is free."""
    one, two = budget(1), budget(1)
    lease = await one.acquire()
    order: list[str] = []

    async def come(name: str, by: Budget) -> None:
        held = await by.acquire()
        order.append(name)
        await clock.sleep(10)
        held.release()

    async with anyio.create_task_group() as group:
        group.start_soon(come, "there", two)
        await clock.advance(0.4)
        lease.release()
        assert one.acquire_nowait() is None
        group.start_soon(come, "here", one)
        await clock.advance(0.2)
        assert order == ["there"]
        await clock.advance(20)
    assert order == ["there", "here"]


async def test_waiting_until_counts_those_of_other_processes_who_come_first(budget: Make, clock: FakeClock) -> None:
    """The second caller gets its call a period after the first one."""
    one, two = budget(1), budget(1)
    (await one.acquire()).settle()
    async with anyio.create_task_group() as group:
        for each in (one, two):
            group.start_soon(each.acquire)
            await clock.advance(1)
        assert one.waiting_until is not None
        assert two.waiting_until is not None
        assert (two.waiting_until - one.waiting_until).total_seconds() == pytest.approx(3600, abs=1)
        group.cancel_scope.cancel()


async def test_a_waiter_notices_what_another_process_releases(budget: Make, clock: FakeClock) -> None:
    """Within a tenth of a second."""
    one, two = budget(1), budget(1)
    lease = await one.acquire()
    async with anyio.create_task_group() as group:
        group.start_soon(two.acquire)
        await clock.advance(10)
        lease.release()
        await clock.advance(0.1)
        assert two.waiting == 0


async def test_a_process_that_dies_while_it_waits_blocks_no_one(budget: Make, clock: FakeClock) -> None:
    """Its claim ends after a second."""
    one, two = budget(1), budget(1)
    lease = await one.acquire()
    async with anyio.create_task_group() as group:
        group.start_soon(one.acquire)
        await clock.advance(1)
        one._scheduler._end = lambda: None  # type: ignore[method-assign]  # as if it were killed
        group.cancel_scope.cancel()
    lease.release()
    assert two.estimate() > 0
    await clock.advance(1.1)
    held = await two.acquire(max_wait=0)
    async with anyio.create_task_group() as group:
        group.start_soon(two.acquire)
        await clock.advance(0.2)
        held.release()
    claims = two._ledger._database.execute("SELECT claims FROM budgets").fetchone()  # type: ignore[attr-defined]
    assert claims == ("{}",)


async def test_a_cancelled_waiter_leaves_nothing(budget: Make, clock: FakeClock) -> None:
    """Neither a call nor its place."""
    one, two = budget(1), budget(1)
    lease = await one.acquire()
    async with anyio.create_task_group() as group:
        group.start_soon(one.acquire)
        await clock.advance(1)
        group.cancel_scope.cancel()
    assert two.waiting == 0
    lease.release()
    await two.acquire(max_wait=0)


async def test_a_bucket_is_shared(budget: Make, clock: FakeClock) -> None:
    """No more than ``capacity`` calls go out at once, over all processes."""
    one, two = (budget(10, capacity=2) for _ in range(2))
    await one.acquire(2, max_wait=0)
    assert two.estimate() == pytest.approx(360, abs=0.01)
    await clock.advance(360)
    await two.acquire(max_wait=0)


class TestClocks:
    async def test_a_reboot_forgets_no_call(self, path: Path) -> None:
        """The monotonic clock begins anew; the time of day says how long the machine was off."""
        before, after = FakeClock(), FakeClock()
        await before.advance(500_000)
        budget = SharedFile(path).budget("a", 10, before)
        (await budget.acquire(4)).settle()
        budget.pause(3000)
        after.shift_wall(500_000 + 1800)
        rebooted = SharedFile(path).budget("a", 10, after)
        assert rebooted.estimate() == pytest.approx(1200)
        await after.advance(1700)
        assert rebooted.limit - rebooted._ledger.window.free(after.monotonic()) == 4
        await after.advance(200)
        assert rebooted.limit - rebooted._ledger.window.free(after.monotonic()) == 0

    async def test_a_reboot_with_a_wrong_time_of_day_frees_nothing_early(self, path: Path) -> None:
        """A dead battery puts the time back: then no time has passed."""
        before, after = FakeClock(), FakeClock()
        await before.advance(500_000)
        (await SharedFile(path).budget("a", 10, before).acquire(4)).settle()
        after.shift_wall(-700_000)
        rebooted = SharedFile(path).budget("a", 10, after)
        await after.advance(3599)
        assert rebooted.remaining == 6
        await after.advance(2)
        assert rebooted.remaining == 10

    @pytest.mark.parametrize("step", [-86_400.0, 86_400.0])
    async def test_a_step_of_the_time_of_day_changes_nothing(self, budget: Make, clock: FakeClock, step: float) -> None:
        """The monotonic clock counts."""
        (await budget().acquire(4)).settle()
        clock.shift_wall(step)
        assert budget().remaining == 6
        await clock.advance(3601)
        assert budget().remaining == 10


class TestOtherNumbers:
    async def test_other_limits_are_an_error_that_names_both(self, budget: Make) -> None:
        """While a call counts by the old one."""
        await budget(10).acquire()
        with pytest.raises(ConfigurationError, match=r"10 calls in 3600 s, and this one has 20 calls in 3600 s: give"):
            budget(20)
        with pytest.raises(ConfigurationError, match=r"10 calls in 3600 s, and this one has 10 calls in 60 s: give"):
            budget(10, period=60)

    async def test_an_idle_file_takes_other_numbers(self, budget: Make, clock: FakeClock) -> None:
        """And then they are an error for a process that has the old ones."""
        old = budget(10)
        (await old.acquire()).settle()
        await clock.advance(3601)
        new = budget(20)
        assert new.remaining == 20
        await new.acquire()
        with pytest.raises(ConfigurationError, match="a limit of 20 calls"):
            await old.acquire()

    def test_a_limit_that_makes_a_huge_file_is_refused(self, budget: Make) -> None:
        """Each transaction reads and writes the moments of all."""
        with pytest.raises(ConfigurationError, match="10000 calls at most, not 1000000"):
            budget(1_000_000)


@pytest.fixture
def stopped(path: Path) -> Iterator[sqlite3.Connection]:
    """A process that was stopped in the middle of a transaction."""
    SharedFile(path).budget("another")
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


class TestBusy:
    async def test_a_stopped_process_blocks_no_event_loop(
        self, budget: Make, clock: FakeClock, stopped: sqlite3.Connection
    ) -> None:
        """``max_wait`` holds, and what ends meanwhile is noted later."""
        own = budget(3)
        lease = await own.acquire()
        stopped.execute("BEGIN IMMEDIATE")
        for max_wait in (0.0, 0.5):
            began = clock.monotonic()
            async with clock.autojump():
                with pytest.raises(BudgetExceeded):
                    await own.acquire(max_wait=max_wait)
            assert clock.monotonic() - began <= max_wait + 0.02
        lease.release()
        assert own.remaining == 2
        stopped.execute("ROLLBACK")
        await own.acquire(3, max_wait=0)

    def test_a_file_that_cannot_be_opened_yet_is_tried_again(self, tmp_path: Path) -> None:
        """As while SQLite takes over what a killed process left."""
        path = tmp_path / "shared.db"
        Database(path).create()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            database = Database(path)
            with database.transaction() as begun:
                assert not begun
        with database.transaction() as begun:
            assert begun
        database.close()

    def test_a_read_waits_until_the_file_can_be_opened(self, path: Path) -> None:
        """As while another process closes its connection, the last one, which keeps the file for a moment."""
        database = Database(path)
        database.create()
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        later = Timer(0.05, other.close)
        later.start()
        assert database.execute("SELECT 1").fetchone() == (1,)
        later.join()
        database.close()

    def test_a_new_process_says_that_the_file_is_kept(self, budget: Make, stopped: sqlite3.Connection) -> None:
        """After a moment."""
        stopped.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            ConfigurationError, match=r"another process keeps the shared file .*plutio.db: is it stopped"
        ):
            budget()

    async def test_a_waiter_goes_on_when_the_file_is_free(
        self, budget: Make, clock: FakeClock, stopped: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Within hundredths of a second, in which it does not spin."""
        own = budget(3)
        sleeps: list[float] = []
        sleep = clock.sleep

        async def counted(seconds: float) -> None:
            sleeps.append(seconds)
            await sleep(seconds)

        monkeypatch.setattr(clock, "sleep", counted)
        stopped.execute("BEGIN IMMEDIATE")
        async with anyio.create_task_group() as group:
            group.start_soon(own.acquire)
            await clock.advance(1)
            assert own.waiting == 1
            assert len(sleeps) <= 52
            stopped.execute("ROLLBACK")
            await clock.advance(0.03)
            assert own.waiting == 0


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


@contextmanager
def full_disk(budget: Budget) -> Iterator[None]:
    """Each commit of the budget fails, as SQLite reports it."""
    database: Database = budget._ledger._database  # type: ignore[attr-defined]
    connection = database._connection

    class Full:
        def execute(self, statement: str, *values: object) -> object:
            if statement == "COMMIT":
                raise sqlite3.OperationalError("database or disk is full")
            assert connection is not None
            return connection.execute(statement, *values)

    database._connection = Full()  # type: ignore[assignment]
    yield
    database._connection = connection


class TestUnusable:
    @pytest.mark.parametrize("spoil", [removed, replaced])
    async def test_a_file_that_is_spoilt_rejects_all_that_wait(
        self, budget: Make, path: Path, clock: FakeClock, spoil: Callable[[Path], None]
    ) -> None:
        """It is never replaced by an empty one, and what was running ends without an error."""
        own = budget(2)
        lease = await own.acquire(2)
        errors: list[Exception] = []

        async def wait() -> None:
            try:
                await own.acquire()
            except ConfigurationError as error:
                errors.append(error)

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(wait)
            await clock.advance(1)
            spoil(path)
            lease.release()
            await clock.advance(1)
        assert len(errors) == 3
        with pytest.raises(
            ConfigurationError, match=r"plutio.db cannot be used: it was removed or replaced.*file of its own"
        ):
            await own.acquire()

    async def test_a_full_disk_grants_nothing(self, budget: Make, path: Path, clock: FakeClock) -> None:
        """Neither to a newcomer nor to one that waited: what could not be written does not count."""
        own = budget(3)
        lease = await own.acquire(3)
        errors: list[str] = []

        async def wait() -> None:
            try:
                await own.acquire()
            except ConfigurationError as error:
                errors.append(str(error))

        async with anyio.create_task_group() as group:
            group.start_soon(wait)
            group.start_soon(wait)
            await clock.advance(1)
            with full_disk(own):
                lease.release()
                await clock.advance(1)
                with pytest.raises(ConfigurationError, match="cannot be used: database or disk is full"):
                    await own.acquire()
        assert len(errors) == 2
        assert budget(3).remaining == 0
        await clock.advance(3661)
        await own.acquire(3, max_wait=0)

    async def test_a_grant_that_could_not_be_written_is_none(self, budget: Make, clock: FakeClock) -> None:
        """All callers that would have got one get the error, also those that do not look at the file themselves."""
        own, other = budget(3), budget(3)
        lease = await other.acquire(3)
        outcomes: list[str] = []

        async def wait() -> None:
            try:
                await own.acquire()
                outcomes.append("granted")
            except ConfigurationError:
                outcomes.append("error")

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(wait)
            await clock.advance(0.3)
            with full_disk(own):
                lease.release()
                await clock.advance(0.15)
        assert outcomes == ["error"] * 3
        assert other.remaining == 3

    async def test_a_change_that_fails_leaves_the_postponed_ones(
        self, budget: Make, stopped: sqlite3.Connection, caplog: pytest.LogCaptureFixture
    ) -> None:
        """What could not be written is about one call, as the log says. The others are noted later."""
        own = budget(3)
        first, second, third = [await own.acquire() for _ in range(3)]
        stopped.execute("BEGIN IMMEDIATE")
        first.release()
        second.release()
        stopped.execute("ROLLBACK")
        with full_disk(own):
            third.release()
        await own.acquire(2, max_wait=0)
        assert own.remaining == 0
        assert [record.levelname for record in caplog.records] == ["WARNING"]

    @pytest.mark.parametrize("begin", [0, 4096])
    def test_a_damaged_file_is_left_alone(self, budget: Make, path: Path, begin: int) -> None:
        """It is never replaced by an empty one, which would forget the calls."""
        budget(3)._ledger._database.close()  # type: ignore[attr-defined]
        content = path.read_bytes()
        path.write_bytes(content[:begin] + b"no database" * 2000)
        with pytest.raises(ConfigurationError, match=r"cannot be used: .*(not a database|malformed)"):
            budget(3)
        assert path.read_bytes()[begin:].startswith(b"no database")

    @pytest.mark.parametrize("content", [b"", b"some notes\n", b"x" * 5000])
    def test_a_file_of_another_program_is_left_alone(self, budget: Make, path: Path, content: bytes) -> None:
        """Its content stays."""
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(ConfigurationError, match=r"another program made it|not a database"):
            budget()
        assert path.read_bytes() == content

    def test_a_database_of_another_program_is_left_alone(self, budget: Make, path: Path) -> None:
        """Such as the user's own."""
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE mine (x)")
        other.close()
        path.chmod(0o600)
        with pytest.raises(ConfigurationError, match="another program made it"):
            budget()

    def test_another_format_is_an_error(self, budget: Make, path: Path) -> None:
        """A later release may change it."""
        budget()
        with sqlite3.connect(path) as other:
            other.execute("PRAGMA user_version = 7")
        other.close()
        with pytest.raises(ConfigurationError, match="it has the format 7 of another version of plutio_async"):
            budget()

    @posix
    def test_only_the_owner_may_use_it(self, budget: Make, path: Path) -> None:
        """Also the two files beside it, whatever the umask is."""
        old = os.umask(0)
        try:
            own = budget()
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}
            assert modes == dict.fromkeys(("plutio.db", "plutio.db-shm", "plutio.db-wal"), 0o600)
        finally:
            os.umask(old)
        path.chmod(0o640)
        with pytest.raises(ConfigurationError, match=r"others may use it \(its permissions are 0640\)"):
            budget()
        assert own.remaining == 10

    @posix
    def test_folders_are_made_for_the_owner(self, tmp_path: Path) -> None:
        """Those that are missing."""
        SharedFile(tmp_path / "a" / "b" / "plutio.db").budget("a")
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700

    @posix
    def test_a_link_is_refused(self, tmp_path: Path, path: Path) -> None:
        """It may lead to a file of another user."""
        path.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(ConfigurationError, match="it is a symbolic link"):
            SharedFile(path).budget("a")

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        """As a clear error."""
        with pytest.raises(ConfigurationError, match="it is no regular file"):
            SharedFile(tmp_path).budget("a")

    def test_a_folder_that_is_read_only(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """As a clear error. Root may write everywhere, so the system's refusal is made here."""

        def refuse(**_: object) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        monkeypatch.setattr("tempfile.mkstemp", refuse)
        with pytest.raises(ConfigurationError, match=r"plutio.db cannot be used: Permission denied. It has to be"):
            SharedFile(path).budget("a")

    def test_a_network_drive_is_refused(self) -> None:
        """As far as the list of mounts tells."""
        mounts = (
            "/dev/vda / ext4 rw 0 0\nserver:/x /mnt/my\\040share nfs4 rw 0 0\ntmpfs /mnt/my\\040share/t tmpfs rw 0 0\n"
            "server:/x /mnt/größe\\134x\u3000y nfs4 rw 0 0\n"
        )
        assert drive_kind(Path("/mnt/my share/deep"), mounts) == "nfs4"
        assert drive_kind(Path("/mnt/my share/t"), mounts) == ""
        assert drive_kind(Path("/mnt/größe\\x\u3000y/deep"), mounts) == "nfs4"
        assert drive_kind(Path("/home/me"), mounts) == ""


def test_the_path_may_start_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``~`` is the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert repr(SharedFile("~/plutio.db")) == f"SharedFile({str(tmp_path / 'plutio.db')!r})"


async def test_the_program_may_go_to_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As daemons do."""
    monkeypatch.chdir(tmp_path)
    budget = SharedFile("plutio.db").budget("a", 10)
    monkeypatch.chdir("/")
    await budget.acquire(max_wait=0)
    assert [entry.name for entry in tmp_path.glob("*.db")] == ["plutio.db"]


def test_a_budget_of_a_file_is_a_budget(budget: Make) -> None:
    """With all that a client needs of one."""
    made: CallBudget = budget()
    assert repr(made) == "<Budget: 10 of 10 calls left, 0 waiting>"
    assert (made.limit, made.reserved, made.resets_at, made.lease_ttl) == (10, 1, None, IN_FLIGHT)
    assert isinstance(made.acquire_nowait(), Lease)
    assert Database
