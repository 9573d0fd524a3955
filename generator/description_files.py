"""``python -m generator.description_files``: the description as files of its own, and as a page of the site.

JSON and YAML have the same content. The page has the description in it and renders what is opened. It loads
nothing, and opens from a disk, too.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import walk_tree

BUNDLED = Path(__file__).parent.parent / "plutio_async" / "_generated" / "openapi.json"
TEMPLATES = Path(__file__).parent / "templates"
METHODS = ("get", "post", "put", "patch", "delete")
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
"""Keeps the page from asking other servers."""


def write_files(folder: Path, source: Path = BUNDLED) -> None:
    """Writes ``openapi.json`` and ``openapi.yaml``."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / "openapi.json")
    document = _read(source)
    walk_tree(document)  # texts of several lines become blocks
    yaml = YAML()
    yaml.width = 120
    with (folder / "openapi.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(document, file)


def write_page(folder: Path, source: Path = BUNDLED) -> None:
    """Writes the files, and beside them ``index.html``."""
    write_files(folder, source)
    document = _read(source)
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)
    page = environment.get_template("openapi.html.jinja").render(
        policy=POLICY,
        title=document["info"]["title"],
        operations=list(_operations(document)),
        document=json.dumps(document, ensure_ascii=False).replace("</", "<\\/"),
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _operations(document: Any) -> Iterator[dict[str, str]]:
    for path, item in document["paths"].items():
        for method in (name for name in METHODS if name in item):
            operation = item[method]
            tag = operation.get("tags", ["Other"])[0]
            yield {"tag": tag, "path": path, "method": method, "summary": operation.get("summary", "")}


def _read(source: Path) -> Any:
    return json.loads(source.read_text(encoding="utf-8"))


def main(arguments: list[str] | None = None) -> None:
    """Writes the files, and with ``--page`` the page, into a folder."""
    parser = argparse.ArgumentParser(prog="python -m generator.description_files", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page", action="store_true", help="write the page of the site, too")
    options = parser.parse_args(arguments)
    (write_page if options.page else write_files)(options.folder, BUNDLED)


if __name__ == "__main__":
    main()
