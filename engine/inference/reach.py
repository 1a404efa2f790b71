"""What a formula rests on before any figure is computed: inputs, totals, the contract and the law; never a line."""

from __future__ import annotations

from collections.abc import Iterator

from engine.inference.conditions import names_in
from engine.language.formula_error import FormulaError
from engine.program.pack import Definition, Pack, parsed

FREE = ("parameter", "field", "member", "property", "scale", "table", "function", "enum")


def reads_before_figures(pack: Pack, text: str) -> Iterator[tuple[str, ...]]:
    """For every computed figure that a formula rests on, the way that leads to it."""
    yield from _ways(pack, text, (), set())


def _ways(pack: Pack, text: str, way: tuple[str, ...], seen: set[str]) -> Iterator[tuple[str, ...]]:
    try:
        names = [name for name, _ in names_in(parsed(text))]
    except FormulaError:
        return
    for name in names:
        if name in seen:
            continue
        seen.add(name)
        definition = pack.definitions.get(name)
        if definition is None:
            if name in pack.interface:
                yield (*way, name)
        elif definition.kind in ("line", "part"):
            yield (*way, name)
        elif definition.kind not in FREE:
            for inner in _formulas(definition):
                yield from _ways(pack, inner, (*way, name), seen)


def _formulas(definition: Definition) -> Iterator[str]:
    """The formulas of an input's default or of a fact."""
    model = definition.model
    for key in ("default", "when", "formula"):
        written = getattr(model, key, None)
        yield from written.values() if isinstance(written, dict) else [written] if written is not None else []
    choices = getattr(model, "choose", None)
    for rows in choices.values() if isinstance(choices, dict) else [choices or []]:
        for row in rows:
            yield from (text for text in (row.when, row.value, row.otherwise) if text is not None)
    sums = getattr(model, "sum", None)
    for names in sums.values() if isinstance(sums, dict) else [sums or []]:
        yield from (name.removeprefix("-") for name in names)
