"""The code that openapi-python-client generates from our description with its own templates.

It reads the description like our own generator. The bundled one allows null in every field, for validators, which
would make the code slower.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from importlib import import_module
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData

from generator.__main__ import DESCRIPTION
from generator.bundle import Document, bundle, references
from generator.normalise import for_parser

_PACKAGE = "stock_plutio"


@contextmanager
def stock_task() -> Iterator[Any]:
    """The generated ``Task``, until the block ends."""
    with TemporaryDirectory() as folder:
        _generate(Path(folder) / _PACKAGE)
        sys.path.insert(0, folder)
        try:
            yield import_module(f"{_PACKAGE}.models.task").Task
        finally:
            sys.path.remove(folder)
            for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
                del sys.modules[name]


def _generate(output: Path) -> None:
    options = ConfigFile(post_hooks=[])
    config = Config.from_sources(
        options, MetaType.NONE, Path("openapi.json"), "utf-8", overwrite=True, output_path=output
    )
    data = GeneratorData.from_dict(_description(), config=config)
    assert isinstance(data, GeneratorData), data
    with redirect_stdout(StringIO()):
        errors = Project(openapi=data, config=config).build()
    assert not errors, errors


@cache
def _description() -> Document:
    """The operations of ``/tasks`` and their schemas, with the known values as enums."""
    document = for_parser(bundle(DESCRIPTION))
    kept: Document = {**document, "paths": {"/tasks": document["paths"]["/tasks"]}, "components": {}}
    wanted = list(references(kept["paths"]))
    while wanted:
        _, _, kind, name = wanted.pop().split("/")
        part = kept["components"].setdefault(kind, {})
        if name not in part:
            part[name] = document["components"][kind][name]
            wanted += references(part[name])
    for schema in kept["components"]["schemas"].values():
        if "x-extensible-enum" in schema:
            schema["enum"] = schema["x-extensible-enum"]
    return kept
