"""``plutio diff``: what was added, removed and changed between two exports, or since an export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import aclosing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from plutio_async.cli import completing
from plutio_async.cli.client import Connection, FormatOption, ProfileOption, run
from plutio_async.cli.failures import Failed, Problem, note

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.exports.manifest import Manifest

Record = dict[str, Any]

Show = Callable[[str, Iterable[Record], Iterable[Record]], None]

_COLUMNS = ("resource", "change", "id", "name", "fields")
_NAMES = ("title", "name", "subject", "email")
_DIFFERENT = 12


def diff(
    before: Annotated[Path, Parameter(name="a")],
    after: Annotated[Path | None, Parameter(name="b")] = None,
    /,
    *,
    resource: Annotated[tuple[str, ...], Parameter(completer=completing.resources)] = (),
    format: FormatOption = None,
    profile: ProfileOption = None,
) -> None:
    """Compare two exports, or an export with the workspace as it is now. The exit code is 12 if they differ.

    Each record is a line: its change, and the names of the changed fields, with both values in JSON. Resources that
    one side lacks are named.

    Parameters
    ----------
    before
        The folder of an export.
    after
        That of a later one; the workspace, if not given.
    resource
        Only this resource; may be repeated.
    """
    from plutio_async.cli.output import output

    manifest = _intact(before)
    names = _names(resource, manifest)
    counts: Counter[str] = Counter()
    with output(format, _COLUMNS) as out:

        def show(name: str, old: Iterable[Record], new: Iterable[Record]) -> None:
            for difference in differences(old, new):
                counts[difference["change"]] += 1
                out.write({"resource": name, **difference})

        if after is None:
            _compare_with_workspace(before, manifest, names, profile, show)
        else:
            _compare_with_export(before, after, names, show)
    total = ", ".join(f"{change}: {counts[change]:,}" for change in ("added", "removed", "changed"))
    if counts:
        raise Failed(total, _DIFFERENT)
    note("plutio: no difference")


def differences(before: Iterable[Record], after: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """The records that are not on both sides as they are on the other."""
    old = dict(_keyed(before))
    for key, record in _keyed(after):
        known = old.pop(key, None)
        if known is None:
            yield _difference("added", record, {})
        elif changed := [name for name in {**known, **record} if _exact(known, name) != _exact(record, name)]:
            yield _difference("changed", record, {name: [known.get(name), record.get(name)] for name in changed})
    for record in old.values():
        yield _difference("removed", record, {})


def _keyed(records: Iterable[Record]) -> Iterator[tuple[tuple[str, int], Record]]:
    """The records by their keys, and by a number: records without an id may be alike."""
    numbers: Counter[str] = Counter()
    for record in records:
        numbers[key := _key(record)] += 1
        yield (key, numbers[key]), record


def _exact(record: Record, name: str) -> Any:
    """The value of a field, to compare with another one: each digit of a number counts, and true is not 1."""
    return _comparable(record[name]) if name in record else ...


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _comparable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    if isinstance(value, bool):
        return (value,)
    return Decimal(repr(value)) if isinstance(value, float) else value


def _difference(change: str, record: Record, fields: Mapping[str, Any]) -> dict[str, Any]:
    from plutio_async._models.model import Model

    name = next((value for key in _NAMES if isinstance(value := record.get(key), str) and value), None)
    shown = Model(extra=dict(fields)).to_dict()  # in which a number with too many digits for a float is text
    return {"change": change, "id": record.get("_id"), "name": name, "fields": shown}


def _key(record: Record) -> str:
    """The id of a record; its content if it has none."""
    from plutio_async.cli.json_text import json_text, with_all_digits

    return str(record.get("_id") or json_text(with_all_digits(record)))


def _intact(folder: Path) -> Manifest:
    """The manifest of a complete export whose files are as it wrote them."""
    from plutio_async.cli.exports.verify import loaded, record_differences

    manifest = loaded(folder)
    if wrong := next(record_differences(folder, manifest), None):
        raise Problem(f"{folder}: {wrong}; `plutio export {folder} --verify` shows all")
    return manifest


def _names(resource: tuple[str, ...], manifest: Manifest) -> list[str]:
    from plutio_async.cli.described import find_resource
    from plutio_async.description import catalogue

    chosen = [find_resource(catalogue(), name).name for name in resource]
    if missing := [name for name in chosen if name not in manifest.entries]:
        raise Problem(f"--resource: A has no {', '.join(missing)}; it has {', '.join(manifest.entries)}")
    return chosen or list(manifest.entries)


def _compare_with_export(before: Path, after: Path, names: list[str], show: Show) -> None:
    from plutio_async.cli.exports.manifest import records_in

    later = _intact(after)
    for name in names:
        if name not in later.entries:
            note(f"{name}: B has no such file, and it is not compared")
            continue
        show(name, records_in(before / f"{name}.jsonl"), records_in(after / f"{name}.jsonl"))


def _compare_with_workspace(
    before: Path, manifest: Manifest, names: list[str], profile: str | None, show: Show
) -> None:
    from plutio_async.cli.config import find_settings
    from plutio_async.cli.exports.manifest import records_in

    if manifest.business is not None and (now := find_settings(profile).business) not in (None, manifest.business):
        raise Problem(f"{before} holds an export of {manifest.business!r}, not of {now!r}")

    async def work(plutio: Plutio) -> None:
        for name in names:
            show(name, records_in(before / f"{name}.jsonl"), await _present(plutio, name))

    run(Connection(profile=profile, max_wait=None), work)


async def _present(plutio: Plutio, name: str) -> Iterable[Record]:
    """The records of the workspace, as an export of them would be read."""
    from plutio_async._resources.reading import Reading
    from plutio_async.cli.json_text import json_text, parse_json, with_all_digits

    present: dict[str, Record] = {}
    async with aclosing(Reading(getattr(plutio, name), to_the_end=True).pages()) as pages:
        async for page in pages:
            for row in page:
                record = parse_json(json_text(with_all_digits(row.raw)).encode(errors="surrogatepass"))
                present[_key(record)] = record
    return present.values()
