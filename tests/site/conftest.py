"""The site, built once for all tests of a process."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import accessibility, llms, pictures, search
from generator.__main__ import main
from generator.description_files import write_page

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference pages."""
    folder = tmp_path_factory.mktemp("reference")
    assert main(["--reference", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, reference: Path) -> Path:
    """The site, built as ``make docs`` builds it."""
    folder = tmp_path_factory.mktemp("documentation")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("reference"))
    shutil.copytree(reference, folder / "docs" / "reference")
    pictures.write(folder / "docs" / "pictures")
    shutil.copy(ROOT / "zensical.toml", folder)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    accessibility.write(folder / "site")
    search.write(folder / "site")
    llms.write(folder / "docs", folder / "zensical.toml", folder / "site")
    write_page(folder / "site" / "openapi")
    return folder / "site"
