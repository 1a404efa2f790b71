"""What the figures of one run rest on: what each really used, and the grounds of all runs that took its path."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from engine.evaluation.explanation import Explained, Trace, explain
from engine.evaluation.used import used
from engine.program.program import Program
from engine.program.provenance import Provenance
from simulator.grounds import Grounds, grounds_of, path_of
from simulator.running import Run


@dataclass(frozen=True)
class Evidence:
    """Explanations of a run's values, each made once and only when asked."""

    run: Run
    _explained: dict[str, Explained] = field(default_factory=dict)
    _operands: dict[str, tuple[Trace, ...]] = field(default_factory=dict)

    def explained(self, name: str) -> Explained:
        if name not in self._explained:
            self._explained[name] = explain(self.run.program, self.run.values, self._given, name)
        return self._explained[name]

    @cached_property
    def _given(self) -> frozenset[str]:
        return frozenset(self.run.given)

    def operands(self, name: str) -> tuple[Trace, ...]:
        """The names, figures and scales that were really used in a line's own formula."""
        if name not in self._operands:
            self._operands[name] = tuple(used(self.grounds.layout.get(name, ()), self.run.values))
        return self._operands[name]

    @cached_property
    def grounds(self) -> Grounds:
        run = self.run
        path = path_of(run.program, self._given, run.values)
        return grounds_of(run.program, run.dates, self._given, run.estimated_after, path)

    def figures(self, name: str) -> frozenset[str]:
        """Parameters, scales and tables under a value, all the way down."""
        return self.grounds.figures(name)

    def facts(self, name: str) -> frozenset[str]:
        """Inputs under a value, all the way down."""
        return self.grounds.facts(name)

    def source(self, figure: str) -> Provenance | None:
        return self.grounds.source(figure)

    def confidence(self, name: str) -> str:
        """The weakest confidence under a value; a value that rests on no figure is as good as what was given."""
        return self.grounds.confidence(name)


@lru_cache(512)
def shown(program: Program) -> tuple[str, ...]:
    """Names of the lines that the payslip shows, in its order; contributions for one risk stand together."""
    order = {name: int(definition.model.order) for name, definition in program.pack.sections.items()}
    places: list[tuple[int, int, int, str]] = []
    first: dict[tuple[str, str], int] = {}
    for index, name in enumerate(program.names):
        section = section_of(program, name)
        if section is not None:
            risk = risk_of(program, name)
            group = first.setdefault((section, risk), index) if risk is not None else index
            places.append((order.get(section, 99), group, index, name))
    return tuple(name for *_, name in sorted(places))


def section_of(program: Program, name: str) -> str | None:
    """The section a line is shown in: its own, or that of the interface variable it computes."""
    pack = program.pack
    definition, shared = pack.definitions.get(name), pack.interface.get(name)
    own = getattr(definition.model, "section", None) if definition is not None and definition.kind == "line" else None
    if own is not None:
        return str(own)
    return str(shared.model.section) if shared is not None and shared.model.section else None


def risk_of(program: Program, name: str) -> str | None:
    """The risk that a contribution covers, as its line says."""
    definition = program.pack.definitions.get(name)
    return getattr(definition.model, "contribution", None) if definition is not None else None
