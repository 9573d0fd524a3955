"""The sources of a release or of any other revision, out of the repository."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.compare.interface import kept_versions, unpacked
from generator.errors import DescriptionError

TAG = re.compile(r"v?\d+\.\d+\.\d+")
PARTS = ("plutio_async", "tests/typing")


def last_release(repository: Path) -> str | None:
    """The last release whose interface is kept, or else the tag of the highest version; ``None`` without either."""
    if kept := kept_versions(repository):
        return kept[0]
    done = _git(repository, "tag", "--list", "--sort=-version:refname")
    return next((tag for tag in done.stdout.decode().split() if TAG.fullmatch(tag)), None)


@contextmanager
def sources_of(repository: Path, base: str) -> Iterator[Path]:
    """A folder with the package and the type tests of a revision. A version means its kept interface, or else its tag.

    Raises:
        DescriptionError: the repository does not have the revision.
    """
    if base.removeprefix("v") in kept_versions(repository):
        with TemporaryDirectory() as folder:
            yield unpacked(repository, base.removeprefix("v"), Path(folder))
        return
    names = [base, f"v{base}"]
    found = next(
        (name for name in names if not _git(repository, "rev-parse", "--verify", f"{name}^{{tree}}").returncode), None
    )
    if found is None:
        raise DescriptionError(f"no revision {base}; a shallow clone lacks them: git fetch --unshallow --tags")
    there = _git(repository, "ls-tree", "--name-only", found, *PARTS).stdout.decode().split()
    archive = _git(repository, "archive", "--format=zip", found, *there)
    with TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(archive.stdout)) as files:
        files.extractall(folder)
        yield Path(folder)


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=repository, capture_output=True, check=False)
