"""``python -m generator.llms``: the pages of the site as plain text for language models, beside the built site.

``llms.txt`` lists the pages, each with its first sentence; ``llms-full.txt`` has their text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def write(docs: Path, config: Path, site: Path) -> None:
    """Writes both files into the folder of the site."""
    project = tomllib.loads(config.read_text(encoding="utf-8"))["project"]
    texts = {page: (docs / page).read_text(encoding="utf-8") for page in _pages(project["nav"])}
    base = project.get("site_url", "")  # relative without one
    lines = [f"- [{_title(text)}]({base}{_address(page)}): {_summary(text)}" for page, text in texts.items()]
    head = f"# {project['site_name']}\n\n> {project['site_description']}\n"
    (site / "llms.txt").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    (site / "llms-full.txt").write_text("\n\n".join([head, *texts.values()]), encoding="utf-8")


def _pages(nav: list[dict[str, Any]]) -> Iterator[str]:
    for item in nav:
        for target in item.values():
            if isinstance(target, str):
                yield target
            else:
                yield from _pages(target)


def _address(page: str) -> str:
    name = page.removesuffix(".md").removesuffix("index")
    return f"{name}/" if name and not name.endswith("/") else name


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _summary(text: str) -> str:
    """The first sentence after the title that is no code."""
    prose = re.sub(r"^```.*?^```$|^<!--.*?-->$", "", text, flags=re.DOTALL | re.MULTILINE)
    paragraph = next((part.strip() for part in prose.split("\n\n")[1:] if part.strip()[:1] not in "#|-"), "")
    return re.split(r"(?<=[.!?])\s", " ".join(paragraph.split()), maxsplit=1)[0]


if __name__ == "__main__":
    write(ROOT / "docs", ROOT / "zensical.toml", ROOT / "site")
