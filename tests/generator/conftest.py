"""Generates packages from a few lines of description, and imports the result."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent, indent
from types import CodeType, ModuleType

import jinja2
import pytest

from generator.build import build
from generator.bundle import read
from generator.standard import validate
from tests.parsed_once import yaml_parsed_once

__all__ = ["yaml_parsed_once"]

Generate = Callable[..., ModuleType]

ROOT = """
openapi: "3.1.0"
info:
  title: A small API
  version: "1"
servers:
  - url: "https://api.example.com/v1"
"""

THINGS = """
tags:
  - name: Things
    description: What there is.
paths:
  /things:
    get:
      operationId: things_list
      tags:
        - Things
      summary: List things, or get one by `_id`
      description: All of them.
      x-evidence: observed
      x-idempotent: true
      {id_query}
      parameters:
        - name: _id
          in: query
          schema:
            type: string
{parameters}
      responses:
        "200":
          description: Things.
          content:
            application/json:
              schema:
                oneOf:
                  - type: array
                    items:
                      $ref: "#/components/schemas/Thing"
                  - $ref: "#/components/schemas/Thing"
    put:
      operationId: things_update
      tags:
        - Things
      summary: Update a thing
      description: Changes it.
      x-evidence: observed
      x-idempotent: true
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/ThingUpdate"
      responses:
        "200":
          description: The thing.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Thing"
{paths}
components:
  schemas:
    Thing:
      type: object
      description: A thing.
      required:
        - _id
      properties:
        _id:
          type: string
{properties}
    ThingUpdate:
      type: object
      description: Changes of a thing.
      required:
        - _id
      properties:
        _id:
          type: string
{properties}
{schemas}
"""


def write_description(
    folder: Path,
    properties: str = "",
    schemas: str = "",
    paths: str = "",
    id_query: str = "",
    parameters: str = "",
) -> Path:
    """A description with one resource, whose record has the given properties."""
    (folder / "resources").mkdir(parents=True, exist_ok=True)
    (folder / "shared").mkdir(exist_ok=True)
    (folder / "plutio.yaml").write_text(ROOT + "components: {}\n")
    text = THINGS.format(
        properties=indent(dedent(properties), " " * 8),
        schemas=indent(dedent(schemas), " " * 4),
        paths=indent(dedent(paths), "  "),
        id_query=id_query,
        parameters=indent(dedent(parameters), " " * 8),
    )
    (folder / "resources" / "things.yaml").write_text(text)
    return folder


_compiled: dict[tuple[str, str | None, str | None], CodeType] = {}


@pytest.fixture(autouse=True, scope="module")
def templates_compiled_once() -> Iterator[None]:
    """Each package has an environment of its own, which would compile the same templates anew."""
    compile_ = jinja2.Environment.compile

    def compile(
        self: jinja2.Environment, source: str, name: str | None = None, filename: str | None = None
    ) -> CodeType:
        key = (source, name, filename)
        if key not in _compiled:
            _compiled[key] = compile_(self, source, name, filename)
        return _compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", compile)
        yield


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, str]], Path]:
    """The folder with the package of a description. What was described before is not generated again."""
    folders: dict[frozenset[tuple[str, str]], Path] = {}

    def packaged(parts: Mapping[str, str]) -> Path:
        key = frozenset(parts.items())
        if key not in folders:
            folder = tmp_path_factory.mktemp("generated")
            description = read(write_description(folder / "openapi", **parts))
            assert validate(description) == []
            build(description.document, folder / "small_api")
            folders[key] = folder
        return folders[key]

    return packaged


@pytest.fixture
def generate(packaged: Callable[[Mapping[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Generate]:
    """Describes things, generates the package, and imports it."""

    def generate(properties: str = "", schemas: str = "", paths: str = "", **more: str) -> ModuleType:
        parts = {"properties": properties, "schemas": schemas, "paths": paths, **more}
        monkeypatch.syspath_prepend(str(packaged(parts)))
        importlib.invalidate_caches()
        return importlib.import_module("small_api")

    yield generate
    for name in [name for name in sys.modules if name.split(".")[0] == "small_api"]:
        del sys.modules[name]
