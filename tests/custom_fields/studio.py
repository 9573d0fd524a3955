"""A workspace whose people have a custom field of every input type."""

from __future__ import annotations

from typing import Any

from plutio_async._custom_fields.schema import Schema
from plutio_async.models import CustomField
from plutio_async.testing import Sandbox

PLANS = ("Free", "Team", "Enterprise")


def options(*names: str, title: bool = False) -> list[dict[str, Any]]:
    """Options whose ids contain their label. In some of them the label is `title` instead of `name`."""
    return [{"_id": f"option{name}", "title" if title else "name": name} for name in names]


FIELDS: list[dict[str, Any]] = [
    {"title": "Agreed", "inputType": "checkbox"},
    {"title": "Manager", "inputType": "contact"},
    {"title": "Revenue", "inputType": "currency"},
    {"title": "Renewal", "inputType": "date"},
    {"title": "Website", "inputType": "link"},
    {"title": "Topics", "inputType": "multi", "options": options("Web", "Print", "Film", title=True)},
    {"title": "Budget", "inputType": "multirange"},
    {"title": "Stars", "inputType": "rating"},
    {"title": "Plan", "inputType": "select", "options": options(*PLANS)},
    {"title": "Share", "inputType": "slider"},
    {"title": "Motto", "inputType": "text"},
]


def definitions(*more: dict[str, Any]) -> list[dict[str, Any]]:
    """The definitions as the API has them; the id of a field is ``id`` and its title unless it is given."""
    made = [{"entityType": "person", **field} for field in (*FIELDS, *more)]
    return [{"_id": f"id{field['title']}", **field} for field in made]


def schema(*more: dict[str, Any]) -> Schema:
    """The schema of those definitions."""
    return Schema(CustomField.from_dict(definition) for definition in definitions(*more))


def studio(*more: dict[str, Any], **settings: Any) -> Sandbox:
    """A sandbox with those definitions."""
    sandbox = Sandbox(**settings)
    sandbox.seed(custom_fields=definitions(*more))
    return sandbox


def person(**values: Any) -> dict[str, Any]:
    """A person with values by title, as the API has them."""
    held = [{"_id": f"id{title}", "value": value} for title, value in values.items()]
    return {"name": {"first": "Jane", "last": "Doe"}, "role": "client", "customFields": held}


def calls(sandbox: Sandbox) -> list[str]:
    """The calls so far, but those for tokens."""
    return [f"{call.method} {call.path}" for call in sandbox.calls if "oauth" not in call.path]
