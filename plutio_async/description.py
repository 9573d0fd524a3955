"""Resources, their fields and the codecs of values, for tools that work with any resource, such as the command line.

``openapi_document()`` is the whole description, ``catalogue()`` has all resources without a client, and
``fields_of(model)`` the fields of a resource's records. A minor release may change what is here.
"""

from __future__ import annotations

from plutio_async._client.resource_map import MIXED as MIXED
from plutio_async._client.resource_map import RESOURCES as RESOURCES
from plutio_async._client.resource_map import catalogue as catalogue
from plutio_async._client.resource_map import resource_of as resource_of
from plutio_async._client.resource_map import unlistable as unlistable
from plutio_async._core.bundled import openapi_document as openapi_document
from plutio_async._generated.root import BASE_URL as BASE_URL
from plutio_async._generated.root import Resources as Resources
from plutio_async._models.codecs import ANYTHING as ANYTHING
from plutio_async._models.codecs import BOOLEAN as BOOLEAN
from plutio_async._models.codecs import MOMENT as MOMENT
from plutio_async._models.codecs import NUMBER as NUMBER
from plutio_async._models.codecs import TEXT as TEXT
from plutio_async._models.codecs import Anything as Anything
from plutio_async._models.codecs import Boolean as Boolean
from plutio_async._models.codecs import Choice as Choice
from plutio_async._models.codecs import Codec as Codec
from plutio_async._models.codecs import Either as Either
from plutio_async._models.codecs import Id as Id
from plutio_async._models.codecs import Integer as Integer
from plutio_async._models.codecs import Many as Many
from plutio_async._models.codecs import Mismatch as Mismatch
from plutio_async._models.codecs import Moment as Moment
from plutio_async._models.codecs import Number as Number
from plutio_async._models.codecs import Targets as Targets
from plutio_async._models.codecs import Text as Text
from plutio_async._models.codecs import mismatch as mismatch
from plutio_async._models.fields import Field as Field
from plutio_async._models.fields import Ref as Ref
from plutio_async._models.fields import field as field
from plutio_async._models.fields import fields_by_wire_name as fields_by_wire_name
from plutio_async._models.fields import fields_of as fields_of
from plutio_async._models.fields import item_codec as item_codec
from plutio_async._models.fields import options_of as options_of
from plutio_async._models.json_form import to_json as to_json
from plutio_async._query.paths import ModelNames as ModelNames
