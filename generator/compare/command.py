"""``python -m generator diff [BASE] [--check]``: what changed since a release, as a fragment of the changelog.

BASE is a revision or a version; without it, the last release. ``--check`` writes nothing, and fails on a
break that no fragment announces.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from generator.compare.api import api_changes
from generator.compare.change import Change, grouped, listed
from generator.compare.description import description_changes
from generator.compare.fragments import FOLDER, unannounced, write_fragment
from generator.compare.release import last_release, sources_of
from generator.compare.types import type_changes

BUNDLED = Path("plutio_async", "_generated", "openapi.json")


def diff(arguments: list[str], root: Path) -> int:
    """Runs the command. Returns 1 if ``--check`` finds a break that is not announced, else 0.

    Raises:
        DescriptionError: there is no such revision, or mypy cannot run.
    """
    parser = argparse.ArgumentParser(prog="python -m generator diff", description=__doc__)
    parser.add_argument("base", nargs="?", help="a revision or a version; by default the last release")
    parser.add_argument("--check", action="store_true", help="fail on a break that no fragment announces")
    options = parser.parse_args(arguments)
    base = options.base or last_release(root)
    if base is None:
        print("no release to compare with: releases/ is empty, and there is no tag of a version")
        return 0
    changes = grouped(changes_since(root, base))
    missing = unannounced(changes, root / FOLDER)
    return _checked(missing, base) if options.check else _announced(changes, missing, root, base)


def changes_since(root: Path, base: str) -> list[Change]:
    """What changed in the description, in the public API, and for the type tests of then."""
    with sources_of(root, base) as release:
        return [
            *description_changes(_bundled(release), _bundled(root)),
            *api_changes(release, root),
            *type_changes(release, root),
        ]


def _checked(missing: list[Change], base: str) -> int:
    breaks = [change for change in missing if change.category == "Breaking"]
    if breaks:
        print(f"breaks since {base} that no fragment in {FOLDER}/ announces; make diff writes one:\n\n{listed(breaks)}")
    return 1 if breaks else 0


def _announced(changes: list[Change], missing: list[Change], root: Path, base: str) -> int:
    print(listed(changes) or f"nothing changed since {base}")
    if missing:
        path = write_fragment(missing, root / FOLDER)
        print(f"\nwritten to {path.relative_to(root).as_posix()}; reword it, but keep the names in backticks")
    elif changes:
        print(f"\nthe fragments in {FOLDER}/ announce all of it")
    return 0


def _bundled(folder: Path) -> Any:
    return json.loads((folder / BUNDLED).read_text(encoding="utf-8"))
