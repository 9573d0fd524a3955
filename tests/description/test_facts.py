"""Fields that are easily described wrongly, each with the evidence for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.bundle import Document, bundle
from generator.fields import fields_of
from plutio_async import models
from plutio_async.description import fields_by_wire_name

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def document() -> Document:
    return bundle(Path(__file__).parent.parent.parent / "openapi")


@pytest.mark.parametrize(
    ("schema", "field", "evidence"),
    [
        ("InvoiceSubscriptionUpdate", "status", "inferred"),
        ("InvoiceSubscription", "status", "observed"),
        ("ContractUpdate", "status", "inferred"),
        ("Contract", "status", "observed"),
        ("BlockUpdate", "isTemplate", "inferred"),
        ("BlockUpdate", "hasText", "observed"),
        ("TimeTrackUpdate", "billingAmount", "observed"),
        ("Invoice", "amountPaid", "inferred"),
        ("Invoice", "totalAmount", "inferred"),
        ("PersonUpdate", "companyId", "inferred"),
        ("TaskMove", "index", "inferred"),
        ("TaskCopy", "projectId", "inferred"),
        ("TaskBoardCopy", "projectId", "inferred"),
        ("TaskGroupMove", "position", "observed"),
        ("WikiEntityMove", "parentId", "observed"),
        ("FileItemMove", "position", "inferred"),
        ("FileFolderMove", "position", "inferred"),
        ("PersonCreate", "email", "observed"),
    ],
)
def test_a_field_is_described_with_its_evidence(schema: str, field: str, evidence: str, document: Document) -> None:
    """What was read is known better than what may be written."""
    assert fields_of(document, schema)[field].evidence == evidence


def test_the_roles_that_see_a_wiki_are_slugs(document: Document) -> None:
    """Not ids."""
    assert fields_of(document, "WikiPrivateShareSettings")["roles"].raw["items"] == {"type": "string"}


def test_a_model_has_each_field_of_its_schema(document: Document) -> None:
    """Those of its base too, each once."""
    read = [name for name in models.__all__ if name in document["components"]["schemas"]]
    with_fields = [name for name in read if fields_of(document, name)]
    assert len(with_fields) > 40
    for name in with_fields:
        fields = fields_by_wire_name(getattr(models, name))
        assert sorted(fields) == sorted(fields_of(document, name))
        assert next(iter(fields)) == ("_id" if fields.get("_id") else next(iter(fields_of(document, name))))
