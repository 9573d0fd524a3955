"""The names of fields as a test writes them."""

from __future__ import annotations

import re
from collections.abc import Collection


def wire_name(name: str, known: Collection[str]) -> str | None:
    """The API's name for a field, ``dueDate`` for ``due_date`` too; ``None`` when it is none of them."""
    if name in known:
        return name
    if name == "id":
        return "_id"
    camel = re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
    return next((wire for wire in (camel, camel.replace("Html", "HTML")) if wire in known), None)
