"""The state of a sandbox in a file, so that a mock workspace survives a restart."""

from __future__ import annotations

import base64
import json
import os
import threading
from pathlib import Path
from typing import Any

from plutio_async._core.private_file import PrivateFile
from plutio_async.testing._api.messages import RecordedCall
from plutio_async.testing._api.store import StoreState, Workspace
from plutio_async.testing.errors import SandboxError
from plutio_async.testing.sandbox import Sandbox, Snapshot

_FORMAT = 1
_PARTS = ("id", "owner", "initial", "example", "collections", "trash", "counters")


class StateFile:
    """Keeps the records of a sandbox in a file that only this user can read.

    It is written a second after a write, and at the end. A kill loses no more than what was written since.

    Raises:
        SandboxError: the file is not such a state, or of other businesses.
    """

    def __init__(self, sandbox: Sandbox, path: str | os.PathLike[str]) -> None:
        self._sandbox = sandbox
        self._file = PrivateFile(Path(path), forbidden=0o077, max_bytes=2**40)
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        if (content := self._read()) is None:
            self._write()
        else:
            sandbox.restore(_snapshot(sandbox, content, str(path)))
        sandbox.on_call(self._note)

    def close(self) -> None:
        """Writes what is not written yet."""
        if self._timer is not None:
            self._timer.cancel()
            self._write()

    def _read(self) -> bytes | None:
        try:
            return self._file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SandboxError(f"the state {self._file.path} cannot be read: {error.strerror}") from None

    def _note(self, call: RecordedCall) -> None:
        if call.method == "GET" or call.status != 200:
            return
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(1.0, self._write)
                self._timer.daemon = True
                self._timer.start()

    def _write(self) -> None:
        with self._lock:
            self._timer = None
        try:
            self._file.replace(_content_of(self._sandbox.snapshot()))
        except OSError as error:
            raise SandboxError(f"the state {self._file.path} cannot be written: {error.strerror}") from None


def _content_of(snapshot: Snapshot) -> bytes:
    workspaces = {name: _parts(workspace) for name, workspace in snapshot.store.workspaces.items()}
    state = {"format": _FORMAT, "workspaces": workspaces, "ids": snapshot.store.ids, "ties": snapshot.store.ties}
    return json.dumps(state, separators=(",", ":"), default=sorted).encode()


def _parts(workspace: Workspace) -> dict[str, Any]:
    contents = {id: _content(value) for id, value in workspace.contents.items()}
    return {**{name: getattr(workspace, name) for name in _PARTS}, "contents": contents}


def _content(value: bytes | Path) -> str | list[str]:
    return [os.fspath(value)] if isinstance(value, Path) else base64.b64encode(value).decode()


def _snapshot(sandbox: Sandbox, content: bytes, path: str) -> Snapshot:
    try:
        state = json.loads(content)
        if state["format"] != _FORMAT:
            raise SandboxError(f"{path} has the format {state['format']} of another version; this one has {_FORMAT}")
        workspaces = {name: _workspace(name, parts) for name, parts in state["workspaces"].items()}
        ids, ties = ((version, tuple(inner), gauss) for version, inner, gauss in (state["ids"], state["ties"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, SandboxError):
            raise
        raise SandboxError(f"{path} is no state of a sandbox; give another file, or remove it") from None
    found = sandbox.snapshot()
    return Snapshot(tuple(workspaces), StoreState(workspaces, ids, ties), found.calls, found.used)


def _workspace(name: str, parts: dict[str, Any]) -> Workspace:
    workspace = Workspace(name, parts["id"])
    for part in _PARTS:
        setattr(workspace, part, parts[part])
    workspace.initial, workspace.example = set(parts["initial"]), set(parts["example"])
    workspace.trash = {id: (resource, record) for id, (resource, record) in parts["trash"].items()}
    workspace.contents = {
        id: Path(value[0]) if isinstance(value, list) else base64.b64decode(value)
        for id, value in parts["contents"].items()
    }
    return workspace
