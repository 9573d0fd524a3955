"""``plutio watch`` and ``plutio list --watch``: the records that change, until Ctrl-C."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from plutio_async._core.private_file import PrivateFile
from plutio_async.cli.client import Connection, ProfileOption, ResourceArgument, passing_errors, run
from plutio_async.cli.failures import Problem, message, note

if TYPE_CHECKING:
    from plutio_async import Changes, Listing, Plutio

Deliver = Callable[[str, str], Awaitable[None]]
"""Takes the id of a record and its JSON."""

_POST_TIMEOUT = 30.0


def watch(
    resource: ResourceArgument,
    /,
    *,
    where: tuple[str, ...] = (),
    q: str | None = None,
    every: str = "1m",
    command: Annotated[str | None, Parameter(name="--exec")] = None,
    post: str | None = None,
    state: Path | None = None,
    profile: ProfileOption = None,
) -> None:
    """Hand each record that is created or changed to a command or an address, until Ctrl-C.

    A change is delivered at most once, also if the watch is killed and started again: where it is is on the disk
    before a delivery, and a delivery that fails is not repeated. The first start begins with the present.

    Parameters
    ----------
    where
        A condition, as of `plutio list`; all must hold.
    q
        A MongoDB query as JSON, in the API's names.
    every
        The time between two readings, such as 90s, 15m or 2h. Each takes a call.
    command
        A command of the shell, which gets the record as JSON on stdin.
    post
        An address, to which the record is posted as JSON.
    state
        The file that says where the watch is; a file of this user for each watch, if not given.
    """
    from plutio_async.cli.dates import dates_of, duration
    from plutio_async.cli.described import find_resource, listing
    from plutio_async.cli.selecting import selection

    if (command is None) == (post is None):
        raise Problem("give --exec COMMAND or --post URL, and not both; `plutio list --watch` prints changes")
    deliver = _command(command) if command is not None else _address(post or "")
    pause = duration("--every", every)
    path = state or _default_state(profile, (resource, *where, q or "", command or "", post or ""))

    async def work(plutio: Plutio) -> None:
        found = listing(find_resource(plutio, resource), "watch")
        condition, filters = await selection(found, where, q, dates_of(plutio))
        await follow(plutio, found, {"q": condition, "every": pause, **filters}, State(path), deliver)

    with _alone(path):
        run(Connection(profile=profile, max_wait=None), work)


class State:
    """The file that says up to which change everything was delivered."""

    def __init__(self, path: Path) -> None:
        self.path: Path = path
        self._file = PrivateFile(path, forbidden=0o077)

    def read(self) -> str | None:
        """The cursor; ``None`` before the first start. Raises ``OSError`` for a file that cannot be used."""
        try:
            return self._file.read().decode()
        except FileNotFoundError:
            return None

    def write(self, cursor: str) -> None:
        """Replaces the file, which is on the disk then."""
        self._file.replace(cursor.encode())


async def follow(
    plutio: Plutio, resource: Listing[Any], query: Mapping[str, Any], state: State, deliver: Deliver
) -> None:
    """Delivers each change, without an end. ``query`` are the arguments of ``Listing.watch``."""
    from plutio_async.cli.json_text import json_text
    from plutio_async.errors import ConfigurationError

    cursor = state.read()
    since = await server_time(plutio, resource) if cursor is None else None
    try:
        changes = resource.watch(since=since, cursor=cursor, **query)
    except ConfigurationError:
        raise Problem(f"--state: {state.path} is of another watch, or no state; remove it, or give another") from None
    state.write(changes.cursor)
    note(f"plutio: watching {resource.name}")
    async with aclosing(lasting(changes, plutio, query["every"])) as records:
        async for record in records:
            state.write(changes.cursor)
            await deliver(str(record.id), json_text(record.to_dict(names="python")))


async def server_time(plutio: Plutio, resource: Listing[Any]) -> datetime:
    """The present by the server's clock, which dates the changes; takes a call."""
    from plutio_async._pagination.cursor import ServerTime

    server = ServerTime()
    await getattr(plutio._view(on_answer=(server.note,)), resource.name).list(limit=1)
    began = plutio._sender.shared.clock.time() if server.began is None else server.began / 1e6
    return datetime.fromtimestamp(began, UTC)


async def lasting(changes: Changes[Any], plutio: Plutio, pause: float) -> AsyncGenerator[Any, None]:
    """The changes, also after an outage."""
    passing = passing_errors()
    while True:
        try:
            async for record in changes:
                yield record
        except passing as error:
            note(f"plutio: {message(error)}; the next reading is in {pause:g} s")
            await plutio._sender.shared.clock.sleep(pause)


async def listed_and_changed(
    records: AsyncIterable[Any], changed: AsyncIterable[Any], since: datetime
) -> AsyncGenerator[Any, None]:
    """The records of a list, and then those that change. What changed while the list was read comes once."""
    listed: set[tuple[Any, Any]] = set()
    async for record in records:
        if (moment := getattr(record, "updated_at", None)) is not None and moment >= since:
            listed.add((record.id, moment))
        yield record
    async for record in changed:
        if (record.id, record.updated_at) not in listed:
            yield record


def _command(command: str) -> Deliver:
    async def deliver(id: str, text: str) -> None:
        import anyio

        done = await anyio.run_process(command, input=text.encode(), stdout=None, stderr=None, check=False)
        if done.returncode:
            note(f"plutio: the command ended with {done.returncode} for the record {id}; it is not run again")

    return deliver


def _address(url: str) -> Deliver:
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.parse import urlsplit
    from urllib.request import Request, urlopen

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Problem("--post: takes an address that begins with https:// or http://")

    def post(text: str) -> None:
        request = Request(url, text.encode(), {"Content-Type": "application/json"})  # noqa: S310 - as checked
        urlopen(request, timeout=_POST_TIMEOUT).close()  # noqa: S310

    async def deliver(id: str, text: str) -> None:
        from anyio import to_thread

        try:
            await to_thread.run_sync(post, text)
        except (OSError, HTTPException) as error:  # the text may have the address, which may have a secret
            reason = f"status {error.code}" if isinstance(error, HTTPError) else type(error).__name__
            note(f"plutio: {parts.hostname}: {reason} for the record {id}; it is not posted again")

    return deliver


def _default_state(profile: str | None, watched: tuple[str, ...]) -> Path:
    from hashlib import sha256

    from plutio_async.cli.config import find_settings, state_folder

    settings = find_settings(profile)
    parts = (settings.base_url, settings.client_id, settings.business or "", *watched)
    return state_folder() / f"watch-{sha256(chr(0).join(parts).encode()).hexdigest()[:16]}"


def _alone(path: Path) -> AbstractContextManager[None]:
    """Keeps a second watch away from the file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken = Problem(f"--state: another watch uses {path}; end it, or give another file")
    return PrivateFile(path.with_name(f"{path.name}.lock"), forbidden=0o077).locked(taken)
