"""Whether a pack's worked cases notice a planted fault, and which does first.

A case can only notice a fault that changes a value of its acts, so the changed
lines are computed first with the values the case had; only where one differs is
more computed. What a case says of figures alone is judged on those values,
everything else by running the whole case with the changed pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from engine.language.diagnostic import Refused
from engine.program.form import Step
from engine.program.lowering import Lowering
from engine.program.meaning import NoValue, stored
from engine.reading.models import Case, SequenceStep
from simulator.cases import REFUSED, Outcome, compared, run_case, tolerance_of
from simulator.expected import expectations
from simulator.mutation import Mutant
from simulator.planting import RULE_PLACES, Ground, Touched
from simulator.reached import labels_of, labels_of_site
from simulator.registry import Country, Registry
from simulator.running import Run

ORDER = ("published", "run", "hand", "model")
"""Cases of the strongest kind are tried first, so a fault is counted for the strongest that notices it."""
UNCHANGED, NOTICED, UNSEEN, OPEN = "unchanged", "noticed", "unseen", "open"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`killed_by` is the kind of case that noticed; None if none did. `reached`: how many cases could have."""

    mutant: Mutant
    killed_by: str | None
    case: str = ""
    reached: int = 0


@dataclass(frozen=True)
class Judge:
    """The cases of a country by what they reach, ready to be held against one fault after another."""

    registry: Registry
    code: str
    ground: Ground
    by_label: Mapping[str, list[Outcome]]
    with_rules: tuple[Outcome, ...]
    refused: tuple[Outcome, ...]

    def near(self, mutant: Mutant, touched: Touched) -> list[Outcome]:
        """The cases that may notice: those that reach the place, and those that speak of what the place decides.

        The strongest come first; among equals, those that reach the place, then those that name a rule behind it.
        """
        section = mutant.site.path[0]
        found: list[Outcome] = []
        if section == "entries":
            found += [one for one in self.with_rules if any(step.expect_balances for step in steps_of(one))]
        elif section == "not_modelled" and not self._refuses(mutant):
            found += [one for one in self.with_rules if any(step.expect_incomplete for step in steps_of(one))]
        elif section not in RULE_PLACES:
            for label in labels_of_site(mutant.site, self.by_label):
                found += self.by_label.get(label, ())
        reached = {str(outcome.place) for outcome in found}
        if touched.by_rules:
            found += self.with_rules
        if section == "not_modelled":
            found += self.refused
        once = {str(outcome.place): outcome for outcome in found}
        rules = self.ground.rules_behind(str(mutant.site.path[1])) if touched.by_rules else frozenset()

        def rank(one: Outcome) -> tuple[int, bool, bool]:
            return ORDER.index(one.how), str(one.place) not in reached, rules.isdisjoint(_named(one))

        return sorted(once.values(), key=rank)

    def _refuses(self, mutant: Mutant) -> bool:
        gap = self.ground.country.pack.gaps.get(str(mutant.site.path[1]))
        return gap is not None and gap.model.effect == "refuse"

    def verdict(self, mutant: Mutant) -> Verdict:
        touched = self.ground.touched(mutant.site)
        near = self.near(mutant, touched)
        try:
            fault = Planted(self.ground.changed(mutant.site, mutant.changed), touched, mutant)
        except (Refused, ValueError):
            return Verdict(mutant, "refused", "the pack is refused", len(near))
        other = Registry(self.registry.rules)
        other.put(self.code, fault.country)
        for how in ORDER:
            unsettled: list[Outcome] = []
            for outcome in (one for one in near if one.how == how):
                found = told_by_values(fault, outcome)
                if found:
                    return Verdict(mutant, how, outcome.name, len(near))
                if found is None:
                    unsettled.append(outcome)
            for outcome in unsettled:
                if not _passes(other, self.code, outcome):
                    return Verdict(mutant, how, outcome.name, len(near))
        return Verdict(mutant, None, "", len(near))


def judge_of(registry: Registry, code: str, outcomes: Sequence[Outcome]) -> Judge:
    passed = [outcome for outcome in outcomes if outcome.passed]
    by_label: dict[str, list[Outcome]] = {}
    for outcome in passed:
        for label in labels_of(outcome.runs):
            by_label.setdefault(label, []).append(outcome)
    with_rules = tuple(outcome for outcome in passed if any(map(speaks_of_more, steps_of(outcome))))
    refused = tuple(outcome for outcome in passed if any(REFUSED in step.expect for step in steps_of(outcome)))
    return Judge(registry, code, Ground(registry.country(code)), by_label, with_rules, refused)


def judge(registry: Registry, code: str, outcomes: Sequence[Outcome], chosen: Sequence[Mutant]) -> Iterator[Verdict]:
    """A verdict for each fault."""
    found = judge_of(registry, code, outcomes)
    return (found.verdict(mutant) for mutant in chosen)


def _named(outcome: Outcome) -> frozenset[str]:
    """The rules that a case speaks of."""
    named: set[str] = set()
    for step in steps_of(outcome):
        for names in (step.expect_obligations, step.expect_alerts, step.expect_messages, step.expect_left):
            named.update(names)
        named.update(step.expect_reclassified)
    return frozenset(named)


def steps_of(outcome: Outcome) -> list[Case | SequenceStep]:
    return [outcome.case] if isinstance(outcome.case, Case) else list(outcome.case.acts)


def speaks_of_more(step: Case | SequenceStep) -> bool:
    """Whether an act expects anything beside figures."""
    return expectations(step) > 0 or REFUSED in step.expect


Known = tuple[str, str | None, frozenset[str]]
"""An act, a contract and the lines that the fault concerns in a program of theirs."""


@dataclass(frozen=True)
class Planted:
    """A country with a fault in it, and the changed steps by act, contract and dates."""

    country: Country
    touched: Touched
    mutant: Mutant
    _changed: dict[Known, list[tuple[Lowering, tuple[Step, ...]]]] = field(default_factory=dict)

    def steps(self, run: Run) -> tuple[Step, ...]:
        """The steps of an act that the fault changes, and those they need anew, in order."""
        key = (run.program.act, run.program.contract)
        names = self.touched.names or frozenset()
        wanted = [step.name for step in run.program.steps if step.name in names]
        known_of = (*key, frozenset(wanted))  # a program that has none of them on its dates says nothing of other dates
        for lowering, steps in self._changed.setdefault(known_of, []):
            if lowering.segment.holds(run.dates):
                return steps
        model = self.country.pack.acts[run.program.act].model
        lowered = self.country.programs._lowered.setdefault(key, {})
        lowering = Lowering(self.country.pack, *key, run.dates, model.root, frozenset(model.choices), known=lowered)
        for name in wanted:
            lowering.want(name)
        known = run.program.step_of
        steps = tuple(step for step in lowering.steps.values() if step.name in names or step.name not in known)
        self._changed[known_of].append((lowering, steps))
        return steps


def told_by_values(fault: Planted, outcome: Outcome) -> bool | None:
    """Whether a case that passed no longer does, as far as its values tell; None where the whole case must be run."""
    if fault.touched.names is None or fault.mutant.site.path[0] in ("entries", "not_modelled"):
        return None
    steps = steps_of(outcome)
    if len(outcome.runs) != len(steps):
        return None
    lost = fault.mutant.site.text if fault.mutant.kind == "reference" else ""
    if lost and (len(steps) > 1 or any(lost in step.expect for step in steps)):
        return None  # an act that no longer reads a line has none to show, and adds nothing to its total to date
    for step, run in zip(steps, outcome.runs, strict=True):
        match _seen(fault, outcome, step, run):
            case "noticed":
                return True
            case "unchanged":
                continue
            case "unseen" if len(steps) == 1:
                return False
            case _:
                return None
    return None if fault.touched.by_rules and any(map(speaks_of_more, steps)) else False


def _seen(fault: Planted, outcome: Outcome, step: Case | SequenceStep, run: Run) -> str:
    """What becomes of one act, the acts before it unchanged."""
    try:
        changed = fault.steps(run)
        if any(one.name in step.given and one.name not in run.program.step_of for one in changed):
            return OPEN
        if not _differs(changed, run):
            return UNCHANGED
        if run.solved is not None:
            return OPEN
        values = _again(changed, run)
    except (Refused, NoValue, ArithmeticError, KeyError):
        return OPEN
    for name, expected in step.expect.items():
        if compared(run, values, name, expected, tolerance_of(outcome.case, name)) is not None:
            return NOTICED
    return OPEN if speaks_of_more(step) else UNSEEN


def _differs(changed: Sequence[Step], run: Run) -> bool:
    known = dict(run.values)
    for step in changed:
        if step.givable and step.name in run.given:
            continue
        found = stored(step.form, step.rounding, known)
        if step.name in run.values and found != run.values[step.name]:
            return True
        known[step.name] = found
    return False


def _again(changed: Sequence[Step], run: Run) -> dict[str, Fraction]:
    """Every value of the act by the plain meaning of its steps, with the changed ones in place of the old."""
    program = run.program
    anew = {step.name: step for step in changed}
    fresh = [step for step in changed if step.name not in program.step_of]
    known = {name: run.given[name] for name in program.inputs}
    waiting = [*fresh, *(anew.get(step.name, step) for step in program.steps)]
    while waiting:
        left: list[Step] = []
        for step in waiting:
            if step.givable and step.name in run.given:
                known[step.name] = run.given[step.name]
                continue
            try:
                known[step.name] = stored(step.form, step.rounding, known)
            except KeyError:
                left.append(step)
        if len(left) == len(waiting):
            raise KeyError(left[0].name)
        waiting = left
    return known


def _passes(other: Registry, code: str, outcome: Outcome) -> bool:
    """Whether the whole case still holds; an entry that asks for a figure its act has not is noticed too."""
    try:
        return run_case(other, code, outcome.case, outcome.place).passed
    except (Refused, ArithmeticError, KeyError):
        return False
