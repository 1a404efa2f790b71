"""Totals to date that would always be zero: no act of the pack computes the line they add up."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.proof import Proof
from engine.language import codes
from engine.language.diagnostic import Diagnostic
from engine.program.pack import Definition, Pack


def total_problems(pack: Pack, proof: Proof) -> Iterator[Diagnostic]:
    """Every `sum_of` over a line that no act computes on any covered day."""
    totals = [one for one in pack.definitions.values() if one.kind == "input" and _is_of_a_line(pack, one)]
    for total in totals if pack.header.coverage else ():
        if total.model.sum_of not in proof.computed:
            yield total.document.diagnostic(
                codes.TOTAL_OF_NOTHING,
                (*total.path, "sum_of"),
                f"no act computes `{total.model.sum_of}`, so this total is always zero",
                "name a figure that an act gives or rests on, or take the total away",
            )


def _is_of_a_line(pack: Pack, total: Definition) -> bool:
    added = pack.definitions.get(total.model.sum_of or "")
    return added is not None and added.kind == "line"
