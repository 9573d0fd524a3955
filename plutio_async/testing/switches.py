"""Switches: the behaviours of the API that are unknown, or about which the sources disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Self, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from plutio_async._core.checks import is_count, is_seconds
from plutio_async.testing.errors import SandboxError, nearest


def _switch(default: Any, description: str, *, others: tuple[Any, ...] = ()) -> Any:
    return field(default=default, kw_only=True, metadata={"description": description, "others": others})


@frozen
class Switches:
    """The behaviour of the sandbox where the facts about the API are open. The defaults follow the best evidence.

    Raises:
        SandboxError: an unknown switch, or a value that it does not have.
    """

    if not TYPE_CHECKING:  # the signature is that of ``__init__``

        def __new__(cls, *values: Any, **switches: Any) -> Self:
            """Raises a ``SandboxError`` for a misspelt name, before Python raises a ``TypeError``."""
            if values:
                raise SandboxError(f"name the switch for the value {values[0]!r}, such as get_one='object'")
            for name in switches:
                _check_name(name)
            return object.__new__(cls)

    get_one: Literal["array", "object"] = _switch("array", "the answer of `?_id=`")
    unknown_route: Literal[403, 405] = _switch(403, "the status of an unknown route: as observed, or as documented")
    path_ids: Literal["read", "refused", "read_most", "every"] = _switch(
        "read",
        "an id in the path: `GET` of five resources, as one client does, no call, `GET` of all but the two that one "
        "client saw refused, or `GET`, `PUT` and `DELETE`",
    )
    undocumented: Literal["seen", "refused", "assumed"] = _switch(
        "seen",
        "undocumented calls: `/automations` and `/schedules`, none, or also `GET /roles`, bulk calls of every "
        "resource, and archive calls without `isArchived`",
    )
    tasks_archive: Literal["missing", "works"] = _switch(
        "missing", "`POST /tasks/archive`: 404 as observed, or documented"
    )
    custom_field_writes: Literal["allowed", "forbidden"] = _switch(
        "allowed", "PUT and DELETE of custom fields and dashboard pages: as documented, or 403 as one client reports"
    )
    custom_field_updates: Literal["replaced", "merged"] = _switch(
        "replaced", "whether an update of some custom fields removes the others"
    )
    proposal_status: Literal["writable", "dropped"] = _switch("writable", "whether an update sets a proposal's status")
    wiki_has_text: Literal["taken", "refused"] = _switch("taken", "whether blocks of wikis take `hasText`")
    project_status: Literal["object", "title"] = _switch("object", "the form of a project's status")
    money: Literal["number", "text"] = _switch("number", "the form of amounts")
    currency: Literal["code", "object"] = _switch("code", "the form of a currency: `USD`, or `{code: USD}`")
    text_fields: Literal["plain", "list"] = _switch("plain", "the form of text custom fields; v1.8 sent a list of one")
    nulls: Literal["kept", "dropped"] = _switch(
        "kept", "whether a field that was set to null is sent as null or left out"
    )
    unknown_fields: Literal["kept", "dropped", "refused"] = _switch("kept", "the handling of undescribed fields")
    references: Literal["kept", "check"] = _switch(
        "kept", "whether a write may have the id of a record that does not exist; the other is 400. Unknown of the API"
    )
    short_answer: Literal["record", "id"] = _switch("record", "the answer of delete, archive and move")
    bulk_answer: Literal["records", "ids", "counts", "empty"] = _switch("records", "the answer of bulk calls")
    archived: Literal["listed", "hidden"] = _switch(
        "listed", "whether lists leave out archived records, unless they filter by `isArchived` or `_id`"
    )
    list_order: Literal["oldest", "newest"] = _switch("oldest", "the order of an unsorted list")
    default_limit: int = _switch(100, "the number of records in a list without `limit`", others=(3,))
    max_limit: int | None = _switch(None, "the server's silent cap of `limit`; `None` is no cap", others=(7,))
    sort_grammar: Literal["suffix", "minus", "both"] = _switch(
        "suffix", "`dueDate_desc`, or `-dueDate`; the other is 400"
    )
    ties: Literal["steady", "shuffled"] = _switch(
        "steady", "whether records with equal sort keys have the same order in every call"
    )
    text_query: Literal["ignored", "refused"] = _switch("ignored", "the handling of a `q` that is not a JSON object")
    token_keys: Literal["both", "camel", "snake"] = _switch("both", "the spelling of the keys of a token")
    token_expiry: Literal["iso", "number"] = _switch("iso", "the form of `accessTokenExpiresAt`")
    token_refusal: Literal[400, 401] = _switch(400, "the status for a wrong client id or secret")
    token_lifetime: float = _switch(259_200.0, "the lifetime of a token in seconds", others=(60.0,))
    older_tokens: Literal["kept", "ended"] = _switch("kept", "whether a new token ends the older ones")
    token_calls: Literal["counted", "free"] = _switch("counted", "whether token calls use up the hour's calls")
    limit_counting: Literal["rolling", "fixed", "bucket"] = _switch("rolling", "the way to count the calls of an hour")
    limit_headers: Literal["x", "x-reset-seconds", "x-reset-epoch", "ratelimit", "none"] = _switch(
        "x", "the headers for the limit: `x-ratelimit-limit` and `-remaining`, with a reset, without `x-`, or none"
    )
    retry_after: Literal["seconds", "date", "none"] = _switch("seconds", "the form of `Retry-After` in a 429")
    write_burst: int | None = _switch(
        None, "the number of writes in flight above which writes get 503; `None` is no limit", others=(8,)
    )

    def __attrs_post_init__(self) -> None:
        for name, hint in _hints().items():
            _check(name, getattr(self, name), hint)

    @property
    def counts_token_calls(self) -> bool:
        """Whether token calls count towards the limit."""
        return self.token_calls == "counted"  # noqa: S105 - not a password

    @classmethod
    def strict(cls, **switches: Any) -> Self:
        """Only what is documented: no other route, no id in a path, no undescribed field, 405 for an unknown method.

        For tests that a client relies on nothing else. ``switches`` change single ones.
        """
        return cls(**{**PROFILES["strict"], **switches})

    @classmethod
    def lenient(cls, **switches: Any) -> Self:
        """All that a known client assumes: reads with ids in paths, ``sort=-field``, bulk calls of every resource.

        Writes with an id in the path are 403, as the API answers them.

        For running another client on the sandbox as it is. ``switches`` change single ones.
        """
        return cls(**{**PROFILES["lenient"], **switches})

    @classmethod
    def checked(cls, switches: Self | None) -> Self:
        """The switches, or the defaults for ``None``."""
        if switches is None:
            return cls()
        if not isinstance(switches, cls):
            raise SandboxError(f"switches cannot be {switches!r}; write Switches(get_one='object')")
        return switches

    @classmethod
    def of(cls, switches: Mapping[str, Any]) -> Self:
        """From a mapping of names to values."""
        if not isinstance(switches, Mapping):
            raise SandboxError(f"switches are Switches(…) or a mapping, not {switches!r}")
        for name in switches:
            _check_name(name)
        return cls(**switches)

    @classmethod
    def parse(cls, settings: Iterable[str], profile: str = "default") -> Self:
        """From ``name=value`` texts of the command line, which change single switches of a profile."""
        if profile not in PROFILES:
            raise SandboxError(f"there is no profile {profile!r}; choose from {', '.join(PROFILES)}")
        chosen = {}
        for setting in settings:
            name, equals, text = setting.partition("=")
            if not equals:
                raise SandboxError(f"{setting!r} is not a switch; write name=value")
            chosen[name] = _parse(name, text)
        return cls.of({**PROFILES[profile], **chosen})

    @classmethod
    def variants(cls) -> Iterator[tuple[str, Self]]:
        """All variants that differ from the defaults in one switch, each with its name, such as ``get_one=object``."""
        for attribute in attrs.fields(cls):
            hint = _hints()[attribute.name]
            choices = get_args(hint) if get_origin(hint) is Literal else attribute.metadata["others"]
            for choice in choices:
                if choice != attribute.default:
                    yield f"{attribute.name}={choice}", cls(**{attribute.name: choice})


PROFILES: Mapping[str, Mapping[str, Any]] = {
    "default": {},
    "strict": {
        "unknown_route": 405,
        "path_ids": "refused",
        "undocumented": "refused",
        "tasks_archive": "works",
        "unknown_fields": "refused",
        "text_query": "refused",
    },
    "lenient": {
        "path_ids": "read_most",
        "undocumented": "assumed",
        "tasks_archive": "works",
        "sort_grammar": "both",
    },
}


@cache
def _hints() -> dict[str, Any]:
    hints = get_type_hints(Switches)
    return {attribute.name: hints[attribute.name] for attribute in attrs.fields(Switches)}


def _check_name(name: object) -> None:
    if name not in _hints():
        raise SandboxError(f"there is no switch {name!r}.{nearest(str(name), _hints())}")


def _check(name: str, value: Any, hint: Any) -> None:
    if get_origin(hint) is Literal:
        if value not in get_args(hint) or isinstance(value, bool):
            choices = ", ".join(repr(choice) for choice in get_args(hint))
            raise SandboxError(f"switch {name} cannot be {value!r}; it can be {choices}")
    elif value is None and hint == int | None:
        return
    elif not (is_seconds(value, positive=True, finite=True) if hint is float else is_count(value)):
        raise SandboxError(f"switch {name} cannot be {value!r}; it must be a number above 0")


def _parse(name: str, text: str) -> Any:
    hint = _hints().get(name)
    choices = {str(choice): choice for choice in get_args(hint)}
    if text in choices:
        return choices[text]
    if text.lower() == "none":
        return None
    try:
        return float(text) if hint is float else int(text)
    except ValueError:
        return text
