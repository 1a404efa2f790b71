"""The rows of one place computed: in columns where the proofs hold, the rest as single acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from engine.columns.column import TooWide
from engine.columns.kernel import BEYOND, Shape, kernel
from engine.columns.solving import NONE, SOLVED, UNDECIDED, solve_rows
from engine.columns.writer import Refusal
from engine.evaluation.scalar import input_scale
from engine.language import codes
from engine.language.diagnostic import Refused
from engine.program.program import Program
from simulator.coverage import refuse_gaps
from simulator.portfolio.cells import Cells
from simulator.portfolio.faults import Fault, Faults, told
from simulator.portfolio.given import RANGES, beyond_proofs, columns_of, restricted, shape_of
from simulator.portfolio.placing import ABOUT, Place, Placed
from simulator.portfolio.results import Figure, Results
from simulator.portfolio.sheet import Numbers, Truths
from simulator.portfolio.treating import TREATED, Treating, Treatments, treatments
from simulator.registry import Registry
from simulator.running import NotReachable, Run, run
from simulator.scenario import Scenario

TOO_LARGE = "an amount is larger than the results can hold"


@dataclass(frozen=True, slots=True)
class Asked:
    """Columns computed for some rows: `alone` are those that a single act must decide, `refused` counts reasons."""

    values: Mapping[str, Numbers]
    scales: Mapping[str, int]
    alone: Truths
    refused: npt.NDArray[np.int16]


@dataclass(slots=True)
class Computer:
    """Computes places of one batch into its results; `sums` are the lines that totals to date add up."""

    registry: Registry
    placed: Placed
    results: Results
    provisional: bool = False
    sums: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By country."""
    totals: dict[str, dict[str, Cells]] = field(default_factory=dict)
    """Totals to date by country and name, as far as they are known."""
    amounts: dict[tuple[str, str], tuple[Numbers, Numbers]] = field(default_factory=dict)
    """By country and line what each row adds to totals, and at which scale."""
    _treatments: dict[str, Treatments] = field(default_factory=dict)
    _figures: dict[str, Figure] = field(default_factory=dict)

    @property
    def faults(self) -> Faults:
        return self.placed.faults

    def compute(self, place: Place, rows: Numbers) -> None:
        """Every wanted figure of these rows of a place."""
        rows = self._with_inputs(place, rows)
        treated = self._treated(place, rows)
        rows, alone = rows[~treated], rows[treated]
        roots: Cells | None = None
        if place.target is not None and len(rows):
            rows, roots, undecided = self._solved(place, rows)
            alone = np.concatenate([alone, undecided])
        if len(rows):
            alone = np.concatenate([alone, self._in_columns(place, rows, roots)])
        for row in alone.tolist():
            self._single(place, row)

    # ---- what is known ----------------------------------------------------------------

    def _sources(self, place: Place, roots: Cells | None = None) -> dict[str, Cells]:
        """Facts and totals by name; a total that the row states itself stands."""
        code = place.country.pack.name
        facts = dict(self.placed.facts[code])
        for name, total in self.totals.get(code, {}).items():
            own = facts.get(name)
            if own is None or own.is_empty:
                facts[name] = total
            else:
                numbers = np.where(own.given, own.numbers, total.numbers)
                facts[name] = Cells(numbers, own.given | total.given, own.beyond)
        if place.target is not None:
            del facts[place.target]
            if roots is not None:
                facts[place.program.root] = roots
        return facts

    def _with_inputs(self, place: Place, rows: Numbers) -> Numbers:
        """The rows that give everything that must be given."""
        sources = self._sources(place)
        for name in place.program.inputs:
            if place.target is not None and name == place.program.root:
                continue
            cells = sources.get(name)
            given = cells.given[rows] if cells is not None else np.zeros(len(rows), np.bool_)
            if not given.all():
                question = getattr(place.program.pack.described(name), "question", None)
                fault = Fault(name, codes.MISSING_FACT, f"`{name}` must be given", question or "")
                self.faults.add(rows[~given], fault)
                rows = rows[given]
        return rows

    def ask(
        self,
        place: Place,
        program: Program,
        outputs: Sequence[str],
        rows: Numbers,
        sources: Mapping[str, Cells],
    ) -> tuple[Asked, Sequence[Refusal]]:
        """Some values of a program for some rows, in columns, and the reasons that `refused` counts from 1."""
        given, sometimes = shape_of(place, program, sources)
        try:
            written = kernel(program, Shape(tuple(outputs), given, sometimes), RANGES)
        except TooWide:
            nothing = np.zeros(len(rows), np.bool_)
            return Asked({}, {}, ~nothing, nothing.astype(np.int16)), ()
        columns, alone = columns_of(written, rows, sources)
        values, refused = written.run(columns, len(rows))
        for code, refusal in enumerate(written.refusals, 1):
            if refusal.reason == BEYOND:
                alone |= refused == code
        return Asked(values, written.scales, alone, np.where(alone, 0, refused).astype(np.int16)), written.refusals

    def _refuse(self, rows: Numbers, asked: Asked, refusals: Sequence[Refusal]) -> None:
        for code, refusal in enumerate(refusals, 1):
            hit = rows[asked.refused == code]
            if len(hit):
                self.faults.add(hit, Fault("", codes.NO_VALUE, refusal.reason, ""))

    # ---- the ways of a row --------------------------------------------------------------

    def _treated(self, place: Place, rows: Numbers) -> Truths:
        """The rows that some rule may treat otherwise: all that is said of them is decided one by one."""
        code = place.country.pack.name
        known = self._treatments.setdefault(code, treatments(place.country))
        treated = np.zeros(len(rows), np.bool_)
        left = np.arange(len(rows))
        while len(left):
            found = known.of(place.program, self.placed.dates(int(rows[left[0]])))
            inside = self.placed.inside(found.segment if isinstance(found, Treating) else found, rows[left])
            if isinstance(found, Treating):
                treated[left[inside]] = self._may_be_treated(place, found, rows[left[inside]])
            left = left[~inside]
        return treated

    def _may_be_treated(self, place: Place, found: Treating, rows: Numbers) -> Truths:
        asked, _ = self.ask(place, found.program, [TREATED], rows, self._sources(place))
        if TREATED not in asked.values:
            return np.ones(len(rows), np.bool_)
        may: Truths = (asked.values[TREATED] != 0) | asked.alone | (asked.refused > 0)
        return may

    def _solved(self, place: Place, rows: Numbers) -> tuple[Numbers, Cells, Numbers]:
        """The rows whose root was found, their roots, and the rows that a single act must decide."""
        program, target = place.program, place.target or ""
        goals = self.placed.facts[place.country.pack.name][target]
        sources = self._sources(place)
        given, sometimes = shape_of(place, program, sources)
        columns = {name: sources[name].numbers[rows] for name in given | sometimes}
        present = {name: sources[name].given[rows] for name in sometimes}
        beyond = beyond_proofs(program, rows, sources, given | sometimes) | goals.beyond[rows]
        found = solve_rows(program, target, goals.numbers[rows], columns, present, RANGES)
        state = np.where(beyond, 0, found.state)
        size = self.results.rows
        roots = Cells(np.zeros(size, np.int64), np.zeros(size, np.bool_), np.zeros(size, np.bool_))
        roots.numbers[rows[state == SOLVED]] = found.numbers[state == SOLVED]
        roots.given[place.rows] = True
        for row in rows[state == NONE].tolist():
            self.faults.add([row], self._gap(place, row))
        return rows[state == SOLVED], roots, rows[state == UNDECIDED]

    def _gap(self, place: Place, row: int) -> Fault:
        target, root = place.target or "", place.program.root
        written = self.placed.sheet.text(target, row)
        message = f"no `{root}` gives exactly {target} = {written}"
        mend = "`bareme solve` tells the nearest figures that can be reached, and why"
        return Fault(target, codes.NO_VALUE, message, mend)

    def _in_columns(self, place: Place, rows: Numbers, roots: Cells | None) -> Numbers:
        """Compute and keep; gives back the rows that a single act must decide."""
        program, code = place.program, place.country.pack.name
        figures = [figure for figure in self.results.figures if figure.name in program.names]
        sums = [name for name in sorted(self.sums.get(code, ())) if name in program.names]
        gaps = [gap.condition for gap in program.gaps if gap.condition is not None]
        outputs = tuple(dict.fromkeys([*(figure.name for figure in figures), *sums, *gaps]))
        asked, refusals = self.ask(place, restricted(program, outputs), outputs, rows, self._sources(place, roots))
        if not asked.values:
            return rows
        self._refuse(rows, asked, refusals)
        kept = ~asked.alone & (asked.refused == 0)
        kept &= self._without_gaps(place, rows, kept, asked)
        for figure in figures:
            large = self.results.put(figure, rows[kept], asked.values[figure.name][kept], asked.scales[figure.name])
            self.faults.add(large, Fault(figure.name, codes.NO_VALUE, TOO_LARGE))
        for name in sums:
            self._keep_amounts(code, name, rows[kept], asked.values[name][kept], asked.scales[name])
        return rows[asked.alone]

    def _without_gaps(self, place: Place, rows: Numbers, kept: Truths, asked: Asked) -> Truths:
        """Which rows no gap refuses; those that one leaves incomplete are marked."""
        free = np.ones(len(rows), np.bool_)
        for gap in place.program.gaps:
            touched = kept & free
            if gap.condition is not None:
                touched &= asked.values[gap.condition] != 0
            if not touched.any():
                continue
            try:
                refuse_gaps(place.country.pack, (gap.name,))
                self.results.mark(gap.name, rows[touched])
            except Refused as refused:
                self.faults.add(rows[touched], told(refused.diagnostics[0]))
                free &= ~touched
        return free

    def _keep_amounts(self, code: str, name: str, rows: Numbers, numbers: Numbers, scale: int) -> None:
        size = self.results.rows
        if (code, name) not in self.amounts:
            self.amounts[code, name] = (np.zeros(size, np.int64), np.ones(size, np.int64))
        amounts, scales = self.amounts[code, name]
        amounts[rows], scales[rows] = numbers, scale

    # ---- one row by itself ----------------------------------------------------------------

    def scenario(self, place: Place, row: int) -> Scenario:
        """The row as the scenario that a single act would be."""
        sheet, days = self.placed.sheet, self.placed.days
        payment = days["payment_date"]
        given = {
            name: text for name in sheet.names if name not in ABOUT and (text := sheet.text(name, row)) is not None
        }
        parties = {
            name: text for name in ("employer", "payer", "entity") if (text := sheet.text(name, row)) is not None
        }
        return Scenario(
            country=place.country.pack.name,
            act=place.act,
            date=date.fromordinal(int(days["date"].numbers[row])),
            contract=sheet.text("contract", row),
            given=given,
            payment_date=date.fromordinal(int(payment.numbers[row])) if payment.given[row] else None,
            provisional=self.provisional,
            parties=parties,
        )

    def run_row(self, place: Place, row: int) -> Run:
        """The row as a single act, with its totals to date."""
        totals = {
            name: Fraction(int(cells.numbers[row]), self.total_scale(place, name))
            for name, cells in self.totals.get(place.country.pack.name, {}).items()
            if cells.given[row]
        }
        return run(self.registry, self.scenario(place, row), totals)

    @staticmethod
    def total_scale(place: Place, name: str) -> int:
        return input_scale(place.country.pack.type_of(name), place.country.pack.quantum)

    def _single(self, place: Place, row: int) -> None:
        code = place.country.pack.name
        try:
            done = self.run_row(place, row)
        except Refused as refused:
            self.faults.refuse([row], refused)
            return
        except NotReachable:
            self.faults.add([row], self._gap(place, row))
            return
        for figure in self.results.figures:
            if figure.name in done.values and not self.results.put_value(figure, row, done.values[figure.name]):
                self.faults.add([row], Fault(figure.name, codes.NO_VALUE, TOO_LARGE))
        for gap in done.gaps:
            self.results.mark(gap, np.array([row]))
        for name in self.sums.get(code, ()):
            if name in done.values:
                value = done.values[name]
                self._keep_amounts(code, name, np.array([row]), np.array([value.numerator]), value.denominator)
