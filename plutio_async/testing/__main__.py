"""``python -m plutio_async.testing``: serves a sandbox on a port."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence

try:
    from plutio_async.testing._serve import listen, server, url
    from plutio_async.testing.errors import SandboxError
    from plutio_async.testing.sandbox import Sandbox
    from plutio_async.testing.switches import PROFILES, Switches
except ModuleNotFoundError as _error:
    sys.exit(f"{_error.name} is missing; install it: pip install 'plutio-async[testing]'")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until interrupted. Wrong arguments exit with status 2 and a message."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        serve(_sandbox(options), options.host, options.port)
    except SandboxError as error:
        parser.error(str(error))
    return 0


def serve(sandbox: Sandbox, host: str, port: int) -> None:
    """Serves a sandbox until interrupted, and prints the settings of a client.

    Raises:
        SandboxError: the sandbox cannot listen on the port.
    """
    with listen(host, port) as listening:
        _announce(sandbox, url(sandbox, listening))
        with contextlib.suppress(KeyboardInterrupt):
            server(sandbox.app).run(sockets=[listening])


def _sandbox(options: argparse.Namespace) -> Sandbox:
    sandbox = Sandbox(
        options.seed,
        switches=Switches.parse(options.switch, options.profile),
        businesses=options.business or ["example"],
        limit=options.limit or None,
    )
    if options.workspace:
        for business in sandbox.businesses:
            sandbox.seed_workspace(business=business)
    if options.load:
        sandbox.load(options.load)
    return sandbox


def _parser() -> argparse.ArgumentParser:
    description = "Serves the sandbox, an in-memory Plutio server, on a port."
    parser = argparse.ArgumentParser(prog="python -m plutio_async.testing", description=description)
    parser.add_argument("--host", default="127.0.0.1", help="host to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8765, help="port, 0 for any free one (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same ids (default: %(default)s)")
    parser.add_argument("--workspace", action="store_true", help="start with the records of a small design studio")
    parser.add_argument("--load", metavar="FOLDER", help="start with an export: JSON lines, such as tasks.jsonl")
    parser.add_argument("--business", action="append", metavar="NAME", help="subdomain of a workspace; may be repeated")
    parser.add_argument("--limit", type=_limit, default=1000, help="calls an hour, 0 for no limit (default: 1000)")
    parser.add_argument("--profile", choices=PROFILES, default="default", help="a set of switches")
    parser.add_argument("--switch", action="append", default=[], metavar="NAME=VALUE", help=_switch_help())
    return parser


def _switch_help() -> str:
    names = dict.fromkeys(name.partition("=")[0] for name, _ in Switches.variants())
    return f"behaviour of the API; may be repeated; names: {', '.join(names)}"


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; use a number from 0 to 65535")
    return int(text)


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a limit; use a number of calls, or 0 for no limit")
    return int(text)


def _announce(sandbox: Sandbox, base_url: str) -> None:
    print(f"# The sandbox listens at {base_url} (Ctrl+C stops it). Settings for a client:\n")
    print(f"export PLUTIO_BASE_URL={base_url}")
    print(f"export PLUTIO_CLIENT_ID={sandbox.client_id}")
    print(f"export PLUTIO_CLIENT_SECRET={sandbox.client_secret}")
    print(f"export PLUTIO_BUSINESS={sandbox.business}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
