"""The time to import the package, in a new interpreter, and to create a client."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import httpx

from benchmarks.speed.rounds import Case, by_turns, cpu, ratio
from benchmarks.speed.rows import Row, at_most
from benchmarks.speed.server import served
from benchmarks.speed.sizes import Sizes
from plutio_async import Plutio
from plutio_async._http.routes import open_route

_CLIENTS = 20
_URL = "https://api.example.com"

# httpx also imports its command line if click is installed, which takes half as long again.
_PROGRAM = """
import sys, time
sys.modules["click"] = None
began = time.process_time()
{imports}
print(time.process_time() - began)
"""


FIRST_RECORD = """
import sys
sys.modules["click"] = None
import asyncio
from plutio_async import Plutio
async def main():
    async with Plutio("id", "secret", business="example", base_url=sys.argv[1]) as plutio:
        assert (await plutio.tasks.list(limit=1))[0].title
asyncio.run(main())
"""

FIRST_RECORD_BY_HTTPX = """
import sys
sys.modules["click"] = None
import asyncio, httpx
async def main():
    async with httpx.AsyncClient(base_url=sys.argv[1]) as http:
        form = {"client_id": "id", "client_secret": "secret", "grant_type": "client_credentials"}
        token = (await http.post("/oauth/token", data=form)).json()["accessToken"]
        headers = {"Authorization": f"Bearer {token}", "Business": "example"}
        assert (await http.get("/tasks", params={"limit": 1}, headers=headers)).json()[0]["title"]
asyncio.run(main())
"""

_EMPTY_APP = """
import sys
from cyclopts import App
app = App(name="empty")
app.default(lambda: None)
sys.exit(app(["--help"]))
"""


def rows(sizes: Sizes) -> Iterator[Row]:
    """Rows for imports, for clients, then for the command line."""
    imports = {
        "package": "import plutio_async",
        "client": "import plutio_async; plutio_async.Plutio",
        "httpx": "import httpx",
    }
    figures = by_turns({name: _importing(text) for name, text in imports.items()}, sizes.rounds)
    yield Row("`import plutio_async`", "`import httpx`", ratio(figures, "package", "httpx"), at_most(0.1, 0.05))
    yield Row("the same, and `Plutio`", "`import httpx`", ratio(figures, "client", "httpx"), at_most(0.6))
    made = by_turns({"sdk": lambda: cpu(_plutio, _CLIENTS), "httpx": lambda: cpu(_httpx, _CLIENTS)}, sizes.rounds)
    yield Row("make a client, ready to send", "`httpx.AsyncClient()`", ratio(made, "sdk", "httpx"), at_most(0.1, 0.02))
    with served(1) as host:
        programs = {"sdk": FIRST_RECORD, "httpx": FIRST_RECORD_BY_HTTPX}
        runs = {name: _running(["-c", text, f"{host}/0"]) for name, text in programs.items()}
        first = by_turns(runs, 5 * sizes.rounds)  # two processes differ more than two calls
    what = "a program, from its start to its first record"
    yield Row(what, "the same with `httpx`", ratio(first, "sdk", "httpx"), at_most(1.15))
    commands = {"plutio": ["-m", "plutio_async.cli", "--help"], "cyclopts": ["-c", _EMPTY_APP]}
    shown = by_turns({name: _running(command) for name, command in commands.items()}, sizes.rounds)
    yield Row("`plutio --help`", "an empty `cyclopts` app", ratio(shown, "plutio", "cyclopts"), at_most(1.3))
    servers = {"plutio": ["-m", "plutio_async.cli", "mcp"], "sdk": ["-c", "from mcp.server.lowlevel import Server"]}
    until_end = by_turns({name: _running(command) for name, command in servers.items()}, sizes.rounds)
    what = "`plutio mcp`, until its client leaves"
    yield Row(what, "import the MCP SDK", ratio(until_end, "plutio", "sdk"), at_most(1.15))


def _running(arguments: list[str]) -> Case:
    """The CPU time of a process."""
    environment = with_bytecode()

    def case() -> float:
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *arguments], env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL
        )
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime

    return case


def with_bytecode() -> dict[str, str]:
    """The environment, without the variable that keeps the warm-up from writing bytecode for the other rounds.

    A folder of its own keeps the server from the credentials and the files of the user.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PLUTIO_CLIENT_ID": "a", "PLUTIO_CLIENT_SECRET": "b", "XDG_CACHE_HOME": tempfile.gettempdir()}


def _importing(imports: str) -> Case:
    program = _PROGRAM.format(imports=imports)
    environment = with_bytecode()

    def case() -> float:
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        return float(done.stdout)

    return case


def _plutio() -> None:
    """Creates a client, and opens the route to the server as the first call does."""
    transport = Plutio("id", "secret", business="example")._sender.shared.session.transport
    open_route(transport.settings, _URL)


def _httpx() -> None:
    httpx.AsyncClient()
