"""The description of the API that comes with the package, as JSON and YAML, and its claims. A wheel has them packed."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

DESCRIPTION = "plutio_async/_generated/openapi.json"
CLAIMS = "plutio_async/_generated/claims.json"


@cache
def bundled_texts() -> dict[str, str]:
    """The texts by their paths in the repository."""
    package = files("plutio_async")
    packed = package / "_generated" / "bundled.xz"  # which the build makes
    if packed.is_file():
        import lzma

        parts = lzma.decompress(packed.read_bytes()).decode().split("\0")
        return dict(zip(parts[::2], parts[1::2], strict=True))
    root = Path(str(package)).parent
    paths = [*sorted((root / "openapi").rglob("*.yaml")), root / CLAIMS, root / DESCRIPTION]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def openapi_document() -> dict[str, Any]:
    """The description as an OpenAPI 3.1 document, a fresh copy at each call."""
    document: dict[str, Any] = json.loads(bundled_texts()[DESCRIPTION])
    return document
