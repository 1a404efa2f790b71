"""Totals to date that would always be zero: no act of the pack computes the line they add up."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.segments import contracts_of, segments
from engine.language import codes
from engine.language.diagnostic import Diagnostic
from engine.program.pack import Definition, Pack


def total_problems(pack: Pack) -> Iterator[Diagnostic]:
    """Every `sum_of` over a line that no act computes on any covered day."""
    totals = [one for one in pack.definitions.values() if one.kind == "input" and _is_of_a_line(pack, one)]
    pending = {one.model.sum_of for one in totals}
    if not pending or not pack.header.coverage:
        return
    never = _never_computed(pack, pending)
    for total in totals:
        if total.model.sum_of in never:
            yield total.document.diagnostic(
                codes.TOTAL_OF_NOTHING,
                (*total.path, "sum_of"),
                f"no act computes `{total.model.sum_of}`, so this total is always zero",
                "name a figure that an act gives or rests on, or take the total away",
            )


def _is_of_a_line(pack: Pack, total: Definition) -> bool:
    added = pack.definitions.get(total.model.sum_of or "")
    return added is not None and added.kind == "line"


def _never_computed(pack: Pack, pending: set[str]) -> set[str]:
    left = set(pending)
    for act in pack.acts:
        for contract in contracts_of(pack, act):
            for segment in segments(pack, act, contract):
                if segment.program is not None:
                    left.difference_update(segment.program.step_of)
                if not left:
                    return left
    return left
