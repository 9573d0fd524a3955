"""A file of one user: which files are refused, and what a killed writer leaves behind."""

from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from plutio_async._core.private_file import PrivateFile, Refused

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files and rights")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture
def file(path: Path) -> PrivateFile:
    return PrivateFile(path, forbidden=0o077)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Removes what Windows does not have. Its own flag has no meaning elsewhere."""
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "geteuid", "getuid", "fchmod"):
        monkeypatch.delattr(os, name, raising=False)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_content_comes_back(file: PrivateFile, path: Path) -> None:
    """Replaced as a whole."""
    with pytest.raises(FileNotFoundError):
        file.read()
    file.replace(b"one\r\n")
    assert file.read() == path.read_bytes() == b"one\r\n"
    file.replace(b"three")
    assert file.read() == b"three"
    assert names(path.parent) == ["file"]


@posix
@pytest.mark.parametrize("write", [PrivateFile.replace, lambda file, _: os.close(file.open_alone())])
def test_a_new_file_is_for_its_owner_only(
    file: PrivateFile, path: Path, write: Callable[[PrivateFile, bytes], None]
) -> None:
    """From its first moment, whatever the umask."""
    old = os.umask(0)
    try:
        write(file, b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_all_folders_that_are_made_are_for_the_owner_only(tmp_path: Path) -> None:
    """Else another user could replace the innermost folder by one of its own."""
    old = os.umask(0)
    try:
        PrivateFile(tmp_path / "a" / "b" / "c" / "file", forbidden=0o077).replace(b"x")
    finally:
        os.umask(old)
    for folder in ("a", "a/b", "a/b/c"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


def link(path: Path) -> None:
    path.with_name("target").write_bytes(b"target")
    path.with_name("target").chmod(0o600)
    path.symlink_to(path.with_name("target"))


def dangling_link(path: Path) -> None:
    path.symlink_to(path.with_name("target"))


def fifo(path: Path) -> None:
    os.mkfifo(path, 0o600)


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))  # a path of pytest's may be longer than a socket's may


def folder(path: Path) -> None:
    path.mkdir(0o700)


def device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero: it would never end
    except PermissionError:
        pytest.skip("only root may make a device")


def huge(path: Path) -> None:
    with path.open("wb") as made:
        made.truncate(1 << 40)
    path.chmod(0o600)


def readable(path: Path) -> None:
    path.write_bytes(b"x")
    path.chmod(0o604)


REFUSED = {
    link: "symbolic link",
    dangling_link: "symbolic link",
    fifo: "no regular file",
    unix_socket: "no regular file",
    folder: "no regular file",
    device: "no regular file",
    huge: "too many",
    readable: "0604",
}


@posix
@pytest.mark.parametrize(("make", "reason"), REFUSED.items(), ids=[make.__name__ for make in REFUSED])
def test_unsafe_files_are_refused(file: PrivateFile, path: Path, make: Callable[[Path], None], reason: str) -> None:
    """They are neither read nor changed, without blocking, in little memory. The target of a link stays unchanged."""
    make(path)
    before = {entry: entry.lstat().st_size for entry in path.parent.iterdir()}
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match=reason):
            file.read()
        with pytest.raises(Refused, match=reason):
            file.check()
        with pytest.raises(Refused, match=reason):
            file.open_alone()
        with pytest.raises(Refused, match=reason):
            file.open_to_write()
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert {entry: entry.lstat().st_size for entry in path.parent.iterdir()} == before


@posix
def test_a_pipe_with_a_reader_is_not_written_to(file: PrivateFile, path: Path) -> None:
    """It could be opened for writing, so the file is checked before."""
    os.mkfifo(path, 0o600)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(Refused):
            file.open_alone()
        assert os.read(reader, 100) == b""
    finally:
        os.close(reader)


@posix
@pytest.mark.parametrize(
    "make", [make for make in REFUSED if make is not folder], ids=[make.__name__ for make in REFUSED if make != folder]
)
def test_a_refused_file_can_be_replaced(file: PrivateFile, path: Path, make: Callable[[Path], None]) -> None:
    """The link itself is replaced, not what it points to."""
    make(path)
    file.replace(b"new")
    assert file.read() == b"new"
    assert not path.is_symlink()
    if make is link:
        assert path.with_name("target").read_bytes() == b"target"


@posix
def test_a_file_with_two_names_is_not_overwritten(file: PrivateFile, path: Path) -> None:
    """The other one may be planted. Reading it does no harm."""
    with pytest.raises(FileNotFoundError):
        file.open_to_write()
    file.replace(b"x")
    os.close(file.open_to_write())
    path.with_name("other").hardlink_to(path)
    with pytest.raises(Refused, match="hard link"):
        file.open_to_write()
    assert file.read() == b"x"


@posix
def test_a_file_of_another_user_is_refused(file: PrivateFile, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by root, who could read it."""
    file.replace(b"x")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    for call in (file.read, file.check, file.open_alone):
        with pytest.raises(Refused, match=f"belongs to the user {path.stat().st_uid}"):
            call()


def test_a_file_that_cannot_be_opened_is_refused(file: PrivateFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one of another user with the rights 0600 is for all users but root."""
    file.replace(b"x")

    def deny(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", deny)
    with pytest.raises(Refused, match="may not read it"):
        file.read()


@posix
def test_a_file_that_is_replaced_while_it_is_opened_is_refused(
    file: PrivateFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The open file is checked too, not only the path."""
    file.replace(b"x")
    opened = os.open

    def swap(name: Path, flags: int, mode: int) -> int:
        path.unlink()
        fifo(path)
        return opened(name, flags, mode)

    monkeypatch.setattr(os, "open", swap)
    with pytest.raises(Refused, match="no regular file"):
        file.read()


@posix
def test_links_among_the_folders_are_followed(tmp_path: Path) -> None:
    """As /tmp is one on macOS, and /var/run on Linux."""
    (tmp_path / "real").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    PrivateFile(tmp_path / "linked" / "file", forbidden=0o077).replace(b"x")
    assert (tmp_path / "real" / "file").read_bytes() == b"x"


@posix
def test_only_forbidden_rights_are_refused(path: Path) -> None:
    """A file without secrets may be read by others, but not written to."""
    path.write_bytes(b"x")
    path.chmod(0o644)
    file = PrivateFile(path, forbidden=0o022)
    assert file.read() == b"x"
    path.chmod(0o664)
    with pytest.raises(Refused, match="0664"):
        file.read()


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    file: PrivateFile, path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """A full disk, or a folder that may not be written to."""
    file.replace(b"old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, fails, fail)
    with pytest.raises(OSError, match="No space"):
        file.replace(b"new")
    monkeypatch.undo()
    assert file.read() == b"old"
    assert names(path.parent) == ["file"]


KILLED = """
import os, signal, sys
from plutio_async._core.private_file import PrivateFile
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
setattr(os, sys.argv[2], kill)
PrivateFile(sys.argv[1], forbidden=0o077).replace(b"new")
"""


@posix
@pytest.mark.parametrize("at", ["fsync", "replace"])
def test_a_writer_that_is_killed(file: PrivateFile, path: Path, at: str) -> None:
    """The old file stays whole. What is left beside it is removed by a later write, once no process can use it."""
    file.replace(b"old")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path), at], check=False)
    assert killed.returncode < 0
    assert file.read() == b"old"
    (leftover,) = [path.with_name(name) for name in names(path.parent) if name != "file"]
    file.replace(b"newer")
    assert leftover.exists()  # for all that this writer knows, the other one is alive
    os.utime(leftover, (0, 0))
    file.replace(b"newest")
    assert names(path.parent) == ["file"]
    assert file.read() == b"newest"


@pytest.mark.parametrize("years", [-1, 1])
def test_a_machine_whose_clock_is_not_that_of_its_files(
    file: PrivateFile, path: Path, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    """As where a file server dates them: the file of a write that is under way stays, and an old one goes."""
    young, old = path.with_name(".file.young.new"), path.with_name(".file.old.new")
    for name in (young, old):
        name.write_bytes(b"x")
    written = young.stat().st_mtime
    os.utime(old, (written - 86_400, written - 86_400))
    monkeypatch.setattr(time, "time", lambda: written + years * 365 * 86_400)
    file.replace(b"x")
    assert names(path.parent) == [".file.young.new", "file"]


def test_only_its_own_leftovers_are_removed(file: PrivateFile, path: Path) -> None:
    """Other files are no leftovers, however old they are."""
    others = [path.with_name(name) for name in (".file.backup", ".other.x.new", "file.x.new", ".file")]
    for other in others:
        other.write_bytes(b"x")
        os.utime(other, (0, 0))
    file.replace(b"x")
    assert all(other.exists() for other in others)


def test_a_file_has_one_holder_at_a_time(file: PrivateFile) -> None:
    """Until the holder closes it; its content stays."""
    file.replace(b"content")
    handle = file.open_alone()
    with pytest.raises(BlockingIOError):
        file.open_alone()
    os.close(handle)
    handle = file.open_alone()
    os.close(handle)
    assert file.read() == b"content"


@pytest.mark.usefixtures("windows")
class TestWindows:
    """Windows, as far as other systems can show: without the functions that it does not have."""

    def test_works(self, file: PrivateFile, path: Path) -> None:
        """Reads and replaces."""
        file.replace(b"one")
        file.replace(b"two")
        assert file.read() == b"two"
        assert names(path.parent) == ["file"]

    def test_rights_and_owners_are_not_checked(self, file: PrivateFile, path: Path) -> None:
        """Windows has none, and shows 0666 for every file."""
        path.write_bytes(b"x")
        path.chmod(0o666)
        assert file.read() == b"x"

    @posix
    @pytest.mark.parametrize("make", [link, folder])
    def test_links_and_folders_are_refused(self, file: PrivateFile, path: Path, make: Callable[[Path], None]) -> None:
        """As elsewhere."""
        make(path)
        with pytest.raises(Refused):
            file.read()

    def test_a_file_that_is_being_read_is_replaced_a_moment_later(
        self, file: PrivateFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Windows does not rename over a file that is open."""
        file.replace(b"old")
        replace, refusals = os.replace, [1, 2, 3]

        def busy(*args: Path) -> None:
            if refusals:
                raise PermissionError(errno.EACCES, f"in use: {refusals.pop()}")
            replace(*args)

        monkeypatch.setattr(os, "replace", busy)
        monkeypatch.setattr("time.sleep", lambda seconds: None)
        file.replace(b"new")
        assert file.read() == b"new"

    def test_a_file_that_stays_open_is_an_error(
        self, file: PrivateFile, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """After less than a second."""
        slept: list[float] = []

        def busy(*_: Path) -> None:
            raise PermissionError(errno.EACCES, "in use")

        monkeypatch.setattr(os, "replace", busy)
        monkeypatch.setattr("time.sleep", slept.append)
        with pytest.raises(PermissionError):
            file.replace(b"new")
        assert 0.1 < sum(slept) < 1.0
        assert names(path.parent) == []
