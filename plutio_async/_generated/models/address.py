from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT, Choice
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart

from .country_code import CountryCode


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class Address(RecordPart):
    """A postal address. There is no key of its own for a state; one importer joins it into `city`."""

    _instead = {"zip": "zip_code", "postcode": "zip_code", "postal_code": "zip_code", "state": "city"}

    street: str | None = field("street", TEXT)
    """Street and house number."""
    city: str | None = field("city", TEXT)
    """Town or city."""
    zip_code: str | None = field("zipCode", TEXT)
    """Postal code."""
    country: CountryCode | None = field("country", Choice(CountryCode))
    """The country. The documents list ISO codes; one importer of v1.7 sent what its own table held."""
