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
