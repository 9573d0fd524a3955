"""``docs/architecture.md`` matches the packages."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "plutio_async"
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_named_path_exists() -> None:
    """Each path is relative to the package or to the project."""
    paths = re.findall(r"`([\w./*]+(?:\.py|\.yaml|\.jinja|/))`", TEXT)
    assert len(paths) > 10
    missing = [path for path in paths if not [*PACKAGE.glob(path), *ROOT.glob(path), *PACKAGE.glob(f"*/{path}")]]
    assert missing == []


def test_every_package_is_in_the_table() -> None:
    """Each package has one row, and no row names anything else."""
    named = re.findall(r"^\| `(\w+)` \| (?!\d)", TEXT, re.MULTILINE)
    packages = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    assert sorted(named) == sorted(packages)


def test_the_command_line_imports_from_private_packages_in_few_places() -> None:
    """What it needs in many places is public, as ``plutio_async.description`` is, or has one module of the command line."""
    private = re.compile(r"^\s*(?:from|import) plutio_async\._", re.MULTILINE)
    found = sum(len(private.findall(path.read_text(encoding="utf-8"))) for path in (PACKAGE / "cli").rglob("*.py"))
    assert found <= 60
