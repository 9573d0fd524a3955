"""``python -m generator [--check | --lint]``: writes ``plutio_async/_generated`` and ``sync.pyi`` from ``openapi/``.

``diff``, ``import-postman`` and ``release`` are commands of their own; each has ``--help``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.api_pages import write_api_pages
from generator.build import build, drift
from generator.bundle import Document, read
from generator.compare.command import diff
from generator.errors import DescriptionError
from generator.postman.command import import_postman
from generator.reference import write_reference
from generator.releasing import release
from generator.rules import breaches
from generator.sync_stub import is_stale as is_stub_stale
from generator.sync_stub import sync_stub
from generator.table import is_stale, refresh

ROOT = Path(__file__).parent.parent
DESCRIPTION = ROOT / "openapi"
OUTPUT = ROOT / "plutio_async" / "_generated"


def main(arguments: list[str] | None = None) -> int:
    """Runs the generator. Returns 1 if the description breaks a rule, or the generated code is out of date, else 0."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if arguments[:1] == ["diff"]:
            return diff(arguments[1:], ROOT)
        if arguments[:1] == ["import-postman"]:
            return import_postman(arguments[1:], DESCRIPTION)
        if arguments[:1] == ["release"]:
            return release(arguments[1:], ROOT)
        return _run(_options(arguments))
    except DescriptionError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail with a diff when the generated code is out of date")
    parser.add_argument("--lint", action="store_true", help="only check the description")
    parser.add_argument("--openapi", type=Path, default=DESCRIPTION, help="the folder with the description")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="the folder to write to")
    parser.add_argument("--reference", type=Path, help="write the reference pages of the site into this folder instead")
    parser.add_argument(
        "--table", type=Path, default=ROOT / "docs" / "resources.md", help="the page with the table of resources"
    )
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> int:
    description = read(options.openapi)
    found = breaches(description)
    if options.reference is not None and not found:
        write_reference(description.document, options.reference)
        write_api_pages(options.reference)
    elif not options.lint:
        if found:
            raise DescriptionError("the description breaks rules:\n" + "\n".join(found))
        found = _written(description.document, options)
    for line in found:
        print(line)
    return 1 if found else 0


def _written(document: Document, options: argparse.Namespace) -> list[str]:
    """Writes the code and the table of resources; with ``--check``, returns what is out of date."""
    stub = options.output.parent / "sync.pyi"
    if options.check:
        return [
            *drift(document, options.output),
            *_stale_table(document, options.table),
            *_stale_stub(stub, options.output),
        ]
    build(document, options.output)
    refresh(options.table, document)
    stub.write_text(sync_stub(options.output), encoding="utf-8")
    return []


def _stale_table(document: Document, page: Path) -> list[str]:
    if is_stale(page, document):
        return [f"{page.name}: the table of resources is out of date; run make generate"]
    return []


def _stale_stub(stub: Path, output: Path) -> list[str]:
    return [f"{stub.name}: the stub is out of date; run make generate"] if is_stub_stale(stub, output) else []


if __name__ == "__main__":
    sys.exit(main())
