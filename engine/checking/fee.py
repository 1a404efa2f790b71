"""One fee rate per country and date: what the co-operative keeps is the same share of every amount invoiced."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.uses import uses
from engine.language import codes
from engine.language.diagnostic import Diagnostic
from engine.program.pack import Definition, Pack

FEE, RATE = "fee", "fee.rate"
_FREE = ("invoice.excl_vat", "act.invoices")
"""What the fee may read beside its rate: the amount, and whether the act is invoiced at all."""


def fee_problems(pack: Pack) -> Iterator[Diagnostic]:
    """Everything that would let two acts of one day bear different shares."""
    line = pack.definitions.get(FEE)
    if FEE not in pack.interface or pack.header.country is None or line is None or line.kind != "line":
        return
    graph = uses(pack)
    for name in graph.of(FEE):
        definition = pack.definitions.get(name)
        if name not in (RATE, *_FREE) and definition is not None:
            yield _problem(line, f"the fee reads `{name}`: it is one rate for all, times the amount invoiced")
    rate = pack.definitions.get(RATE)
    if rate is None or rate.kind != "parameter":
        yield _problem(rate or line, "the fee rate is not one dated figure `fee.rate`")
    elif rate.model.open and rate.pack == pack.name:
        yield _problem(rate, "the fee rate is left open, so that layers could charge different rates")
    for definition in pack.definitions.values():
        if definition.name != FEE and definition.kind == "line" and definition.model.to == "co-operative":
            yield _problem(definition, f"`{definition.name}` pays the co-operative beside its fee")


def _problem(definition: Definition, message: str) -> Diagnostic:
    return definition.document.diagnostic(
        codes.FEE_NOT_SINGLE,
        definition.path,
        message,
        "keep `fee: invoice.excl_vat * fee.rate` and one `fee.rate` with a value from each date",
        key=True,
    )
