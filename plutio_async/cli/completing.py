"""What the completion of a shell offers for arguments: it calls ``plutio`` at each TAB."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyclopts.completion import CompletionContext


def resources(context: CompletionContext) -> list[str]:
    """The names of resources."""
    from plutio_async.description import RESOURCES

    return list(RESOURCES)


def fields(context: CompletionContext) -> list[str]:
    """The fields of the resource that is typed; after a comma, the next one of several."""
    from plutio_async.cli.described import find_resource
    from plutio_async.description import catalogue, fields_of

    model = find_resource(catalogue(), context["resource"].value).model
    former, comma, _ = context.incomplete.rpartition(",")
    return [f"{former}{comma}{name}" for name in fields_of(model)]


def businesses(context: CompletionContext) -> list[str]:
    """The workspaces of the profiles."""
    from plutio_async.cli.config import stored_profiles

    return [business for stored in stored_profiles().values() if (business := stored.get("business"))]


def profiles(context: CompletionContext) -> list[str]:
    """The profiles of config.toml."""
    from plutio_async.cli.config import stored_profiles

    return list(stored_profiles())
