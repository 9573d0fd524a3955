"""The page about the sandbox as a mock server for any language."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parent.parent.parent
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", (ROOT / "docs" / "mock-server.md").read_text(), re.DOTALL | re.MULTILINE)
TIME = re.compile(r'(?<="(?:created|updated)At":")[^"]*')


@pytest.fixture
def settings() -> Iterator[dict[str, str]]:
    """What the first command of the page prints, on a free port."""
    program, *arguments = shlex.split(BLOCKS[0][1].replace("8765", "0"))
    assert program == "python"
    with subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        lines: list[str] = []
        while not any("PLUTIO_BUSINESS" in line for line in lines):
            lines.append(server.stdout.readline())
        yield dict(re.findall(r"^export (\w+)=(.*)$", "".join(lines), re.MULTILINE))
        server.send_signal(signal.SIGINT)


def test_the_lines_with_curl_print_what_the_page_shows(settings: dict[str, str]) -> None:
    """One after the other, in one shell."""
    script = "\n".join(f"{text}\necho" for kind, text in BLOCKS[1:] if kind == "sh" and "curl" in text)
    done = subprocess.run(["bash", "-euc", script], env=os.environ | settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shown = [text.strip() for kind, text in BLOCKS if kind == "json"]
    assert len(shown) == 3
    printed = TIME.sub("2026-05-01T09:00:00.000Z", done.stdout).split()
    assert printed == " ".join(shown).split()
