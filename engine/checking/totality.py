"""The proof that every act and contract type has a result on every day the pack covers.

For each segment: what is read has a value, nothing goes round in a circle, no
divisor can be zero, every stored value has an end. What holds only because a
condition keeps a missing rule out of reach is said as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from engine.checking.ranges import input_range
from engine.checking.segments import Segmented, contracts_of, segments
from engine.checking.steps import Finding, Pair, StepReadings
from engine.evaluation.scalar import input_scale
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place
from engine.program.form import Choose, Form, Logic, Missing, Step, children
from engine.program.pack import Pack
from engine.program.program import Program


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is not as it should be, or that only a condition keeps out of reach."""

    kind: str
    step: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Where:
    act: str
    contract: str | None
    first: date
    last: date

    def __str__(self) -> str:
        under = f" under `{self.contract}`" if self.contract else ""
        return f"`{self.act}`{under} from {self.first} to {self.last}"


@dataclass(slots=True)
class Proof:
    """What was proven, counted, and what was not."""

    segments: int = 0
    steps: int = 0
    widest: int = 0
    """Bits of the largest stored whole number over the declared ranges."""
    remarks: dict[Remark, list[Where]] = field(default_factory=lambda: defaultdict(list))
    refused: list[Diagnostic] = field(default_factory=list)


def prove(pack: Pack) -> Proof:
    """Read every program of the pack over the declared ranges of its inputs."""
    proof, readings = Proof(), StepReadings()
    for act in pack.acts:
        for contract in contracts_of(pack, act):
            for segment in segments(pack, act, contract):
                _read(proof, readings, segment)
    return proof


def _read(proof: Proof, readings: StepReadings, segment: Segmented) -> None:
    proof.segments += 1
    if segment.program is None:
        proof.refused += segment.refused.diagnostics if segment.refused is not None else []
        return
    where = Where(segment.act, segment.contract, segment.first, segment.last)
    if _refused_by_gap(segment.program):
        return
    for remark in _remarks(proof, readings, segment.program, where):
        proof.remarks[remark].append(where)


def _refused_by_gap(program: Program) -> bool:
    return any(gap.condition is None and program.pack.gaps[gap.name].model.effect == "refuse" for gap in program.gaps)


def _remarks(proof: Proof, readings: StepReadings, program: Program, where: Where) -> Iterator[Remark]:
    pack = program.pack
    scales = {name: input_scale(kind, pack.quantum) for name, kind in program.inputs.items()}
    pairs = {name: _range(pack, name, kind, scales[name], where) for name, kind in program.inputs.items()}
    for step in program.steps:
        proof.steps += 1
        reading = readings.reading(step, scales)
        bounds, findings = readings.result(reading, tuple(pairs[name] for name in reading.reads))
        scale = reading.scale
        if step.givable:
            scale = max(scale, input_scale(step.type, pack.quantum))
            declared = _range(pack, step.name, step.type, scale, where)
            factor = scale // reading.scale
            bounds = (min(bounds[0] * factor, declared[0]), max(bounds[1] * factor, declared[1]))
        scales[step.name], pairs[step.name] = scale, bounds
        proof.widest = max(proof.widest, *(abs(end).bit_length() for end in bounds))
        yield from _of_step(step, findings, reading.rounded, reading.misplaced)


def _of_step(step: Step, findings: Iterable[Finding], rounded: bool, misplaced: bool) -> Iterator[Remark]:
    certain = set(_certainly_missing(step.form))
    for finding in findings:
        if finding.kind == "divisor":
            yield Remark("divisor", step.name, step.name, finding.reason)
        elif (finding.name, finding.reason) in certain:
            yield Remark("missing", step.name, finding.name, finding.reason)
        else:
            yield Remark("conditional", step.name, finding.name, finding.reason)
    if not rounded:
        yield Remark("unrounded", step.name, step.name, "nothing says how it is rounded")
    if misplaced:
        yield Remark("power", step.name, step.name, "a broken power stands outside a rounding")


def _certainly_missing(form: Form) -> Iterator[tuple[str, str]]:
    """Rules without a value that are met whatever the case."""
    match form:
        case Missing(name, reason):
            yield name, reason
        case Choose(condition, _, _):
            yield from _certainly_missing(condition)
        case Logic(_, left, _):
            yield from _certainly_missing(left)
        case _:
            for child in children(form):
                yield from _certainly_missing(child)


def _range(pack: Pack, name: str, type_text: str, scale: int, where: Where) -> Pair:
    if name in ("date", "payment_date"):
        return where.first.toordinal(), where.last.toordinal() + 366
    low, high = input_range(pack, name, type_text)
    return int(low * scale), int(high * scale)


# ---- as diagnostics ----------------------------------------------------------------


def totality_problems(pack: Pack, proof: Proof) -> Iterator[Diagnostic]:
    """What must be mended before the pack can be published."""
    yield from dict.fromkeys(proof.refused)
    for remark, places in proof.remarks.items():
        if remark.kind == "conditional":
            continue
        definition = pack.definitions.get(remark.name) or pack.definitions.get(remark.step)
        place = definition.place if definition is not None else Place(pack.name)
        excerpt = definition.document.line(place.line) if definition is not None else ""
        told = _told(places)
        match remark.kind:
            case "missing":
                message = f"{told} has no result: {remark.reason} (`{remark.step}` needs it)"
                mend = "add the value, narrow the coverage, or declare the gap in `not_modelled`"
                yield Diagnostic(codes.NO_RESULT, place, message, mend, excerpt=excerpt)
            case "divisor":
                message = f"`{remark.step}` divides by an amount that may be zero ({told})"
                mend = "guard it: `if x > 0 then … / x else 0`"
                yield Diagnostic(codes.ZERO_DIVISOR, place, message, mend, excerpt=excerpt)
            case "unrounded":
                message = f"the exact value of `{remark.step}` can have no end: {remark.reason}"
                yield Diagnostic(codes.NEEDS_ROUNDING, place, message, "`round: round to 0.0001`", excerpt=excerpt)
            case _:
                message = f"`{remark.step}`: {remark.reason}"
                yield Diagnostic(
                    codes.MISPLACED_POWER, place, message, "`round(c + k * x ^ 1.75 to 0.01)`", excerpt=excerpt
                )


def _told(places: list[Where]) -> str:
    first = places[0]
    return str(first) if len(places) == 1 else f"{first} (and {len(places) - 1} more)"
