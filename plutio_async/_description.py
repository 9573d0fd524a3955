"""The OpenAPI description that the package was generated from."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def load() -> dict[str, Any]:
    """The bundled OpenAPI 3.1 document, a fresh copy at each call."""
    text = files("plutio_async").joinpath("_generated", "openapi.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
