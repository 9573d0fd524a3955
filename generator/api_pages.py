"""The reference pages of the runtime: the public names of the package, from their docstrings."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from types import FunctionType

import griffe

from plutio_async import errors

ROOT = Path(__file__).parent.parent

PAGES = {
    "plutio_async": "The client and what it takes and gives.",
    "plutio_async.errors": "What a call raises.",
    "plutio_async.fastapi": "The client, its errors, its models and webhooks in FastAPI apps.",
    "plutio_async.dlt": "A source of dlt, with a table for each list of the API.",
    "plutio_async.mirror": "A copy of the workspace in an SQLite file, which answers SQL without a call.",
    "plutio_async.webhooks": "Deliveries of webhooks as typed events, each handled once.",
    "plutio_async.otel": "Spans and metrics of calls for OpenTelemetry.",
    "plutio_async.sentry": "A breadcrumb and a span of each call for Sentry.",
    "plutio_async.redis": "One budget, one token and one inbox for several processes.",
    "plutio_async.testing": "The sandbox, an in-memory Plutio server, and what breaks it on purpose.",
}
"""The public modules, with their contents."""


_LONGEST = 100


def write_api_pages(folder: Path) -> None:
    """Writes a page for each public module."""
    package = griffe.load("plutio_async", search_paths=[ROOT])
    for module, summary in PAGES.items():
        entries = (_entry(package, name, getattr(import_module(module), name)) for name in _names(module))
        text = "\n\n".join([f"# {module}", summary, *entries])
        (folder / f"api-{module.rpartition('.')[2]}.md").write_text(text + "\n", encoding="utf-8")


def _names(module: str) -> list[str]:
    """The classes and functions of a module. The errors are on a page of their own."""
    found = import_module(module)
    elsewhere = set() if module.endswith(".errors") else {*errors.__all__}
    own = (name for name in found.__all__ if name not in elsewhere)
    return sorted(name for name in own if isinstance(getattr(found, name), type | FunctionType))


def _entry(package: griffe.Object | griffe.Alias, name: str, value: type | FunctionType) -> str:
    path = f"{value.__module__}.{value.__qualname__}".removeprefix("plutio_async.")
    found = package[path]
    parts = [f"## {name}", _described(found)]
    if isinstance(found, griffe.Class):
        for member in _members(found).values():
            if not member.name.startswith("_") and not member.is_alias and member.docstring is not None:
                parts += [f"### {name}.{member.name}", _described(member)]
    return "\n\n".join(parts)


def _members(found: griffe.Class) -> dict[str, griffe.Object | griffe.Alias]:
    """Those of a class, and of its private bases, which have no entry. Resources have pages of their own."""
    public = {name for module in PAGES for name in import_module(module).__all__}
    members = dict(found.members)
    for base in found.mro():
        if base.name not in public and "_generated" not in base.path:
            members |= {name: member for name, member in base.members.items() if name not in members}
    return members


def _described(found: griffe.Object | griffe.Alias) -> str:
    """The signature and the docstring of an object."""
    parts: list[str] = []
    if isinstance(found, griffe.Function) or (isinstance(found, griffe.Class) and found.parameters):
        parts.append(f"```text\n{_signature(found)}\n```")
    if found.docstring is not None:
        parts += [_section(section) for section in found.docstring.parse("google", warnings=False)]
    return "\n\n".join(part for part in parts if part)


def _signature(found: griffe.Function | griffe.Class) -> str:
    name = f"async {found.name}" if "async" in found.labels else found.name
    result = f" -> {found.returns}" if isinstance(found, griffe.Function) and found.returns else ""
    shown = [_parameter(parameter) for parameter in found.parameters if parameter.name not in ("self", "cls")]
    line = f"{name}({', '.join(shown)}){result}"
    if len(line) <= _LONGEST:
        return line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in shown) + f"){result}"


def _parameter(parameter: griffe.Parameter) -> str:
    stars = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}
    star = stars.get(parameter.kind, "") if parameter.kind else ""
    text = f"{star}{parameter.name}" + (f": {parameter.annotation}" if parameter.annotation else "")
    return text if parameter.default is None or star else f"{text} = {parameter.default}"


def _section(section: griffe.DocstringSection) -> str:
    match section:
        case griffe.DocstringSectionText():
            return _plain(section.value)
        case griffe.DocstringSectionParameters() | griffe.DocstringSectionAttributes():
            return _listed("", [(f"`{item.name}`", item.description) for item in section.value])
        case griffe.DocstringSectionRaises():
            return _listed("Raises:", [(f"`{item.annotation}`", item.description) for item in section.value])
        case griffe.DocstringSectionReturns():
            return _listed("Returns:", [("", item.description) for item in section.value])
        case griffe.DocstringSectionExamples():
            return "\n\n".join(f"```pycon\n{text}\n```" for _, text in section.value)
    return ""


def _listed(title: str, items: list[tuple[str, str]]) -> str:
    texts = [(name, " ".join(_plain(text).split())) for name, text in items]
    lines = [f"- {name}: {text}" if name else f"- {text}" for name, text in texts]
    return "\n".join([f"{title}\n" if title else "", *lines]).strip()


def _plain(text: str) -> str:
    """The text of a docstring in Markdown."""
    return re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", text.replace("``", "`"))
