"""Methods and resources, as the templates see them."""

from __future__ import annotations

from attrs import frozen

from generator.arguments import ArgumentView

ORDER = ("create", "update", "delete", "archive", "unarchive", "move", "copy")
"""The usual writes, in the order of a resource. Bulk writes and then others follow."""


@frozen
class ParameterView:
    """A query parameter of one method."""

    name: str
    wire: str
    type: str
    expression: str
    doc: str
    required: bool
    required_with_id: bool
    """Whether a list needs it for one record, too."""

    @property
    def code(self) -> str:
        """Its declaration."""
        return f"{self.name}: {self.type}" if self.required else f"{self.name}: {self.type} | None = None"


@frozen
class MethodView:
    """A method: its parameters, its request, its result."""

    name: str
    operation_id: str
    http_method: str
    path: str
    idempotent: bool
    summary: str
    doc: str
    evidence: str
    key: str | None
    sets: dict[str, bool]
    takes_extra: bool
    fields: tuple[ArgumentView, ...]
    parameters: list[ParameterView]
    model: str | None
    id_query: bool
    get_by_list: bool
    fallback: str | None
    former: str | None

    @property
    def constant(self) -> str:
        """The name of the constant that holds the operation."""
        return f"_{self.name.replace('unarchive', 'archive').upper()}"

    @property
    def is_list(self) -> bool:
        """Whether it lists records."""
        return self.name == "list"

    @property
    def makes_record(self) -> bool:
        """Whether its answer is another record than the one that it names."""
        return self.key != "id" or self.name == "copy"

    @property
    def takes_custom(self) -> bool:
        """Whether custom fields can be written by title."""
        return any(argument.wire == "customFields" for argument in self.fields)

    def parameters_of(self, record: str) -> list[str]:
        """Its parameters in Python. ``record`` is the model of the resource."""
        keys = {
            "id": f"id: str | {record}",
            "ids": f"ids: Iterable[str | {record}] | AsyncIterable[str | {record}] | BulkResult",
        }
        given = ["self", *([keys[self.key]] if self.key else [])]
        keywords = [*(argument.code for argument in self.fields), *(parameter.code for parameter in self.parameters)]
        if self.takes_custom:
            keywords.append("custom: Mapping[str, Any] | None = UNSET")
        if self.key == "ids":
            keywords.append("progress: Callable[[BulkProgress], None] | None = None")
        if self.takes_extra:
            keywords.append("extra: Mapping[str, Any] | None = None")
        others = ["**params: Filter"] if self.http_method == "GET" else []
        return [*given, *(["*", *keywords] if keywords else []), *others]

    @property
    def rank(self) -> tuple[int, int, str]:
        """The place among the methods of a resource: reads, the usual writes, bulk writes, others."""
        if self.http_method == "GET":
            return 0, 0, self.name
        bulk = self.name.startswith("bulk_")
        verb = self.name.removeprefix("bulk_")
        return (2 if bulk else 1, ORDER.index(verb), "") if verb in ORDER else (3, 0, self.name)


@frozen
class ResourceView:
    """A resource class."""

    attribute: str
    class_name: str
    module: str
    doc: str
    model: str | None
    methods: list[MethodView]
    other_fields: dict[str, ArgumentView]
    imports: dict[str, str]
    type_imports: dict[str, str]
    filters: dict[str, str]
    """The types of the keyword filters of its list."""

    @property
    def filters_name(self) -> str:
        """The name of the type of its keyword filters."""
        return f"{self.model}Filters"

    @property
    def sortable(self) -> list[str]:
        """The values of ``sort`` that editors offer."""
        names = [name for name in self.filters if "__" not in name and name not in {p.name for p in self.parameters}]
        return [value for name in names for value in (name, f"{name}_desc")]

    @property
    def listing_name(self) -> str:
        """The name of the class that type checkers see in the place of ``Listing``."""
        return self.class_name.replace("Resource", "Listing")

    @property
    def operations(self) -> list[MethodView]:
        """One method for each operation."""
        return list({method.operation_id: method for method in self.methods}.values())

    @property
    def bases(self) -> str:
        """The base classes."""
        names = ["Creates"] if any(method.name == "create" for method in self.methods) else []
        names += [] if names or self.listing else ["Resource"]
        bases = [f"{name}[{self.model or 'Model'}]" for name in names]
        return ", ".join([*bases, self.listing_name] if self.listing else bases)

    @property
    def listing(self) -> MethodView | None:
        """The method that lists the records, if there is one."""
        return next((method for method in self.methods if method.is_list), None)

    @property
    def renamed(self) -> dict[str, str]:
        """The methods by their former names."""
        return {method.former: method.name for method in self.methods if method.former}

    @property
    def renamed_fields(self) -> dict[str, str]:
        """The arguments by their former names."""
        arguments = (argument for method in self.methods for argument in method.fields)
        return {argument.former: argument.name for argument in arguments if argument.former}

    @property
    def parameters(self) -> list[ParameterView]:
        """The filters that are parameters of their own, or needed."""
        return self.listing.parameters if self.listing else []

    @property
    def get_parameters(self) -> list[ParameterView]:
        """What ``get`` takes beside the id."""
        return [parameter for parameter in self.parameters if parameter.required_with_id]
