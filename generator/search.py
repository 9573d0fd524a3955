"""``python -m generator.search``: makes the index of the site's search small, and adds the words that people type.

Each page of the site loads the index. Texts lose their blocks of code, and long ones their repetitions. A page of the
reference has one entry, and so has each class of a module: its first sentence and the names of its members.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.inherited import READS
from generator.methods import ORDER

SITE = Path(__file__).parent.parent / "site"

WORDS = {
    "auth/": "Authentication, login, token, API key",
    "cli/#export": "CSV, Parquet",
    "errors/": "Error 429, too many requests",
    "how-to/bulk-archive/": "Bulk archive, bulk delete",
    "how-to/files/": "Upload, attachment",
    "how-to/my-script-waits/": "Hang, stuck, slow",
    "how-to/tables/": "DataFrame",
    "importing/": "Import, CSV, spreadsheet",
    "paging/": "Pagination, cursor",
    "reference/invoices/": "Send invoice",
    "sync/": "Sync",
    "troubleshooting/": "401, unauthorized",
    "tutorial/1-read/": "Async, await, asyncio, trio",
    "waits/": "Rate limit, rate limiting, retry, exponential backoff",
    "webhooks/": "Signature",
    "writing/": "Delete, create, update",
    "writes/": "Idempotency, idempotency key",
    "http/#proxies": "Proxy",
    "http/#timeouts": "Timeout",
    "mock-server/": "Mock, fake server",
    "how-to/test-my-code/": "Test, pytest",
    "how-to/custom-fields/": "Custom field",
}
"""Words that people type and the title of the page lacks: they stand before it."""

_WHOLE = 1_500

_TYPED = {"list", "get", *ORDER, "email", "share"}
"""Methods that people type together with what they are of, as in "create task": the titles of resources have them."""


def write(site: Path) -> None:
    """Writes the index of a built site anew."""
    file = site / "search.json"
    index = json.loads(file.read_text(encoding="utf-8"))
    items = [
        *({**item, "text": _short(_prose(item))} for item in index["items"] if not _is_reference(item)),
        *_owners(item for item in index["items"] if _is_reference(item)),
    ]
    for item in items:
        if words := WORDS.get(item["location"]):
            item["title"] = f"{words}: {item['title']}"
        if not item["tags"]:
            del item["tags"]
    items.sort(key=lambda item: item["location"] not in WORDS)
    text = json.dumps(index | {"items": items}, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8")


def _is_reference(item: Mapping[str, Any]) -> bool:
    return str(item["location"]).startswith("reference/")


def _owners(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """An entry for each page or class, with the names of what follows it."""
    groups: list[tuple[dict[str, Any], list[str]]] = []
    for item in items:
        if item["level"] == 1 or (item["level"] == 2 and item["location"].startswith("reference/api-")):
            groups.append((item, []))
        else:
            groups[-1][1].append(item["title"].rpartition(".")[2])
    for item, members in groups:
        methods = [name for name in members if name in _TYPED] if "Methods" in members else []
        title = f"The resource plutio.{item['title']}: {', '.join(methods)}" if methods else item["title"]
        others = [name for name in members if name not in methods and name not in READS]
        yield item | {"title": title, "text": " ".join([_sentence(item), *others])}


def _sentence(item: Mapping[str, Any]) -> str:
    """The first sentence that is no code."""
    return re.split(r"(?<=[.!?])\s", _prose(item), maxsplit=1)[0]


def _prose(item: Mapping[str, Any]) -> str:
    """The text without code blocks and without tags, whose signs stay escaped: the page shows it as HTML."""
    text = re.sub(r"<pre>.*?</pre>", " ", item["text"], flags=re.DOTALL)
    return html.escape(html.unescape(" ".join(re.sub(r"<[^>]*>", " ", text).split())), quote=False)


def _short(text: str) -> str:
    """The text with what follows its first 1,500 characters as words that are new: each is found, and shown once."""
    cut = text.rfind(" ", 0, _WHOLE) if len(text) > _WHOLE else len(text)
    known = set(text[:cut].split())
    return " ".join([text[:cut], *(word for word in dict.fromkeys(text[cut:].split()) if word not in known)])


if __name__ == "__main__":
    write(SITE)
