"""The public interface of a release, kept in the repository: what a comparison with it needs, without its tag.

``releases/1.2.3.tar.xz`` has the description, the type tests, and the code of the package without texts and without the
bodies of functions, but for ``__init__``, which names the attributes of objects.
"""

from __future__ import annotations

import ast
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

FOLDER = "releases"
ENDING = ".tar.xz"
LEFT_OUT = frozenset({"cli", "_pyinstaller", "__pycache__"})
"""Packages without a public name of Python."""


def keep_interface(root: Path, version: str, target: Path | None = None) -> Path:
    """Writes the interface of the package as it is now, into ``releases/`` there or of another folder."""
    path = (target or root) / FOLDER / f"{version}{ENDING}"
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:xz", preset=9) as archive:
        for name, content in _parts(root):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def kept_versions(root: Path) -> list[str]:
    """The versions whose interface is kept, the last release first."""
    names = [path.name.removesuffix(ENDING) for path in (root / FOLDER).glob(f"*{ENDING}")]
    return sorted(names, key=lambda name: [int(part) for part in name.split(".")], reverse=True)


def unpacked(root: Path, version: str, folder: Path) -> Path:
    """The same folder, with the interface of a version in it."""
    with tarfile.open(root / FOLDER / f"{version}{ENDING}") as archive:
        archive.extractall(folder, filter="data")
    return folder


def _parts(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((root / "plutio_async").rglob("*")):
        name = path.relative_to(root)
        if path.suffix in (".py", ".pyi") and not LEFT_OUT & set(name.parts):
            yield name.as_posix(), _signatures(path.read_text(encoding="utf-8")).encode()
    for path in (
        root / "plutio_async" / "_generated" / "openapi.json",
        *sorted((root / "tests" / "typing").glob("*.py")),
    ):
        yield path.relative_to(root).as_posix(), path.read_bytes()


def _signatures(code: str) -> str:
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            is_plain = not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name == "__init__"
            node.body = [line for line in node.body if is_plain and not _is_text(line)] or [ast.Expr(ast.Constant(...))]
    return ast.unparse(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
