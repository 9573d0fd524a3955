"""Runs the calls of a command: opens the client, in an event loop, or prints the request that would be sent."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from cyclopts import Parameter

from plutio_async.cli import completing
from plutio_async.cli.failures import Planned, note

if TYPE_CHECKING:
    from plutio_async import Plutio

T = TypeVar("T")

Format = Literal["table", "json", "jsonl", "csv"]
"""The formats of data on stdout."""
FormatOption = Annotated[Format | None, Parameter(help="Table on a terminal and JSON lines in a pipe, if not given.")]
SpreadsheetOption = Annotated[
    bool, Parameter(help="With --format csv: a quote before text that a spreadsheet would take as a formula.")
]
ResourceArgument = Annotated[
    str, Parameter(help="Such as tasks; `plutio resources` shows all.", completer=completing.resources)
]
FieldsOption = Annotated[
    str | None,
    Parameter(help="The fields to show, such as id,title,client.name.", completer=completing.fields),
]
DryRunOption = Annotated[bool, Parameter(help="Print the request instead of sending it.")]
ProfileOption = Annotated[
    str | None,
    Parameter(help="The profile of config.toml. PLUTIO_PROFILE is the default.", completer=completing.profiles),
]
"""Arguments that several commands have."""

MAX_WAIT = 60.0


@Parameter(name="*")
@dataclass(kw_only=True)
class Connection:
    """The options of every command that makes calls.

    Parameters
    ----------
    max_wait
        The most seconds to wait for a free call of the hour.
    """

    profile: ProfileOption = None
    max_wait: Annotated[float | None, Parameter(show_default=True)] = MAX_WAIT
    business: Annotated[str | None, Parameter(parse=False)] = None
    """Another workspace than that of the profile."""


class _DryRun:
    """A sender that prints a write, or any call, instead of sending it, and raises ``Planned``."""

    def __init__(self, sender: Any, base_url: str, *, reads: bool) -> None:
        self._sender = sender
        self._base_url = base_url
        self._reads = reads

    async def send(self, call: Any) -> Any:
        if self._reads or call.operation.method != "GET":
            _print_request(self._base_url, self._sender.business, call)
            raise Planned
        return await self._sender.send(call)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sender, name)


def run(
    connection: Connection, work: Callable[[Plutio], Awaitable[T]], *, dry_run: bool = False, writes: bool = False
) -> T | None:
    """The result of a command's calls; ``None`` after a dry run, which prints the request."""
    import anyio

    from plutio_async.cli.config import find_settings

    settings = find_settings(connection.profile)

    async def main() -> T | None:
        async with settings.client(max_wait=connection.max_wait) as client:
            plutio = client if connection.business is None else client.for_business(connection.business)
            if not dry_run:
                return await work(plutio)
            view = plutio.with_options()
            view._sender = _DryRun(plutio._sender, settings.base_url, reads=not writes)  # type: ignore[assignment]
            with suppress(Planned):
                await work(view)
            note("plutio: dry run: nothing was written")
            return None

    return anyio.run(main)


def passing_errors() -> tuple[type[Exception], ...]:
    """The errors after which a command that never ends tries again later."""
    from plutio_async.errors import BudgetExceeded, ConnectionFailed, RateLimitError, ServerError, UnreadableAnswer

    return BudgetExceeded, ConnectionFailed, RateLimitError, ServerError, UnreadableAnswer


def _print_request(base_url: str, business: str | None, call: Any) -> None:
    """The request without its token."""
    from urllib.parse import urlencode

    from plutio_async.cli.streams import indented

    query = f"?{urlencode(call.query)}" if call.query else ""
    sys.stdout.write(f"{call.operation.method} {base_url}{call.operation.path}{query}\n")
    if business is not None:
        sys.stdout.write(f"Business: {business}\n")
    if call.body is not None:
        sys.stdout.write(f"Content-Type: application/json\n\n{indented(call.body)}\n")
    sys.stdout.flush()
