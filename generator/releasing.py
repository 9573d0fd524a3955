"""``python -m generator release VERSION``: everything in the repository that has to say the version of a release.

The version itself, the date in the changelog with what the fragments announce, and the kept public interface.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from generator.compare.fragments import FOLDER
from generator.compare.interface import keep_interface
from generator.errors import DescriptionError

VERSION = re.compile(r"\d+\.\d+\.\d+")
UNRELEASED = re.compile(r"(?m)^## \S+ \(unreleased\)$")
PLACES = {
    "pyproject.toml": r'(?m)^(version = ")[\d.]+(")$',
    "plutio_async/_core/__init__.py": r'(?m)^(VERSION = ")[^"]*(")$',
    "CITATION.cff": r"(?m)^(version: ).*()$",
    "docs/doctor.md": r"(?m)^(# .*plutio doctor )\d+\.\d+\.\d+()",
}
"""The files that have the version, and where."""


def release(arguments: list[str], root: Path) -> int:
    """Runs the command. Returns 0.

    Raises:
        DescriptionError: this is no version, a file has no place for it, or the changelog says nothing about it.
    """
    parser = argparse.ArgumentParser(prog="python -m generator release", description=__doc__)
    parser.add_argument("version", help="such as 1.2.3")
    version = parser.parse_args(arguments).version
    if not VERSION.fullmatch(version):
        raise DescriptionError(f"{version!r} is no version; give three numbers, such as 1.2.3")
    for name, pattern in PLACES.items():
        _set_version(root / name, pattern, version)
    _date_changelog(root, version)
    print(f"kept {keep_interface(root, version).relative_to(root).as_posix()}")
    return 0


def _set_version(path: Path, pattern: str, version: str) -> None:
    text, count = re.subn(pattern, rf"\g<1>{version}\g<2>", path.read_text(encoding="utf-8"))
    if not count:
        raise DescriptionError(f"{path.name} has no place for the version")
    path.write_text(text, encoding="utf-8")


def _date_changelog(root: Path, version: str) -> None:
    """Gives what is not released the version and the date, whether it stands in the changelog or in fragments."""
    path, heading = root / "CHANGELOG.md", f"## {version} ({datetime.now(UTC):%Y-%m-%d})"
    text, unreleased = UNRELEASED.subn(heading, path.read_text(encoding="utf-8"))
    if any((root / FOLDER).glob("*.md")):
        if unreleased:
            raise DescriptionError(
                f"CHANGELOG.md has an unreleased section, and {FOLDER}/ fragments: move them into it"
            )
        scriv = [sys.executable, "-m", "scriv", "collect", "--version", version]
        done = subprocess.run(scriv, cwd=root, capture_output=True, text=True, check=False)
        if done.returncode:
            raise DescriptionError(f"scriv cannot collect the fragments:\n{done.stdout}{done.stderr}")
        text = path.read_text(encoding="utf-8")
    if f"## {version} (" not in text:
        raise DescriptionError(f"CHANGELOG.md says nothing about {version}; write a fragment in {FOLDER}/")
    path.write_text(text, encoding="utf-8")
