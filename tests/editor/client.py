"""A small client of the language server protocol: enough to open a file, hover and complete."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

WAIT = 20.0
"""Seconds after which the server is taken for dead."""
OPTIONS = {"yaml": {"hover": True, "completion": True, "validate": True, "schemaStore": {"enable": False}}}
CAPABILITIES = {
    "workspace": {"configuration": True, "workspaceFolders": True},
    "textDocument": {
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
    },
}


class Server:
    """A language server on standard input and output."""

    def __init__(self, command: list[str], root: Path) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.messages: Queue[dict[str, Any]] = Queue()
        self.kept: list[dict[str, Any]] = []
        self.number = 0
        self.reader = Thread(target=self._read, daemon=True)
        self.reader.start()
        folders = [{"uri": root.as_uri(), "name": root.name}]
        self.ask(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": folders, "capabilities": CAPABILITIES},
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": OPTIONS})

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Open a file with this text, and what the server finds wrong in it."""
        uri = path.as_uri()
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        found = self._wait(lambda message: _is_about(message, uri))
        diagnostics: list[dict[str, Any]] = found["params"]["diagnostics"]
        return diagnostics

    def at(self, method: str, path: Path, line: int, column: int) -> Any:
        """Ask about a place; lines and columns count from 1, as everywhere in the project."""
        position = {"line": line - 1, "character": column - 1}
        return self.ask(method, {"textDocument": {"uri": path.as_uri()}, "position": position})

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        answer = self._wait(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer.get("result")

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def close(self) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(WAIT)
        self.reader.join(WAIT)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        for message in self.kept:
            if wanted(message):
                self.kept.remove(message)
                return message
        while True:
            try:
                message = self.messages.get(timeout=WAIT)
            except Empty:
                raise AssertionError("the language server does not answer") from None
            if wanted(message):
                return message
            if "method" in message and "id" in message:
                self._answer(message)
            else:
                self.kept.append(message)

    def _answer(self, message: dict[str, Any]) -> None:
        """The server asks its client: about its settings, or to register something."""
        items = message["params"].get("items", []) if isinstance(message.get("params"), dict) else []
        result = [OPTIONS.get(str(item.get("section")), {}) for item in items] or None
        self._send({"id": message["id"], "result": result})

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            if not length:
                return
            self.messages.put(json.loads(stream.read(length)))


def _is_about(message: dict[str, Any], uri: str) -> bool:
    return message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
