"""The built site in a browser: its search, what a screen reader meets, phones, and what it asks the network for.

Screenshots are left in ``build/screenshots``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from .conftest import ROOT
from .words import FOUND_FIRST

pytestmark = [pytest.mark.integration, pytest.mark.slow]

SCREENSHOTS = ROOT / "build" / "screenshots"
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = [
    "", "tutorial/1-read/", "tutorial/5-job/", "how-to/send-reminders/", "cli/", "reference/", "reference/tasks/",
    "reference/api-plutio_async/", "errors/", "openapi/",
]  # fmt: skip
WITH_TABLES = [
    "", "cli/", "errors/", "fewest-calls/", "glossary/", "quirks/", "reference/", "reference/invoices/", "resources/",
    "troubleshooting/",
]  # fmt: skip
OUT_OF_REACH = """
() => [...document.querySelectorAll("table")].filter(table => table.checkVisibility()).flatMap(table => {
  const box = table.closest(".md-typeset__scrollwrap");
  box.scrollLeft = box.scrollWidth;
  const cells = [...table.rows].map(row => row.cells[row.cells.length - 1].getBoundingClientRect());
  return cells.filter(cell => cell.left < 0 || cell.right > document.documentElement.clientWidth).map(cell => cell.right);
})
"""
"""The right edges of the last cells that stay outside the screen when their table is scrolled to its end."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""

    class Files(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium with an empty profile."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program is not None, "these tests need Chromium, which is Debian's package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


Show = Callable[..., Page]


@pytest.fixture
def show(browser: Browser, address: str) -> Iterator[Show]:
    """Opens a page of the site. At the end: it asked no other server, and the console has no error."""
    wrong: list[str] = []
    opened: list[Page] = []

    def show(place: str, **options: Any) -> Page:
        page = browser.new_page(**options)
        opened.append(page)
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(address) else wrong.append(request.url))
        page.goto(f"{address}{place}")
        return page

    yield show
    for page in opened:
        page.close()
    assert wrong == []


def screenshot(page: Page, place: str, suffix: str) -> None:
    name = place.strip("/").replace("/", "-") or "start"
    page.screenshot(path=SCREENSHOTS / f"{name}-{suffix}.png")


def test_the_search_box_finds_the_right_page_first(show: Show, address: str) -> None:
    """For all words, in the dialog that the button opens."""
    page = show("")
    page.locator(".md-search__button").click()
    box, results = page.get_by_role("combobox", name="Search"), page.get_by_role("option")
    found = {}
    for words in FOUND_FIRST:
        box.fill("")
        results.first.wait_for(state="detached")
        box.fill(words)
        place = results.first.get_attribute("href")
        assert place is not None
        found[words] = place.removeprefix(address).partition("?")[0]
    assert found == FOUND_FIRST


@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing(mode: str, place: str, show: Show) -> None:
    """In either mode: names of links, landmarks, contrast and all else that it looks for."""
    page = show(place, color_scheme=mode, viewport={"width": 1280, "height": 1600})
    screenshot(page, place, mode)
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > 20
    assert [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]] == []


@pytest.mark.parametrize("place", WITH_TABLES)
def test_a_phone_shows_the_last_column(place: str, show: Show) -> None:
    """A table scrolls in its box. The page does not scroll sideways."""
    page = show(place, viewport={"width": 390, "height": 844})
    screenshot(page, place, "phone")
    assert page.locator("table").count() > 0
    assert page.evaluate(OUT_OF_REACH) == []
    page.evaluate("scrollTo(1000, 0)")
    assert page.evaluate("scrollX") == 0


@pytest.mark.parametrize("place", ["", "tutorial/2-connect/", "tutorial/3-find/"])
@pytest.mark.parametrize(("mode", "light"), [("light", range(240, 256)), ("dark", range(16))])
def test_pictures_have_the_colours_of_the_page(mode: str, light: range, place: str, show: Show) -> None:
    """A picture is drawn for a white page, and inverted on a dark one. Its corner is as light as the page."""
    page = show(place, color_scheme=mode)
    pictures = page.locator("article img").all()
    assert len(pictures) > 0
    for picture in pictures:
        image = Image.open(BytesIO(picture.screenshot()))
        assert image.convert("L").getpixel((2, 2)) in light


def test_the_openapi_page_renders_what_is_opened(show: Show) -> None:
    """It begins small. How long that took is printed, and no part of the test: machines differ."""
    page = show("openapi/")
    print(page.evaluate("performance.getEntriesByType('navigation')[0].domComplete"), "ms until the page is complete")
    assert page.locator("*").count() < 2000
    page.get_by_label("Show operations").fill("POST /tasks ")
    shown = page.locator("details:visible")
    assert shown.all_inner_texts() == ["POST /tasks – Create a task"]
    shown.first.locator("summary").click()
    page.locator("summary", has_text="requestBody").click()
    assert "content" in shown.first.inner_text()
