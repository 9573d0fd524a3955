"""Asks pyright's language server what an editor shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HEAD = """\
from plutio_async import F, Plutio, sync
from plutio_async.models import Task
async def main(plutio: Plutio, client: sync.Plutio, task: Task) -> None:
    """


class LanguageServer:
    """Answers for a line of code in which ``|`` is the place of the cursor."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked = 0

    def __enter__(self) -> Self:
        command = [str(Path(sys.executable).parent / "pyright-langserver"), "--stdio"]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self._folder)
        text: dict[str, Any] = {
            "hover": {"contentFormat": ["plaintext"]},
            "completion": {"completionItem": {"documentationFormat": ["plaintext"]}},
        }
        folder = {"uri": self._folder.as_uri(), "name": "folder"}
        capabilities = {"textDocument": text, "workspace": {"configuration": True}}
        self._ask("initialize", processId=None, rootUri=None, workspaceFolders=[folder], capabilities=capabilities)
        self._send(method="initialized", params={})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._server:
            self._ask("shutdown")
            self._send(method="exit", params={})

    def completions(self, line: str) -> list[str]:
        """The names that are offered."""
        answer = self._ask("textDocument/completion", **self._place(line))
        return [item["label"].strip("\"'") for item in answer["items"]] if answer else []

    def hover(self, line: str) -> str:
        """The text that is shown."""
        text: str = self._ask("textDocument/hover", **self._place(line))["contents"]["value"]
        return text

    def _place(self, line: str) -> dict[str, Any]:
        text = HEAD + line.replace("|", "") + "\n"
        uri = (self._folder / f"line_{self._asked}.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self._send(method="textDocument/didOpen", params={"textDocument": document})
        column = len(HEAD.splitlines()[-1]) + line.index("|")
        return {"textDocument": {"uri": uri}, "position": {"line": HEAD.count("\n"), "character": column}}

    def _ask(self, method: str, **params: Any) -> Any:
        """The result of a request. Answers what the server asks in between."""
        self._asked += 1
        self._send(id=self._asked, method=method, params=params)
        while (message := self._read()).get("id") != self._asked or "method" in message:
            if "id" in message and "method" in message:
                self._send(id=message["id"], result=self._settings(message))
        assert "error" not in message, message
        return message["result"]

    def _settings(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        settings = {"python": {"pythonPath": sys.executable}}
        return [settings.get(item.get("section"), {}) for item in message["params"]["items"]]

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._server.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._server.stdout
        length = 0
        while line := self._server.stdout.readline().strip():
            name, value = line.split(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self._server.stdout.read(length))
        return message
