"""Names of attachments. Nothing that the server sends is part of a path: a name is made of the letters of a title."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import Any

_MOST_BYTES = 100
"""Of the title, in UTF-8. File systems allow 143 to 255 for the whole name."""
_EXTENSION = re.compile(r"[A-Za-z0-9]{1,10}")


def safe_name(id: str, title: Any, extension: Any) -> str:
    """The name of a file: its title without signs, a hash of its id, and its extension.

    The hash keeps names apart that differ in case or not at all, and is why no name is empty or reserved.
    """
    stem, dot, ending = title.rpartition(".") if isinstance(title, str) else ("", "", "")
    if not (dot and _EXTENSION.fullmatch(ending)):
        stem, ending = f"{stem}{dot}{ending}", ""
    given = extension.removeprefix(".") if isinstance(extension, str) else ""
    suffix = given if _EXTENSION.fullmatch(given) else ending
    digest = sha256(id.encode(errors="surrogatepass")).hexdigest()[:16]
    name = "-".join(part for part in (_letters(stem), digest) if part)
    return f"{name}.{suffix.lower()}" if suffix else name


def _letters(text: str) -> str:
    """The letters and digits of a text, with a hyphen for all else between them."""
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in normal)
    return "-".join(kept.split()).encode()[:_MOST_BYTES].decode(errors="ignore").strip("-")
