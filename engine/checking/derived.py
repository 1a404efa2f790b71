"""Figures that the law derives from others, held against the figures that were published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.language import codes
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.printer import decimal_text
from engine.program.form import Constant
from engine.program.lowering import Lowering
from engine.program.pack import Definition, Pack
from engine.program.scope import Scope
from engine.program.timeline import Dates
from engine.reading import models


def derived_problems(pack: Pack) -> Iterator[Diagnostic]:
    """Every `comes_to` that its formula does not come to; the names and types hold already."""
    for definition in pack.definitions.values():
        if definition.kind != "parameter":
            continue
        for day, written in definition.model.values.items():
            if isinstance(written, models.DatedValue) and written.comes_to is not None:
                yield from _compared(pack, definition, day, written.comes_to)


def _compared(pack: Pack, definition: Definition, day: date, published: str) -> Iterator[Diagnostic]:
    path = (*definition.path, "values", day.isoformat(), "comes_to")
    lowering = Lowering(pack, next(iter(pack.acts), ""), None, Dates(day, day, day), "", frozenset())
    try:
        found = lowering.parameter(definition, day, None)
        wanted = lowering.formula(published, Scope(definition.document, path))
    except Refused as refused:
        yield from refused.diagnostics
        return
    if not isinstance(found, Constant) or not isinstance(wanted, Constant) or found.value == wanted.value:
        return
    came = decimal_text(found.value) or f"{found.value.numerator} / {found.value.denominator}"
    message = f"`{definition.name}` from {day} comes to {came}, not to {published}"
    mend = "look at the formula, its rounding and the published figure"
    yield definition.document.diagnostic(codes.COMES_TO_ANOTHER, path, message, mend)
