"""The models and enums that the operations need."""

from __future__ import annotations

from collections.abc import Iterable

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property

from generator.codecs import nested
from generator.errors import DescriptionError

_IN_TEMPLATES = frozenset(
    [
        "Any",
        "AnyCustomRecord",
        "AnyMapping",
        "AnyRecord",
        "BulkProgress",
        "BulkResult",
        "Choice",
        "CustomRecord",
        "Directory",
        "Either",
        "Field",
        "File",
        "Filter",
        "Found",
        "Id",
        "Json",
        "Listing",
        "Many",
        "Mapping",
        "Model",
        "Operation",
        "PageIterator",
        "Progress",
        "QueryLike",
        "RecordPart",
        "Records",
        "Ref",
        "Related",
        "Resource",
        "Response",
        "Sequence",
        "Unchecked",
    ]
)
"""The names that the templates use."""


class Reachable:
    """The models and enums that the operations need."""

    def __init__(self, data: GeneratorData) -> None:
        self._full = {model.class_info.name: model for model in data.models}
        self.models: dict[str, ModelProperty] = {}
        self.enums: dict[str, EnumProperty] = {}
        self.edges: dict[str, set[str]] = {}
        self.users: dict[str, set[str]] = {}
        """The models, and the names of others, that need each model and enum."""

    def follow(self, properties: Iterable[Property], parent: str | None = None) -> None:
        """Collects the models and enums of these properties, and of all below them."""
        for prop in properties:
            for part in nested(prop):
                if parent:
                    self.edges.setdefault(parent, set()).add(part.class_info.name)
                    self.users.setdefault(part.class_info.name, set()).add(parent)
                self._visit(part)

    def _visit(self, part: ModelProperty | EnumProperty) -> None:
        name = part.class_info.name
        if isinstance(part, EnumProperty):
            self.enums[name] = part
        elif name not in self.models:
            self.models[name] = self._full[name]
            self.follow(properties_of(self._full[name]), name)

    def imports(self, start: str, target: str) -> bool:
        """Whether the module of one model imports that of the other, directly or indirectly."""
        seen: set[str] = set()
        todo = [start]
        while todo:
            name = todo.pop()
            if name == target:
                return True
            if name not in seen:
                seen.add(name)
                todo += self.edges.get(name, ())
        return False

    def home(self, name: str) -> str:
        """The model in whose module a model or an enum is: the only one that needs it, which loads it anyway."""
        users = self.users.get(name, set()) - {name}
        if len(users) == 1 and (user := min(users)) in self.models and not self.imports(name, user):
            return self.home(user)
        return name

    def check_names(self) -> None:
        """Raises ``DescriptionError`` for a name that the templates use themselves."""
        for name in [*self.models, *self.enums]:
            if name in _IN_TEMPLATES or name in {f"{model}Dict" for model in self.models}:
                raise DescriptionError(f"the schema name {name} is reserved; choose another")


def properties_of(model: ModelProperty) -> list[Property]:
    """The properties of a model, required ones first."""
    return [*(model.required_properties or []), *(model.optional_properties or [])]
