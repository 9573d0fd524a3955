"""``python -m generator.pictures``: draws the pictures of the site, a session in a terminal and two diagrams, as SVG.

They are drawn for a white page; ``docs/site.css`` inverts them where the page is dark.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from plutio_async.testing import Sandbox

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"

SESSION = (
    "plutio list invoices --where status=overdue --fields name,amount,currency,client.name",
    "plutio list tasks --where status=incomplete --fields title,project.name --max 3",
    "plutio list tasks --where status=done",
)
"""Nothing that they print depends on when they run."""

_WIDTH = 88
_INK, _FAINT, _LINE = "#1f2937", "#6b7280", "#9ca3af"
_BLUE, _GREEN = "#dbe4ff", "#d3f9d8"
_TIP = '<path d="M0 0 L8 4 L0 8 Z" fill="#6b7280"/>'

Box = tuple[int, str, str, str]
"""Where a box begins, its colour, its title, and the text below."""


def write(folder: Path) -> None:
    """Draws all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"terminal": terminal(), "call": call(), "pages": pages()}.items():
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")


def terminal() -> str:
    """What the command line prints in the workspace of a sandbox."""
    console = Console(record=True, width=_WIDTH, file=StringIO(), force_terminal=True)
    sandbox = Sandbox(seed=1)
    sandbox.seed_workspace()
    with sandbox.serving() as url, TemporaryDirectory() as home:
        given = {"BASE_URL": url, "CLIENT_ID": sandbox.client_id, "CLIENT_SECRET": sandbox.client_secret}
        variables = {f"PLUTIO_{name}": value for name, value in {**given, "BUSINESS": sandbox.business}.items()}
        for command in SESSION:
            console.print(f"[bold blue]$[/] [bold]{command}[/]", highlight=False, soft_wrap=True)
            printed = _printed(command, {**variables, "HOME": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home})
            console.print(printed, markup=False, highlight=False)
    drawn = console.export_svg(title="plutio", theme=DEFAULT_TERMINAL_THEME, unique_id="terminal")
    return re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)  # they are on other servers


def _printed(command: str, variables: Mapping[str, str]) -> str:
    """What a command prints on a terminal, whose format is ``table``."""
    arguments = [*shlex.split(command)[1:], "--format", "table"]
    done = subprocess.run(
        [sys.executable, "-m", "plutio_async.cli", *arguments],
        env={**os.environ, **variables, "COLUMNS": str(_WIDTH)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def call() -> str:
    """What happens between a call and its record."""
    boxes: Sequence[Box] = [
        (10, "#ffffff", "Your code", "await …get(id)"),
        (165, _BLUE, "Check", "names, values"),
        (320, _BLUE, "Token", "kept until it ends"),
        (475, _BLUE, "Budget", "1,000 an hour"),
        (630, _GREEN, "Plutio", "answers"),
    ]
    parts = [part for box in boxes for part in _box(*box, y=60)]
    parts += [_arrow(f"M{x + 120} 90 H{x + 150}") for x, *_ in boxes[:-1]]
    parts += [
        _arrow("M225 60 V34 H70 V55"),
        _text(147, 26, "wrong input: an error, and no call"),
        _arrow("M690 60 V34 H535 V55"),
        _text(612, 26, "429, 503: waits, tries again"),
        _arrow("M690 120 V146 H70 V125"),
        _text(380, 165, "the record; or an error that says what happened"),
        _text(380, 186, "a create without an answer is OutcomeUnknown, and is not sent again"),
    ]
    return _picture("The way of a call", 760, 200, parts)


def pages() -> str:
    """How pages that overlap by one record prove that nothing was skipped, and where the list ends."""
    rows = [
        ("the list", 0, "ABCDEFG", ""),
        ("page 1", 0, "ABCD", ""),
        ("page 2", 3, "DEFG", "begins with D: nothing was skipped"),
        ("page 3", 6, "G", "has G alone: the list ends here"),
    ]
    parts: list[str] = []
    for number, (name, start, records, note) in enumerate(rows):
        y = 16 + 52 * number
        parts.append(_text(80, y + 22, name, anchor="end", colour=_FAINT))
        for place, record in enumerate(records):
            again = number > 1 and place == 0
            colour = _GREEN if again else _BLUE if number else "#ffffff"
            x = 96 + 48 * (start + place)
            parts.append(f'<rect x="{x}" y="{y}" width="44" height="34" rx="4" fill="{colour}" stroke="{_LINE}"/>')
            parts.append(_text(x + 22, y + 22, record))
        parts.append(_text(450, y + 22, note, anchor="start"))
    return _picture("Pages that overlap by one record", 760, 220, parts)


def _box(x: int, colour: str, title: str, text: str, *, y: int) -> Iterator[str]:
    yield f'<rect x="{x}" y="{y}" width="120" height="60" rx="6" fill="{colour}" stroke="{_LINE}"/>'
    yield _text(x + 60, y + 26, title, weight="bold")
    yield _text(x + 60, y + 46, text, colour=_FAINT if colour == "#ffffff" else _INK)


def _arrow(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{_FAINT}" stroke-width="1.5" marker-end="url(#tip)"/>'


def _text(x: int, y: int, text: str, *, anchor: str = "middle", colour: str = _INK, weight: str = "normal") -> str:
    style = f'text-anchor="{anchor}" fill="{colour}" font-weight="{weight}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>'


def _picture(title: str, width: int, height: int, parts: Iterable[str]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        ' font-family="sans-serif" font-size="13">',
        f"<title>{title}</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">',
        f"{_TIP}</marker></defs>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Draws the pictures into a folder."""
    parser = argparse.ArgumentParser(prog="python -m generator.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    write(parser.parse_args(arguments).folder)


if __name__ == "__main__":
    main()
