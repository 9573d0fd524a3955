"""The commands of a contributor: one list for ``make check`` and for the hooks of a commit."""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent


def commands(target: str) -> list[str]:
    """The commands of a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(rf"^{target}: .*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    return [line.strip().replace("$(BIN)", ".venv/bin").replace("$$", "$") for line in recipe.splitlines()]


def test_a_commit_is_checked_by_the_commands_of_make_check() -> None:
    """The hooks run the commands of ``make check`` in the same order."""
    (repo,) = YAML(typ="safe", pure=True).load(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repo["repo"] == "local"
    entries = [hook["entry"].removeprefix("bash -c '").removesuffix("'") for hook in repo["hooks"]]
    assert entries == commands("check")


def test_every_target_is_documented() -> None:
    """CONTRIBUTING.md names every target."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [target for target in targets.split() if f"`make {target}`" not in page] == []
