"""How single resources differ from plain records, one named function each.

A quirk runs at a moment of an operation: ``list`` before a list is read, ``shown`` on a copy of each record in it,
``create`` and ``update`` before fields are written (it may change them or refuse), ``bulk_update`` once before all,
``delete`` before, and ``created``, ``copied`` and ``deleted`` after. Those of new records are in ``new_records``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from attrs import frozen

from plutio_async.testing._api import json_text
from plutio_async.testing._api.context import Context
from plutio_async.testing._api.refusal import Refusal, not_found
from plutio_async.testing._api.store import Record

Moment = Literal["list", "shown", "create", "created", "copied", "update", "bulk_update", "delete", "deleted"]


@frozen
class Change:
    """What a quirk sees: the call, the fields that are written, and the record that they are written to, if any.

    After the act, ``fields`` is the record.
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
_WIKI_PARENTS = frozenset({"wiki", "wiki-page"})


def quirk(moments: tuple[Moment, ...], *resources: str) -> Callable[[Quirk], Quirk]:
    """Registers a quirk of some resources, or of every one."""

    def register(function: Quirk) -> Quirk:
        for moment in moments:
            for resource in resources:
                REGISTRY.setdefault((moment, resource), []).append(function)
        return function

    return register


def run(moment: Moment, context: Context, fields: Record, record: Record | None = None) -> None:
    """Runs the quirks of a moment: those of every resource, then those of the call's own."""
    change = Change(context, fields, {} if record is None else record)
    for resource in (EVERY, context.resource):
        for function in REGISTRY.get((moment, resource), ()):
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
    """Comments are listed by `_id`, or by both `entityType` and `entityId`."""
    named = {name for name, _ in change.context.filters}
    if "_id" not in change.context.params and not {"entityType", "entityId"} <= named:
        raise Refusal(400, "entityType and entityId are required")


@quirk(("list",), "wiki_entities")
def id_only_query_of_wiki_pages_is_not_found(change: Change) -> None:
    """A `q` of wiki pages that names nothing but `_id` gives 404."""
    try:
        query = json_text.read(change.context.params.get("q", "{}"))
    except ValueError:
        return
    if isinstance(query, dict) and query.keys() == {"_id"}:
        raise not_found()


@quirk(("create", "update"), EVERY)
def html_comments_are_stripped(change: Change) -> None:
    """HTML comments do not survive in `descriptionHTML`."""
    if isinstance(change.fields.get("descriptionHTML"), str):
        change.fields["descriptionHTML"] = _COMMENT.sub("", change.fields["descriptionHTML"])


@quirk(("create", "update"), EVERY)
def select_values_are_option_ids(change: Change) -> None:
    """The value of a select or multi custom field is an option's `_id`; a label is refused."""
    definitions = change.context.workspace.collection("custom_fields")
    values = change.fields.get("customFields")
    for value in values if isinstance(values, list) else ():
        definition = definitions.get(str(value.get("_id")), {}) if isinstance(value, dict) else {}
        if definition.get("inputType") in ("select", "multi") and not _chosen(definition, value.get("value")):
            raise Refusal(400, "Invalid custom field value")


@quirk(("update",), EVERY)
def custom_fields_may_be_merged(change: Change) -> None:
    """Whether an update replaces all custom fields or only those that it names is not recorded."""
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
        raise Refusal(403, "Method not allowed")


@quirk(("create",), "files")
def files_need_a_handle_or_a_link(change: Change) -> None:
    """A file is made of a handle in the API's storage, or of a link."""
    linked = change.fields.get("type") == "link" and change.fields.get("url")
    if not change.fields.get("handle") and not linked:
        raise Refusal(400, "Handle is required")


@quirk(("create", "update"), "blocks")
def block_types_follow_the_parent(change: Change) -> None:
    """Each kind of parent takes its own types of blocks, and the refusal lists them."""
    block = change.record | change.fields
    allowed = _BLOCK_TYPES.get(block.get("entityType", ""))
    if allowed and block.get("type") not in (None, *allowed):
        raise Refusal(400, f'Type "{block["type"]}" is invalid. Valid options are: {", ".join(allowed)}')


@quirk(("create",), "blocks")
def image_blocks_need_design_options(change: Change) -> None:
    """An image block without `designOptions` gets a leaked JavaScript error."""
    if change.fields.get("type") == "image" and change.fields.get("designOptions") is None:
        raise Refusal(400, "Cannot read properties of null (reading 'designOptions')")


@quirk(("create", "update"), "blocks")
def wiki_blocks_refuse_has_text(change: Change) -> None:
    """Contracts and proposals take `hasText`, wikis do not."""
    if "hasText" in change.fields and (change.record | change.fields).get("entityType") in _WIKI_PARENTS:
        raise Refusal(400, '"hasText" is not allowed')


@quirk(("created",), "blocks")
def blocks_are_listed_on_their_parent(change: Change) -> None:
    """The order of blocks is the array of ids on the parent; a new block goes to its end."""
    parent = _parent(change.context, change.fields)
    if parent is not None:
        change.context.change(parent[0], parent[1], {"blocks": [*_block_ids(parent[1]), change.fields["_id"]]})


@quirk(("deleted",), "blocks")
def deleted_blocks_leave_their_parent(change: Change) -> None:
    """A deleted block is no longer in its parent's array."""
    parent = _parent(change.context, change.fields)
    if parent is not None and change.fields["_id"] in _block_ids(parent[1]):
        kept = [block for block in _block_ids(parent[1]) if block != change.fields["_id"]]
        change.context.change(parent[0], parent[1], {"blocks": kept})


@quirk(("shown",), "wiki")
def wikis_show_a_tree_of_their_pages(change: Change) -> None:
    """A listed wiki has its pages nested inside, in short. The key is a guess."""
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
    """A bulk update of invoices or subscriptions answers 200 and leaves `status` as it was."""
    change.fields.pop("status", None)


@quirk(("update",), "proposals")
def proposal_status_may_be_dropped(change: Change) -> None:
    """One source reads a written status back, an earlier one said that it is not writable."""
    if change.context.switches.proposal_status == "dropped":
        change.fields.pop("status", None)


def _tree(pages: list[Record], parent: Any) -> list[Record]:
    return [
        {**{name: page.get(name) for name in ("_id", "title", "type")}, "pages": _tree(pages, page["_id"])}
        for page in pages
        if page.get("parentId") == parent and page["_id"] != parent
    ]


def _chosen(definition: Record, value: Any) -> bool:
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
    resource = context.catalogue.by_kind.get(block.get("entityType") or "")
    if resource is None or resource.name == "blocks":
        return None
    parent = context.workspace.collection(resource.name).get(block.get("entityId") or "")
    return None if parent is None else (resource.name, parent)
