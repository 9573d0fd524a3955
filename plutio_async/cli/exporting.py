"""``plutio export``."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from plutio_async.cli import completing
from plutio_async.cli.client import Connection, ProfileOption, run
from plutio_async.cli.failures import Failed, Problem, note, summary_if_interrupted
from plutio_async.cli.words import counted

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.exports.attachments import Fetched
    from plutio_async.cli.exports.full import Exporter
    from plutio_async.cli.exports.manifest import Manifest


@Parameter(name="*")
@dataclass(kw_only=True)
class Scope:
    """What is exported, and in which form.

    Parameters
    ----------
    resource
        Only this resource; may be repeated.
    format
        Write tables beside the JSON lines, which have the records as the API sent them; what DIR has, if not given.
    for_spreadsheet
        With --format csv: a quote before text that a spreadsheet would take as a formula.
    since
        `last` reads what changed since the last export, and merges it into the files.
    files
        Fetch the attachments too: the bytes of all files of the workspace. These are no calls of the hour.
    page_cap
        The largest page of the server, if you know it: saves the call that proves the end of a list.
    overwrite
        Replace files of the same names in DIR that no export wrote.
    """

    resource: Annotated[tuple[str, ...], Parameter(completer=completing.resources)] = ()
    format: Literal["jsonl", "csv", "parquet"] | None = None
    for_spreadsheet: bool = False
    since: Literal["last"] | None = None
    files: bool = False
    page_cap: int | None = None
    overwrite: bool = False

    def names(self) -> list[str]:
        """The resources."""
        from plutio_async.cli.described import find_resource
        from plutio_async.description import RESOURCES, catalogue

        if not self.resource:
            return list(RESOURCES)
        names = [find_resource(catalogue(), name).name for name in self.resource]
        return list(dict.fromkeys([*names, "files"] if self.files else names))

    def check(self, *, verify: bool, online: bool) -> None:
        """Raises ``Problem`` for what cannot work."""
        from plutio_async.cli.exports.tables import check_format
        from plutio_async.cli.output import check_spreadsheet

        if verify and self != _DEFAULT:
            raise Problem("--verify: compares all files of DIR, and takes no other option than --online")
        if online and not verify:
            raise Problem("--online: belongs to --verify")
        if self.page_cap is not None and self.page_cap < 2:
            raise Problem(f"--page-cap: takes a number from 2 on, not {self.page_cap}")
        check_format(self.format)
        check_spreadsheet(self.format, spreadsheet=self.for_spreadsheet)


_DEFAULT = Scope()


def export(
    folder: Annotated[Path, Parameter(name="dir")],
    /,
    *,
    scope: Scope = _DEFAULT,
    verify: bool = False,
    online: bool = False,
    profile: ProfileOption = None,
) -> None:
    """Export the workspace into a folder: a file for each resource, and a manifest.

    An interrupted export continues where it was, if it is started again. If it must wait, it says until when.

    Parameters
    ----------
    folder
        Where the files are, or will be.
    verify
        Compare the files with the manifest instead of exporting.
    online
        With --verify, compare the counts with the workspace too.
    """
    from plutio_async.cli.exports.manifest import locked

    connection = Connection(profile=profile, max_wait=None)
    scope.check(verify=verify, online=online)
    if verify:
        _verify(folder, connection, online=online)
        return
    names = scope.names()
    with locked(folder):
        manifest = _manifest(folder, profile, scope)
        _claim(folder, manifest, scope, names)
        fetched = _read(folder, manifest, scope, names, connection)
        with _resumable(folder):
            _finish(folder, manifest, names)
    if fetched is not None:
        _report(fetched)


def _manifest(folder: Path, profile: str | None, scope: Scope) -> Manifest:
    """The manifest to continue with: that of an unfinished export of the same kind, or a new one."""
    from attrs import evolve

    from plutio_async.cli.config import find_settings
    from plutio_async.cli.exports.manifest import Manifest

    business, kind = find_settings(profile).business, "full" if scope.since is None else "since"
    try:
        found = Manifest.load(folder)
    except OSError:
        if not scope.overwrite:
            raise
        found = None
    if found is not None and found.business != business:
        raise Problem(f"DIR: {folder} holds an export of {found.business!r}, not of {business!r}")
    if kind == "since" and (found is None or (found.kind == "full" and found.finished is None)):
        raise Problem("--since: there is no complete export to start from; run `plutio export` without --since first")
    if found is None:
        found = Manifest(business=business)
    elif found.finished is not None or found.kind != kind:
        new = Manifest()
        found = evolve(found, id=new.id, kind=kind, started=new.started, finished=None, skipped={})
    if scope.format is not None:
        found.format, found.spreadsheet = scope.format, scope.for_spreadsheet
    return found


def _claim(folder: Path, manifest: Manifest, scope: Scope, names: list[str]) -> None:
    """Makes sure that the export replaces only what an export wrote, or what may be overwritten."""
    from plutio_async.cli.exports.attachments import FOLDER, INDEX

    endings = dict.fromkeys(("jsonl", manifest.format))
    files = [*(f"{name}.{ending}" for name in names for ending in endings), *([FOLDER] if scope.files else [])]
    if FOLDER in manifest.claim(folder, files, overwrite=scope.overwrite):
        (folder / INDEX).unlink(missing_ok=True)  # or its lines would count as files that were fetched


def _resumable(folder: Path) -> AbstractContextManager[None]:
    return summary_if_interrupted(
        lambda: f"what was read is in {folder}; run the same command again to continue", errors=True
    )


def _read(folder: Path, manifest: Manifest, scope: Scope, names: list[str], connection: Connection) -> Fetched | None:
    """Makes the calls: the records, and then the attachments."""

    async def work(plutio: Plutio) -> Fetched | None:
        from plutio_async.cli.exports.attachments import fetch_attachments
        from plutio_async.cli.exports.full import Exporter
        from plutio_async.cli.progress import shown

        manifest.save(folder)
        with _resumable(folder), shown(plutio, _expected(manifest, names)) as progress:
            exporter = Exporter(plutio, folder, manifest, progress)
            await (_read_records if scope.since is None else _merge_changes)(exporter, names, scope.page_cap)
            fetched = await fetch_attachments(exporter) if scope.files else None
        note(f"plutio: {counted(progress.records, 'record')} in {counted(progress.calls, 'call')}")
        return fetched

    return run(connection, work)


def _expected(manifest: Manifest, names: list[str]) -> dict[str, int]:
    """The calls for what is left of a full export. Merging changes takes fewer calls than a list has pages."""
    if manifest.kind == "since":
        return {}
    left = {name: entry for name, entry in manifest.entries.items() if name in names and entry.export != manifest.id}
    return {name: max(entry.calls, entry.records // 499 + 2) for name, entry in left.items()}


async def _read_records(exporter: Exporter, names: list[str], page_cap: int | None) -> None:
    from plutio_async._resources.reading import in_reading_order

    for name in in_reading_order(names):
        await exporter.resource(name, page_cap)


async def _merge_changes(exporter: Exporter, names: list[str], page_cap: int | None) -> None:
    from plutio_async.cli.exports.since import changes_since, trash_of, update

    trash = await trash_of(exporter, exported="trash_bin" in names)
    deleted = 0
    # All are made before the first call, because each learns from its state what the server does.
    for name, reading in [(name, changes_since(exporter, name)) for name in names]:
        if reading is not None:
            with exporter.skipping(name):
                deleted += (await update(exporter, reading, trash or set()))[1]
        else:
            await exporter.resource(name, page_cap)
    stay = "cannot be seen, and stay in the files until a full export"
    if trash is None:
        note(f"plutio: deleted records {stay}")
    else:
        gone = f"removed from the files: {counted(deleted, 'record')} in the trash bin"
        note(f"plutio: {gone}. Those that were removed from the trash bin too {stay}")


def _finish(folder: Path, manifest: Manifest, names: list[str]) -> None:
    """Writes the tables: outside of the event loop, which would keep a Ctrl-C until the end."""
    from plutio_async.cli.exports.manifest import now, remove_leftovers
    from plutio_async.cli.exports.tables import write_tables

    write_tables(folder, manifest, names)
    manifest.finished, manifest.claimed = now(), []
    manifest.save(folder)
    remove_leftovers(folder)


def _report(fetched: Fetched) -> None:
    """Says what became of the attachments."""
    note(f"plutio: attachments: {fetched.total}; new: {fetched.new}; missing: {len(fetched.failed)}")
    if fetched.without_url:
        note(f"plutio: files of which the API does not say where the bytes are: {fetched.without_url}")
    for file, reason in fetched.failed.items():
        note(f"{file}: {reason}")
    if fetched.failed:
        raise Failed(
            "the records are complete, and attachments are missing; "
            "`plutio export DIR --since last --files` tries them again",
            13,
        )


def _verify(folder: Path, connection: Connection, *, online: bool) -> None:
    from plutio_async.cli.exports.attachments import read_index
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
        raise Failed(f"{folder} is not as it should be; differences: {len(found)}", 12)
    records = sum(entry.records for entry in manifest.entries.values())
    files = counted(len(manifest.entries), "file")
    note(f"plutio: unchanged since the export: {files} with {counted(records, 'record')}")
    if online:
        note("plutio: the workspace has as many records now; what is in them was not compared")
    if manifest.attachments is not None:
        missing = f"; {len(manifest.unfetched)} could not be fetched" if manifest.unfetched else ""
        note(f"plutio: unchanged since the export: {counted(len(list(read_index(folder))), 'attachment')}{missing}")
