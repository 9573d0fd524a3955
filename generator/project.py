"""Runs openapi-python-client with the templates of ``generator/templates``.

Its parser reads the description; this module renders models and resources. The library's programmatic interface is not
stable, so its version is pinned and ``tests/generator/test_upstream.py`` imports every name that is used here.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import fill
from textwrap import indent as indented

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.strings import safe_for_docstring

from generator.bundle import Document
from generator.errors import DescriptionError
from generator.filters import listing_methods
from generator.names import EXTENDED
from generator.normalise import for_parser
from generator.views import PART_DICTS, PackageView, package_view

TEMPLATES = Path(__file__).parent / "templates"


class SdkProject(Project):
    """Renders models and resources in place of the client that the library would render."""

    def __init__(self, *, openapi: GeneratorData, config: Config, document: Document) -> None:
        super().__init__(openapi=openapi, config=config, custom_template_path=TEMPLATES)
        self.env.filters |= {"doc": _doc, "literal": _literal}
        self.view: PackageView = package_view(openapi, document)

    def _create_package(self) -> None:
        self._render("package_init.py.jinja", "__init__.py")

    def _build_models(self) -> None:
        folder = self._empty_folder("models")
        for module in self.view.modules:
            self._render("model.py.jinja", f"{folder}/{module.name}.py", module=module)
        exports = {model.name: model.module for model in self.view.models}
        exports |= {enum.name: enum.module for enum in self.view.enums}
        self._render("part_dicts.py.jinja", f"{folder}/{PART_DICTS}.py", view=self.view)
        exports |= {f"{part.name}Dict": PART_DICTS for part in self.view.parts}
        self._render("lazy_init.py.jinja", f"{folder}/__init__.py", exports=exports, about="The models")

    def _build_api(self) -> None:
        folder = self._empty_folder("resources")
        exports: dict[str, str] = {}
        for resource in self.view.resources:
            self._render("resource.py.jinja", f"{folder}/{resource.module}.py", resource=resource)
            if resource.module not in EXTENDED:
                exports[resource.class_name] = resource.module
        self._render("filters.py.jinja", f"{folder}/_filters.py", view=self.view, methods=listing_methods())
        self._render("lazy_init.py.jinja", f"{folder}/__init__.py", exports=exports, about="The resources")
        for module in ("root.py", "related.py", "raw.py", "raw.pyi"):
            self._render(f"{module}.jinja", module, view=self.view)

    def _empty_folder(self, name: str) -> str:
        shutil.rmtree(self.package_dir / name, ignore_errors=True)
        (self.package_dir / name).mkdir()
        return name

    def _render(self, template: str, target: str, **variables: object) -> None:
        text = self.env.get_template(template).render(**variables)
        (self.package_dir / target).write_text(text, encoding="utf-8")


def render(document: Document, output: Path) -> None:
    """Writes the modules of the package into a folder.

    Raises:
        DescriptionError: the parser does not support some part of the description. Nothing is left out silently.
    """
    data, config = _parsed(document, output)
    project = SdkProject(openapi=data, config=config, document=document)
    output.mkdir(parents=True, exist_ok=True)
    project._create_package()
    project._build_models()
    project._build_api()


def parsed_view(document: Document) -> PackageView:
    """What the package is rendered from, for other pages. Raises as ``render``."""
    return package_view(_parsed(document, Path())[0], document)


def _parsed(document: Document, output: Path) -> tuple[GeneratorData, Config]:
    config = Config.from_sources(
        ConfigFile(field_prefix="", post_hooks=[]),
        MetaType.NONE,
        Path("openapi.json"),
        "utf-8",
        overwrite=True,
        output_path=output,
    )
    try:
        data = GeneratorData.from_dict(for_parser(document), config=config)
    except ValueError as error:
        raise DescriptionError(f"openapi-python-client cannot read the description: {error}") from error
    if isinstance(data, GeneratorError):
        raise DescriptionError(_explain([data]))
    collections = data.endpoint_collections_by_tag.values()
    if errors := [*data.errors, *(error for collection in collections for error in collection.parse_errors)]:
        raise DescriptionError(_explain(errors))
    return data, config


def _explain(errors: Sequence[GeneratorError]) -> str:
    return "\n".join(f"{error.header}: {error.detail}" for error in errors)


def _literal(values: Iterable[str], indent: int) -> str:
    """The type of some texts, in few lines."""
    texts = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
    if len(texts) < 60:
        return f"Literal[{texts}]"
    lines = fill(texts, 116 - indent, break_long_words=False, break_on_hyphens=False)
    return indented(f"Literal[\n{indented(lines, '    ')}\n]", " " * indent).strip()


def _doc(text: str, indent: int = 4) -> str:
    """Text that is safe inside a docstring, with its paragraphs wrapped for the indentation."""
    paragraphs = [" ".join(part.split()) for part in str(safe_for_docstring(text)).strip().split("\n\n")]
    filled = [fill(part, 120 - indent, break_long_words=False, break_on_hyphens=False) for part in paragraphs]
    return indented("\n\n".join(filled), " " * indent).strip()
