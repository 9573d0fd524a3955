"""Generates the code from a valid description: normalise, parse, render, format."""

from __future__ import annotations

import difflib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.bundle import Document
from generator.claims import claims_of
from generator.errors import DescriptionError
from generator.normalise import for_validation
from generator.project import render

RUFF_RULES = "F401,I001,UP,RUF022,RUF100"


def build(document: Document, output: Path) -> None:
    """Writes the generated package.

    Raises:
        DescriptionError: the description has something that the generator does not support.
    """
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / "plutio_async" / "_generated"
        render(document, fresh)
        _write_description(for_validation(document), fresh)
        _write_claims(document, fresh)
        _format(fresh)
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(fresh, output)


def drift(document: Document, output: Path) -> list[str]:
    """The diff between the committed code and the code that the description generates."""
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh"
        build(document, fresh)
        names = sorted({path.relative_to(root) for root in (output, fresh) for path in _files(root)})
        return [line for name in names for line in _diff(output / name, fresh / name, str(name))]


def _write_description(document: Document, folder: Path) -> None:
    text = json.dumps(document, indent=1, ensure_ascii=False)
    (folder / "openapi.json").write_text(text + "\n", encoding="utf-8")


def _write_claims(document: Document, folder: Path) -> None:
    """One in each line."""
    lines = [json.dumps(claim.as_json(), ensure_ascii=False) for claim in claims_of(document)]
    (folder / "claims.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def formatted(text: str, suffix: str) -> str:
    """One file, without unused imports."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"text.{suffix}"
        path.write_text(text, encoding="utf-8")
        _format(path)
        return path.read_text(encoding="utf-8")


def _format(path: Path) -> None:
    """Formats a file or a folder."""
    base = [sys.executable, "-m", "ruff"]
    settings = ["--isolated", "--quiet", "--no-cache", "--config", "line-length=120", "--target-version", "py311"]
    for command in (["check", "--fix", "--select", RUFF_RULES], ["format"]):
        done = subprocess.run([*base, *command, *settings, str(path)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise DescriptionError(f"the generated code is not valid Python:\n{done.stdout}{done.stderr}")


def _files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def _diff(old: Path, new: Path, name: str) -> list[str]:
    before, after = (path.read_text(encoding="utf-8").splitlines() if path.exists() else [] for path in (old, new))
    return list(difflib.unified_diff(before, after, f"committed/{name}", f"generated/{name}", lineterm="", n=1))
