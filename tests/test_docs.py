"""The code of the README, the docs and the docstrings runs, as a reader would run it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

from plutio_async.testing import Sandbox

from .cli.test_page import Noon
from .redis.server import Server

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
PIPELINES = {"dlt", "warehouse"}
"""Pages that run pipelines of dlt."""
HOW_TOS = sorted((ROOT / "docs" / "how-to").glob("*.md"))
MODULES = sorted(path for path in (ROOT / "plutio_async").rglob("*.py") if ">>>" in path.read_text(encoding="utf-8"))


class Printed:
    """A block of text right below one of Python: what that prints."""

    pattern = re.compile(r"(?<=^```\n\n)```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)

    def __call__(self, document: Document) -> Iterable[Region]:
        for block in self.pattern.finditer(document.text):
            yield Region(block.start(), block.end(), block[1], self.evaluate)

    def evaluate(self, example: Example) -> None:
        assert example.namespace["__printed__"] == example.parsed


MARKDOWN = Sybil(parsers=[PythonCodeBlockParser(), Printed(), SkipParser()])
DOCSTRINGS = Sybil(parsers=[DocTestParser()], document_types={".py": PythonDocStringDocument})


def run(document: Document) -> None:
    """Runs the blocks of a page in order; a block may use what earlier ones define."""
    for example in document.examples():
        with redirect_stdout(io.StringIO()) as printed:
            example.evaluate()
        document.namespace["__printed__"] = printed.getvalue()


@contextmanager
def in_the_environment(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sets the variables of ``Plutio.from_env()`` to those of a sandbox."""
    with sandbox.serving() as url:
        monkeypatch.setenv("PLUTIO_BASE_URL", url)
        monkeypatch.setenv("PLUTIO_CLIENT_ID", sandbox.client_id)
        monkeypatch.setenv("PLUTIO_CLIENT_SECRET", sandbox.client_secret)
        monkeypatch.setenv("PLUTIO_BUSINESS", sandbox.business)
        yield


@pytest.fixture
def plutio_in_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A workspace without records, and a folder for the files of a program."""
    monkeypatch.chdir(tmp_path)
    with in_the_environment(Sandbox(), monkeypatch):
        yield


@pytest.fixture
def studio_in_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A workspace with records, in December 2026, and a folder for the files of a program."""
    sandbox = Sandbox(clock=Noon(), businesses=("example", "studio-two"))
    sandbox.seed_workspace()
    monkeypatch.chdir(tmp_path)
    with in_the_environment(sandbox, monkeypatch):
        yield


@pytest.fixture
def dlt_in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keeps dlt's files in a folder, and makes it report to no one."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path))


@pytest.fixture
def redis_in_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Sets the variables of a Redis server."""
    server = Server(tmp_path)
    server.start()
    monkeypatch.setenv("REDIS_URL", server.url)
    yield
    server.stop()


def cases(pages: list[Path]) -> list[Any]:
    """Those that run pipelines of dlt take as long as all others."""
    return [pytest.param(path, marks=pytest.mark.system) if path.stem in PIPELINES else path for path in pages]


@pytest.mark.parametrize("path", cases(PAGES), ids=lambda path: path.name)
@pytest.mark.usefixtures("plutio_in_the_environment", "redis_in_the_environment", "dlt_in_a_folder")
def test_the_blocks_of_a_page(path: Path) -> None:
    """All blocks run. Those of ``docs/testing.md`` are tests, which the tests of the plugin run."""
    run(MARKDOWN.parse(path))


@pytest.mark.parametrize("path", cases(HOW_TOS), ids=lambda path: path.name)
@pytest.mark.usefixtures("studio_in_the_environment", "dlt_in_a_folder")
def test_the_programs_of_a_how_to(path: Path) -> None:
    """They run on the studio, and print what they show. ``test_jobs.py`` runs those that are whole files."""
    run(MARKDOWN.parse(path))


def test_a_how_to_is_short_and_begins_with_code() -> None:
    """At most 400 words, and a block of code after a sentence or two."""
    for path in (path for path in HOW_TOS if path.stem != "index"):
        text = path.read_text(encoding="utf-8")
        assert len(text.split()) <= 400, path.name
        assert "```" in "\n".join(text.splitlines()[:6]), path.name
        assert "```python" in text or "$ plutio " in text, path.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_examples_of_a_docstring(path: Path) -> None:
    """The examples print the results that they show."""
    run(DOCSTRINGS.parse(path))


def test_the_tests_on_the_security_page_exist() -> None:
    """Each test that the page names exists."""
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    for path, test in named:
        assert f"def {test}" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "figure", "page", "row"),
    [
        ("chaos --only storm", "0", "reliability", "| `storm` | duplicated creates | 0 | 0 |"),
        ("chaos --only storm", "0", "reliability", "| `storm` | calls over the limit in any rolling hour | 0 | 0 |"),
        ("chaos --only storm", "0", "reliability", "broken promises | 10,000 | 0 | 0 |"),
        ("chaos --only cuts-churn", "0", "reliability", "or repeated ones | 1,000 | 0 | 0 |"),
        ("chaos --only tls", "0", "reliability", "connections left open | 2,000 | 0 | 0 |"),
        ("benchmarks calls", "4", "fewest-calls", "| Show 100 invoices with client and project names | 81 | 4 |"),
        ("benchmarks.speed queueing", "4.3 ×", "performance", "| `httpx`, 20 kept of 100 (default) | 4.29 |"),
        (
            "benchmarks.speed calling",
            "0.90 ×",
            "performance",
            "| a call in process, 1 record | `httpx` `get(params)` `.json()` | 0.895 |",
        ),
        ("benchmarks.speed starting", "0.17 ×", "performance", "| the same, and `Plutio` | `import httpx` | 0.167 |"),
    ],
)
def test_a_figure_of_the_start_page_is_that_of_its_page(command: str, figure: str, page: str, row: str) -> None:
    """The start page of the site repeats what the pages of all figures say."""
    assert f" | {figure} | `python -m {command}` |" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert row in (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("promise", "rows"),
    [
        (
            "0 over it, in 20,000 disturbed calls",
            [
                "| creates that are doubled, in 10,000 disturbed calls on asyncio and as many on trio | 0 |",
                "| calls over the limit in any rolling hour, in the same calls | 0 |",
            ],
        ),
        ("0 doubled creates, in the same calls", ["| creates that are doubled, in 10,000 disturbed calls"]),
        ("0 lost or repeated, in 2,000 walks", ["| lost or repeated records, in 2,000 iterations"]),
    ],
)
def test_a_promise_of_the_readme_has_the_figures_of_the_start_page(promise: str, rows: list[str]) -> None:
    """In half a line."""
    assert promise in README.read_text(encoding="utf-8")
    start = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert all(row in start for row in rows)


def test_the_readme_fits_on_a_screen() -> None:
    """At most 900 words, with code within the first 20 lines."""
    text = README.read_text(encoding="utf-8")
    assert len(text.split()) <= 900
    assert "```python" in text.splitlines()[:20]


def test_docstrings_have_examples() -> None:
    """The modules for conditions and values have examples."""
    assert {path.stem for path in MODULES} >= {"compiling"}
