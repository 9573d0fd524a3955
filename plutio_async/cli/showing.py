"""``plutio resources``, ``fields``, ``open`` and ``sandbox``."""

from __future__ import annotations

from plutio_async.cli.client import FormatOption, ProfileOption, ResourceArgument
from plutio_async.cli.failures import Problem, note


def resources(*, format: FormatOption = None) -> None:
    """Show all resources with their verbs."""
    from inspect import getdoc

    from plutio_async.cli.described import verbs
    from plutio_async.cli.output import output
    from plutio_async.description import RESOURCES, catalogue

    known = catalogue()
    with output(format, ["resource", "about", "verbs"], wrap=True) as out:
        for name in RESOURCES:
            found = getattr(known, name)
            about = (getdoc(type(found)) or "").partition("\n")[0]
            out.write({"resource": name, "verbs": verbs(found), "about": about})


def fields(resource: ResourceArgument, /, *, format: FormatOption = None) -> None:
    """Show the fields of a resource: names, types, known values, who can write them, and what they are known from."""
    from plutio_async.cli.described import Description, allowed_values, find_resource, type_name, written_fields
    from plutio_async.cli.output import output
    from plutio_async.description import catalogue, fields_of

    found = find_resource(catalogue(), resource)
    if getattr(found, "model", None) is None:
        raise Problem(f"RESOURCE: the records of {resource!r} are not described")
    described = Description().fields(found.model.__name__)
    written = {verb: written_fields(found, verb) for verb in ("create", "update") if hasattr(found, verb)}
    known = {**fields_of(found.model), **{name: field for names in written.values() for name, field in names.items()}}
    columns = ["field", "type", "values", "writable", "evidence", "about"]
    with output(format, columns, wrap=True) as out:
        for name, field in known.items():
            facts = described.get(field.name, {})
            out.write({
                "field": name,
                "type": type_name(field.codec),
                "values": allowed_values(field.codec),
                "writable": [verb for verb, names in written.items() if name in names],
                "evidence": facts.get("x-evidence"),
                "about": (facts.get("description") or "").partition("\n")[0],
            })  # fmt: skip


_PAGES = {
    "invoices": "/financials/invoices/{id}/edit",
    "proposals": "/proposals/{id}/edit",
    "contracts": "/contract/{id}/download",
}
"""Pages of the web application that are known, all observed."""


def open_page(resource: ResourceArgument, id: str, /, *, profile: ProfileOption = None) -> None:
    """Open the page of a record in the browser, and print its address: `plutio open invoices ID`. Makes no call.

    The addresses of invoices, proposals and contracts are known. For other records it is that of the workspace.

    Parameters
    ----------
    id
        The id of the record.
    """
    import sys
    import webbrowser
    from urllib.parse import quote

    from plutio_async.cli.config import find_settings
    from plutio_async.cli.described import find_resource
    from plutio_async.description import catalogue

    name = find_resource(catalogue(), resource).name
    if (business := find_settings(profile).business) is None:
        raise Problem("the address has the subdomain of the workspace; set PLUTIO_BUSINESS, or log in with --business")
    if (page := _PAGES.get(name)) is None:
        note(f"plutio: the address of a record of {name} is not known; this is the one of the workspace")
    address = f"https://{business}.plutio.com" + (page or "/").format(id=quote(id, safe=""))
    sys.stdout.write(f"{address}\n")
    if sys.stdout.isatty() and not webbrowser.open(address):
        note("plutio: there is no browser to open it in")


def sandbox(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    seed: int = 0,
    workspace: bool = False,
    load: str | None = None,
    business: tuple[str, ...] = (),
    limit: int = 1000,
    profile: str = "default",
    switch: tuple[str, ...] = (),
    fault: tuple[str, ...] = (),
    quiet: bool = False,
    record: str | None = None,
    state: str | None = None,
) -> None:
    """Serve the sandbox, an in-memory Plutio server, until Ctrl-C. Needs the extra `testing`.

    Prints the settings of a client, and a line for each call.

    Parameters
    ----------
    host
        The host to listen on.
    port
        The port; 0 is any free one.
    seed
        The same seed gives the same ids.
    workspace
        Start with the records of a small design studio.
    load
        Start with the records of a folder that `plutio export` wrote.
    business
        The subdomain of a workspace; may be repeated.
    limit
        The calls an hour; 0 for no limit.
    profile
        A set of switches: default, strict or lenient.
    switch
        A behaviour of the API as NAME=VALUE, such as get_one=object; may be repeated.
    fault
        A fault, such as 'server_error(503, path="/tasks")'; may be repeated.
    quiet
        Print no line for each call.
    record
        Write the calls to a file, as JSON lines.
    state
        Keep the records in a file, and begin with those that are there.
    """
    options = dict(locals())
    try:
        from plutio_async.testing.__main__ import run
        from plutio_async.testing.errors import SandboxError
    except SystemExit as error:
        raise Problem(str(error)) from None
    try:
        run(**options)
    except SandboxError as error:  # faults are written as in Python, so the whole message is of use here
        raise Problem(str(error)) from None
