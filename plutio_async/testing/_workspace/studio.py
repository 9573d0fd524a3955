"""The ready-made workspace: a small design studio with its clients, work, money and words."""

from __future__ import annotations

from collections.abc import Callable

from plutio_async.testing._api.store import Record
from plutio_async.testing._workspace.studio_base import Studio
from plutio_async.testing._workspace.studio_money import money
from plutio_async.testing._workspace.studio_words import words
from plutio_async.testing._workspace.studio_work import work

_PEOPLE = (
    ("Ada", "Moss", "owner"),
    ("Leo", "Hart", "manager"),
    ("Mia", "Stone", "team"),
    ("Noah", "Reed", "team"),
    ("Jane", "Doe", "client"),
    ("Omar", "Field", "client"),
    ("Ines", "Vale", "client"),
    ("Tom", "Brook", "client"),
    ("Yuki", "Lake", "client"),
)
_COMPANIES = (
    ("Northwind Bakery", "food", "GB", "London"),
    ("Harbour Cycles", "retail", "NL", "Utrecht"),
    ("Acme Instruments", "manufacturing", "US", "Boston"),
)


def studio(new_id: Callable[[], str], now: float) -> dict[str, list[Record]]:
    """The records of the workspace by resource. Dates lie around ``now``."""
    made = Studio(new_id, now)
    _fields(made)
    _people(made)
    _companies(made)
    work(made)
    money(made)
    words(made)
    return made.records


def _fields(made: Studio) -> None:
    sizes = [{"_id": made.id(f"size {name}"), "name": name, "index": at} for at, name in enumerate(("Small", "Large"))]
    made.add("custom_fields", "size", title="Size", entityType="project", inputType="select", options=sizes)
    made.add("custom_fields", "estimate", title="Estimate", entityType="task", inputType="slider", min=0, max=40)
    made.add("custom_fields", "vat number", title="VAT number", entityType="company", inputType="text")
    for title in ("Team", "Client"):
        made.add("roles", title, title=title, permissions=[])


def _people(made: Studio) -> None:
    for first, last, role in _PEOPLE:
        made.add(
            "people",
            first,
            name={"first": first, "last": last},
            role=role,
            status="active",
            contactEmails=[{"address": f"{first.lower()}@example.com", "type": "work"}],
            contactPhones=[{"number": "+44 20 7946 0000", "type": "work"}],
            tags=["vip"] if first == "Jane" else [],
        )


def _companies(made: Studio) -> None:
    clients = [first for first, _, role in _PEOPLE if role == "client"]
    for at, (title, industry, country, city) in enumerate(_COMPANIES):
        made.add(
            "companies",
            title,
            title=title,
            industry=industry,
            address={"street": f"{at + 1} Example Street", "city": city, "country": country},
            websiteLinks=[{"url": "https://example.com", "type": "website", "title": "Home page"}],
            people=[{"_id": made.id(clients[at])}],
            customFields=[{"_id": made.id("vat number"), "value": f"{country}123456{at}"}],
        )
