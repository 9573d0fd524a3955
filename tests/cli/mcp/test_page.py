"""``docs/mcp.md`` shows real answers, and arguments that work."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from mcp.client.client import Client

from plutio_async import Plutio
from plutio_async.cli.app import build
from plutio_async.cli.mcp.access import Access
from plutio_async.cli.mcp.server import server_of
from plutio_async.cli.mcp.session import Tools
from plutio_async.testing import Sandbox
from tests.cli.test_page import Noon

from .assistant import ask

PAGE = Path(__file__).parents[3] / "docs" / "mcp.md"
STORY = re.compile(r"(?<=```text\n).*?(?=^```)", re.DOTALL | re.MULTILINE)
SETTINGS = re.compile(r"(?<=```json\n).*?(?=^```)", re.DOTALL | re.MULTILINE)


async def rewritten(page: str) -> str:
    """The page with the answers that its calls have now."""
    sandbox = Sandbox(clock=Noon())
    sandbox.seed_workspace()
    async with (
        Plutio.sandbox(sandbox) as plutio,
        Client(server_of(Tools(plutio, Access(writes=True)))) as client,
    ):
        for block in STORY.findall(page):
            shown = ""
            for tool, arguments in re.findall(r"^(\w+) (\{.*)$", block, re.MULTILINE):
                answer = await ask(client, tool, **json.loads(arguments))
                shown += f"{tool} {arguments}\n→ {answer.text}\n"
            page = page.replace(block, shown)
    return page


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_the_answers_of_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("→") > 5
    assert await rewritten(page) == page


def test_the_arguments_of_the_page() -> None:
    """Those in the settings of clients, and in the text."""
    page = PAGE.read_text(encoding="utf-8")
    commands = [json.loads(block)["mcpServers"]["plutio"]["args"] for block in SETTINGS.findall(page)]
    commands += [line.split()[1:] for line in re.findall(r"`(plutio mcp[^`]*)`", page)]
    assert len(commands) > 4
    for arguments in commands:
        command, _, _ = build().parse_args(arguments, exit_on_error=False, print_error=False)
        assert command.__name__ == "mcp"
