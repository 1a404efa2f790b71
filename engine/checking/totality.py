"""The proof that every act and contract type has a result on every day the pack covers.

For each segment: what is read has a value, nothing goes round in a circle, no
divisor can be zero, every stored value has an end. What holds only because a
condition keeps a missing rule out of reach is said as such, with the condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.checking.guards import Guard, said_once
from engine.checking.proof import GapHeld, Part, Proof, Remark, Where
from engine.checking.ranges import input_range
from engine.checking.segments import Segmented, contracts_of, segments
from engine.checking.steps import Pair, Reading, Seen, StepReadings
from engine.checking.wording import in_words
from engine.evaluation.scalar import input_scale
from engine.program.form import Form, Logic
from engine.program.pack import Pack
from engine.program.program import Program


def prove(pack: Pack) -> Proof:
    """Read every program of the pack over the declared ranges of its inputs."""
    proof, readings = Proof(), StepReadings()
    for act in pack.acts:
        for contract in contracts_of(pack, act):
            part = Part(act, contract)
            for segment in segments(pack, act, contract):
                _read(proof, part, readings, segment)
            if part.programs:
                proof.parts.append(part)
    return proof


def _read(proof: Proof, part: Part, readings: StepReadings, segment: Segmented) -> None:
    part.programs += 1
    if segment.program is None:
        part.refused += 1
        proof.refused += segment.refused.diagnostics if segment.refused is not None else []
        return
    proof.computed.update(segment.program.step_of)
    gap = _refusing_gap(segment.program)
    if gap is not None:
        part.not_modelled.append(GapHeld(gap, segment.first, segment.last))
        return
    part.covers(segment.first, segment.last)
    where = Where(segment.act, segment.contract, segment.first, segment.last)
    for remark in _remarks(part, readings, segment.program, where):
        proof.remarks[remark].append(where)


def _refusing_gap(program: Program) -> str | None:
    """A gap that refuses every case on these days."""
    gaps = program.pack.gaps
    certain = (gap.name for gap in program.gaps if gap.condition is None and gaps[gap.name].model.effect == "refuse")
    return next(certain, None)


def _remarks(part: Part, readings: StepReadings, program: Program, where: Where) -> Iterator[Remark]:
    pack, quantum = program.pack, program.pack.quantum
    scales = {name: input_scale(kind, quantum) for name, kind in program.inputs.items()}
    pairs = {name: _range(readings, pack, name, kind, scales[name], where) for name, kind in program.inputs.items()}
    part.steps += len(program.steps)
    for step in program.steps:
        seen = readings.seen(step)
        reading = readings.reading(seen, scales)
        result = readings.result(reading, tuple([pairs[name] for name in seen.reads]))
        scale, bounds, bits = reading.scale, result.bounds, result.bits
        if step.givable:
            scale = max(scale, input_scale(step.type, quantum))
            declared = _range(readings, pack, step.name, step.type, scale, where)
            factor = scale // reading.scale
            bounds = (min(bounds[0] * factor, declared[0]), max(bounds[1] * factor, declared[1]))
            bits = max(abs(end).bit_length() for end in bounds)
        scales[step.name], pairs[step.name] = scale, bounds
        if bits > part.widest:
            part.widest, part.widest_line = bits, step.name
        if result.findings or seen.divisors or not reading.rounded or reading.misplaced:
            yield from _of_step(part, program, seen, reading, result.findings)


def _of_step(
    part: Part, program: Program, seen: Seen, reading: Reading, findings: tuple[tuple[str, str, str], ...]
) -> Iterator[Remark]:
    step = seen.step
    for kind, name, reason in findings:
        if kind == "divisor":
            yield Remark("divisor", step.name, step.name, reason)
            continue
        if kind == "wide":
            yield Remark("wide", step.name, step.name, reason)
            continue
        guards = [guard for missing, guard in seen.missing if (missing.name, missing.reason) == (name, reason)]
        if () in guards or not guards:
            yield Remark("missing", step.name, name, reason)
        else:
            yield Remark("conditional", step.name, name, reason, _guard_in_words(program, guards[0]))
    if seen.divisors and not any(kind == "divisor" for kind, _, _ in findings):
        for divisor in seen.divisors:
            part.divisors[in_words(divisor, program.pack, _type_of(program))].add(step.name)
    if not reading.rounded:
        yield Remark("unrounded", step.name, step.name, "nothing says how it is rounded")
    if reading.misplaced:
        yield Remark("power", step.name, step.name, "a broken power stands outside a rounding")


def _guard_in_words(program: Program, guard: Guard) -> str:
    told = said_once(guard)
    whole: Form = told[0]
    for condition in told[1:]:
        whole = Logic("and", whole, condition)
    return in_words(whole, program.pack, _type_of(program))


def _type_of(program: Program) -> Callable[[str], str]:
    """The type of a name of the program; local names of functions have none that is known."""
    return lambda name: program.type_of(name) if name in program.inputs or name in program.step_of else ""


def _range(readings: StepReadings, pack: Pack, name: str, type_text: str, scale: int, where: Where) -> Pair:
    if name in ("date", "payment_date"):
        return where.first.toordinal(), where.last.toordinal() + 366
    found = readings.ranges.get((name, scale))
    if found is None:
        low, high = input_range(pack, name, type_text)
        found = readings.ranges[name, scale] = int(low * scale), int(high * scale)
    return found
