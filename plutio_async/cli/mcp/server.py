"""Serves the tools by the Model Context Protocol, on stdio or HTTP. Only this module knows its SDK."""

from __future__ import annotations

import hmac
import socket
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from attrs import field, frozen
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ClientCapabilities,
    ElicitationCapability,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequiredResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from plutio_async import __version__
from plutio_async.cli.failures import Problem, note
from plutio_async.cli.mcp.access import Ask, Unanswered
from plutio_async.cli.mcp.session import Failed, Tools
from plutio_async.cli.mcp.tools import INSTRUCTIONS, ToolSpec

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

    Scope = MutableMapping[str, Any]
    App = Callable[[Scope, Any, Any], Awaitable[None]]

_PATH = "/mcp"
_CAN_ASK = ClientCapabilities(elicitation=ElicitationCapability())
_NO_FIELDS: dict[str, Any] = {"type": "object", "properties": {}}


@frozen
class Address:
    """Where HTTP is served. ``names`` are the hosts that requests may name besides loopback ones."""

    host: str
    port: int
    names: Sequence[str] = ()
    token: str | None = field(default=None, repr=False)


def server_of(tools: Tools) -> Server[Any]:
    """The server of some tools."""

    async def list_tools(_: ServerRequestContext[Any], params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[described(tool) for tool in tools.offered.values()])

    async def call_tool(
        context: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult | InputRequiredResult:
        async def report(calls: int, message: str) -> None:
            await context.session.report_progress(calls, None, message)

        try:
            text, failed = await tools.call(params.name, params.arguments or {}, report, asks(context, params)), False
        except _AskFirst as unanswered:
            return InputRequiredResult(input_requests=unanswered.requests)
        except Failed as error:
            text, failed = str(error), True
        return CallToolResult(content=[TextContent(text=text)], is_error=failed)

    return Server(
        "plutio", version=__version__, instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool
    )


class _AskFirst(Unanswered):
    def __init__(self, requests: dict[str, Any]) -> None:
        super().__init__()
        self.requests = requests


def asks(context: ServerRequestContext[Any], params: CallToolRequestParams) -> Ask:
    """Asks the person, as the version of the protocol wants it.

    A client of the older ones gets a request. One of the newer ones gets it as the result, and repeats the call with
    the answer, under a key that is of this question only.
    """

    async def ask(question: str) -> bool | None:
        if not context.session.check_client_capability(_CAN_ASK):
            return None
        if context.protocol_version not in MODERN_PROTOCOL_VERSIONS:
            answer = await context.session.elicit_form(question, _NO_FIELDS, context.request_id)
            return answer.action == "accept"
        key = f"confirm-{sha256(question.encode()).hexdigest()[:16]}"
        answered = (params.input_responses or {}).get(key)
        if isinstance(answered, ElicitResult):
            return answered.action == "accept"
        form = ElicitRequestFormParams(message=question, requested_schema=_NO_FIELDS)
        raise _AskFirst({key: ElicitRequest(params=form)})

    return ask


def described(tool: ToolSpec) -> Tool:
    """A tool as the protocol describes it."""
    hints = ToolAnnotations(read_only_hint=True) if tool.needs == "GET" else None
    return Tool(name=tool.name, description=tool.about, input_schema=tool.schema, annotations=hints)


async def serve_stdio(server: Server[Any]) -> None:
    """Serves one client on stdin and stdout, until it closes stdin."""
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


async def serve_http(server: Server[Any], address: Address) -> None:
    """Serves any number of clients, until the process is stopped."""
    import uvicorn

    names = ["127.0.0.1", "localhost", "[::1]", *address.names]
    security = TransportSecuritySettings(
        allowed_hosts=[name + port for name in names for port in ("", ":*")],
        allowed_origins=[
            f"{scheme}://{name}{port}" for scheme in ("http", "https") for name in names for port in ("", ":*")
        ],
    )
    app: Any = server.streamable_http_app(streamable_http_path=_PATH, transport_security=security)
    config = uvicorn.Config(
        app if address.token is None else with_token(app, address.token),
        log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3,
    )  # fmt: skip
    with _listening(address) as listening:
        host = f"[{address.host}]" if ":" in address.host else address.host
        note(f"plutio: listening on http://{host}:{listening.getsockname()[1]}{_PATH}")
        await uvicorn.Server(config).serve(sockets=[listening])


def _listening(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise Problem(f"--http: cannot listen on {address.host} port {address.port}: {error.strerror}") from None


def with_token(app: App, token: str) -> App:
    """The app, for requests with the token only."""
    expected = f"Bearer {token}".encode()

    async def checked(scope: Scope, receive: Any, send: Any) -> None:
        given = dict(scope.get("headers", ())).get(b"authorization", b"")
        if scope["type"] == "lifespan" or hmac.compare_digest(given, expected):
            await app(scope, receive, send)
            return
        headers = [(b"www-authenticate", b"Bearer"), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 401, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return checked
