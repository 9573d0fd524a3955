"""Invoices, payments, subscriptions, proposals, contracts and items of the ready-made workspace."""

from __future__ import annotations

from typing import Any

from plutio_async.testing._workspace.studio_base import Studio

_INVOICES = (
    ("Deposit", "Northwind Bakery", "Website relaunch", 1200, "paid", -40),
    ("Signage", "Northwind Bakery", "Shop signage", 900, "paid", -25),
    ("Second part", "Northwind Bakery", "Website relaunch", 2400, "overdue", -6),
    ("Discovery", "Harbour Cycles", "Rental app", 3000, "pending", -2),
    ("Prototype", "Harbour Cycles", "Rental app", 4500, "draft", 0),
    ("Layout", "Acme Instruments", "Annual report", 1800, "cancelled", -12),
)
_PROPOSALS = (
    ("Rental app", "Harbour Cycles", "approved", 7500),
    ("Annual report", "Acme Instruments", "pending", 1800),
    ("Trade fair stand", "Acme Instruments", "draft", 5200),
)


def money(made: Studio) -> None:
    """Adds them."""
    for title, amount in (("Design day", 500), ("Workshop", 900), ("Hosting for a month", 25)):
        made.add("items", title, title=title, amount=amount, quantity=1, tax=20)
    for invoice in _INVOICES:
        _invoice(made, invoice)
    for proposal in _PROPOSALS:
        _proposal(made, *proposal)
    _contract(made)
    made.add(
        "invoice_subscriptions",
        "care plan",
        title="Care plan",
        client=made.ref("Northwind Bakery", "company"),
        amount=150,
        currency="GBP",
        repeat={"intervalType": "month", "interval": 1},
        startDate=made.day(-60),
        status="active",
    )


def _invoice(made: Studio, row: tuple[str, str, str, int, str, int]) -> None:
    title, company, project, net, status, issued = row
    name, total, paid = f"{project}: {title}", net * 6 / 5, status == "paid"
    client = made.ref(company, "company")
    dates = {"issueDate": made.day(issued), "dueDate": made.day(issued + (3 if status == "overdue" else 14))}
    block = made.add("blocks", f"{name} items", type="items", entityType="invoice", entityId=made.id(name))
    invoice = made.add(
        "invoices",
        name,
        name=name,
        client=client,
        projectId=made.id(project),
        currency="GBP",
        subTotal=net,
        amount=total,
        amountPaid=total if paid else 0,
        tax=[{"title": "VAT", "value": 20}],
        status=status,
        blocks=[block],
        **dates,
        **({"paidAt": made.day(issued + 5)} if paid else {}),
    )
    if paid:
        payment = {"amount": total, "client": client, "invoiceId": invoice, "issueDate": made.day(issued + 5)}
        _payment(made, name, payment)


def _payment(made: Studio, name: str, payment: dict[str, Any]) -> None:
    made.add(
        "transactions",
        f"{name} payment",
        title=f"Payment of {name}",
        currency="GBP",
        type="in",
        status="paid",
        manualPaymentMethod="wire-transfer",
        **payment,
    )


def _proposal(made: Studio, title: str, company: str, status: str, amount: int) -> None:
    name = f"Proposal: {title}"
    made.add(
        "proposals",
        name,
        name=name,
        client=made.ref(company, "company"),
        currency="GBP",
        amount=amount,
        subTotal=amount,
        billableItems=[{"title": "Design day", "quantity": amount / 500, "amount": 500, "tax": "0%"}],
        blocks=_blocks(made, name, "proposal", ("intro", "content", "signature")),
        issueDate=made.day(-15),
        status=status,
        **({"pendingAt": made.day(-14)} if status != "draft" else {}),
        **({"approvedAt": made.day(-7)} if status == "approved" else {}),
    )


def _contract(made: Studio) -> None:
    name = "Contract: Rental app"
    made.add(
        "contracts",
        name,
        name=name,
        signees=[made.ref("Omar", "person")],
        projectId=made.id("Rental app"),
        blocks=_blocks(made, name, "contract", ("content", "signature")),
        status="signed",
    )


def _blocks(made: Studio, name: str, kind: str, types: tuple[str, ...]) -> list[str]:
    blocks = []
    for block_type in types:
        text = {"textHTML": f"<p>{name}</p>", "textPlain": name} if block_type == "content" else {}
        parent = {"entityType": kind, "entityId": made.id(name)}
        blocks.append(made.add("blocks", f"{name} {block_type}", type=block_type, **parent, **text))
    return blocks
