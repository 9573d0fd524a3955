"""The file that stores tokens."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import anyio
import pytest

from plutio_async import Plutio
from plutio_async._auth.credentials import FileTokenStore, Token
from plutio_async.testing import Sandbox

pytestmark = pytest.mark.both_loops

TOKEN = Token("very-secret", 1_700_000_000.0, ("acme", "globex"))


@pytest.mark.anyio
async def test_a_saved_token_is_loaded_by_the_next_process(tmp_path: Path) -> None:
    """All of it comes back."""
    path = tmp_path / "token.json"
    await FileTokenStore(path).save("a1", TOKEN)
    assert await FileTokenStore(path).load("a1") == TOKEN


@pytest.mark.anyio
async def test_accounts_do_not_mix(tmp_path: Path) -> None:
    """One file may hold the tokens of several API clients."""
    store = FileTokenStore(tmp_path / "token.json")
    other = Token("other", 5.0)
    await store.save("a1", TOKEN)
    await store.save("a2", other)
    assert [await store.load(account) for account in ("a1", "a2", "a3")] == [TOKEN, other, None]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
@pytest.mark.anyio
async def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    """Also if the file existed with other rights, and whatever the umask is."""
    path = tmp_path / "deep" / "token.json"
    old = os.umask(0)
    try:
        await FileTokenStore(path).save("a1", TOKEN)
        path.chmod(0o644)
        await FileTokenStore(path).save("a1", TOKEN)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.anyio
@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"a1": 7}',
        '{"a1": {"value": ""}}',
        '{"a1": {"value": "t", "expires_at": "x"}}',
        '{"a1": {"value": "t", "expires_at": NaN}}',
        '{"a1": {"value": "a\\nb", "expires_at": 9e9}}',
        '{"a1": {"value": "t\\u00e9", "expires_at": 9e9}}',
        '{"a1": {"value": "  ", "expires_at": 9e9}}',
        '{"a1": {"value": "t", "expires_at": 1e300}}',
        '{"a1": {"value": "t", "expires_at": 1e999}}',
        f'{{"a1": {{"value": "t", "expires_at": 1{"0" * 400}}}}}',
        "[" * 100_000,
        "\xff",
    ],
    ids=range(16),
)
async def test_a_broken_entry_counts_as_absent(tmp_path: Path, text: str) -> None:
    """A damaged file costs one token call and is mended by the next save."""
    path = tmp_path / "token.json"
    path.write_bytes(text.encode("latin-1"))
    path.chmod(0o600)
    store = FileTokenStore(path)
    assert await store.load("a1") is None
    await store.save("a1", TOKEN)
    assert await store.load("a1") == TOKEN


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
@pytest.mark.anyio
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o666])
async def test_a_file_that_others_may_use_is_not_used(
    tmp_path: Path, mode: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Another user could read the token, or write one. There is one warning, and the next save makes a new file."""
    path = tmp_path / "token.json"
    store = FileTokenStore(path)
    await store.save("a1", TOKEN)
    path.chmod(mode)
    assert await store.load("a1") is None
    assert await store.load("a1") is None
    await store.save("a2", TOKEN)
    assert await store.load("a1") is None
    assert await store.load("a2") == TOKEN
    (warning,) = caplog.messages
    assert f"{mode:04o}" in warning
    assert str(path) in warning
    assert "very-secret" not in warning


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["link", "pipe"])
async def test_a_link_or_a_pipe_is_not_used(tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """There is one warning that names it, and the next save replaces it by a file."""
    path, target = tmp_path / "token.json", tmp_path / "target"
    await FileTokenStore(target).save("a1", TOKEN)
    planted = target.read_bytes()
    if kind == "link":
        path.symlink_to(target)
    else:
        os.mkfifo(path, 0o600)
    store = FileTokenStore(path)
    assert await store.load("a1") is None
    assert await store.load("a1") is None
    (warning,) = caplog.messages
    assert str(path) in warning
    assert "very-secret" not in warning
    await store.save("a2", TOKEN)
    assert [await store.load(account) for account in ("a1", "a2")] == [None, TOKEN]
    assert not path.is_symlink()
    assert target.read_bytes() == planted


@pytest.mark.anyio
async def test_no_file_is_no_token(tmp_path: Path) -> None:
    """The first start of a program is no error."""
    assert await FileTokenStore(tmp_path / "none" / "token.json").load("a1") is None


@pytest.mark.anyio
async def test_a_write_that_fails_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers see the old token or the new one, and nothing is left behind."""
    store = FileTokenStore(tmp_path / "token.json")
    await store.save("a1", TOKEN)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        await store.save("a1", Token("new", 6.0))
    assert await store.load("a1") == TOKEN
    assert [entry.name for entry in tmp_path.iterdir()] == ["token.json"]


@pytest.mark.anyio
async def test_readers_never_see_half_a_file(tmp_path: Path) -> None:
    """The file is whole at any moment, also while others write."""
    path = tmp_path / "token.json"
    store = FileTokenStore(path)
    await store.save("a1", TOKEN)

    async def write(number: int) -> None:
        await store.save("a1", Token(f"token-{number}" * 1000, 5.0))

    async with anyio.create_task_group() as tasks:
        for number in range(20):
            tasks.start_soon(write, number)
        for _ in range(20):
            assert await store.load("a1") is not None
            json.loads(await anyio.Path(path).read_bytes())


def test_the_path_may_start_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``~`` is the user's home; the repr shows the path and nothing else."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert repr(FileTokenStore("~/token.json")) == f"FileTokenStore({str(tmp_path / 'token.json')!r})"


@pytest.mark.anyio
async def test_a_store_that_cannot_be_read_is_logged_once_for_each_token_call(caplog: pytest.LogCaptureFixture) -> None:
    """And not by each caller that waits for that token."""

    class Broken:
        async def load(self, account: str) -> Token | None:
            raise OSError("no disk")

        async def save(self, account: str, token: Token) -> None: ...

    sandbox = Sandbox()
    async with Plutio.sandbox(sandbox, token_store=Broken()) as plutio, anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(plutio.tasks.list)
    assert [call.path for call in sandbox.calls].count("/oauth/token") == 1
    assert caplog.messages == ["the stored token could not be read (no disk): a new one is fetched"]
