"""The methods that a resource inherits, for its reference page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from inspect import Parameter, getdoc, iscoroutinefunction, signature
from typing import Any

from attrs import frozen

from generator.methods import ResourceView
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

READS = ("list", "iterate", "pages", "count", "get", "get_many", "changes", "watch")
"""Those of every resource that can be listed."""


@frozen
class InheritedView:
    """A method of each resource of its kind."""

    name: str
    parameters: list[str]
    returns: str
    awaited: bool
    doc: str
    """The first paragraph of its docstring."""


def reads_of(resource: ResourceView) -> list[InheritedView]:
    """Those that read, if the resource can be listed."""
    return [_view(getattr(Listing, name), resource) for name in READS] if resource.listing else []


def writes_of(resource: ResourceView) -> list[InheritedView]:
    """Those that write."""
    creates = any(method.name == "create" for method in resource.methods)
    return [_view(Creates.create_many, resource)] if creates else []


def _view(method: Callable[..., Any], resource: ResourceView) -> InheritedView:
    model = resource.model or "Model"
    found = signature(method)
    return InheritedView(
        name=method.__name__,
        parameters=[_of_model(code, model) for code in _parameters(found.parameters.values())],
        returns=_of_model(found.return_annotation, model),
        awaited=iscoroutinefunction(method),
        doc=(getdoc(method) or "").partition("\n\n")[0],
    )


def _of_model(code: str, model: str) -> str:
    """An annotation, with the model in the place of the type variable."""
    return re.sub(r"\bM\b", model, code)


def _parameters(parameters: Iterable[Parameter]) -> Iterator[str]:
    """In Python, without ``self``."""
    keywords_only = False
    for parameter in list(parameters)[1:]:
        if parameter.kind is Parameter.KEYWORD_ONLY and not keywords_only:
            keywords_only = True
            yield "*"
        stars = "**" if parameter.kind is Parameter.VAR_KEYWORD else ""
        default = "" if parameter.default is Parameter.empty else f" = {parameter.default!r}"
        yield f"{stars}{parameter.name}: {parameter.annotation}{default}"
