"""``python -m generator.description_files``: the description as files of its own, and as a page of the site.

JSON and YAML have the same content. The page shows them with Redoc, whose script the package drf-spectacular-sidecar
brings: it is copied beside the page, which loads nothing from any other place and opens from a disk, too.
"""

from __future__ import annotations

import argparse
import json
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import walk_tree

BUNDLED = Path(__file__).parent.parent / "plutio_async" / "_generated" / "openapi.json"
REDOC = ("static", "drf_spectacular_sidecar", "redoc", "bundles", "redoc.standalone.js")
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; worker-src blob:; style-src 'unsafe-inline'; img-src data:"
)
"""Keeps the script from asking other servers: it would load its maker's logo."""

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
body {{ margin: 0; background: white }}
nav {{ padding: 12px 20px; font: 14px sans-serif; border-bottom: 1px solid #ddd }}
</style>
</head>
<body>
<nav><a href="../description/">← The OpenAPI description</a></nav>
<main id="description">
<noscript>{title}: <a href="openapi.json">JSON</a>, <a href="openapi.yaml">YAML</a></noscript>
</main>
<script type="application/json" id="document">{document}</script>
<script src="redoc.standalone.js"></script>
<script>
const parsed = JSON.parse(document.getElementById("document").textContent);
const options = {{ downloadDefinitionUrl: "openapi.json", showExtensions: true, pathInMiddlePanel: true }};
Redoc.init(parsed, options, document.getElementById("description"));
</script>
</body>
</html>
"""


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
    """Writes the files, and beside them ``index.html`` with its script and the licences of that."""
    write_files(folder, source)
    document = _read(source)
    text = json.dumps(document, ensure_ascii=False).replace("</", "<\\/")
    (folder / "index.html").write_text(
        PAGE.format(policy=POLICY, title=document["info"]["title"], document=text), encoding="utf-8"
    )
    script = files("drf_spectacular_sidecar").joinpath(*REDOC)
    licences = script.name + ".LICENSE.txt"
    with as_file(files("drf_spectacular_sidecar").joinpath(*REDOC[:-1])) as there:
        for name in (script.name, licences):
            shutil.copyfile(there / name, folder / name)


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
