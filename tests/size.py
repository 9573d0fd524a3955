"""Counts the lines of code and the modules of each package, and compares them with the table of ``docs/architecture.md``.

A line of code is neither blank nor part of a comment or a docstring. ``--check`` fails when one package has grown beyond the table.
"""

from __future__ import annotations

import ast
import re
import sys
import tokenize
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"

APART = ("_generated", "cli", "dlt", "fastapi", "mirror", "otel", "redis", "sentry", "testing", "webhooks")
"""What is not the core: generated code, and what is imported only by those who use it."""
_BLANK = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
_ROW = re.compile(
    r"^\| (?:`(?P<name>\w+)`|(?P<all>the core)) \| (?P<lines>[\d,]+) \| (?P<modules>\d+) \|$", re.MULTILINE
)


def lines_of_code(path: Path) -> int:
    """The lines of a module that hold code."""
    with tokenize.open(path) as file:
        tokens = [token for token in tokenize.generate_tokens(file.readline) if token.type not in _BLANK]
    lines = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - _docstrings(ast.parse(path.read_bytes())))


def _docstrings(tree: ast.Module) -> set[int]:
    """The lines of all texts that stand alone: docstrings, and those below attributes."""
    alone = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and _is_text(node.value)]
    return {line for node in alone for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def measured(root: Path = ROOT) -> dict[str, tuple[int, int]]:
    """Lines and modules of each package of the core, of the core, and of each part apart, by name."""
    lines, modules = Counter[str](), Counter[str]()
    package = root / "plutio_async"
    for path in package.rglob("*.py"):
        name = path.relative_to(package).parts[0].removesuffix(".py")
        top = name if (package / name).is_dir() or name in APART else "plutio_async"
        for part in (top,) if top in APART else (top, "the core"):
            lines[part] += lines_of_code(path)
            modules[part] += 1
    names = sorted(lines, key=lambda name: (name in APART, name == "the core", name))
    return {name: (lines[name], modules[name]) for name in names}


def committed(page: str) -> dict[str, tuple[int, int]]:
    """The figures of the table."""
    rows = _ROW.finditer(page)
    return {row["name"] or row["all"]: (int(row["lines"].replace(",", "")), int(row["modules"])) for row in rows}


def grown(now: dict[str, tuple[int, int]], before: dict[str, tuple[int, int]]) -> list[str]:
    """What is larger than the table says."""
    return [
        f"{name} has {lines:,} lines of code in {modules} modules; docs/architecture.md allows {most:,} in {most_modules}"
        for name, (lines, modules) in now.items()
        for most, most_modules in [before.get(name, (0, 0))]
        if lines > most or modules > most_modules
    ]


def main() -> None:
    now = measured()
    for name, (lines, modules) in now.items():
        print(f"| {name if name == 'the core' else f'`{name}`'} | {lines:,} | {modules} |")
    if "--check" in sys.argv and (problems := grown(now, committed(PAGE.read_text(encoding="utf-8")))):
        sys.exit("\n".join([*problems, "Make it smaller, or change the table in the same commit and say why."]))


if __name__ == "__main__":
    main()
