"""All that `check` has to say of a pack, in source order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.checking.derived import derived_problems
from engine.checking.fee import fee_problems
from engine.checking.findings import totality_problems
from engine.checking.formulas import formula_problems
from engine.checking.proof import Proof
from engine.checking.shapes import shape_problems
from engine.checking.totality import prove
from engine.checking.totals import total_problems
from engine.inference.checking import check_rules
from engine.language.diagnostic import Diagnostic
from engine.program.pack import Pack


@dataclass(frozen=True, slots=True)
class Checked:
    """Problems of a pack; `proof` is None where names or types are wrong, since nothing can be proven then."""

    problems: tuple[Diagnostic, ...]
    proof: Proof | None


def check_pack(pack: Pack) -> Checked:
    """Names, types, shapes; and if those hold, the proof over every segment of the coverage."""
    found = [*pack.problems, *formula_problems(pack), *shape_problems(pack), *fee_problems(pack)]
    if any(problem.severity == "error" for problem in found):
        return Checked(in_source_order(found), None)
    found += [*check_rules(pack), *derived_problems(pack)]
    proof = prove(pack)
    return Checked(in_source_order([*found, *total_problems(pack, proof), *totality_problems(pack, proof)]), proof)


def in_source_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each problem once, by file, line and column."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: (one.place, one.code, one.message)))
