"""In which order facts are concluded: after every fact that their own conditions speak of."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from engine.inference.conditions import names_in
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.formula_error import FormulaError
from engine.program.pack import Definition, Pack, parsed


def strata(pack: Pack) -> Mapping[str, int]:
    """The stratum of every concluded fact; `Refused` where one is needed to conclude itself."""
    circle = circle_of_facts(pack)
    if circle is not None:
        raise Refused([circle])
    reads = _reads(pack)
    order: dict[str, int] = {}
    for name in TopologicalSorter(reads).static_order():
        order[name] = max((order[other] + 1 for other in reads[name]), default=0)
    return order


def circle_of_facts(pack: Pack) -> Diagnostic | None:
    """A circle in which facts conclude each other, on whatever date."""
    try:
        TopologicalSorter(_reads(pack)).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        definition = pack.definitions[circle[0]]
        place = definition.document.place((*definition.path, "when"))
        message = f"these facts conclude each other: {' → '.join(reversed(circle))}"
        return Diagnostic(codes.RULE_CYCLE, place, message, "one of them must be known without the others")
    return None


def _reads(pack: Pack) -> dict[str, tuple[str, ...]]:
    facts = {name: d for name, d in pack.definitions.items() if d.kind == "fact" and d.model.when is not None}
    return {name: tuple(sorted(names_of(facts[name]) & facts.keys())) for name in sorted(facts)}


def names_of(definition: Definition) -> set[str]:
    """Names in the conditions of a rule or fact, over all its dates; what cannot be read has none."""
    written = definition.model.when
    texts = written.values() if isinstance(written, dict) else [written]
    found: set[str] = set()
    for text in texts:
        try:
            found |= {name for name, _ in names_in(parsed(text))}
        except FormulaError:
            continue
    return found
