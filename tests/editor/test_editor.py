"""An editor explains and completes pack files: the real language server, on a real file, through the schemas.

The file's first line names its schema. Without Node.js, or before `make editor-tools`, this is skipped aloud.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.editor.client import Server

ROOT = Path(__file__).parents[2]
SERVER = ROOT / ".venv" / ".editor" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
FILES = [*sorted((ROOT / "rules").glob("*/*.yaml")), *sorted((ROOT / "rules").glob("*/tests/*.yaml"))]


def why_not() -> str:
    if shutil.which("node") is None:
        return "Node.js is not installed"
    return "" if SERVER.is_file() else "the language server is not installed: run `make editor-tools`"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    reason = why_not()
    if reason:
        pytest.skip(f"editors are NOT tested: {reason}")
    started = Server(["node", str(SERVER), "--stdio"], ROOT)
    yield started
    started.close()


def opened(server: Server, text: str, name: str = "fee") -> tuple[Path, list[dict[str, Any]]]:
    """A new file beside the Belgian ones."""
    path = ROOT / "rules" / "be" / f"{name}_in_an_editor.yaml"
    modeline = (ROOT / "rules" / "be" / "fee.yaml").read_text(encoding="utf-8").splitlines()[0]
    return path, server.open(path, f"{modeline}\n{text}")


def hovered(server: Server, path: Path, line: int, column: int) -> str:
    found = server.at("textDocument/hover", path, line, column)
    return "" if found is None else str(found["contents"]["value"])


def completed(server: Server, path: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
    found = server.at("textDocument/completion", path, line, column)
    return {item["label"]: item for item in found["items"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "rules")))
def test_every_pack_file_names_its_schema_in_the_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    named = (path.parent / first.removeprefix(prefix)).resolve()
    kind = "pack" if path.name == "pack.yaml" else "cases" if path.parent.name == "tests" else "rules"
    assert named == ROOT / "schemas" / f"{kind}.json"


def test_the_keys_of_a_file_are_explained(server: Server) -> None:
    text = "parameters:\n  x.rate:\n    label: X\n    confidence: published\n    values: {}\n"
    path, _ = opened(server, text, "hover")
    assert "Dated figures of the law" in hovered(server, path, 2, 3)
    assert "shown to readers" in hovered(server, path, 4, 6)
    assert "read in the law or an official table" in hovered(server, path, 5, 6)
    assert "From a date on" in hovered(server, path, 6, 6)


def test_keys_and_words_are_completed(server: Server) -> None:
    text = "lines:\n  tax:\n    formula: gross\n    \n    to: \nparameters:\n  x.rate:\n    confidence: \n"
    path, _ = opened(server, text, "completion")
    keys = completed(server, path, 5, 5)
    assert {"label", "section", "choose", "law", "expect"} <= set(keys)
    assert "bound the line must keep" in str(keys["expect"]["documentation"])
    assert {"worker", "tax_office", "social_security"} <= set(completed(server, path, 6, 9))
    assert {"statutory", "published", "assumed"} <= set(completed(server, path, 9, 17))


def test_sections_are_completed_in_an_empty_file(server: Server) -> None:
    path, _ = opened(server, "\n", "empty")
    assert {"parameters", "scales", "lines", "inputs", "obligations"} <= set(completed(server, path, 2, 1))


def test_a_misspelt_key_is_underlined(server: Server) -> None:
    _, found = opened(server, "lines:\n  tax: {lable: Tax, formula: gross}\n", "misspelt")
    assert [(one["range"]["start"]["line"] + 1, one["range"]["start"]["character"] + 1) for one in found] == [(3, 9)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_check_accepts_an_editor_accepts(server: Server, path: Path) -> None:
    found = server.open(path, path.read_text(encoding="utf-8"))
    assert [one["message"] for one in found] == []
