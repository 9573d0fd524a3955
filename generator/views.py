"""The whole package, for the templates."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from openapi_python_client.parser import GeneratorData

from generator.arguments import Records
from generator.bundle import Document
from generator.codecs import nested
from generator.filters import Filters
from generator.methods import ResourceView
from generator.models import EnumView, ModelView, ModuleView, enum_view, in_order, model_view, on_base, shared_bases
from generator.operations import model_of_list, resource_view, roots_of
from generator.parts import PartView, part_views
from generator.reachable import Reachable
from generator.references import every_target

PART_DICTS = "part_dicts"
"""The module of the mappings that writes take for parts of records."""


@frozen
class PackageView:
    """Everything that is rendered."""

    bases: list[ModelView]
    models: list[ModelView]
    enums: list[EnumView]
    resources: list[ResourceView]
    related: list[ResourceView]
    parts: list[PartView]
    part_imports: dict[str, str]
    filter_imports: dict[str, str]
    """The models and enums in the types of filters, with their modules."""
    base_url: str

    @property
    def modules(self) -> list[ModuleView]:
        """The modules of models and enums."""
        models = [*self.bases, *self.models]
        names = sorted({*(model.module for model in models), *(enum.module for enum in self.enums)})
        return [
            ModuleView(
                name,
                [enum for enum in self.enums if enum.module == name],
                in_order([model for model in models if model.module == name]),
            )
            for name in names
        ]

    @property
    def listed_models(self) -> list[ModelView]:
        """The models of the records that can be listed."""
        names = {resource.model for resource in self.resources if resource.listing}
        return [model for model in self.models if model.name in names]

    @property
    def common_fields(self) -> list[str]:
        """The fields that all these models have."""
        first, *others = ([field.name for field in model.fields] for model in self.listed_models)
        return [name for name in first if all(name in names for names in others)]

    @property
    def related_models(self) -> dict[str, str]:
        """The models of the related resources, with their modules."""
        models = {r.listing.model: r.imports[r.listing.model] for r in self.related if r.listing and r.listing.model}
        return dict(sorted(models.items()))


def package_view(data: GeneratorData, document: Document) -> PackageView:
    """Everything that the operations need. Schemas that are only written become no models."""
    endpoints = {str(tag): collection.endpoints for tag, collection in data.endpoint_collections_by_tag.items()}
    reachable = Reachable(data)
    listed = {
        tag: model
        for tag, group in endpoints.items()
        for endpoint in group
        if (model := model_of_list(endpoint, document))
    }
    for tag, group in endpoints.items():
        for endpoint in group:
            reachable.follow(roots_of(endpoint))
            for part in (part for prop in roots_of(endpoint) for part in nested(prop)):
                reachable.users.setdefault(part.class_info.name, set()).add(listed.get(tag, tag))
    reachable.check_names()
    plain = [model_view(model, reachable, document, listed) for model in reachable.models.values()]
    bases = shared_bases(plain, document)
    models = [on_base(model, bases) for model in plain]
    enums = [enum_view(enum, reachable, document) for enum in reachable.enums.values()]
    modules = {"AnyMapping": PART_DICTS} | {f"{model.name}Dict": PART_DICTS for model in models}
    modules |= {model.name: model.module for model in models} | {enum.name: enum.module for enum in enums}
    modules |= {f"Known{enum.name}": enum.module for enum in enums}
    records = Records(models=listed, codecs={model.name: model.codecs for model in models}, modules=modules)
    filters = Filters(reachable.models, document, records)
    resources = [resource_view(tag, group, document, records, filters) for tag, group in endpoints.items()]
    resources.sort(key=lambda resource: resource.attribute)
    related = {target for _, target in every_target(document)}
    written = (argument.type for resource in resources for method in resource.methods for argument in method.fields)
    parts = part_views(written, reachable.models, document, records)
    return PackageView(
        bases=bases,
        models=models,
        enums=enums,
        resources=resources,
        related=[resource for resource in resources if resource.attribute in related],
        parts=parts,
        part_imports=_without_dicts(records.imports(field.type for part in parts for field in part.fields)),
        filter_imports=records.imports(type for r in resources for type in (r.model or "", *r.filters.values())),
        base_url=_base_url(document["servers"][0]),
    )


def _without_dicts(imports: Mapping[str, str]) -> dict[str, str]:
    """What the module of the mappings imports: nothing of its own."""
    return {name: module for name, module in imports.items() if module != PART_DICTS}


def _base_url(server: Document) -> str:
    defaults = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
    url: str = server["url"].format(**defaults)
    return url
