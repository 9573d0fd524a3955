"""The documentation site: it builds without a warning, and what its reference shows runs."""

from __future__ import annotations

import json
import re
import tomllib
from html import unescape
from pathlib import Path

import pytest
from pyright import node

from generator import pictures, search
from plutio_async import resources
from plutio_async._core import VERSION

from .conftest import ROOT
from .words import FOUND_FIRST

pytestmark = [pytest.mark.integration, pytest.mark.system]


def pages() -> list[str]:
    """The pages that are written by hand."""
    docs = ROOT / "docs"
    written = (page.relative_to(docs).as_posix() for page in docs.rglob("*.md"))
    return sorted(page for page in written if not page.startswith("reference/"))


@pytest.mark.parametrize("attribute", [getattr(resources, name).name for name in resources.__all__])
def test_the_example_of_a_resource_runs(attribute: str, reference: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it stands on its page."""
    (code,) = re.findall(r"```python\n(.*?)```", (reference / f"{attribute}.md").read_text(), re.DOTALL)
    exec(compile(code, f"{attribute}.md", "exec"), {})
    capsys.readouterr()


def test_a_page_has_each_method_and_field(reference: Path) -> None:
    """With its meaning and how well it is known."""
    text = (reference / "tasks.md").read_text()
    for method in ("create", "update", "delete", "archive", "move", "bulk_update"):
        assert f"### {method}\n" in text
    assert "| `due_date` | `datetime | None` | `dueDate` | When it is due. | observed |" in text
    assert "| `position` | `int | None` | The place among its neighbours, from 0. Inferred. |" in text


def test_a_page_has_what_the_resource_inherits(reference: Path) -> None:
    """With signatures in which its own model stands; nothing of it where records cannot be listed or created."""
    text = (reference / "tasks.md").read_text()
    listing = "list", "iterate", "pages", "count", "get", "get_many", "changes", "watch"
    assert [name for name in (*listing, "create_many") if f"### {name}\n" not in text] == []
    assert "```text\nawait plutio.tasks.get(id: str | Task) -> Task\n```\n\nThe record with an id.\n" in text
    assert "    slack: float = 60.0,\n" in text
    assert ") -> CreateResult[Task]\n" in text
    assert "### create_many" not in (reference / "archive.md").read_text()


def test_the_runtime_is_described_from_its_docstrings(reference: Path) -> None:
    """With signatures, arguments and errors."""
    text = (reference / "api-plutio_async.md").read_text()
    assert "## Budget\n\n```text\nBudget(\n    limit: int = 1000," in text
    assert "### Plutio.with_options" in text
    assert "- `ConfigurationError`: " in text
    assert "NotFoundError" in (reference / "api-errors.md").read_text()
    assert ":class:" not in text


@pytest.mark.parametrize("member", ["BulkResult.refused", "BulkResult.summary", "CreateResult.unknown"])
def test_a_member_of_a_private_base_is_described(member: str, reference: Path) -> None:
    """As one of the class that people have."""
    assert f"### {member}\n" in (reference / "api-plutio_async.md").read_text()


def test_every_page_is_in_the_site(site: Path, reference: Path) -> None:
    """Under its own address."""
    places = [page.removesuffix(".md").removesuffix("index") for page in pages()]
    assert [place for place in places if not (site / place / "index.html").exists()] == []
    assert len(list(reference.glob("*.md"))) == len(list((site / "reference").glob("*/index.html"))) + 1


def test_the_description_has_an_interactive_page(site: Path) -> None:
    """The page that is linked, with its script and the whole description in it."""
    linked = (site / "description" / "index.html").read_text()
    assert 'href="../openapi/"' in linked
    page = (site / "openapi" / "index.html").read_text()
    assert 'href="../description/"' in page
    (document,) = re.findall(r'<script type="application/json" id="document">(.*?)</script>', page, re.DOTALL)
    assert len(json.loads(document)["paths"]) == len(
        json.loads((site / "openapi" / "openapi.json").read_text())["paths"]
    )
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', page)
    assert [name for name in loaded if not (site / "openapi" / name).is_file()] == []


@pytest.fixture(scope="module")
def found_first(site: Path) -> dict[str, str]:
    """The page that the site's own search, run without a browser, puts first for each word."""
    command = [str(Path(__file__).with_name("search_site.mjs")), str(site), *FOUND_FIRST]
    done = node.run("node", *command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {word: place.partition("#")[0] for word, place in json.loads(done.stdout).items()}


@pytest.mark.parametrize("words", FOUND_FIRST)
def test_the_search_finds_the_right_page_first(words: str, found_first: dict[str, str]) -> None:
    """What people type leads to the page that is about it."""
    assert found_first[words] == FOUND_FIRST[words]


def test_the_search_is_small(site: Path) -> None:
    """Each page loads the index. It has every page."""
    file = site / "search.json"
    assert file.stat().st_size <= 300_000
    found = {item["location"].partition("#")[0] for item in json.loads(file.read_text())["items"]}
    built = {page.parent.relative_to(site).as_posix() for page in site.rglob("index.html")} - {".", "openapi"}
    assert {f"{page}/" for page in built} - found == set()


def test_each_word_of_a_long_page_is_in_the_search(site: Path) -> None:
    """Also those at its end, where repetitions are left out."""
    text = next(
        item["text"]
        for item in json.loads((site / "search.json").read_text())["items"]
        if item["location"] == "quirks/"
    )
    built = re.findall(r"<td>(.*?)</td>", (site / "quirks" / "index.html").read_text(), re.DOTALL)
    words = set(" ".join(re.sub(r"<[^>]*>", " ", cell) for cell in built).split())
    assert words
    assert words - set(text.split()) == set()
    assert len(text.split()) < sum(len(cell.split()) for cell in built)


def test_the_words_of_the_search_lead_to_places(site: Path) -> None:
    """A heading that gets another name is followed."""
    found = {item["location"] for item in json.loads((site / "search.json").read_text())["items"]}
    assert set(search.WORDS) - found == set()


def test_no_page_is_reached_by_the_search_only(reference: Path) -> None:
    """The navigation has each page, those of the reference too."""
    navigation = (ROOT / "zensical.toml").read_text()
    written = [*pages(), *(f"reference/{page.name}" for page in reference.glob("*.md"))]
    assert [page for page in written if f'= "{page}" }}' not in navigation] == []


def test_a_resource_is_found_from_its_neighbours(site: Path) -> None:
    """In the sidebar, with the path to it, and the pages before and after it."""
    page = (site / "reference" / "tasks" / "index.html").read_text()
    sidebar, _, rest = page.partition("md-sidebar--secondary")
    assert 'href="../invoices/" class="md-nav__link"' in sidebar
    (path,) = re.findall(r'<nav class="md-path".*?</nav>', rest, re.DOTALL)
    assert re.findall(r"\w[\w ]*(?=\s*</span>)", path) == ["Start", "Reference", "Resources"]
    assert re.findall(r'<link rel="(prev|next)" href="([^"]*)"', page) == [
        ("prev", "../task_groups/"),
        ("next", "../templates/"),
    ]
    assert re.findall(r'<a href="([^"]*)" class="md-footer__link', page) == ["../task_groups/", "../templates/"]


def test_the_repository_is_linked_once_it_has_an_address(site: Path) -> None:
    """The address of the package; until that is known, no link is dead."""
    hooks = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["metadata"]["hooks"]
    address = hooks["custom"]["repository"]
    page = (site / "index.html").read_text()
    linked = re.findall(r'<a href="([^"]*)"[^>]*class="md-source"', page)
    assert set(linked) == ({address} - {""})
    assert VERSION in (site / "reference" / "changelog" / "index.html").read_text()
    assert re.search(r'href="(\./)?reference/changelog/"', page)


def test_code_in_a_table_is_as_it_stands(site: Path) -> None:
    """No backslash before a bar, and no entity for a comment of HTML."""
    page = (site / "reference" / "tasks" / "index.html").read_text()
    assert "<td><code>str | None</code></td>" in page
    assert "(<code>&lt;!-- … --&gt;</code>)" in page


def test_the_pages_are_there_as_plain_text(site: Path) -> None:
    """Each with its first sentence in the list, and whole in the other file."""
    listed, full = (site / "llms.txt").read_text(), (site / "llms-full.txt").read_text()
    line = "- [tasks](reference/tasks/): Work to be done, on a board of a project or on its own."
    assert line in listed
    assert "- [Writing](writing/): Each field of a write is a keyword argument." in listed
    assert listed.count("\n- ") == len(list((site / "..").resolve().glob("docs/**/*.md")))
    assert "# tasks\n" in full
    assert "# Reliability\n" in full


def test_the_site_needs_no_other_server(site: Path) -> None:
    """No font and no script is loaded from elsewhere."""
    text = (site / "index.html").read_text()
    loaded = re.findall(r'<(?:script|link)[^>]+(?:src|href)="(https?://[^"]+)"', text)
    assert loaded == []


def test_each_picture_is_there_and_described(site: Path) -> None:
    """On the start page a session of the command line and a trace, in the tutorial a diagram of a call and of pages."""
    shown = {}
    for page in site.rglob("index.html"):
        for picture in re.findall(r"<img[^>]*>", page.read_text()):
            (source,) = re.findall(r'src="([^"]*)"', picture)
            (alternative,) = re.findall(r'alt="([^"]*)"', picture)
            shown[(page.parent / source).resolve().relative_to(site)] = alternative
    assert [path for path in shown if not (site / path).is_file()] == []
    assert [path for path, alternative in shown.items() if len(alternative) < 20] == []
    drawn = {"pictures/terminal.svg", "pictures/call.svg", "pictures/pages.svg", "trace-of-an-export.svg"}
    assert drawn - {path.as_posix() for path in shown} == set()


def test_the_terminal_shows_what_the_command_line_prints(site: Path) -> None:
    """The commands and their output, from a sandbox, and nothing of another server."""
    drawn = (site / "pictures" / "terminal.svg").read_text()
    text = " ".join(unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))).split())
    for command in pictures.SESSION:
        assert command in text
    assert "Website relaunch: Second part 2880.0 GBP Northwind Bakery" in text
    assert "status has no value 'done'" in text
    assert "url(" not in drawn.replace("url(#", "")


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_active_item_can_be_read(site: Path) -> None:
    """In both modes text and what is behind it have the contrast that WCAG asks of small text."""
    style = (site / "site.css").read_text()
    pairs = re.findall(r"--md-accent-fg-color: (#\w{6});\s*--md-accent-fg-color--transparent: (#\w{6});", style)
    contrasts = []
    for pair in pairs:
        dark, light = sorted(map(luminance, pair))
        contrasts.append((light + 0.05) / (dark + 0.05))
    assert len(contrasts) == 2
    assert min(contrasts) >= 4.5
    assert 'href="site.css"' in (site / "index.html").read_text().replace("./site.css", "site.css")
