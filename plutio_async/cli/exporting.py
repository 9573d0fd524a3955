"""``plutio export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from plutio_async.cli.client import Connection, run
from plutio_async.cli.failures import Failed, Problem, note, summary_if_interrupted

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.exports.full import Exporter
    from plutio_async.cli.exports.manifest import Manifest


def export(
    folder: Path,
    /,
    *,
    resource: tuple[str, ...] = (),
    format: Literal["jsonl", "csv"] = "jsonl",
    page_cap: int | None = None,
    since: Literal["last"] | None = None,
    verify: bool = False,
    online: bool = False,
    profile: str | None = None,
) -> None:
    """Export the workspace into a folder: a file for each resource, and a manifest.

    An interrupted export continues where it was, if it is started again. If it must wait, it says until when.

    Parameters
    ----------
    folder
        Where the files are, or will be.
    resource
        Only this resource; may be repeated.
    format
        JSON lines as the API sent the records, or CSV with lists and objects as JSON text.
    page_cap
        The largest page of the server, if you know it: saves the call that proves the end of a list.
    since
        `last` reads what changed since the last export, and merges it into the files.
    verify
        Compare the files with the manifest instead of exporting.
    online
        With --verify, compare the counts with the workspace too.
    profile
        The profile of config.toml. PLUTIO_PROFILE is the default.
    """
    if page_cap is not None and page_cap < 2:
        raise Problem(f"--page-cap: takes a number from 2 on, not {page_cap}")
    if since and format != "jsonl":
        raise Problem(f"--since: merges into files of JSON lines only, not into {format}")
    connection = Connection(profile=profile, max_wait=None)
    if verify:
        _verify(folder, connection, online=online)
        return
    names = _names(resource)

    async def work(plutio: Plutio) -> None:
        from plutio_async.cli.exports.manifest import locked
        from plutio_async.cli.progress import shown

        with locked(folder):
            manifest = _manifest(folder, plutio, format, since=since is not None)
            expected = {name: entry.records for name, entry in manifest.entries.items() if name in names}
            with shown(plutio.budget, expected) as progress:
                from plutio_async.cli.exports.full import Exporter

                exporter = Exporter(plutio, folder, manifest, progress)
                stopped = f"what was read is in {folder}; run the same command again to continue"
                with summary_if_interrupted(lambda: stopped, errors=True):
                    await _export(exporter, names, page_cap, since=since is not None)
            note(f"plutio: {progress.records:,} records in {progress.calls} calls")

    run(connection, work)


def _names(given: tuple[str, ...]) -> list[str]:
    from plutio_async._client.resource_map import catalogue
    from plutio_async.cli.described import find_resource, resource_names

    if not given:
        return resource_names()
    return [find_resource(catalogue(), name).name for name in given]


def _manifest(folder: Path, plutio: Plutio, format: str, *, since: bool) -> Manifest:
    """The manifest to continue with, saved: that of an unfinished export of the same kind, or a new one."""
    from attrs import evolve

    from plutio_async.cli.exports.manifest import Manifest

    kind = "since" if since else "full"
    found = Manifest.load(folder)
    if found is not None and found.business != plutio.business:
        raise Problem(f"DIR: {folder} holds an export of {found.business!r}, not of {plutio.business!r}")
    if since and (found is None or (found.kind == "full" and found.finished is None)):
        raise Problem("--since: there is no complete export to start from; run `plutio export` without --since first")
    if since and found is not None and found.format != "jsonl":
        raise Problem(f"--since: the last export is in {found.format}, and only JSON lines can be merged")
    if found is None:
        found = Manifest(business=plutio.business, format=format)
    elif found.finished is not None or (found.kind, found.format) != (kind, format):
        entries = found.entries
        found = evolve(Manifest(), kind=kind, format=format, business=found.business, entries=entries)
    found.save(folder)
    return found


async def _export(exporter: Exporter, names: list[str], page_cap: int | None, *, since: bool) -> None:
    from plutio_async.cli.exports.manifest import now
    from plutio_async.cli.exports.rows import MIXED
    from plutio_async.cli.exports.since import trashed, update

    manifest = exporter.manifest
    trash = await trashed(exporter) if since else set()
    deleted = 0
    for name in names:
        if since and name in manifest.entries and name not in MIXED:
            deleted += (await update(exporter, name, trash))[1]
        else:
            await exporter.resource(name, page_cap)
    manifest.finished = now()
    manifest.save(exporter.folder)
    if since:
        note(
            f"plutio: {deleted} records are in the trash bin and no longer in the files. Those that were removed from "
            "the trash bin too cannot be seen, and stay in the files until a full export"
        )


def _verify(folder: Path, connection: Connection, *, online: bool) -> None:
    from plutio_async.cli.exports.verify import differences, loaded, online_differences

    manifest = loaded(folder)
    found = list(differences(folder, manifest))
    if online:

        async def work(plutio: Plutio) -> list[str]:
            return await online_differences(plutio, manifest)

        found += run(connection, work) or []
    for difference in found:
        note(difference)
    if found:
        raise Failed(f"{len(found)} of {len(manifest.entries)} files are not as they should be", 12)
    records = sum(entry.records for entry in manifest.entries.values())
    note(f"plutio: {len(manifest.entries)} files with {records:,} records are as they were exported")
