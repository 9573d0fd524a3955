"""``python -m generator.accessibility``: mends what the theme's pages lack for a screen reader.

Links without a name go, and each landmark of a page has a name of its own.
"""

from __future__ import annotations

import re
from pathlib import Path

SITE = Path(__file__).parent.parent / "site"

_CHANGES = {
    "**/*.html": {
        r'<a id="__codelineno-[^>]*></a>': "",
        r'<nav class="md-path" aria-label="Navigation"': '<nav class="md-path" aria-label="Breadcrumbs"',
    },
    "assets/javascripts/bundle.*.js": {r'"nav",(?=\{class:"md-code__nav"\})': '"div",'},
}
"""For the files of a pattern, what is replaced by what."""


def write(site: Path) -> None:
    """Writes the files of a built site anew.

    Raises:
        ValueError: the theme has nothing of what a change is for.
    """
    for pattern, changes in _CHANGES.items():
        files = {file: file.read_text(encoding="utf-8") for file in site.glob(pattern)}
        for old, new in changes.items():
            changed = {file: re.sub(old, new, text) for file, text in files.items()}
            if changed == files:
                raise ValueError(f"no {pattern} of the site has {old}: does the theme still need this change?")
            files = changed
        for file, text in files.items():
            file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(SITE)
