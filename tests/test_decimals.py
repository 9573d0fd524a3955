"""Amounts: a ``Decimal`` is sent as a JSON number with exactly its digits, and an amount is read without loss."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import BulkFailed, BulkResult, ConfigurationError, OutcomeUnknown, Plutio
from plutio_async._core.json_text import json_text, parse_json
from plutio_async._models.json_form import to_json
from plutio_async.models import Invoice, Tax
from plutio_async.testing import Fault, Sandbox

from .api import Api, answer
from .custom_fields.studio import definitions

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
EXACT = Decimal("12345678901234567890.12345678901234567890")
NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | DECIMALS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=10,
)


def exactly(text: str | bytes) -> Any:
    """The JSON with each number as a ``Decimal``, and each digit of it."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def as_text(value: Any) -> Any:
    """The value with each number as text: ``1.10`` and ``1.1`` are equal as numbers."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_text(item) for item in value]
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


@given(NESTED)
def test_each_digit_is_sent(value: Any) -> None:
    """At any depth, beside any other value."""
    assert as_text(exactly(json_text(to_json(value)))) == as_text(value)


@given(st.dictionaries(st.text(), st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.text()))
def test_a_decimal_changes_nothing_else(value: dict[str, Any]) -> None:
    """The text of the rest is the same as without it."""
    assert json_text([value, Decimal("0.10")]) == f"[{json_text(value)},0.10]"


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), {"a": [Decimal("-Infinity")]}])
def test_what_json_has_no_number_for_is_refused(value: Any) -> None:
    """By the check of arguments, and by the encoder itself."""
    with pytest.raises(ValueError, match="finite"):
        to_json(value)
    with pytest.raises(ValueError, match="is not JSON"):
        json_text(value)


def test_other_values_are_refused_beside_a_decimal() -> None:
    """As without one."""
    endless: list[Any] = [Decimal(1)]
    endless.append(endless)
    with pytest.raises(ValueError, match=r"nested too deeply|Circular"):
        json_text(endless)
    with pytest.raises(TypeError, match="object has no JSON form"):
        json_text([Decimal(1), object()])
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text([Decimal(1), float("nan")])


async def serve(request: httpx.Request) -> httpx.Response:
    """Definitions of custom fields, and a record for every write."""
    if request.method == "GET":
        return answer(200, definitions()[int(request.url.params.get("skip", 0)) :])
    return answer(200, {"_id": "x" * 17})


WRITES: list[tuple[Callable[[Plutio], Any], str]] = [
    (lambda plutio: plutio.invoices.create(amount=EXACT), '{"amount":%s}'),
    (lambda plutio: plutio.invoices.update("i", discount=EXACT), '{"_id":"i","discount":%s}'),
    (lambda plutio: plutio.invoices.create(tax=[{"value": EXACT}]), '{"tax":[{"value":%s}]}'),
    (lambda plutio: plutio.invoices.create(tax=[Tax(value=EXACT)]), '{"tax":[{"value":%s}]}'),  # type: ignore[arg-type]
    (lambda plutio: plutio.time_tracks.create(time=EXACT), '{"time":%s}'),
    (lambda plutio: plutio.projects.create(budget={"amount": EXACT}), '{"budget":{"amount":%s}}'),
    (lambda plutio: plutio.tasks.create(extra={"a": [{"b": EXACT}]}), '{"a":[{"b":%s}]}'),
    (lambda plutio: plutio.invoices.bulk_update(["i"], amount=EXACT), '{"amount":%s,"_ids":["i"]}'),
    (
        lambda plutio: plutio.people.create(name={"first": "x"}, role="client", custom={"Revenue": EXACT}),
        '{"name":{"first":"x"},"role":"client","customFields":[{"_id":"idRevenue","value":%s}]}',
    ),
    (
        lambda plutio: plutio.invoices.create(name="x", tax=[Tax(title="VAT", value=EXACT)]),
        '{"name":"x","tax":[{"title":"VAT","value":%s}]}',
    ),
    (
        lambda plutio: plutio.tasks.create(custom_fields=[{"id": "f", "value": [EXACT]}]),
        '{"customFields":[{"_id":"f","value":[%s]}]}',
    ),
    (lambda plutio: plutio.request("POST", "/any", json={"a": EXACT}), '{"a":%s}'),
]


@pytest.mark.anyio
@pytest.mark.parametrize(("write", "expected"), WRITES)
async def test_a_decimal_is_sent_exactly(write: Callable[[Plutio], Any], expected: str) -> None:
    """In every place of a write."""
    api = Api(serve)
    async with api.client() as plutio:
        await write(plutio)
    assert api.requests[-1].content.decode() == expected % EXACT


@pytest.mark.parametrize("value", [str(EXACT), f'"{EXACT}"', "1200", "0.1", '"12.50"', "1e-400"])
def test_an_amount_is_read_without_loss(value: str) -> None:
    """A number and a text of any length, and written again as the same number."""
    invoice = Invoice.from_dict(parse_json(f'{{"_id":"i","amount":{value}}}'.encode()))
    assert isinstance(invoice.amount, float | int)
    assert Decimal(str(invoice.amount)) == Decimal(value.strip('"'))
    again = parse_json(json_text(to_json({"amount": invoice.amount})).encode())
    assert Decimal(str(again["amount"])) == Decimal(value.strip('"'))


@given(DECIMALS)
def test_any_decimal_is_read_back(amount: Decimal) -> None:
    """Also from the text of a record."""
    try:
        near = float(amount)
    except OverflowError:  # pragma: no cover
        return
    if abs(near) == float("inf"):
        return
    invoice = Invoice(id="i", amount=amount, tax=[Tax(value=amount)])
    assert isinstance(invoice.amount, float)
    read = Invoice.from_dict(parse_json(invoice.to_json().encode()))
    assert read.amount is not None
    assert Decimal(str(read.amount)) == amount
    assert invoice.tax is not None
    assert Decimal(str(invoice.tax[0].value)) == amount
    direct = parse_json(json_text({"amount": amount}).encode())["amount"]
    assert Decimal(str(direct)) == amount


@pytest.mark.anyio
@pytest.mark.parametrize("amount", [Decimal("0.10"), Decimal("12.50"), Decimal("1E+2"), Decimal(3), EXACT])
async def test_an_answer_with_the_same_number_is_recognised(amount: Decimal) -> None:
    """It has a float: in the outcome of a bulk write, and where a record without an answer is looked for."""
    sandbox = Sandbox()
    (row,) = sandbox.seed(invoices=[{"name": "a", "amount": 1}])["invoices"]
    async with Plutio.sandbox(sandbox) as plutio:
        assert (await plutio.invoices.bulk_update([row["_id"]], amount=amount)).done == [row["_id"]]
        with sandbox.fail(Fault.reset("after", method="POST")), pytest.raises(OutcomeUnknown) as caught:
            await plutio.invoices.create(name="b", amount=amount, tax=[{"value": amount}])
        (found,) = await caught.value.find_similar(plutio)
        assert found.name == "b"
        other = await plutio.invoices.bulk_update([row["_id"]], amount=amount + 1)
    assert other.done == [row["_id"]]


@pytest.mark.anyio
async def test_another_number_is_not_taken_for_it() -> None:
    """Only the digits that a float has count."""
    sandbox = Sandbox()
    async with Plutio.sandbox(sandbox) as plutio:
        with sandbox.fail(Fault.reset("before", method="POST")), pytest.raises(OutcomeUnknown) as caught:
            await plutio.invoices.create(name="b", amount=Decimal("0.1"))
        sandbox.seed(invoices=[{"name": "b", "amount": 0.11}])
        assert await caught.value.find_similar(plutio) == []


@pytest.mark.anyio
async def test_a_bulk_write_with_a_decimal_can_be_continued() -> None:
    """With the same value; another one is refused."""
    api = Api(answer(400, {"message": "no"}), answer(200, ["i"]))
    async with api.client() as plutio:
        with pytest.raises(BulkFailed) as caught:
            await plutio.invoices.bulk_update(["i"], amount=EXACT)
        result = BulkResult.from_json(caught.value.result.to_json())
        with pytest.raises(ConfigurationError, match="other values"):
            await plutio.invoices.bulk_update(result, amount=EXACT + 1)
        assert (await plutio.invoices.bulk_update(result, amount=EXACT)).done == ["i"]
