"""The records of the API, and the definitions of custom fields. Each is loaded when it is first used."""

from __future__ import annotations

from plutio_async._core import lazy
from plutio_async._generated import models as _models

TYPE_CHECKING = False  # typing takes longer to load than this module
if TYPE_CHECKING:
    from plutio_async._custom_fields.definitions import Definition as Definition
    from plutio_async._custom_fields.definitions import Option as Option
    from plutio_async._custom_fields.definitions import Options as Options
    from plutio_async._custom_fields.schema import CustomValues as CustomValues
    from plutio_async._custom_fields.schema import EntitySchema as EntitySchema
    from plutio_async._custom_fields.schema import Schema as Schema
    from plutio_async._generated.models import *  # noqa: F403
    from plutio_async._models.tables import RecordList as RecordList

_OTHERS = {
    "CustomValues": "._custom_fields.schema",
    "Definition": "._custom_fields.definitions",
    "EntitySchema": "._custom_fields.schema",
    "Option": "._custom_fields.definitions",
    "Options": "._custom_fields.definitions",
    "RecordList": "._models.tables",
    "Schema": "._custom_fields.schema",
}

__all__ = [*_models.__all__, *_OTHERS]  # noqa: PLE0604 # pyright: ignore[reportUnsupportedDunderAll]

if not TYPE_CHECKING:
    __getattr__ = lazy(__name__, {**dict.fromkeys(_models.__all__, "._generated.models"), **_OTHERS})


def __dir__() -> list[str]:
    return __all__
