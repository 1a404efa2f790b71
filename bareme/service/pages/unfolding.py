"""One line unfolded: a sentence, the sum in words and in numbers, its steps, the law and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bareme.service.keeping import names_in
from bareme.service.pages.reader import CountryWords, Reader
from bareme.text.arithmetic import Spoken, rounding_words

LONGEST_SUM = 900
"""A sum longer than this is told by its steps alone."""


@dataclass(frozen=True, slots=True)
class StepOf:
    """A figure the line was made of; `opens` if it has a way of its own."""

    name: str
    label: Markup
    term: Markup
    amount: str
    formula: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated figure of the law that the line used."""

    name: str
    label: Markup
    value: str
    since: str
    law: str
    source: str
    confidence: str
    checked: str
    pack: str


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Everything the panel of a line shows."""

    name: str
    label: str
    amount: str
    given: bool
    in_words: str
    in_numbers: str
    rounded: str
    note: Markup
    steps: tuple[StepOf, ...]
    law: str
    figures: tuple[Figure, ...]
    why_not_exact: tuple[str, ...]


def unfolded(
    trace: Mapping[str, Any], name: str, result: Mapping[str, Any], words: CountryWords, reader: Reader
) -> Unfolded:
    """The panel of a line, from `bareme.trace/1` or from what a link keeps of it."""
    lines = {line["name"]: line for line in _rows(trace["lines"])}
    figures = {figure["name"]: figure for figure in _rows(trace["figures"])}
    line = lines[name]
    reader = words.reader
    shown = _Shown(lines, figures, words, reader)
    in_words = shown.sum(line, as_names=True)
    in_numbers = shown.sum(line, as_names=False)
    return Unfolded(
        name=name,
        label=words.plain(name, line["label"]),
        amount=shown.value(line),
        given=line["given"],
        in_words=in_words,
        in_numbers=in_numbers if in_numbers != in_words else "",
        rounded=_rounded(line, reader),
        note=words.text(line["note"]),
        steps=tuple(shown.steps(line)),
        law=line["law"] or "",
        figures=tuple(shown.figure(each) for each in dict.fromkeys(shown.used(line))),
        why_not_exact=tuple(_doubts(name, line, result, words, reader)),
    )


def _rows(data: Any) -> list[Mapping[str, Any]]:
    return list(data.values()) if isinstance(data, Mapping) else list(data)


@dataclass(frozen=True)
class _Shown:
    lines: Mapping[str, Mapping[str, Any]]
    figures: Mapping[str, Mapping[str, Any]]
    words: CountryWords
    reader: Reader

    def value(self, line: Mapping[str, Any]) -> str:
        kind = line.get("type", "money")
        base = kind.partition("/")[0]
        if base in self.words.words.pack.members and base != "bool":
            return self.words.plain(line["value"])
        return self.reader.value(line["value"], kind)

    def sum(self, line: Mapping[str, Any], *, as_names: bool) -> str:
        if line["trace"] is None:
            return ""
        leaf = self._as_name if as_names else self._as_number
        text = Spoken(leaf, self.reader.number, self.reader.say).of(line["trace"])
        return text if len(text) <= LONGEST_SUM else ""

    def _as_name(self, _word: str, node: Mapping[str, Any]) -> str:
        name = node.get("name", "")
        line, figure = self.lines.get(name), self.figures.get(name)
        label = (line or figure or {}).get("label")
        return self.words.plain(name, label) if label else self.reader.written(name)

    def _as_number(self, word: str, node: Mapping[str, Any]) -> str:
        name = node.get("name", "")
        if name in self.lines:
            return self.value(self.lines[name])
        figure = self.figures.get(name)
        if word in ("scale", "table"):
            return self.words.plain(name, figure["label"]) if figure is not None else self.reader.say(word)
        if figure is not None and figure["value"] and len(figure["value"]) < 16:
            return self.reader.written(figure["value"])
        return self.reader.number(Spoken(self._as_name, str, str).of({"word": "number", "value": node["value"]}))

    def steps(self, line: Mapping[str, Any]) -> Iterator[StepOf]:
        read = dict.fromkeys(name for word, name in names_in(line["trace"]) if word == "name" and name in self.lines)
        for name in read:
            under = self.lines[name]
            yield StepOf(
                name=name,
                label=self.words.marked(name, under["label"]),
                term=self.words.term(name),
                amount=self.value(under),
                formula=_short(self.sum(under, as_names=False)),
                opens=not under["given"],
            )

    def used(self, line: Mapping[str, Any]) -> Iterator[str]:
        for word, name in names_in(line["trace"]):
            if word in ("parameter", "scale", "table") and name in self.figures:
                yield name

    def figure(self, name: str) -> Figure:
        held = self.figures[name]
        return Figure(
            name=name,
            label=self.words.marked(name, held["label"]),
            value=self.reader.written(held["value"]) if held["value"] else "",
            since=self.reader.short_day(held["from"]) if held["from"] else "",
            law=held["law"] or "",
            source=held["source"] or "",
            confidence=held["confidence"],
            checked=self.reader.short_day(held["checked_on"]) if held["checked_on"] else "",
            pack=held["pack"],
        )


def _short(text: str) -> str:
    return text if len(text) <= 90 else ""


def _rounded(line: Mapping[str, Any], reader: Reader) -> str:
    rounding, trace = line["rounding"], line["trace"]
    if rounding is None or trace is None or trace["value"] == line["exact"]:
        return ""
    return rounding_words(rounding, reader.say, reader.number)


def _doubts(
    name: str, line: Mapping[str, Any], result: Mapping[str, Any], words: CountryWords, reader: Reader
) -> Iterator[str]:
    say = reader.say
    shown = {each["name"]: each for each in result["lines"]}.get(name)
    if shown is not None and shown.get("until"):
        yield say("Final only later: %(until)s") % {"until": words.words.text(shown["until"]).text}
    if line["confidence"] == "assumed":
        yield say("It rests on a figure that nobody has confirmed yet.")
    gaps = {gap["name"]: gap for gap in result["gaps"]}
    for gap in (shown or {}).get("incomplete", []):
        about = words.words.text(gaps[gap]["about"]).text
        yield say("Not modelled: %(about)s. %(why)s") % {"about": about, "why": words.words.text(gaps[gap]["why"]).text}
