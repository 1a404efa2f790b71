"""Which dated figures, rows and branches of a pack its worked cases reach, and which they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.checking.sites import Site, sites
from engine.evaluation.explanation import Trace, nodes
from engine.language import syntax as s
from engine.language.walking import names_in, walk
from engine.program.dated import parameter_on, version_on
from engine.program.pack import Definition, Pack, parsed
from engine.program.scope import label_of
from engine.reading import models
from simulator.cases import Outcome
from simulator.evidence import Evidence
from simulator.reached_rules import labels_of_rules
from simulator.running import Run

KINDS = ("value", "row", "branch")
EVERY_RUN = "any act"
OF_RULES = ("facts", "obligations", "alerts", "quotas", "reclassifications")


@dataclass(frozen=True, slots=True)
class Reach:
    """What there is to reach of each kind, and what was."""

    there: dict[str, frozenset[str]]
    reached: dict[str, frozenset[str]]

    def missed(self, kind: str) -> list[str]:
        return sorted(self.there[kind] - self.reached[kind])

    def unaccounted(self, reasons: Mapping[str, str]) -> list[str]:
        """What no case reaches and no reason is given for; a reason for what is reached, or not there, as well."""
        missed = {label for kind in KINDS for label in self.missed(kind)}
        return sorted((missed - reasons.keys()) | (reasons.keys() - missed))


def reach(pack: Pack, outcomes: Iterable[Outcome]) -> Reach:
    """What the cases reach of the country's own files."""
    outcomes = list(outcomes)
    own = [one for one in pack.definitions.values() if one.pack == pack.name]
    first = min((row.from_ for row in pack.header.coverage), default=date.min)
    last = max((row.to_date for row in pack.header.coverage), default=date.max)
    there = {
        "value": frozenset(_values(own, first, last)),
        "row": frozenset(_rows(own, first, last)),
        "branch": frozenset(_branches(pack)),
    }
    found = labels_of([run for outcome in outcomes for run in outcome.runs])
    found |= labels_of_rules(pack, [(outcome.case, outcome.runs) for outcome in outcomes])
    return Reach(there, {kind: labels & found for kind, labels in there.items()})


def labels_of(runs: Iterable[Run]) -> frozenset[str]:
    """Labels of all that some runs really used: figures, rows, branches, lines, contract types."""
    found: set[str] = set()
    for run in runs:
        _add(found, run)
    return frozenset(found)


# ---- what there is -------------------------------------------------------------------


def _days(definition: Definition, first: date, last: date) -> Iterator[date]:
    """Dates from which a version holds on at least one covered day."""
    days = sorted(definition.model.values)
    for day, following in zip(days, [*days[1:], date.max], strict=True):
        if day <= last and following > first:
            yield day


def _values(own: list[Definition], first: date, last: date) -> Iterator[str]:
    for definition in own:
        if definition.kind not in ("parameter", "field"):
            continue
        for day in _days(definition, first, last):
            written = definition.model.values[day]
            if isinstance(written, models.DatedValue) and written.ended:
                continue
            name = definition.name.removeprefix(f"{definition.owner}.")
            if definition.kind == "field" and isinstance(written, dict) and name not in written:
                continue
            yield f"{definition.name} from {day}"


def _rows(own: list[Definition], first: date, last: date) -> Iterator[str]:
    for definition in own:
        if definition.kind not in ("scale", "table"):
            continue
        for day in _days(definition, first, last):
            version = definition.model.values[day]
            if definition.kind == "table":
                keys: Iterable[object] = [*(version.rows or {})]
                keys = [*keys, *(["further"] if version.each_further is not None else [])]
            else:
                keys = range(len(version if isinstance(version, list) else version.rows or []))
            yield from (f"{definition.name} from {day}, row {key}" for key in keys)


def _branches(pack: Pack) -> Iterator[str]:
    """Branches of what acts compute; facts and rules are evaluated elsewhere, their cases hold both sides."""
    for site in sites(pack):
        if site.path[0] not in OF_RULES and site.document in [
            file.document for part in pack.parts if part.name == pack.name for file in part.files
        ]:
            yield from _of_site(site)


def _of_site(site: Site) -> Iterator[str]:
    if site.constant:
        return
    if site.path[-1] in ("value", "otherwise") and "choose" in site.path:
        yield label_of(site.document, site.path[:-1])
    for index, part in enumerate(site.path):
        dated = index > 0 and site.path[index - 1] in ("formula", "choose", "sum", "in_order")
        if dated and isinstance(part, str) and part[:1].isdigit():
            yield label_of(site.document, site.path[: index + 1])
    for start in _conditionals(parsed(site.text)):
        yield label_of(site.document, (*site.path, f"then@{start}"))
        yield label_of(site.document, (*site.path, f"else@{start}"))


def _conditionals(tree: s.Expression) -> Iterator[int]:
    return (node.span.start for node in walk(tree) if isinstance(node, s.Conditional))


# ---- what was reached ----------------------------------------------------------------


def _add(found: set[str], run: Run) -> None:
    evidence = Evidence(run)
    found.update((EVERY_RUN, f"act {run.scenario.act}", f"contract {run.program.contract}"))
    pending = [*run.program.values, *(posting.amount for posting in run.program.postings)]
    pending += [gap.condition for gap in run.program.gaps if gap.condition is not None]
    pending += [name for name in run.program.step_of if getattr(_model(run, name), "expect", None) is not None]
    pending += [added for name in run.program.step_of if (added := getattr(_model(run, name), "sum_of", None))]
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        if name in seen or name not in run.values:
            continue
        seen.add(name)
        explained = evidence.explained(name)
        if explained.trace is None:
            continue
        found.add(f"line {name}")
        found.update(run.program.step_of[name].decided)
        if name in run.country.pack.definitions:
            _add_names(found, run, _conditions(run.country.pack.definitions[name], run))
        for node in nodes(explained.trace):
            _add_node(found, run, node)
            if node.word == "name":
                pending.append(node.name)


def _model(run: Run, name: str) -> object:
    definition = run.country.pack.definitions.get(name)
    return definition.model if definition is not None else None


def _add_node(found: set[str], run: Run, node: Trace) -> None:
    detail = dict(node.detail)
    if node.word == "choose" and "row" in detail:
        found.add(detail["row"])
    elif node.word == "function":
        found.add(f"line {node.name}")
    definition = run.country.pack.definitions.get(node.name)
    if definition is not None:
        _add_figure(found, run, definition, node)


def _add_figure(found: set[str], run: Run, definition: Definition, node: Trace | None) -> None:
    if definition.kind not in ("parameter", "field", "scale", "table"):
        return
    held = version_on(definition.model.values, run.dates.on(definition.model.follows))
    label = f"{definition.name} from {held.since}"
    if definition.kind in ("parameter", "field"):
        if label not in found:
            found.add(label)
            _add_made_of(found, run, definition)
    elif node is not None and definition.kind == "scale" and "row" in dict(node.detail):
        found.add(f"{label}, row {dict(node.detail)['row']}")
        _add_names(found, run, _texts_of_row(held.value, int(dict(node.detail)["row"])))
    elif node is not None and definition.kind == "table" and node.operands:
        found.add(f"{label}, row {_key(run, definition, node)}")


def _add_made_of(found: set[str], run: Run, definition: Definition) -> None:
    """The parameters that a derived parameter is made of are reached with it."""
    text = parameter_on(definition, run.dates.on(definition.model.follows)).text
    _add_names(found, run, [text] if text else [])


def _texts_of_row(version: Any, index: int) -> list[str]:
    """The formulas that decide a row of a scale: its own bound, rate and amount, and the bound of the row before."""
    rows = version if isinstance(version, list) else version.rows or []
    near = rows[max(index - 1, 0) : index + 1]
    return [text for row in near for text in (row.up_to, row.below, row.rate, row.amount, row.value) if text]


def _add_names(found: set[str], run: Run, texts: Iterable[str]) -> None:
    """The figures that formulas name: those decided when the program was made leave no other trace."""
    for text in texts:
        for name in names_in(parsed(text)):
            definition = run.country.pack.definitions.get(name)
            if definition is not None:
                _add_figure(found, run, definition, None)


def _conditions(definition: Definition, run: Run) -> list[str]:
    """What a line asks before it chooses, as it stands on the day of the act: truths of the law are decided there."""
    written = getattr(definition.model, "choose", None)
    if isinstance(written, dict):
        written = version_on(written, run.dates.on(definition.model.follows)).value
    return [choice.when for choice in written or [] if choice.when is not None]


def _key(run: Run, definition: Definition, node: Trace) -> str:
    if "each_further" in dict(node.detail):
        return "further"
    members = run.country.pack.members.get(definition.model.by)
    key = int(node.operands[0].value)
    return members[key] if members is not None else str(key)


# ---- which labels a place of the pack has ----------------------------------------------


def labels_of_site(site: Site, there: Iterable[str]) -> list[str]:
    """Labels of which a run must have one for a change at this place to be noticed."""
    section, name = str(site.path[0]), str(site.path[1])
    match section:
        case "parameters":
            field = "" if site.path[-1] in ("value", site.path[3]) else f".{site.path[-1]}"
            return [f"{name}{field} from {site.path[3]}"]
        case "scales" | "tables":
            start = f"{name} from {site.path[3]}, row "
            return [label for label in there if label.startswith(start)]
        case "contracts":
            return [f"contract {name}"]
        case "acts":
            return [f"act {name}"]
        case "lines" if "choose" in site.path and site.path[-1] in ("value", "otherwise"):
            row = label_of(site.document, site.path[:-1])
            return [row] if row in there else [f"line {name}"]
        case "lines" if "in_order" in site.path or site.path[-1] == "take_from":
            return [label for label in there if label.startswith(f"line {name}")]
        case "lines" | "functions" | "inputs":
            return [f"line {name}"]
    return [EVERY_RUN]
