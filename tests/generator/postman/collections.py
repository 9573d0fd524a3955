"""A Postman collection made from the table of endpoints, with the examples of the description."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from generator.compare.schemas import answer_of, named_in, parameters_of
from generator.origins import Document
from generator.paths import Operation, operations

TABLE = Path(__file__).parent.parent.parent / "description" / "endpoints.csv"


def collection(document: Document) -> dict[str, Any]:
    """A folder for each first segment of the paths, with a request for each row."""
    described = {(each.method.upper(), each.path): each for each in operations(document)}
    folders: dict[str, list[Any]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            operation = described[row["method"], row["path"]]
            folders.setdefault(row["path"].split("/")[1], []).append(_request(document, operation))
    items = [{"name": name, "item": requests} for name, requests in folders.items()]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    return {"info": {"name": "Plutio", "schema": schema}, "item": items}


def request(collection: dict[str, Any], key: str) -> dict[str, Any]:
    """The request of an operation, such as ``POST /tasks``."""
    method, path = key.split()
    url = f"{{{{base}}}}/v1.11{path}"
    (found,) = (
        item
        for folder in collection["item"]
        for item in folder["item"]
        if item["request"]["method"] == method and item["request"]["url"]["raw"].partition("?")[0] == url
    )
    return found


def _request(document: Document, operation: Operation) -> dict[str, Any]:
    query = {each["name"]: "1" for each in parameters_of(document, operation) if each["in"] == "query"}
    raw = f"{{{{base}}}}/v1.11{operation.path}" + (f"?{urlencode(query)}" if query else "")
    url = {
        "raw": raw,
        "host": ["{{base}}"],
        "path": ["v1.11", *operation.path.strip("/").split("/")],
        "query": [{"key": key, "value": value} for key, value in query.items()],
    }
    sent = {"method": operation.method.upper(), "url": url, **_body(operation)}
    answers = [{"name": "ok", "code": 200, "body": json.dumps(each)} for each in _answers(document, operation)]
    failed = {"name": "failed", "code": 404, "body": json.dumps({"unheard": "of"})}
    return {"name": operation.raw["summary"], "request": sent, "response": [*answers, failed]}


def _body(operation: Operation) -> dict[str, Any]:
    for kind, content in operation.raw.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json":
            return {"body": {"mode": "raw", "raw": json.dumps(content["example"])}}
        fields = [{"key": key, "value": value} for key, value in content["example"].items()]
        return {"body": {"mode": "urlencoded", "urlencoded": fields}}
    return {}


def _answers(document: Document, operation: Operation) -> list[Any]:
    schemas = document["components"]["schemas"]
    return [
        [example] for name in named_in(answer_of(document, operation)) for example in schemas[name].get("examples", ())
    ]
