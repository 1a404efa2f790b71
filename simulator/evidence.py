"""What a figure rests on: the dated figures, the assumed facts and the gaps under it, by the path really taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from engine.evaluation.explanation import Explained, Trace, explain, nodes
from engine.program.provenance import Provenance, provenance, weakest
from simulator.running import Run

KINDS = frozenset({"name", "parameter", "scale", "table"})


@dataclass(frozen=True)
class Evidence:
    """Explanations of a run's values, each made once and only when asked."""

    run: Run
    _explained: dict[str, Explained] = field(default_factory=dict)
    _operands: dict[str, tuple[Trace, ...]] = field(default_factory=dict)
    _figures: dict[str, frozenset[str]] = field(default_factory=dict)
    _facts: dict[str, frozenset[str]] = field(default_factory=dict)
    _confidences: dict[str, str] = field(default_factory=dict)
    _provisional: dict[str, str | None] = field(default_factory=dict)

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
            root = self.explained(name).trace
            self._operands[name] = (
                ()
                if root is None
                else tuple(node for node in nodes(root) if node.word in KINDS and "#" not in node.name)
            )
        return self._operands[name]

    def figures(self, name: str) -> frozenset[str]:
        """Parameters, scales and tables under a value, all the way down."""
        if name not in self._figures:
            self._walk(name)
        return self._figures[name]

    def facts(self, name: str) -> frozenset[str]:
        """Inputs under a value, all the way down."""
        if name not in self._facts:
            self._walk(name)
        return self._facts[name]

    def _walk(self, name: str) -> None:
        figures: set[str] = set()
        facts: set[str] = {name} if self._is_fact(name) else set()
        for node in self.operands(name):
            if node.word == "name":
                if node.name != name and node.name not in self._figures:
                    self._walk(node.name)
                figures |= self._figures.get(node.name, frozenset())
                facts |= self._facts.get(node.name, frozenset())
            else:
                figures.add(node.name)
        self._figures[name], self._facts[name] = frozenset(figures), frozenset(facts)

    def _is_fact(self, name: str) -> bool:
        definition = self.run.country.pack.definitions.get(name)
        return definition is not None and definition.kind == "input"

    def source(self, figure: str) -> Provenance | None:
        if figure not in self._sources:
            self._sources[figure] = provenance(self.run.country.pack, figure, self.run.dates)
        return self._sources[figure]

    @cached_property
    def _sources(self) -> dict[str, Provenance | None]:
        return self.run.country.sources_on(self.run.dates)

    def confidence(self, name: str) -> str:
        """The weakest confidence under a value; a value that rests on no figure is as good as what was given."""
        if name not in self._confidences:
            rule = getattr(self._model(name), "confidence", None) if self._is_computed(name) else None
            read = {(node.word == "name", node.name) for node in self.operands(name)} - {(True, name)}
            own = [self.confidence(other) for is_name, other in read if is_name]
            sources = [self.source(figure) for is_name, figure in read if not is_name]
            graded = [*own, *(source.confidence for source in sources if source is not None)]
            self._confidences[name] = weakest([*graded, *([rule] if rule is not None else [])])
        return self._confidences[name]

    def provisional(self, name: str) -> str | None:
        """What a later event will settle under a value, as the line nearest to it says; None if nothing will."""
        if name not in self._provisional:
            self._provisional[name] = None
            if self._is_computed(name):
                under = (self.provisional(node.name) for node in self.operands(name) if node.word == "name")
                said = getattr(self._model(name), "status", None)
                self._provisional[name] = said or next((found for found in under if found is not None), None)
        return self._provisional[name]

    def working_rules(self) -> list[str]:
        """Computed lines under the act's figures whose own rule is an assumption."""
        for name in self.run.program.values:
            self.confidence(name)
        rules = (name for name in self._confidences if getattr(self._model(name), "confidence", None) == "assumed")
        return sorted(name for name in rules if self._is_computed(name))

    def _model(self, name: str) -> object:
        definition = self.run.country.pack.definitions.get(name)
        return definition.model if definition is not None and definition.kind == "line" else None

    def _is_computed(self, name: str) -> bool:
        """Whether a line was computed and not given."""
        return name in self.run.program.step_of and name not in self._given

    def is_estimate(self, name: str) -> bool:
        """Whether a value beyond the coverage rests on a figure that was carried forward."""
        last = self.run.estimated_after
        if last is None:
            return False
        found = [self.source(figure) for figure in self.figures(name)]
        return any(source is not None and (source.since is None or source.since <= last) for source in found)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Names of the lines that the payslip shows, in its order; contributions for one risk stand together."""
        pack, program = self.run.country.pack, self.run.program
        order = {name: int(definition.model.order) for name, definition in pack.sections.items()}
        places: list[tuple[int, int, int, str]] = []
        first: dict[tuple[str, str], int] = {}
        for index, name in enumerate(program.names):
            section = section_of(self.run, name)
            if section is not None:
                risk = risk_of(self.run, name)
                group = first.setdefault((section, risk), index) if risk is not None else index
                places.append((order.get(section, 99), group, index, name))
        return tuple(name for *_, name in sorted(places))


def section_of(run: Run, name: str) -> str | None:
    """The section a line is shown in: its own, or that of the interface variable it computes."""
    pack = run.country.pack
    definition, shared = pack.definitions.get(name), pack.interface.get(name)
    own = getattr(definition.model, "section", None) if definition is not None and definition.kind == "line" else None
    if own is not None:
        return str(own)
    return str(shared.model.section) if shared is not None and shared.model.section else None


def risk_of(run: Run, name: str) -> str | None:
    """The risk that a contribution covers, as its line says."""
    definition = run.country.pack.definitions.get(name)
    return getattr(definition.model, "contribution", None) if definition is not None else None
