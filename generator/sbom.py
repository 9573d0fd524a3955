"""``python -m generator.sbom DIST OUTPUT``: a CycloneDX document of a release. Needs the standard library only.

It names the archives with their digests, and the packages that the wheel requires, those of extras as optional.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

REQUIREMENT = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^\]]*\])?(?P<versions>[^;]*)(?:;(?P<marker>.*))?$")


def document(dist: Path) -> dict[str, Any]:
    """The document for the archives in a folder, one of which is the wheel."""
    (wheel,) = dist.glob("*.whl")
    metadata = HeaderParser().parsestr(_metadata(wheel))
    name, version = metadata["Name"], metadata["Version"]
    components = list(_components(metadata.get_all("Requires-Dist", [])))
    archives = [path for path in sorted(dist.iterdir()) if path.name.endswith((".whl", ".tar.gz"))]
    root = {
        **_component(name, "library", f"pkg:pypi/{name}@{version}"),
        "version": version,
        "licenses": [{"license": {"id": metadata["License-Expression"]}}],
        "components": [
            {**_component(path.name, "file", path.name), "hashes": [{"alg": "SHA-256", "content": _digest(path)}]}
            for path in archives
        ],
    }
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root},
        "components": components,
        "dependencies": [{"ref": root["bom-ref"], "dependsOn": [each["bom-ref"] for each in components]}],
    }


def _components(requirements: list[str]) -> Iterator[dict[str, Any]]:
    """Each required package once; required by the package itself before required by an extra."""
    found: dict[str, dict[str, Any]] = {}
    for text in sorted(requirements, key=lambda text: "extra ==" in text):
        match = REQUIREMENT.match(text)
        if match is None:
            raise ValueError(f"{text!r} is no requirement")
        name = re.sub(r"[-_.]+", "-", match["name"]).lower()
        scope = "optional" if "extra ==" in text else "required"
        component = {**_component(name, "library", f"pkg:pypi/{name}"), "scope": scope}
        component["properties"] = [{"name": "versions", "value": match["versions"].strip() or "any"}]
        found.setdefault(name, component)
    yield from sorted(found.values(), key=lambda component: (component["scope"] == "optional", component["name"]))


def _component(name: str, kind: str, ref: str) -> dict[str, Any]:
    component = {"type": kind, "name": name, "bom-ref": ref}
    return component | ({"purl": ref} if ref.startswith("pkg:") else {})


def _metadata(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as files:
        (name,) = (name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        return files.read(name).decode()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: list[str] | None = None) -> None:
    """Writes the document."""
    parser = argparse.ArgumentParser(prog="python -m generator.sbom", description=__doc__)
    parser.add_argument("dist", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args(arguments)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(document(options.dist), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
