"""The ways in which single resources differ from the shared behaviour, one function each.

A quirk runs at a stage of an operation: ``list`` before a list is read, ``shown`` on a copy of each listed record,
``create`` and ``update`` before fields are written (it may change them or raise), ``bulk_update`` once before all
updates, ``delete`` before, and ``created``, ``copied`` and ``deleted`` after. ``new_records`` has those of creates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from attrs import frozen

from plutio_async.testing._api import matching
from plutio_async.testing._api.catalogue import Catalogue
from plutio_async.testing._api.messages import ApiError, not_found, read_json
from plutio_async.testing._api.store import Context, Record

Stage = Literal["list", "shown", "create", "created", "copied", "update", "bulk_update", "delete", "deleted"]


@frozen
class Change:
    """The input of a quirk: the call, the fields to write, and the record to change, if any.

    In the stages ``created``, ``copied``, ``deleted`` and ``shown``, ``fields`` is the record itself.
    """

    context: Context
    fields: Record
    record: Record


Quirk = Callable[[Change], None]

EVERY = "*"
REGISTRY: dict[tuple[str, str], list[Quirk]] = {}

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK_TYPES = {
    "proposal": ("content", "image", "canvas", "video", "html", "items", "fees", "intro", "signature"),
    "contract": ("content", "image", "canvas", "video", "html", "signature"),
    "dashboard-page": ("content", "image", "canvas", "video", "html"),
}
_NAMED_BY_ONE_CLIENT = ("event", "time-track", "item", "messenger", "workspace")
_WIKI_PARENTS = frozenset({"wiki", "wiki-page"})


def quirk(stages: tuple[Stage, ...], *resources: str) -> Callable[[Quirk], Quirk]:
    """Registers a quirk for some resources, or for all with ``EVERY``."""

    def register(function: Quirk) -> Quirk:
        for stage in stages:
            for resource in resources:
                REGISTRY.setdefault((stage, resource), []).append(function)
        return function

    return register


def run(stage: Stage, context: Context, fields: Record, record: Record | None = None) -> None:
    """Runs the quirks of a stage: first those of all resources, then those of the call's resource."""
    change = Change(context, fields, {} if record is None else record)
    for resource in (EVERY, context.resource):
        for function in REGISTRY.get((stage, resource), ()):
            function(change)


def shown(context: Context, record: Record) -> Record:
    """The record as lists show it."""
    if ("shown", context.resource) not in REGISTRY:
        return record
    copy = dict(record)
    run("shown", context, copy)
    return copy


@quirk(("list",), "comments")
def comments_need_their_parent(change: Change) -> None:
    """Comments are listed by `_id`, or by both `entityType` and `entityId`, as parameters or in `q`."""
    named = {name for name, _ in change.context.filters} | matching.names(_query(change))
    if "_id" not in change.context.params and not {"entityType", "entityId"} <= named:
        raise ApiError(400, "entityType and entityId are required")


@quirk(("list",), "wiki_entities")
def id_only_query_of_wiki_pages_is_not_found(change: Change) -> None:
    """A `q` of wiki pages with no condition but `_id` gives 404."""
    query = _query(change)
    if isinstance(query, dict) and query.keys() == {"_id"}:
        raise not_found()


@quirk(("create", "update"), EVERY)
def html_comments_are_stripped(change: Change) -> None:
    """HTML comments are removed from `descriptionHTML`."""
    if isinstance(change.fields.get("descriptionHTML"), str):
        change.fields["descriptionHTML"] = _COMMENT.sub("", change.fields["descriptionHTML"])


@quirk(("create", "update"), EVERY)
def select_values_are_option_ids(change: Change) -> None:
    """The value of a select or multi custom field is an option's `_id`; a label gives 400."""
    definitions = change.context.workspace.collection("custom_fields")
    values = change.fields.get("customFields")
    for value in values if isinstance(values, list) else ():
        definition = definitions.get(str(value.get("_id")), {}) if isinstance(value, dict) else {}
        if definition.get("inputType") in ("select", "multi") and not _is_option(definition, value.get("value")):
            raise ApiError(400, "Invalid custom field value")


@quirk(("update",), EVERY)
def custom_fields_may_be_merged(change: Change) -> None:
    """Whether an update replaces all custom fields or only those that it names is unknown."""
    new = change.fields.get("customFields")
    if change.context.switches.custom_field_updates == "merged" and isinstance(new, list):
        named = {value.get("_id") for value in new}
        old = change.record.get("customFields") or []
        change.fields["customFields"] = [*(value for value in old if value.get("_id") not in named), *new]


@quirk(("create", "update"), "custom_fields")
def options_get_ids(change: Change) -> None:
    """An option needs only a name; the server gives it an `_id`, also one that an update adds."""
    for index, option in enumerate(change.fields.get("options") or ()):
        option.setdefault("_id", change.context.store.new_id())
        option.setdefault("index", index)


@quirk(("update", "delete"), "custom_fields", "dashboard_pages")
def some_writes_may_be_forbidden(change: Change) -> None:
    """One client reports 403 for PUT and DELETE of custom fields and dashboard pages; the documents list both."""
    if change.context.switches.custom_field_writes == "forbidden":
        raise ApiError(403, "Method not allowed")


@quirk(("create", "update"), "custom_fields")
def custom_fields_refuse_an_unknown_entity_type(change: Change) -> None:
    """A custom field is for one of the known types of records. The message is a guess after that of blocks."""
    wanted = change.fields.get("entityType")
    known = entity_types(change.context.catalogue)
    if wanted is not None and wanted not in known:
        raise ApiError(400, f'Entity type "{wanted}" is invalid. Valid options are: {", ".join(known)}')


@quirk(("create",), "files")
def files_need_a_handle_or_a_link(change: Change) -> None:
    """A file needs a handle in the API's storage, or a link."""
    linked = change.fields.get("type") == "link" and change.fields.get("url")
    if not change.fields.get("handle") and not linked:
        raise ApiError(400, "Handle is required")


@quirk(("create", "update"), "blocks")
def block_types_follow_the_parent(change: Change) -> None:
    """Each type of parent accepts its own types of blocks; the error lists them."""
    block = change.record | change.fields
    allowed = _BLOCK_TYPES.get(block.get("entityType", ""))
    if allowed and block.get("type") not in (None, *allowed):
        raise ApiError(400, f'Type "{block["type"]}" is invalid. Valid options are: {", ".join(allowed)}')


@quirk(("create",), "blocks")
def image_blocks_need_design_options(change: Change) -> None:
    """An image block without `designOptions` gets a leaked JavaScript error."""
    if change.fields.get("type") == "image" and change.fields.get("designOptions") is None:
        raise ApiError(400, "Cannot read properties of null (reading 'designOptions')")


@quirk(("create", "update"), "blocks")
def wiki_blocks_may_refuse_has_text(change: Change) -> None:
    """One client saw `hasText` refused on wikis; with which answer is unknown."""
    parent = (change.record | change.fields).get("entityType")
    refused = change.context.switches.wiki_has_text == "refused"
    if refused and "hasText" in change.fields and parent in _WIKI_PARENTS:
        raise ApiError(400, "Bad request")


@quirk(("created",), "blocks")
def blocks_are_listed_on_their_parent(change: Change) -> None:
    """The parent has the ordered ids of its blocks; a new block is appended."""
    parent = _parent(change.context, change.fields)
    if parent is not None:
        change.context.change(parent[0], parent[1], {"blocks": [*_block_ids(parent[1]), change.fields["_id"]]})


@quirk(("deleted",), "blocks")
def deleted_blocks_leave_their_parent(change: Change) -> None:
    """A deleted block is removed from its parent's array."""
    parent = _parent(change.context, change.fields)
    if parent is not None and change.fields["_id"] in _block_ids(parent[1]):
        kept = [block for block in _block_ids(parent[1]) if block != change.fields["_id"]]
        change.context.change(parent[0], parent[1], {"blocks": kept})


@quirk(("shown",), "wiki")
def wikis_show_a_tree_of_their_pages(change: Change) -> None:
    """A listed wiki contains a tree of its pages, with few fields each. The key is a guess."""
    pages = change.context.workspace.collection("wiki_entities").values()
    wiki = change.fields["_id"]
    change.fields["pages"] = _tree([page for page in pages if page.get("wikiId") == wiki], wiki)


@quirk(("deleted",), "wiki")
def deleting_a_wiki_deletes_its_pages(change: Change) -> None:
    """Pages go to the trash with their wiki."""
    pages = change.context.workspace.collection("wiki_entities")
    for identifier in [page["_id"] for page in pages.values() if page.get("wikiId") == change.fields["_id"]]:
        change.context.remove("wiki_entities", identifier)


@quirk(("update",), "wiki")
def design_options_are_merged(change: Change) -> None:
    """An update merges `designOptions` one level deep instead of replacing it."""
    if isinstance(change.fields.get("designOptions"), dict) and isinstance(change.record.get("designOptions"), dict):
        change.fields["designOptions"] = change.record["designOptions"] | change.fields["designOptions"]


@quirk(("bulk_update",), "invoices", "invoice_subscriptions")
def bulk_updates_drop_the_status(change: Change) -> None:
    """A bulk update of invoices or subscriptions answers 200 and does not change `status`."""
    change.fields.pop("status", None)


@quirk(("update",), "proposals")
def proposal_status_may_be_dropped(change: Change) -> None:
    """One source reads a written status back; an earlier one reports that it is not writable."""
    if change.context.switches.proposal_status == "dropped":
        change.fields.pop("status", None)


def _query(change: Change) -> Any:
    try:
        return read_json(change.context.params.get("q", "{}"))
    except ValueError:
        return {}


def entity_types(catalogue: Catalogue) -> tuple[str, ...]:
    """The entity types that custom fields are for, those that only one client names included."""
    described = catalogue.known_values(catalogue.resources["custom_fields"].properties["entityType"])
    return tuple(dict.fromkeys([*described, *_NAMED_BY_ONE_CLIENT]))


def _tree(pages: list[Record], parent: Any) -> list[Record]:
    return [
        {**{name: page.get(name) for name in ("_id", "title", "type")}, "pages": _tree(pages, page["_id"])}
        for page in pages
        if page.get("parentId") == parent and page["_id"] != parent
    ]


def _is_option(definition: Record, value: Any) -> bool:
    options = {option.get("_id") for option in definition.get("options") or ()}
    if value is None:
        return True
    if definition["inputType"] == "multi":
        return isinstance(value, list) and all(isinstance(item, str) and item in options for item in value)
    return isinstance(value, str) and value in options


def _block_ids(parent: Record) -> list[Any]:
    blocks = parent.get("blocks")
    return blocks if isinstance(blocks, list) else []


def _parent(context: Context, block: Record) -> tuple[str, Record] | None:
    resource = context.catalogue.by_entity_type.get(block.get("entityType") or "")
    if resource is None or resource.name == "blocks":
        return None
    parent = context.workspace.collection(resource.name).get(block.get("entityId") or "")
    return None if parent is None else (resource.name, parent)
