"""openapi-python-client promises nothing about what we use of it: a new version must fail here first, by name."""

from __future__ import annotations

import inspect
from importlib import import_module
from importlib.metadata import version

import pytest

pytestmark = pytest.mark.integration

USED = {
    "openapi_python_client": ["Project"],
    "openapi_python_client.config": ["Config", "ConfigFile", "MetaType"],
    "openapi_python_client.parser": ["GeneratorData"],
    "openapi_python_client.parser.errors": ["GeneratorError"],
    "openapi_python_client.parser.openapi": ["Endpoint"],
    "openapi_python_client.parser.properties": ["AnyProperty", "EnumProperty", "ModelProperty"],
    "openapi_python_client.parser.properties.boolean": ["BooleanProperty"],
    "openapi_python_client.parser.properties.datetime": ["DateTimeProperty"],
    "openapi_python_client.parser.properties.float": ["FloatProperty"],
    "openapi_python_client.parser.properties.int": ["IntProperty"],
    "openapi_python_client.parser.properties.list_property": ["ListProperty"],
    "openapi_python_client.parser.properties.protocol": ["PropertyProtocol"],
    "openapi_python_client.parser.properties.string": ["StringProperty"],
    "openapi_python_client.parser.properties.union": ["UnionProperty"],
    "openapi_python_client.strings": ["pascal_case", "safe_for_docstring", "snake_case"],
}


def test_the_version_is_the_one_that_the_templates_were_written_for() -> None:
    """A patch release of theirs has changed names and filters before."""
    assert version("openapi-python-client") == "0.29.1"


def test_every_name_is_still_there() -> None:
    """What the generator imports."""
    used = [(module, name) for module, names in USED.items() for name in names]
    assert [one for one in used if not hasattr(import_module(one[0]), one[1])] == []


def test_the_list_of_names_is_complete() -> None:
    """Nothing else is imported from there."""
    sources = [
        import_module(f"generator.{name}") for name in ("fields", "codecs", "names", "operations", "project", "views")
    ]
    imported = {
        (value.__module__, name)
        for source in sources
        for name, value in vars(source).items()
        if (getattr(value, "__module__", None) or "").startswith("openapi_python_client")
    }
    assert {module for module, _ in imported} <= {*USED, "openapi_python_client.parser.properties.any",
        "openapi_python_client.parser.properties.enum_property", "openapi_python_client.parser.properties.model_property"}  # fmt: skip


def test_the_methods_that_are_overridden_exist() -> None:
    """An override of nothing would be dead code, and their own output would come back."""
    from openapi_python_client import Project

    for name in ("_create_package", "_build_models", "_build_api"):
        assert inspect.isfunction(getattr(Project, name))


def test_the_filters_of_the_templates_exist() -> None:
    """They escape what a description could smuggle into code."""
    from openapi_python_client import TEMPLATE_FILTERS

    assert "in_double_quote_literal" in TEMPLATE_FILTERS
