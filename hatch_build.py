"""What the build adds: the README and links for the package index, and the files of the description, packed."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?://|#)([^)]*)\)")
PACKED = "plutio_async/_generated/yaml.xz"


class Links(MetadataHookInterface):
    """The links of the README and of the project lead to ``repository``. Without one, there are none that lead nowhere."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Sets ``readme`` and ``urls``."""
        repository = self.config["repository"].rstrip("/")
        links = rf"[\1]({repository}/blob/v{metadata['version']}/\2)" if repository else r"\1"
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": LINK.sub(links, readme)}
        pages = {"Homepage": "", "Changelog": "/blob/main/CHANGELOG.md", "Source": "", "Issues": "/issues"}
        metadata["urls"] = {name: f"{repository}{path}" for name, path in pages.items()} if repository else {}


class Description(BuildHookInterface[Any]):
    """Packs the YAML of ``openapi/``, for the patch that ``plutio doctor`` makes, into one file of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the file, unless the installation is editable, which reads the folder itself."""
        if version == "editable":
            return
        folder = Path(self.root) / "openapi"
        files = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")
        }
        packed = Path(self.directory) / "yaml.xz"
        packed.parent.mkdir(parents=True, exist_ok=True)
        packed.write_bytes(lzma.compress(json.dumps(files, sort_keys=True, ensure_ascii=False).encode(), preset=9))
        build_data["force_include"][str(packed)] = PACKED

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Takes the packed file out of the folder of the archives."""
        (Path(self.directory) / "yaml.xz").unlink(missing_ok=True)
