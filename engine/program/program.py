"""A program: the ordered steps of one act under one contract, true within a segment of dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from engine.language.walking import names_in
from engine.program.folding import truth
from engine.program.form import Constant, Step, Variable
from engine.program.lowering import Lowering
from engine.program.pack import Definition, Pack, parsed
from engine.program.scope import Scope
from engine.program.state import Lowered
from engine.program.timeline import Dates, Segment


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry of the ledger that this act makes, if its condition holds."""

    label: str
    debit: str
    credit: str
    amount: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class GapCheck:
    """A gap that touches this program; `condition` is the step that says whether it touches the case."""

    name: str
    condition: str | None


@dataclass(frozen=True, eq=False)
class Program:
    """Steps in an order in which each reads only what stands before it.

    `inputs` must be given (those without default); steps that are `givable` may be.
    """

    pack: Pack = field(repr=False)
    act: str
    contract: str | None
    root: str
    segment: Segment
    inputs: Mapping[str, str]
    steps: tuple[Step, ...]
    values: tuple[str, ...]
    postings: tuple[Posting, ...] = ()
    gaps: tuple[GapCheck, ...] = ()
    scales: Mapping[str, int] = field(default_factory=dict)
    """Scales of inputs that are another program's stored values."""

    @cached_property
    def step_of(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every value of a run, inputs first, in order."""
        return (*self.inputs, *(step.name for step in self.steps))

    @cached_property
    def givable(self) -> frozenset[str]:
        return frozenset([*self.inputs, *(step.name for step in self.steps if step.givable)])

    def type_of(self, name: str) -> str:
        step = self.step_of.get(name)
        return self.inputs[name] if step is None else step.type

    def restricted(self, wanted: Iterable[str]) -> Program:
        """The part of the program that the wanted names need."""
        needed = set(wanted)
        kept: list[Step] = []
        for step in reversed(self.steps):
            if step.name in needed:
                kept.append(step)
                needed.update(step.reads)
        inputs = {name: kind for name, kind in self.inputs.items() if name in needed}
        return replace(self, inputs=inputs, steps=tuple(reversed(kept)), postings=(), gaps=())


def sliced(program: Program, unknown: str, wanted: Sequence[str], scales: Mapping[str, int]) -> Program:
    """The steps between one unknown and the wanted names; all else they read, and what does not move, becomes an input.

    `scales` are those of the stored values of the whole program.
    """
    restricted = program.restricted(wanted)
    moving = {unknown}
    steps: list[Step] = []
    for step in restricted.steps:
        if step.name != unknown and any(name in moving for name in step.reads):
            moving.add(step.name)
            steps.append(replace(step, givable=False))
    named = (*(name for step in steps for name in step.reads), *wanted)
    read = dict.fromkeys(name for name in named if name not in moving)
    inputs = {name: program.type_of(name) for name in (unknown, *read)}
    return replace(restricted, inputs=inputs, steps=tuple(steps), scales={name: scales[name] for name in inputs})


@dataclass(slots=True)
class Programs:
    """The compiled programs of a pack, one per act, contract and segment, found again by their dates."""

    pack: Pack
    _known: dict[tuple[str, str | None], list[Program]] = field(default_factory=dict)
    _lowered: dict[tuple[str, str | None], dict[str, list[Lowered]]] = field(default_factory=dict)

    def program(self, act: str, contract: str | None, dates: Dates) -> Program:
        """The program for these dates; `Refused` where the pack has a fault in what it reaches."""
        known = self._known.setdefault((act, contract), [])
        for program in known:
            if program.segment.holds(dates):
                return program
        lowered = self._lowered.setdefault((act, contract), {})
        program = compile_program(self.pack, act, contract, dates, lowered)
        known.insert(0, program)
        return program


def compile_program(
    pack: Pack, act: str, contract: str | None, dates: Dates, known: dict[str, list[Lowered]] | None = None
) -> Program:
    """Lower everything the act shows: its interface values, its ledger entries, the gaps that touch it.

    `known` holds the steps of the same act and contract on other dates, and is added to.
    """
    model = pack.acts[act].model
    known = {} if known is None else known
    lowering = Lowering(pack, act, contract, dates, model.root, frozenset(model.choices), known=known)
    values = tuple(model.values)
    for name in values:
        _show(lowering, name, Scope(pack.acts[act].document, (*pack.acts[act].path, "values")))
    for definition in _watched(pack, set(values)):
        lowering.want(definition.name)
    postings = tuple(_postings(lowering))
    _feed_totals(lowering)
    gaps = tuple(_gaps(lowering, dates))
    return Program(
        pack=pack,
        act=act,
        contract=contract,
        root=model.root,
        segment=lowering.segment,
        inputs=dict(lowering.inputs),
        steps=tuple(lowering.steps.values()),
        values=values,
        postings=postings,
        gaps=gaps,
    )


def _show(lowering: Lowering, name: str, scope: Scope) -> None:
    """What the act shows is always a step, also where it is a figure of the law or nothing computes it."""
    form = lowering.want(name, scope)
    if not isinstance(form, Variable):
        type_text = lowering.pack.type_of(name)
        lowering.steps[name] = Step(name, form, lowering.rounding(None, type_text, scope), type_text)


def _feed_totals(lowering: Lowering) -> None:
    """An act that reads a total to date also computes the line that it adds to it."""
    fed: set[str] = set()
    while waiting := _totals_read(lowering) - fed:
        for name in sorted(waiting):
            lowering.want(name)
        fed |= waiting


def _totals_read(lowering: Lowering) -> set[str]:
    definitions = lowering.pack.definitions
    read = (definitions[name].model for name in lowering.steps if name in definitions)
    added = {model.sum_of for model in read if getattr(model, "sum_of", None) is not None}
    return {name for name in added if name in definitions and definitions[name].kind == "line"}


def _watched(pack: Pack, values: set[str]) -> Iterable[Definition]:
    """Lines with a bound to keep, where the act has the interface values that they read."""
    for definition in pack.definitions.values():
        if definition.kind != "line" or definition.model.expect is None or definition.name in values:
            continue
        shared = [name for name in _read_by(definition) if name in pack.interface]
        if definition.name not in pack.interface and shared and values.issuperset(shared):
            yield definition


def _read_by(definition: Definition) -> Iterable[str]:
    written = definition.model.formula
    for text in written.values() if isinstance(written, dict) else [written] if written else []:
        yield from names_in(parsed(text))


def _condition(lowering: Lowering, name: str, text: str | None, scope: Scope) -> Constant | str:
    """A condition decided now, or the name of the step that decides it."""
    if text is None:
        return truth(True)
    form = lowering.condition(name, text, scope)
    return form if isinstance(form, Constant) else name


def _postings(lowering: Lowering) -> Iterable[Posting]:
    for index, entry in enumerate(lowering.pack.entries):
        scope = Scope(entry.document, (*entry.path, "when"))
        condition = _condition(lowering, f"entry.{index}", entry.model.when, scope)
        if isinstance(condition, Constant) and not condition.value:
            continue
        name = entry.model.amount
        amount = lowering.want(name, Scope(entry.document, (*entry.path, "amount")))
        if isinstance(amount, Constant):
            continue
        decided = None if isinstance(condition, Constant) else condition
        yield Posting(entry.model.label or name, entry.model.debit, entry.model.credit, name, decided)


def _gaps(lowering: Lowering, dates: Dates) -> Iterable[GapCheck]:
    for name, definition in lowering.pack.gaps.items():
        gap = definition.model
        since, until = gap.from_, gap.until
        if since is not None or until is not None:
            inside = (since is None or since <= dates.work) and (until is None or dates.work <= until)
            _narrow_around(lowering, since, until, inside)
            if not inside:
                continue
        if gap.acts and lowering.act not in gap.acts:
            continue
        if gap.contracts and lowering.contract not in gap.contracts:
            continue
        if gap.affects and not any(line in lowering.steps for line in gap.affects):
            continue
        condition = _condition(
            lowering, f"gap.{name}", gap.when, Scope(definition.document, (*definition.path, "when"))
        )
        if isinstance(condition, Constant):
            if condition.value:
                yield GapCheck(name, None)
        else:
            yield GapCheck(name, condition)


def _narrow_around(lowering: Lowering, since: date | None, until: date | None, inside: bool) -> None:
    first = since or date.min
    after = until + timedelta(days=1) if until is not None else None
    if inside:
        lowering.narrow("work", first, after)
    elif lowering.dates.work < first:
        lowering.narrow("work", date.min, first)
    else:
        lowering.narrow("work", after or date.min, None)
