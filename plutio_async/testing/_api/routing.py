"""Finds the route of a call, including routes that no document has."""

from __future__ import annotations

from attrs import evolve

from plutio_async.testing._api.catalogue import Catalogue, Route
from plutio_async.testing.switches import Switches

Found = tuple[Route, str | None]

METHODS = ("GET", "POST", "PUT", "DELETE")
# The resources that one client reads by an id in the path.
_READ_BY_PATH = frozenset({"/people", "/companies", "/projects", "/invoices", "/tasks"})
_BY_PATH = {"GET": ("list", "get_by_path"), "PUT": ("update", "update"), "DELETE": ("delete", "delete")}


# The bulk calls that one client makes of every resource: the verb, and the call that the collection must have.
_ASSUMED = {
    ("PUT", "bulk"): ("bulk_update", "PUT"),
    ("DELETE", "bulk"): ("bulk_delete", "DELETE"),
    ("POST", "bulk/archive"): ("bulk_archive", "PUT"),
}


def find_route(catalogue: Catalogue, switches: Switches, method: str, path: str) -> Found | None:
    """The route of a call, and the id in its path, if any; ``None`` for an unknown route."""
    route = catalogue.routes.get((method, path)) or _assumed(catalogue, switches, method, path)
    if route is None:
        return _by_path(catalogue, switches, method, path)
    if switches.undocumented == "refused" and path not in catalogue.document["paths"]:
        return None
    return route, None


def _assumed(catalogue: Catalogue, switches: Switches, method: str, path: str) -> Route | None:
    resource, _, rest = path.removeprefix("/").partition("/")
    verb, needed = _ASSUMED.get((method, rest), ("", ""))
    base = catalogue.routes.get((needed, f"/{resource}"))
    if base is None or switches.undocumented != "assumed":
        return None
    return Route(method, path, f"{base.resource}_{verb}", base.resource, verb)


def _by_path(catalogue: Catalogue, switches: Switches, method: str, path: str) -> Found | None:
    """The route of a call with an id in its path. A described path never holds an id."""
    collection, _, identifier = path.rpartition("/")
    route = catalogue.routes.get((method, collection))
    verb, verb_by_path = _BY_PATH.get(method, (None, ""))
    if route is None or route.verb != verb or not identifier or path in catalogue.document["paths"]:
        return None
    if switches.path_ids == "every" or (
        switches.path_ids == "read" and method == "GET" and collection in _READ_BY_PATH
    ):
        return evolve(route, verb=verb_by_path), identifier
    return None
