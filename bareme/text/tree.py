"""The explanation of one figure as an indented tree: formula, the numbers put in, law, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bareme.text.language import Language
from engine.program.pack import Pack

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")


def tree(data: Mapping[str, Any], pack: Pack, language: Language, depth: int) -> str:
    """The whole text of an explanation."""
    lines = {line["name"]: line for line in data["lines"]}
    figures = {figure["name"]: figure for figure in data["figures"]}
    drawing = _Drawing(lines, figures, pack, language)
    text = [*drawing.line(data["line"], depth, ""), "", *_sources(data, language)]
    return "\n".join(text) + "\n"


@dataclass(slots=True)
class _Drawing:
    """Draws each line once; where it comes again, it says so."""

    lines: Mapping[str, Any]
    figures: Mapping[str, Any]
    pack: Pack
    language: Language
    shown: set[str] = field(default_factory=set)

    def line(self, name: str, depth: int, indent: str) -> Iterator[str]:
        line = self.lines[name]
        term = self.language.term(self.pack, name)
        title = f"{line['label']} ({term})" if term else line["label"]
        yield f"{indent}{name} = {line['value']}   {title}"
        inner = indent + "   "
        if name in self.shown:
            yield f"{inner}(shown above)"
            return
        self.shown.add(name)
        if line["given"]:
            yield f"{inner}given"
            return
        yield from (inner + text for text in self._facts(line))
        if depth > 0:
            for operand in dict.fromkeys(_names(line["trace"], ("name",))):
                if operand in self.lines:
                    yield from self.line(operand, depth - 1, inner)

    def _facts(self, line: Mapping[str, Any]) -> Iterator[str]:
        if line["formula"]:
            yield f"= {line['formula']}"
            yield f"= {_with_numbers(line['formula'], self.lines, self.figures)}" + _rounded(line)
        if line["note"]:
            yield line["note"]
        if line["law"]:
            yield f"§ {line['law']}"
        for figure in dict.fromkeys(_names(line["trace"], ("parameter", "scale", "table"))):
            if figure in self.figures:
                yield _figure(self.figures[figure], self.language)


def _rounded(line: Mapping[str, Any]) -> str:
    rounding = line["rounding"]
    if rounding is None or line["trace"]["value"] == line["exact"]:
        return ""
    return f"   rounded ({rounding['mode']}) to {line['value']}"


def _names(node: Mapping[str, Any] | None, words: tuple[str, ...]) -> Iterator[str]:
    if node is None:
        return
    if node["word"] in words and "#" not in node.get("name", ""):
        yield node["name"]
    for operand in node.get("of", []):
        yield from _names(operand, words)


def _with_numbers(formula: str, lines: Mapping[str, Any], figures: Mapping[str, Any]) -> str:
    def number(match: re.Match[str]) -> str:
        name = match.group()
        if name in lines:
            return str(lines[name]["value"])
        if name in figures and figures[name]["value"]:
            return str(figures[name]["value"])
        return name

    return WORD.sub(number, formula)


def _figure(figure: Mapping[str, Any], language: Language) -> str:
    value = f" = {figure['value']}" if figure["value"] else ""
    since = f" since {language.day(figure['from'])}" if figure["from"] else ""
    return f"· {figure['name']}{value}{since} ({figure['confidence']})"


def _sources(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    yield "Figures used:"
    for figure in data["figures"]:
        checked = f", checked {language.day(figure['checked_on'])}" if figure["checked_on"] else ""
        law = f"{figure['law']}; " if figure["law"] else ""
        yield f"  {figure['name']} ({figure['pack']}): {law}{figure['source'] or 'no source'}{checked}"
