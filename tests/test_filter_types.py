"""The filters, fields and values of ``sort`` that type checkers see are those that listing methods take."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

import pytest

from plutio_async import raw, resources
from plutio_async._generated.resources import _filters
from plutio_async._models.fields import fields_of
from plutio_async._query.compiling import compile_filters, compile_parameters, compile_sort
from plutio_async._query.paths import ModelNames

LISTING = [getattr(resources, name) for name in resources.__all__ if hasattr(getattr(resources, name), "_listing")]
SAMPLES: dict[str, Any] = {"bool": True, "datetime": "2026-01-01T00:00:00Z", "float": 1.5, "str": "x", "Filter": 1}


ONLY_CHECKED = {
    node.targets[0].id if isinstance(node, ast.Assign) else node.name: node
    for node in ast.walk(ast.parse(inspect.getsource(_filters)))
    if isinstance(node, ast.ClassDef | ast.Assign)
}
"""The definitions of the module, those that no program reaches included."""


def fields_in(name: str) -> set[str]:
    return {node.target.id for node in ONLY_CHECKED[name].body if isinstance(node, ast.AnnAssign)}


def types_of(resource: Any) -> dict[str, str]:
    kinds = vars(_filters)[f"{resource.model.__name__}Filters"].__annotations__
    return {name: kind.__forward_arg__ for name, kind in kinds.items()}


def sample(kind: str) -> Any:
    """A value of a type, of which known values are no part."""
    words = re.findall(r"\w+", kind)
    return next(SAMPLES[word] for word in SAMPLES if word in words)


def test_each_filter_in_the_types_is_taken() -> None:
    for resource in LISTING:
        for name, kind in types_of(resource).items():
            if name in resource._parameters:
                compile_parameters({resource._parameters[name].name: sample(kind)})
            else:
                compile_filters({name: raw("x")}, ModelNames(resource.model))
                if not re.match(r"([A-Z]\w+ \| )+str$", kind):
                    compile_filters({name: sample(kind)}, ModelNames(resource.model))


def test_each_field_that_is_taken_is_in_the_types() -> None:
    """The others are objects, which take no value."""
    for resource in LISTING:
        for name in fields_of(resource.model).keys() - types_of(resource).keys():
            for value in SAMPLES.values():
                with pytest.raises(TypeError, match="is an object"):
                    compile_filters({name: value}, ModelNames(resource.model))


def test_each_value_of_sort_in_the_types_is_taken() -> None:
    for resource in LISTING:
        values = ast.literal_eval(ONLY_CHECKED[f"{resource.model.__name__}Sort"].value.slice)
        assert {"id", "created_at_desc"} <= set(values), resource.name
        for value in values:
            assert compile_sort(value, ModelNames(resource.model))


def test_f_of_a_resource_has_its_fields() -> None:
    for resource in LISTING:
        named = fields_in("_CommonF") | fields_in(f"{resource.model.__name__}F")
        assert named == fields_of(resource.model).keys(), resource.name
        assert all(repr(getattr(resource.F.fget(None), name)) == f"F.{name}" for name in named), resource.name
