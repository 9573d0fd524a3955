"""``docs/architecture.md`` names what is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "plutio_async"
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_path_that_is_named_exists() -> None:
    """Relative to the package, or to the project."""
    paths = re.findall(r"`([\w./*]+(?:\.py|\.yaml|\.jinja|/))`", TEXT)
    assert len(paths) > 10
    missing = [path for path in paths if not [*PACKAGE.glob(path), *ROOT.glob(path), *PACKAGE.glob(f"*/{path}")]]
    assert missing == []


def test_every_package_is_in_the_table() -> None:
    """Once, and no other."""
    named = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    packages = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    assert sorted(named) == sorted(packages)
