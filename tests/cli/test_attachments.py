"""``plutio export --files``: the bytes of files, under names that are safe, each fetched once."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import Plutio
from plutio_async.cli.exports.attachments import Attachment, Attachments, attachment_of, fetch_attachments, read_index
from plutio_async.cli.exports.full import Exporter
from plutio_async.cli.exports.manifest import Manifest
from plutio_async.cli.exports.names import safe_name
from plutio_async.cli.exports.verify import differences
from plutio_async.models import FileItem
from plutio_async.testing import Sandbox

from .conftest import Ended, FileServer
from .test_export import Deaths, Killed, Silent

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]

RESERVED = {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


@pytest.mark.parametrize(
    ("title", "extension", "name"),
    [
        ("logo.svg", None, "logo-#.svg"),
        ("logo.svg", "svg", "logo-#.svg"),
        ("Mood board (final)", ".PDF", "Mood-board-final-#.pdf"),
        ("../../etc/passwd", None, "etc-passwd-#"),
        ("C:\\autoexec.bat", None, "C-autoexec-#.bat"),
        ("con", "txt", "con-#.txt"),
        ("con.tar.gz", None, "con-tar-#.gz"),
        (".bashrc", None, "#.bashrc"),
        ("a\x00\x1b[31mb\u202egpj.exe", "../sh", "a-31mb-gpj-#.exe"),
        ("e\u0301te\u0301", None, "été-#"),
        ("हिन्दी", None, "हिन्दी-#"),
        ("x" * 500, "y" * 500, "x" * 100 + "-#"),
        ("...", ".", "#"),
        ("\ud800", None, "#"),
        (None, 7, "#"),
    ],
)
def test_names(title: object, extension: object, name: str) -> None:
    """The letters of the title, a hash of the id, and the extension."""
    assert safe_name("a", title, extension) == name.replace("#", "ca978112ca1bbdca")


@given(st.text(), st.text(max_size=300), st.text(max_size=20))
def test_no_name_leaves_the_folder(id: str, title: str, extension: str) -> None:
    """It is one short part of a path, on every system."""
    name = safe_name(id, title, extension)
    assert Path(name).name == name
    assert not set(name) & set('/\\:*?"<>| ')
    assert name.isprintable()
    assert name[0] != "."
    assert name.partition(".")[0].upper() not in RESERVED
    assert len(name.encode()) <= 100 + 17 + 11


def test_names_that_differ_in_case_only(plutio: Command, sandbox: Sandbox, server: FileServer, tmp_path: Path) -> None:
    """Titles may be the same, and ids too but for their case."""
    for number, id in enumerate(("aaaaaaaaaaaaaaaaa", "AAAAAAAAAAAAAAAAA", "aaaaaaaaaaaaaaaaB")):
        server.seed(sandbox, "Logo.svg" if number else "LOGO.svg", b"%d" % number, _id=id)
    assert plutio("export", str(tmp_path / "out"), "--resource", "files", "--files").code == 0
    assert len({saved.file.lower() for saved in read_index(tmp_path / "out")}) == 3


def test_the_bytes_are_saved(plutio: Command, sandbox: Sandbox, server: FileServer, tmp_path: Path) -> None:
    """For this user only, and for no call; a link is no file. The index has size and hash."""
    out = tmp_path / "out"
    content = bytes(range(256)) * 3000
    id = server.seed(sandbox, "../logo.svg", content)
    sandbox.seed(files=[{"title": "Link", "type": "link", "url": f"{server.url}/link"}])
    sandbox.seed(files=[{"title": "Document", "type": "document", "handle": "h", "url": None}])
    done = plutio("export", str(out), "--resource", "tasks", "--files")
    assert done.code == 0, done.err
    assert "attachments: 1; new: 1; missing: 0" in done.err
    assert "the API does not say where the bytes are: 1" in done.err
    (saved,) = read_index(out)
    assert (saved.id, saved.bytes) == (id, len(content))
    assert (out / saved.file).read_bytes() == content
    assert (out / saved.file).stat().st_mode & 0o777 == 0o600
    assert (out / "files").stat().st_mode & 0o777 == 0o700
    assert not {call.path for call in sandbox.calls} - {"/oauth/token", "/tasks", "/files"}
    assert plutio("budget").out.startswith(f'{{"limit":1000,"remaining":{1000 - len(sandbox.calls)}')
    assert "unchanged since the export: 1 attachment" in plutio("export", str(out), "--verify").err


def test_a_file_is_fetched_once(plutio: Command, sandbox: Sandbox, server: FileServer, tmp_path: Path) -> None:
    """Until its record changes, or the file is gone. What is no longer in the workspace is removed."""
    out = tmp_path / "out"
    first, second, third, fourth = (server.seed(sandbox, f"File {n}") for n in range(4))
    command = ("export", str(out), "--resource", "files", "--files")
    plutio(*command)
    assert server.asked == {"/0": 1, "/1": 1, "/2": 1, "/3": 1}
    assert plutio(*command, "--since", "last").code == 0
    assert server.asked == {"/0": 1, "/1": 1, "/2": 1, "/3": 1}
    files = {saved.id: out / saved.file for saved in read_index(out)}
    plutio("update", "files", first, "title=Renamed")
    plutio("delete", "files", second, "--yes")
    files[third].unlink()
    files[fourth].write_bytes(b"cut")
    (out / "files" / ".left.part").touch()
    assert plutio(*command, "--since", "last").code == 0
    assert server.asked == {"/0": 2, "/1": 1, "/2": 2, "/3": 2}
    names = [path.name[:6] for path in (out / "files").iterdir()]
    assert sorted(names) == ["File-2", "File-3", "Rename", "index."]
    assert plutio("export", str(out), "--verify").code == 0


def test_one_failure_does_not_lose_the_export(
    plutio: Command, sandbox: Sandbox, server: FileServer, tmp_path: Path
) -> None:
    """It has an exit code of its own, and the next export tries again."""
    out = tmp_path / "out"
    for title in ("One", "Two", "Three"):
        server.seed(sandbox, title, title.encode())
    sandbox.seed(files=[{"title": "Local", "type": "file", "handle": "h", "url": "file:///etc/hostname"}])
    lost = server.content.pop("/1")
    done = plutio("export", str(out), "--resource", "files", "--files")
    assert done.code == 13
    assert "files/Two-" in done.err
    assert "the server of the file refuses it" in done.err
    assert "no http or https address" in done.err
    assert sorted((out / saved.file).read_text() for saved in read_index(out)) == ["One", "Three"]
    done = plutio("export", str(out), "--verify")
    assert done.code == 0
    assert "unchanged since the export: 2 attachments; 2 could not be fetched" in done.err
    server.content["/1"] = lost
    part = out / "files" / ".Local.part"
    part.touch()
    plutio("export", str(out), "--resource", "files", "--files", "--since", "last")
    assert sorted((out / saved.file).read_text() for saved in read_index(out)) == ["One", "Three", "Two"]
    assert server.asked == {"/0": 1, "/1": 2, "/2": 1}
    assert part.exists()  # to be continued


def test_a_signature_is_no_other_version() -> None:
    """Another address, size or time of change is."""
    record = {"_id": "a", "url": "https://example.com/a?sig=1", "size": 1, "updatedAt": "2026-12-01T12:00:00.000Z"}

    def version(**changes: object) -> str:
        found = attachment_of({**record, **changes})
        assert found is not None
        return found.version

    assert version() == version(url="https://example.com/a?sig=2")
    others = [version(url="https://example.com/b?sig=1"), version(size=2), version(updatedAt=None)]
    assert len({version(), *others}) == 4
    assert attachment_of({**record, "url": ""}) is attachment_of({**record, "_id": None}) is None


@pytest.mark.parametrize("damage", ["content", "missing", "index"])
def test_verify_finds_damage(
    plutio: Command, sandbox: Sandbox, server: FileServer, tmp_path: Path, damage: str
) -> None:
    """Exit code 12, and the file is named."""
    out = tmp_path / "out"
    server.seed(sandbox, "Logo")
    plutio("export", str(out), "--resource", "files", "--files")
    (saved,) = read_index(out)
    path = out / saved.file
    if damage == "content":
        path.write_bytes(b"CONTENT")
    elif damage == "missing":
        path.unlink()
    else:
        (out / "files" / "index.jsonl").write_text("")
    done = plutio("export", str(out), "--verify")
    assert done.code == 12
    assert ("files/index.jsonl" if damage == "index" else saved.file) in done.err


def test_a_damaged_index_is_named(plutio: Command, sandbox: Sandbox, server: FileServer, tmp_path: Path) -> None:
    """A line that is cut at the end of the file is not: a kill leaves such a line."""
    out = tmp_path / "out"
    server.seed(sandbox, "Logo")
    command = ("export", str(out), "--resource", "files", "--files")
    plutio(*command)
    index = out / "files" / "index.jsonl"
    index.write_bytes(index.read_bytes() + b'{"id":"x')
    assert plutio(*command).code == 0
    assert server.asked == {"/0": 1}
    index.write_bytes(b"{}\n" + index.read_bytes())
    done = plutio(*command)
    assert done.code == 2
    assert "DIR: line 1 of" in done.err


def test_a_line_that_a_kill_cut_does_not_spoil_the_next(tmp_path: Path) -> None:
    """A second kill, soon after: the index can be read."""
    (tmp_path / "files").mkdir()
    index = tmp_path / "files" / "index.jsonl"
    index.write_bytes(b'{"id":"x')

    async def download(record: FileItem, path: Path) -> None:
        if record.id == "b":
            raise Killed
        path.write_bytes(b"1")
        await anyio.lowlevel.checkpoint()

    async def main() -> None:
        plutio: Any = SimpleNamespace(files=SimpleNamespace(download=download))
        attachments = Attachments(plutio, tmp_path, Silent())
        await attachments.fetch([Attachment("a", "", "files/a", "1")])
        index.write_bytes(index.read_bytes() + b'{"id":"x')
        attachments = Attachments(plutio, tmp_path, Silent())
        await attachments.fetch([Attachment(id, "", f"files/{id}", "1") for id in ("a", "c", "d", "e", "f", "b")])

    with pytest.raises(BaseExceptionGroup):
        anyio.run(main)
    assert {saved.id for saved in read_index(tmp_path)} > {"a"}


async def _fetch(folder: Path) -> None:
    """The attachments of records that were read before, as the command fetches them."""
    manifest = Manifest.load(folder)
    assert manifest is not None
    async with Plutio("id", "secret", business="example") as plutio:
        await fetch_attachments(Exporter(plutio, folder, manifest, Silent()))
    manifest.save(folder)


def test_the_end_of_the_process_at_each_step(
    plutio: Command, sandbox: Sandbox, server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed once, at every step on the disk, and started again: all is there, and what was complete comes once."""
    for title in ("One", "Two"):
        server.seed(sandbox, title, title.encode())
    plutio("export", str(tmp_path / "records"), "--resource", "files")
    deaths = Deaths(monkeypatch, random.Random(0))
    step = ended = 0
    while not ended:
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "records", folder)
        server.asked.clear()
        deaths.after(step)
        try:
            anyio.run(_fetch, folder)
            ended = step
        except* Killed:
            pass
        deaths.after(None)
        complete = list(read_index(folder))
        if not ended:
            anyio.run(_fetch, folder)
        assert sorted((folder / saved.file).read_text() for saved in read_index(folder)) == ["One", "Two"]
        assert len(list((folder / "files").iterdir())) == 3
        manifest = Manifest.load(folder)
        assert manifest is not None
        assert list(differences(folder, manifest)) == []
        for saved in complete:
            assert server.asked["/0" if "One" in saved.file else "/1"] == 1
        step += 1
    assert ended > 12
