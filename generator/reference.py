"""The reference pages of the documentation site: a page for each resource, one for the parts of records."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.api_pages import PAGES
from generator.bundle import Document
from generator.fields import fields_of
from generator.inherited import reads_of, writes_of
from generator.methods import MethodView, ResourceView
from generator.models import ModelView
from generator.names import field_name
from generator.project import TEMPLATES, parsed_view
from generator.views import PackageView

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"
_LONGEST = 60


@frozen
class Row:
    """A field of a record, as a row of its table."""

    name: str
    wire: str
    type: str
    doc: str
    evidence: str


def write_reference(document: Document, folder: Path) -> None:
    """Writes the pages into a folder, in place of the old ones.

    Raises:
        DescriptionError: the description has something that the generator does not support.
    """
    view = parsed_view(document)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pages = _Pages(view, document)
    for resource in view.resources:
        (folder / f"{resource.attribute}.md").write_text(pages.of_resource(resource), encoding="utf-8")
    (folder / "index.md").write_text(pages.render("index", resources=view.resources, modules=PAGES), encoding="utf-8")
    (folder / "parts.md").write_text(pages.of_parts(), encoding="utf-8")
    shutil.copyfile(CHANGELOG, folder / "changelog.md")


class _Pages:
    def __init__(self, view: PackageView, document: Document) -> None:
        self._view = view
        self._document = document
        self._models = {model.name: model for model in view.models}
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES / "reference"),
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - the pages are Markdown, of our own text
        )
        self._environment.filters |= {"cell": _cell, "signature": _signature, "text": _text}
        self._names = {field_name(tag["name"]): tag.get("x-documented-as", [tag["name"]]) for tag in document["tags"]}

    def render(self, template: str, **variables: object) -> str:
        """The Markdown of a page."""
        return self._environment.get_template(f"{template}.md.jinja").render(names=self._names, **variables)

    def of_resource(self, resource: ResourceView) -> str:
        """The page of a resource: its methods, its record, an example."""
        model = self._models.get(resource.model or "")
        rows = self._rows(model) if model else []
        return self.render(
            "resource",
            resource=resource,
            model=model,
            rows=rows,
            example=self._example(resource),
            reads=reads_of(resource),
            writes=writes_of(resource),
        )

    def of_parts(self) -> str:
        """The page of the models that are no records, and of the known values."""
        parts = [(model, self._rows(model)) for model in self._view.models if model.resource is None]
        return self.render("parts", parts=parts, enums=self._view.enums)

    def _rows(self, model: ModelView) -> list[Row]:
        described = fields_of(self._document, model.name)
        return [
            Row(field.name, field.wire, field.type, field.doc, described[field.wire].evidence or "")
            for field in model.fields
        ]

    def _example(self, resource: ResourceView) -> str:
        create = next((method for method in resource.methods if method.name == "create"), None)
        if create is not None:
            return f"record = await plutio.{resource.attribute}.create({self._arguments(create)})\nprint(record)"
        if resource.listing is None:
            return f"print(await plutio.{resource.attribute}.{resource.methods[0].name}())"
        return f"async for record in plutio.{resource.attribute}.iterate():\n    print(record)"

    def _arguments(self, method: MethodView) -> str:
        body = self._document["paths"][method.path][method.http_method.lower()]["requestBody"]["content"]
        example: Mapping[str, Any] = body["application/json"]["example"]
        names = {argument.wire: argument.name for argument in method.fields}
        return _lines([f"{names[wire]}={_literal(value)}" for wire, value in example.items()])


def _lines(parts: Sequence[str]) -> str:
    """The arguments of a call: on one line, or each on its own."""
    line = ", ".join(parts)
    return line if len(line) < _LONGEST else "\n    " + ",\n    ".join(parts) + ",\n"


def _signature(parameters: Sequence[str]) -> str:
    """The parameters that a user gives."""
    return _lines([parameter for parameter in parameters if parameter != "self"])


def _literal(value: Any) -> str:
    """A JSON value in Python."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_literal(key)}: {_literal(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _cell(text: str) -> str:
    """Text for a cell of a table."""
    return _outside_code(_text(text), {"|": "\\|"})


def _text(text: str) -> str:
    """Text without the markup of docstrings, on one line."""
    return _outside_code(" ".join(text.split()).replace("``", "`"), {"<!--": "&lt;!--", "{{": "{ {"})


def _outside_code(text: str, changes: Mapping[str, str]) -> str:
    """Escapes text, but for code: Markdown shows that as it stands, also the bar in a cell."""
    parts = text.split("`")
    for old, new in changes.items():
        parts[::2] = [part.replace(old, new) for part in parts[::2]]
    return "`".join(parts)
