"""``python -m plutio_async.testing``: serves a sandbox on a port."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from attrs import fields_dict

try:
    from plutio_async.testing._api.messages import RecordedCall
    from plutio_async.testing._recording import json_line, line_of
    from plutio_async.testing._serve import listen, server, url
    from plutio_async.testing._state import StateFile
    from plutio_async.testing.errors import SandboxError
    from plutio_async.testing.faults import parse_fault
    from plutio_async.testing.sandbox import Sandbox
    from plutio_async.testing.switches import PROFILES, Switches
except ModuleNotFoundError as _error:
    sys.exit(f"{_error.name} is missing; install it: pip install 'plutio-async[testing]'")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until interrupted. Wrong arguments exit with status 2 and a message."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        run(**vars(options))
    except SandboxError as error:
        parser.error(str(error))
    return 0


def run(
    *,
    host: str,
    port: int,
    seed: int,
    workspace: bool,
    load: str | None,
    business: Sequence[str],
    limit: int,
    profile: str,
    switch: Sequence[str],
    fault: Sequence[str],
    quiet: bool,
    record: str | None,
    state: str | None,
) -> None:
    """Serves a sandbox until interrupted, and prints the settings of a client and a line for each call.

    The options are those of ``python -m plutio_async.testing`` and of ``plutio sandbox``. A state that is there comes
    in the place of ``workspace`` and ``load``.

    Raises:
        SandboxError: an option cannot work, or the sandbox cannot listen on the port.
    """
    if limit < 0:
        raise SandboxError(f"--limit {limit}: takes a number of calls, or 0 for no limit")
    switches = Switches.parse(switch, profile)
    sandbox = Sandbox(seed, switches=switches, businesses=business or ["example"], limit=limit or None)
    faults = [parse_fault(text) for text in fault]
    with contextlib.ExitStack() as closing:
        if state is None or not Path(state).expanduser().exists():
            for one in sandbox.businesses if workspace else ():
                sandbox.seed_workspace(business=one)
            if load:
                sandbox.load(load)
        if state is not None:
            closing.callback(StateFile(sandbox, state).close)
            signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that the state is written
        if faults:
            sandbox.plan(faults)
        if record is not None:
            closing.enter_context(_recording(sandbox, record))
        if not quiet:
            sandbox.on_call(_print)
        _serve(sandbox, host, port)


def _serve(sandbox: Sandbox, host: str, port: int) -> None:
    with listen(host, port) as listening:
        _announce(sandbox, url(sandbox, listening))
        with contextlib.suppress(KeyboardInterrupt):
            server(sandbox.app).run(sockets=[listening])


@contextlib.contextmanager
def _recording(sandbox: Sandbox, path: str) -> Iterator[None]:
    try:
        opened = Path(path).open("w", encoding="utf-8")  # noqa: SIM115 - below
    except OSError as error:
        raise SandboxError(f"the calls cannot be written to {path}: {error.strerror}") from None
    with opened as file:
        sandbox.on_call(lambda call: print(json_line(call), file=file, flush=True))
        yield


def _print(call: RecordedCall) -> None:
    print(f"{datetime.fromtimestamp(call.at, UTC):%H:%M:%S}  {line_of(call)}", flush=True)


def _parser() -> argparse.ArgumentParser:
    description = "Serves the sandbox, an in-memory Plutio server, on a port."
    switches = f"behaviour of the API; may be repeated; names: {', '.join(fields_dict(Switches))}"
    parser = argparse.ArgumentParser(prog="python -m plutio_async.testing", description=description)
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="host to listen on (default: %(default)s)")
    add("--port", type=int, default=8765, help="port, 0 for any free one (default: %(default)s)")
    add("--seed", type=int, default=0, help="the same seed gives the same ids (default: %(default)s)")
    add("--workspace", action="store_true", help="start with the records of a small design studio")
    add("--load", metavar="FOLDER", help="start with an export: JSON lines, such as tasks.jsonl")
    add("--business", action="append", default=[], metavar="NAME", help="subdomain of a workspace; may be repeated")
    add("--limit", type=int, default=1000, help="calls an hour, 0 for no limit (default: 1000)")
    add("--profile", choices=PROFILES, default="default", help="a set of switches")
    add("--switch", action="append", default=[], metavar="NAME=VALUE", help=switches)
    add("--fault", action="append", default=[], help="such as 'server_error(503, path=\"/tasks\")'; may be repeated")
    add("--quiet", action="store_true", help="print no line for each call")
    add("--record", metavar="FILE", help="write the calls as JSON lines, for Sandbox.replay()")
    add("--state", metavar="FILE", help="keep the records in a file, and begin with those that are there")
    return parser


def _announce(sandbox: Sandbox, base_url: str) -> None:
    print(f"# The sandbox listens at {base_url} (Ctrl+C stops it). Settings for a client:\n")
    print(f"export PLUTIO_BASE_URL={base_url}")
    print(f"export PLUTIO_CLIENT_ID={sandbox.client_id}")
    print(f"export PLUTIO_CLIENT_SECRET={sandbox.client_secret}")
    print(f"export PLUTIO_BUSINESS={sandbox.business}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
