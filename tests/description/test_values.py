"""Countries and currencies are the complete lists of their standards."""

from __future__ import annotations

from pathlib import Path

import pycountry
import pytest

from generator.bundle import Document, bundle

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def document() -> Document:
    return bundle(Path(__file__).parent.parent.parent / "openapi")


def values(document: Document, name: str) -> set[str]:
    return set(document["components"]["schemas"][name]["x-extensible-enum"])


def test_countries_are_iso_3166_1(document: Document) -> None:
    """Every alpha-2 code, none more."""
    assert values(document, "CountryCode") == {country.alpha_2 for country in pycountry.countries}


def test_currencies_are_iso_4217(document: Document) -> None:
    """Every code, none more."""
    assert values(document, "CurrencyCode") == {currency.alpha_3 for currency in pycountry.currencies}
