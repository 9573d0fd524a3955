"""The resource classes and the fields of their writes, for annotations. Each is loaded when it is first used."""

from __future__ import annotations

from plutio_async._core import lazy
from plutio_async._generated import resources as _resources

TYPE_CHECKING = False  # typing takes longer to load than this module
if TYPE_CHECKING:
    from plutio_async._client.custom_fields import CustomFields
    from plutio_async._client.files import Files
    from plutio_async._generated.resources import *  # noqa: F403

    CustomFieldsResource = CustomFields
    FilesResource = Files

_EXTENDED = {"CustomFieldsResource": "._client.custom_fields:CustomFields", "FilesResource": "._client.files:Files"}

__all__ = [*_resources.__all__, *_EXTENDED]  # noqa: PLE0604 # pyright: ignore[reportUnsupportedDunderAll]

if not TYPE_CHECKING:
    __getattr__ = lazy(__name__, {**dict.fromkeys(_resources.__all__, "._generated.resources"), **_EXTENDED})


def __dir__() -> list[str]:
    return __all__
