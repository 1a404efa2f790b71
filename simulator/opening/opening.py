"""A new country's folder: written from a template, with the figures of another country where the names are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from string import Template

from engine.checking.figures import versions
from engine.language import codes
from engine.language.diagnostic import Refused
from engine.program.pack import Pack
from engine.reading import models
from simulator.opening.first_cases import first_cases
from simulator.registry import COMMON, Registry
from simulator.scenario import refusal

TEMPLATE = files("simulator.opening") / "template"
FIGURES: Mapping[str, str] = {
    "fee.rate": "0 %",
    "coefficient.margin": "0 %",
    "provision.rate": "0 %",
    "guarantee.yearly_cost": "0 %",
    "employer_contribution.rate": "0 %",
    "employee_contribution.rate": "0 %",
    "rights.expense_rate": "0 %",
    "rights.tax_rate": "0 %",
    "vat.standard_rate": "0 %",
    "expense.kilometre": "0",
    "expense.day": "0",
    "capital.share_price": "1",
}
"""The figures of the template, and what they are until somebody answers."""
ANSWERED_BY_RULES = ("withholding_tax_payment", "vat_return")
"""Kinds of duties for which the template has a rule."""


@dataclass(frozen=True, slots=True)
class NewCountry:
    """What must be known before the first figure."""

    code: str
    name: str
    currency: str
    quantum: str
    language: str


def open_country(registry: Registry, new: NewCountry, origin: str, today: date) -> list[Path]:
    """Writes `rules/CODE` and tells its files; `Refused` if there is such a pack, or the origin is none."""
    folder = registry.rules / new.code
    if folder.exists():
        raise refusal(codes.FILE_NAME, f"there is already a folder {folder}", "take another code", "country new")
    source = registry.country(origin).pack
    texts = {path: Template(text).substitute(_words(source, new, origin, today)) for path, text in _templates()}
    folder.mkdir()
    try:
        _write(registry.rules, new, texts, today)
    except Refused:
        rmtree(folder)
        raise
    return sorted(folder.rglob("*.yaml"))


def _write(rules: Path, new: NewCountry, texts: Mapping[str, str], today: date) -> None:
    """The pack's files, then what only the finished pack can tell: its questions and its first cases."""
    folder = rules / new.code
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    pack = Registry(rules).country(new.code).pack
    (folder / "assumed.yaml").write_text(_assumed(pack, today), encoding="utf-8")
    (folder / "tests").mkdir()
    cases = first_cases(Registry(rules), new.code, today)
    (folder / "tests" / "first_cases.yaml").write_text(cases, encoding="utf-8")


def _templates() -> Iterator[tuple[str, str]]:
    for one in sorted(TEMPLATE.iterdir(), key=lambda one: one.name):
        if one.name.endswith(".yaml"):
            yield one.name, one.read_text(encoding="utf-8")


def _words(source: Pack, new: NewCountry, origin: str, today: date) -> dict[str, str]:
    figures = {
        name.replace(".", "_"): _figure(source, name, new.currency) or default for name, default in FIGURES.items()
    }
    return {
        **figures,
        "code": new.code,
        "CODE": new.code.upper(),
        "name": new.name,
        "currency": new.currency,
        "quantum": new.quantum,
        "language": new.language,
        "origin": origin,
        "schemas": "../../schemas",
        "year": str(today.year),
        "today": today.isoformat(),
        "none_of_its_kind": _not_looked_at(source, today),
    }


def _figure(source: Pack, name: str, currency: str) -> str | None:
    """The last value that the other country has under the same name, where it is a number of the same unit."""
    definition = source.definitions.get(name)
    if definition is None or definition.kind != "parameter":
        return None
    if definition.model.type != "rate" and source.header.currency != currency:
        return None
    last = definition.model.values.get(max(definition.model.values, default=date.min))
    return last.value if isinstance(last, models.DatedValue) else None


def _not_looked_at(source: Pack, today: date) -> str:
    """A question for every kind of duty that the common rules know."""
    lines = []
    for part in source.parts:
        if part.name != COMMON:
            continue
        for kind, model in (pair for one in part.files for pair in one.rules.duty_kinds.items()):
            if kind not in ANSWERED_BY_RULES:
                why = f"Not looked at yet. Question: what does the law ask? ({model.label or kind})"
                lines.append(f'  {kind}: {{why: "{why}", checked_on: {today.isoformat()}}}')
    return "\n".join(lines)


def _assumed(pack: Pack, today: date) -> str:
    """Every figure of the new pack with its question, as the list of accepted assumptions."""
    lines = [
        "# yaml-language-server: $schema=../../schemas/rules.json",
        "# Every figure that is still a question. Take one off the list when it has its law, its source and its day.",
        "assumed:",
    ]
    for one in versions(pack):
        if one.definition.pack == pack.name:
            question = one.said("note") or f"Question: {one.label}?"
            lines += [
                f"  {one.name}:",
                f"    values: [{one.since}]",
                f'    why: "{question}"',
                "    accepted_by: Whoever opened the country",
                f"    since: {today.isoformat()}",
            ]
    return "\n".join(lines) + "\n"
