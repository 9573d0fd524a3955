"""What the build adds: the README and links for the package index, and the files of the description, packed."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?://|#)([^)]*)\)")
GENERATED = "plutio_async/_generated"
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "pb": 0, "nice_len": 273}]
"""The best for text: a twelfth less than the preset."""


class Links(MetadataHookInterface):
    """The links of the README and of the project lead to ``repository``. Without one, there are none."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Sets ``readme`` and ``urls``."""
        repository = self.config["repository"].rstrip("/")
        links = rf"[\1]({repository}/blob/v{metadata['version']}/\2)" if repository else r"\1"
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": LINK.sub(links, readme)}
        pages = {"Homepage": "", "Changelog": "/blob/main/CHANGELOG.md", "Source": "", "Issues": "/issues"}
        metadata["urls"] = {name: f"{repository}{path}" for name, path in pages.items()} if repository else {}


class Description(BuildHookInterface[Any]):
    """Packs the description, as JSON and as YAML, and its claims into one file: apart they take twice the place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the file, unless the installation is editable, which reads those of the repository."""
        if version == "editable":
            return
        root, self.made = Path(self.root), Path(mkdtemp())
        paths = [*sorted((root / "openapi").rglob("*.yaml")), *sorted((root / GENERATED).glob("*.json"))]
        texts = {path.relative_to(root).as_posix(): _compact(path) for path in paths}
        packed = self.made / "bundled.xz"
        joined = "\0".join(part for pair in texts.items() for part in pair)
        packed.write_bytes(lzma.compress(joined.encode(), filters=_FILTERS))
        build_data["force_include"][str(packed)] = f"{GENERATED}/{packed.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Removes the file, and compresses the wheel better than hatchling does."""
        if version == "editable":
            return
        rmtree(self.made)
        with ZipFile(artifact_path) as wheel:
            entries = [(entry, wheel.read(entry)) for entry in wheel.infolist()]
        with ZipFile(artifact_path, "w") as wheel:
            for entry, content in entries:
                wheel.writestr(entry, content, ZIP_DEFLATED, 9)


def _compact(path: Path) -> str:
    """The text of a file; JSON without the spaces that are for people."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".json":
        return text
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
