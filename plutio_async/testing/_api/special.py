"""The operations that only some resources have. Their bodies and answers are not documented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plutio_async.testing._api.messages import ApiError, not_found
from plutio_async.testing._api.operations import GENERAL, Operation, bulk_answer, short
from plutio_async.testing._api.quirks import EVERY, Change, select_values_are_option_ids
from plutio_async.testing._api.store import Context, Record, copied


def operation(resource: str, verb: str) -> Operation:
    """The operation for a verb; any other verb answers with the record that the body names."""
    return SPECIAL.get((resource, verb)) or SPECIAL.get((EVERY, verb)) or GENERAL.get(verb) or _acknowledge


def read_by_path(context: Context) -> Record:
    """One record by the id in the path; templates give 404."""
    record = context.find(context.resource, context.params["_id"])
    if record.get("isTemplate"):
        raise not_found()
    return record


def send(context: Context) -> Record:
    """Sends a document: a draft becomes pending."""
    record = context.named()
    if record.get("status", "draft") != "draft":
        return record
    fields: Record = {"status": "pending"}
    if "pendingAt" in context.catalogue.resources[context.resource].properties:
        fields["pendingAt"] = context.store.now()
    return context.change(context.resource, record, fields)


def record_payment(context: Context) -> Record:
    """Adds a transaction; the invoice is paid once its whole amount is paid."""
    invoice = context.named()
    amount = _number(invoice.get("amount"))
    paid = _number(invoice.get("amountPaid"))
    payment = context.body.get("amount")
    payment = amount - paid if payment is None else payment
    now = context.store.now()
    details = {name: value for name, value in context.body.items() if name not in ("_id", "amount")}
    shared = {name: invoice[name] for name in ("client", "currency") if name in invoice}
    transaction = {"issueDate": now, **copied(shared), **details}
    transaction |= {"amount": payment, "invoiceId": invoice["_id"], "type": "in", "status": "paid"}
    context.add("transactions", transaction)
    changes: Record = {"amountPaid": paid + payment}
    if paid + payment >= amount:
        changes |= {"status": "paid", "paidAt": now}
    return context.change("invoices", invoice, changes)


def share(context: Context) -> Record:
    return context.change(context.resource, context.named(), {"isShared": True})


def create_preset(context: Context) -> Record:
    """Copies a block as a preset, which is a template and therefore hidden from lists."""
    fields = copied(context.find("blocks", context.body.get("_id")))
    for name in ("_id", "createdAt", "updatedAt", "entityId"):
        fields.pop(name, None)
    title = {"title": context.body["title"]} if context.body.get("title") else {}
    return context.add("blocks", {**fields, **title, "isTemplate": True})


def invitation_code(context: Context) -> Record:
    """The invitation of a person; the same at each call."""
    person = context.find("people", context.params.get("_id"))
    code = person["_id"][::-1]
    return {"code": code, "url": f"https://{context.workspace.subdomain}.plutio.com/invitation/{code}"}


def set_on_entity(context: Context) -> Record:
    """Sets one custom field of one record."""
    body = context.body
    resource = context.catalogue.by_entity_type.get(body.get("entityType") or "")
    if resource is None:
        raise ApiError(400, "entityType and entityId are required")
    record = context.find(resource.name, body.get("entityId"))
    definition = context.find("custom_fields", body.get("_id"))
    values = [value for value in record.get("customFields") or [] if value.get("_id") != definition["_id"]]
    values.append({"_id": definition["_id"], "value": body.get("value")})
    fields: Record = {"customFields": values}
    select_values_are_option_ids(Change(context, fields, record))
    return context.change(resource.name, record, fields)


def figures(context: Context) -> Record:
    return {name: len(rows) for name, rows in context.workspace.collections.items() if rows}


def delete_archived(context: Context) -> Any:
    return short(context, _remove_archived(context, context.body["_id"]))


def bulk_delete_archived(context: Context) -> Any:
    found = [identifier for identifier in context.body["_ids"] if _resource_of_archived(context, identifier)]
    return bulk_answer(context, [_remove_archived(context, identifier) for identifier in dict.fromkeys(found)])


def delete_trashed(context: Context) -> Any:
    if context.body["_id"] not in context.workspace.trash:
        raise not_found()
    return short(context, context.workspace.trash.pop(context.body["_id"])[1])


def bulk_delete_trashed(context: Context) -> Any:
    trash = context.workspace.trash
    found = [identifier for identifier in dict.fromkeys(context.body["_ids"]) if identifier in trash]
    return bulk_answer(context, [trash.pop(identifier)[1] for identifier in found])


def empty_trash(context: Context) -> Record:
    count = len(context.workspace.trash)
    context.workspace.trash.clear()
    return {"deleted": count}


SPECIAL: Mapping[tuple[str, str], Callable[[Context], Any]] = {
    (EVERY, "get_by_path"): read_by_path,
    ("invoices", "email"): send,
    ("proposals", "email"): send,
    ("contracts", "email"): send,
    ("invoices", "record_payment"): record_payment,
    ("files", "share"): share,
    ("file_folders", "share"): share,
    ("blocks", "create_preset"): create_preset,
    ("people", "invitation_code"): invitation_code,
    ("custom_fields", "add_to_entity"): set_on_entity,
    ("custom_fields", "update_on_entity"): set_on_entity,
    ("dashboard_data", "get"): figures,
    ("archive", "delete"): delete_archived,
    ("archive", "bulk_delete"): bulk_delete_archived,
    ("trash_bin", "delete"): delete_trashed,
    ("trash_bin", "bulk_delete"): bulk_delete_trashed,
    ("trash_bin", "empty"): empty_trash,
}


def _acknowledge(context: Context) -> Record:
    return context.named() if "_id" in context.body else {"_id": context.store.new_id()}


def _resource_of_archived(context: Context, identifier: Any) -> str | None:
    for resource, rows in context.workspace.collections.items():
        if identifier in rows and rows[identifier].get("isArchived"):
            return resource
    return None


def _remove_archived(context: Context, identifier: str) -> Record:
    resource = _resource_of_archived(context, identifier)
    if resource is None:
        raise not_found()
    return context.remove(resource, identifier)


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) else 0
