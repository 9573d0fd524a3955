"""The requests of a Postman collection (format v2.1), as far as they say what the API takes and gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import frozen

from generator.errors import DescriptionError

BASE = re.compile(r"^(?:\w+://[^/]*|\{\{[^}]*\}\})?(?:/v\d+(?:\.\d+)?)?(?=/|$)")
"""What stands before the path: a host or a variable in its place, and the version of the API."""

VARIABLE = re.compile(r"(?<=[:\[,\s])\{\{[^}]*\}\}(?=\s*[,}\]])")
"""A variable in JSON that is no text."""


@frozen
class Seen:
    """A request of the collection, with what its examples send and get."""

    method: str
    path: str
    name: str
    description: str
    query: dict[str, str]
    body: Any
    kind: str
    answers: list[Any]
    problems: list[str]

    @property
    def key(self) -> str:
        """The operation, as the description's comparison names it."""
        return f"{self.method} {self.path}"


def requests_of(file: Path) -> tuple[str, list[Seen]]:
    """The name of the collection, and its requests, those in folders included.

    Raises:
        DescriptionError: the file is no collection of Postman.
    """
    try:
        collection = json.loads(file.read_text(encoding="utf-8"))
        return str(collection["info"]["name"]), [_seen(item) for item in _items(collection["item"])]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise DescriptionError(
            f"{file} is no Postman collection of format v2.1 ({problem}); export it again"
        ) from error


def _items(items: list[Any]) -> Iterator[Any]:
    for item in items:
        if "item" in item:
            yield from _items(item["item"])
        else:
            yield item


def _seen(item: Any) -> Seen:
    request = item["request"] if isinstance(item["request"], dict) else {"url": item["request"]}
    url = request["url"] if isinstance(request["url"], dict) else {"raw": request["url"]}
    problems: list[str] = []
    body, kind = _body(request.get("body") or {}, problems)
    answers = [
        _json(answer["body"], f"the answer {answer.get('name', '')}".strip(), problems)
        for answer in item.get("response", ())
        if 200 <= (answer.get("code") or 200) < 300 and answer.get("body")
    ]
    return Seen(
        method=str(request.get("method", "GET")).upper(),
        path=_path(url),
        name=str(item.get("name", "")),
        description=_text(request.get("description")),
        query=_query(url),
        body=body,
        kind=kind,
        answers=[answer for answer in answers if answer is not None],
        problems=problems,
    )


def _path(url: dict[str, Any]) -> str:
    raw = url.get("raw") or "/" + "/".join(map(str, url["path"]))
    path = BASE.sub("", raw.partition("?")[0].partition("#")[0], count=1)
    return re.sub(r":(\w+)|\{\{(\w+)\}\}", lambda match: f"{{{match[1] or match[2]}}}", path.rstrip("/")) or "/"


def _query(url: dict[str, Any]) -> dict[str, str]:
    """The query, parameters that are switched off included: the documents show them too."""
    if "query" in url:
        return {str(each["key"]): str(each.get("value") or "") for each in url["query"] if each.get("key")}
    return dict(parse_qsl(urlsplit(url["raw"]).query, keep_blank_values=True))


def _body(body: dict[str, Any], problems: list[str]) -> tuple[Any, str]:
    mode = body.get("mode")
    if mode == "raw" and body.get("raw", "").strip():
        return _json(body["raw"], "the body", problems), "application/json"
    if mode in ("urlencoded", "formdata"):
        kind = "application/x-www-form-urlencoded" if mode == "urlencoded" else "multipart/form-data"
        return {str(each["key"]): str(each.get("value") or "") for each in body.get(mode, ())}, kind
    return None, "application/json"


def _json(text: str, what: str, problems: list[str]) -> Any:
    try:
        return json.loads(VARIABLE.sub("null", text))
    except ValueError as error:
        problems.append(f"{what} is no JSON: {error}")
        return None


def _text(description: Any) -> str:
    return str(description.get("content", "") if isinstance(description, dict) else description or "").strip()
