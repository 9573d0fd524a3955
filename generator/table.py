"""The table of resources in ``docs/resources.md``, generated from the description."""

from __future__ import annotations

from pathlib import Path

from generator.bundle import Document
from generator.errors import DescriptionError
from generator.names import field_name
from generator.paths import operations

BEGIN, END = "<!-- resources: written by `make generate` -->\n", "<!-- end of resources -->"

IMPLIED = {
    "list": ("list", "iterate", "pages", "count", "get", "get_many", "changes", "watch"),
    "archive": ("archive", "unarchive"),
    "bulk_archive": ("bulk_archive", "bulk_unarchive"),
}


def resource_table(document: Document) -> str:
    """A row for each resource: its attribute, its methods, and its names in the API's documents."""
    rows = [
        "| attribute | methods beside reading | the documents call it |",
        "|---|---|---|",
    ]
    tags = {tag["name"]: tag for tag in document["tags"]}
    verbs: dict[str, list[str]] = {name: [] for name in tags}
    for operation in operations(document):
        if not operation.raw.get("x-internal"):
            name = operation.raw["tags"][0]
            verbs[name].append(operation.raw["operationId"].removeprefix(f"{field_name(name)}_"))
    for name, found in sorted(verbs.items()):
        if found:
            rows.append(f"| `{field_name(name)}` | {_methods(found)} | {', '.join(tags[name]['x-documented-as'])} |")
    return "\n".join(rows) + "\n"


def _methods(verbs: list[str]) -> str:
    named = [name for verb in verbs if verb != "list" for name in IMPLIED.get(verb, (verb,))]
    reading = "" if "list" in verbs else " (cannot be listed)"
    return ", ".join(f"`{name}`" for name in named) + reading or "none"


def with_table(text: str, document: Document) -> str:
    """A text with a new table in place of the old one.

    Raises:
        DescriptionError: the lines that enclose the table are missing.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise DescriptionError(f"the page of resources needs the lines {BEGIN.strip()} and {END}")
    return f"{before}{BEGIN}\n{resource_table(document)}\n{END}{after}"


def refresh(page: Path, document: Document) -> None:
    """Writes the table into a file."""
    text = page.read_text(encoding="utf-8")
    page.write_text(with_table(text, document), encoding="utf-8")


def is_stale(page: Path, document: Document) -> bool:
    """Whether the table of a file is out of date."""
    text = page.read_text(encoding="utf-8")
    return with_table(text, document) != text
