"""``plutio mcp``."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from plutio_async._core.errors import ConfigurationError
from plutio_async.cli.client import Connection
from plutio_async.cli.failures import Problem

if TYPE_CHECKING:
    from plutio_async.cli.config import Settings
    from plutio_async.cli.mcp.access import Access
    from plutio_async.cli.mcp.server import Address
    from plutio_async.mirror import Mirror

TOKEN_VARIABLE = "PLUTIO_MCP_TOKEN"  # noqa: S105 - the name of a variable
_DEFAULT = Connection()


def mcp(
    *,
    allow_writes: bool = False,
    allow_deletes: bool = False,
    http: str | None = None,
    allow_host: tuple[str, ...] = (),
    mirror: Path | None = None,
    reserve: Annotated[int, Parameter(show_default=True)] = 500,
    connection: Connection = _DEFAULT,
) -> None:
    """Serve the workspace to assistants by the Model Context Protocol, on stdio. Needs the extra `mcp`.

    Parameters
    ----------
    allow_writes
        Let assistants create and change records, and run actions such as sending an invoice.
    allow_deletes
        Let them delete records too.
    http
        Serve HTTP on HOST:PORT instead, such as 127.0.0.1:8766.
    allow_host
        The name of this server in the requests of other machines; may be repeated. Needs PLUTIO_MCP_TOKEN.
    mirror
        The file that `plutio sync` keeps: assistants may ask it in SQL, without a call.
    reserve
        The calls of each hour that assistants leave to others.
    """
    import signal

    import anyio

    if allow_deletes and not allow_writes:
        raise Problem("--allow-deletes: needs --allow-writes too")
    if allow_host and http is None:
        raise Problem("--allow-host: needs --http")
    _load_sdk()
    address = None if http is None else _address(http, allow_host)
    from plutio_async.cli.config import find_settings
    from plutio_async.cli.mcp.access import Access

    settings = find_settings(connection.profile)
    if address is None:  # the thread that reads stdin cannot be interrupted; the files of the client survive any end
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    access = Access(writes=allow_writes, deletes=allow_deletes)
    limits = {"max_wait": connection.max_wait, "reserve": reserve}
    asked = None if mirror is None else _mirror(mirror, settings)
    anyio.run(_serve, settings, access, address, asked, limits)


def _mirror(path: Path, settings: Settings) -> Mirror:
    """The mirror, checked before an assistant asks it."""
    from plutio_async.mirror import Mirror

    mirror = Mirror(path)
    (found,) = mirror.query("SELECT value AS workspace FROM meta WHERE key = 'workspace'")
    if settings.business is not None and found["workspace"] != settings.business:
        raise Problem(f"--mirror: {path} mirrors the workspace {found['workspace']!r}, not {settings.business!r}")
    return mirror


async def _serve(
    settings: Settings, access: Access, address: Address | None, mirror: Mirror | None, limits: dict[str, Any]
) -> None:
    from plutio_async.cli.mcp.server import serve_http, serve_stdio, server_of
    from plutio_async.cli.mcp.session import Tools

    async with settings.client(**limits) as plutio:
        server = server_of(Tools(plutio, access, mirror))
        await (serve_stdio(server) if address is None else serve_http(server, address))


def _load_sdk() -> None:
    """Imports the server with the SDK. Its thousands of classes stay, so the garbage collector need not visit them."""
    gc.disable()
    try:
        from plutio_async.cli.mcp import server  # noqa: F401 - it is needed next
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise ConfigurationError("the server needs more packages: pip install 'plutio-async[mcp]'") from None
    finally:
        gc.freeze()
        gc.enable()


def _address(text: str, names: tuple[str, ...]) -> Address:
    """Where to serve HTTP. Other hosts than this machine need a name and a token."""
    from plutio_async._http.target import is_loopback
    from plutio_async.cli.mcp.server import Address

    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    if not port.isdigit() or int(port) > 65_535:
        raise Problem(f"--http {text!r}: takes HOST:PORT, such as 127.0.0.1:8766")
    token = os.environ.get(TOKEN_VARIABLE) or None
    if not is_loopback(host) and not names:
        raise Problem(f"--http {text!r}: other machines could read the workspace; --allow-host NAME allows it")
    if names and token is None:
        raise Problem(f"--allow-host: set {TOKEN_VARIABLE} to a secret that clients send as a bearer token")
    return Address(host, int(port), names, token)
