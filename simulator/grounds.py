"""What a figure rests on, for all acts whose conditions decide alike: found once, whatever their amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache

from engine.evaluation.used import Decision, Use, Used, decisions, is_fixed, named, settled, uses
from engine.program.program import Program
from engine.program.provenance import Provenance, provenance, weakest
from engine.program.timeline import Dates

KEPT = 512
Path = tuple[tuple[Decision, ...], ...]


@lru_cache(KEPT)
def layouts(program: Program) -> Mapping[str, tuple[Use, ...]]:
    """What each step of a program may use."""
    return {step.name: uses(step.form) for step in program.steps}


@lru_cache(KEPT)
def deciding(program: Program) -> tuple[str, ...]:
    """The steps that do not use the same names and figures in every case."""
    return tuple(name for name, laid_out in layouts(program).items() if not is_fixed(laid_out))


@dataclass(frozen=True, eq=False)
class Grounds:
    """The dated figures and the facts under each value, and how far they can be trusted."""

    program: Program
    dates: Dates
    given: frozenset[str]
    estimated_after: date | None
    layout: Mapping[str, tuple[Use, ...]]
    """What each computed value used, ready to be given values."""
    used: Mapping[str, tuple[Used, ...]]
    """Kinds and names of what each computed value used."""
    _reached: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    _sources: dict[str, Provenance | None] = field(default_factory=dict)
    _confidences: dict[str, str] = field(default_factory=dict)
    _open: dict[str, str | None] = field(default_factory=dict)

    def figures(self, name: str) -> frozenset[str]:
        """Parameters, scales and tables under a value, all the way down."""
        return self._under(name)[0]

    def facts(self, name: str) -> frozenset[str]:
        """Inputs under a value, all the way down."""
        return self._under(name)[1]

    def _under(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        found = self._reached.get(name)
        if found is None:
            figures: set[str] = set()
            facts: set[str] = {name} if self._is_fact(name) else set()
            for word, other in self.used.get(name, ()):
                if word != "name":
                    figures.add(other)
                elif other != name:
                    below = self._under(other)
                    figures |= below[0]
                    facts |= below[1]
            found = self._reached[name] = (frozenset(figures), frozenset(facts))
        return found

    def _is_fact(self, name: str) -> bool:
        definition = self.program.pack.definitions.get(name)
        return definition is not None and definition.kind == "input"

    def source(self, figure: str) -> Provenance | None:
        if figure not in self._sources:
            self._sources[figure] = provenance(self.program.pack, figure, self.dates)
        return self._sources[figure]

    def confidence(self, name: str) -> str:
        """The weakest confidence under a value; a value that rests on no figure is as good as what was given."""
        found = self._confidences.get(name)
        if found is None:
            rule = getattr(self.rule(name), "confidence", None) if self._is_computed(name) else None
            read = set(self.used.get(name, ())) - {("name", name)}
            own = [self.confidence(other) for word, other in read if word == "name"]
            sources = [self.source(figure) for word, figure in read if word != "name"]
            graded = [*own, *(source.confidence for source in sources if source is not None)]
            found = self._confidences[name] = weakest([*graded, *([rule] if rule is not None else [])])
        return found

    def provisional(self, name: str) -> str | None:
        """What a later event will settle under a value, as the line nearest to it says; None if nothing will."""
        if name not in self._open:
            said = None
            if self._is_computed(name):
                said = getattr(self.rule(name), "status", None) or next(self._open_under(name), None)
            self._open[name] = said
        return self._open[name]

    def _open_under(self, name: str) -> Iterator[str]:
        for word, other in self.used.get(name, ()):
            said = self.provisional(other) if word == "name" and other != name else None
            if said is not None:
                yield said

    def is_estimate(self, name: str) -> bool:
        """Whether a value beyond the coverage rests on a figure that was carried forward."""
        last = self.estimated_after
        if last is None:
            return False
        found = [self.source(figure) for figure in self.figures(name)]
        return any(source is not None and (source.since is None or source.since <= last) for source in found)

    @cached_property
    def every_fact(self) -> tuple[str, ...]:
        """Inputs under the act's figures, in the order of the figures."""
        values = self.program.values
        return tuple(dict.fromkeys(fact for name in values for fact in sorted(self.facts(name))))

    @cached_property
    def assumed_figures(self) -> tuple[Provenance, ...]:
        """Dated figures under the act's figures that are an assumption, by name."""
        below = sorted({figure for name in self.program.values for figure in self.figures(name)})
        sources = [self.source(figure) for figure in below]
        return tuple(source for source in sources if source is not None and source.confidence == "assumed")

    @cached_property
    def working_rules(self) -> tuple[str, ...]:
        """Computed lines under the act's figures whose own rule is an assumption."""
        below = {name for value in self.program.values for name in self._names_under(value)}
        return tuple(sorted(name for name in below if getattr(self.rule(name), "confidence", None) == "assumed"))

    def _names_under(self, name: str) -> Iterable[str]:
        """The computed lines under a value, and itself."""
        found: set[str] = set()
        pending = [name]
        while pending:
            one = pending.pop()
            if one not in found and self._is_computed(one):
                found.add(one)
                pending += [other for word, other in self.used.get(one, ()) if word == "name"]
        return found

    def rule(self, name: str) -> object:
        """The line as its pack writes it, None for what is no line."""
        definition = self.program.pack.definitions.get(name)
        return definition.model if definition is not None and definition.kind == "line" else None

    def _is_computed(self, name: str) -> bool:
        """Whether a line was computed and not given."""
        return name in self.program.step_of and name not in self.given


@lru_cache(KEPT)
def grounds_of(
    program: Program, dates: Dates, given: frozenset[str], estimated_after: date | None, path: Path
) -> Grounds:
    """The grounds of every run of a program that took one path: what each of its deciding steps decided."""
    taken = dict(zip(deciding(program), path, strict=True))
    layout = {
        name: tuple(settled(laid_out, iter(taken[name]))) if name in taken else laid_out
        for name, laid_out in layouts(program).items()
        if not (name in given and program.step_of[name].givable)
    }
    used = {name: tuple(named(laid_out)) for name, laid_out in layout.items()}
    return Grounds(program, dates, given, estimated_after, layout, used)


def path_of(program: Program, given: frozenset[str], values: Mapping[str, Fraction]) -> Path:
    """What each deciding step of a program decided in a run; nothing for what was given."""
    laid_out, steps = layouts(program), program.step_of
    return tuple(
        () if name in given and steps[name].givable else tuple(decisions(laid_out[name], values))
        for name in deciding(program)
    )
