"""What must fit together between definitions: brackets in order, keys that exist, names that are declared."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from engine.checking.ranges import range_problems
from engine.language import codes
from engine.language.diagnostic import Diagnostic
from engine.language.formula_error import FormulaError
from engine.language.scope import suggestion
from engine.language.syntax import Number
from engine.program.pack import Definition, Pack, parsed
from engine.reading import models
from engine.reading.document import Document

EXPECT = re.compile(r"(>=|<=|>|<|==|!=) -?\d+(\.\d+)?")


def shape_problems(pack: Pack) -> Iterator[Diagnostic]:
    """Everything that does not fit together."""
    for definition in pack.definitions.values():
        match definition.kind:
            case "scale":
                yield from _scale(definition)
            case "table":
                yield from _table(pack, definition)
            case "line":
                yield from _line(pack, definition)
            case "input":
                yield from _input(pack, definition)
                yield from range_problems(pack, definition)
    for definition in pack.interface.values():
        yield from range_problems(pack, definition)
    for definition in pack.contracts.values():
        yield from _holder(pack, definition, "acts", definition.model.acts or [], pack.acts)
    for definition in pack.acts.values():
        yield from _holder(pack, definition, "values", definition.model.values, pack.interface)
    yield from _entries(pack)
    yield from _gaps(pack)


def problem(
    code: str, document: Document, path: tuple[str | int, ...], message: str, mend: str, *, key: bool = False
) -> Diagnostic:
    return document.diagnostic(code, path, message, mend, key=key)


def undeclared(name: str, known: Iterable[str]) -> str:
    """What to do about a name that is not there: the nearest that is, or to declare it."""
    near = suggestion(name, known)
    return f"did you mean `{near}`?" if near else "declare it, or look at its spelling"


def _scale(definition: Definition) -> Iterator[Diagnostic]:
    for day, version in definition.model.values.items():
        path = (*definition.path, "values", day.isoformat())
        rows = version if isinstance(version, list) else version.rows or []
        if not isinstance(version, list):
            if version.ended:
                continue
            path = (*path, "rows")
        yield from _rows(definition, path, rows)


def _rows(definition: Definition, path: tuple[str | int, ...], rows: list[models.Bracket]) -> Iterator[Diagnostic]:
    document = definition.document
    if not rows:
        yield problem(codes.BAD_SCALE, document, path, "the scale has no row", "write its rows, or `ended: true`")
        return
    for index, row in enumerate(rows):
        last = index == len(rows) - 1
        bounded = (row.up_to is not None) + (row.below is not None)
        if bounded > 1 or (bounded == 0) != last:
            message = (
                "the last row has no bound" if last else "every row but the last has one bound: `up_to` or `below`"
            )
            yield problem(codes.BAD_SCALE, document, (*path, index), message, "write `up_to: 1000` or `below: 1000`")
        if (row.value is None) == (row.rate is None and row.amount is None):
            mend = "a marginal row has a `rate` (and an `amount` if the law states it), a step row a `value`"
            yield problem(codes.BAD_SCALE, document, (*path, index), "the row is neither marginal nor a step", mend)
    kinds = {row.value is None for row in rows}
    if len(kinds) > 1:
        yield problem(codes.BAD_SCALE, document, path, "marginal rows and step rows are mixed", "use one kind")
    bounds = [_literal(row.up_to or row.below) for row in rows[:-1]]
    for index, (first, second) in enumerate(pairwise(bounds), 1):
        if first is not None and second is not None and second <= first:
            key = "up_to" if rows[index].up_to is not None else "below"
            message = f"the bounds must rise: {rows[index].up_to or rows[index].below} does not"
            mend = "put the rows in order, the lowest first"
            yield problem(codes.BAD_SCALE, document, (*path, index, key), message, mend)


def _literal(text: str | None) -> Fraction | None:
    if text is None:
        return None
    try:
        tree = parsed(text)
    except FormulaError:
        return None
    return tree.value if isinstance(tree, Number) else None


def _table(pack: Pack, definition: Definition) -> Iterator[Diagnostic]:
    by = definition.model.by
    members = pack.members.get(by)
    for day, version in definition.model.values.items():
        path = (*definition.path, "values", day.isoformat())
        rows = version.rows or {}
        if version.ended:
            continue
        for key in rows:
            if members is not None and key not in members:
                near = suggestion(key, members)
                mend = f"did you mean `{near}`?" if near else f"one of: {', '.join(members)}"
                yield problem(codes.BAD_TABLE, definition.document, (*path, "rows", key), f"`{key}` is no {by}", mend)
            if members is None and not key.isdigit():
                message = f"`{key}` is not a count"
                yield problem(codes.BAD_TABLE, definition.document, (*path, "rows", key), message, "write 0, 1, 2 …")
        if definition.model.adds_up and sorted(int(key) for key in rows if key.isdigit()) != list(
            range(1, len(rows) + 1)
        ):
            message = "a table that adds up has a row for the 1st person, the 2nd, and so on"
            mend = 'write rows "1", "2", "3" without a hole'
            yield problem(codes.BAD_TABLE, definition.document, path, message, mend)
        if version.otherwise is None and version.each_further is None:
            missing = [] if members is None else [name for name in members if name not in rows]
            if missing:
                message = f"no row for: {', '.join(missing)}"
                yield problem(codes.BAD_TABLE, definition.document, path, message, "add them, or `otherwise:`")


def _line(pack: Pack, definition: Definition) -> Iterator[Diagnostic]:
    model, document, path = definition.model, definition.document, definition.path
    ways = [key for key in ("formula", "choose", "sum", "take_from") if getattr(model, key) is not None]
    if len(ways) != 1:
        said = " and ".join(f"`{way}`" for way in ways) or "nothing"
        mend = "write one of `formula`, `choose`, `sum`, `take_from`"
        message = f"`{definition.name}` is computed by {said}"
        yield problem(codes.NO_COMPUTATION, document, path, message, mend, key=True)
    if (model.take_from is None) != (model.in_order is None):
        yield problem(codes.NO_COMPUTATION, document, path, "`take_from` and `in_order` go together", "write both")
    if model.expect is not None and not EXPECT.fullmatch(model.expect):
        message = f"`{model.expect}` is not a bound"
        yield problem(codes.BAD_BOUND, document, (*path, "expect"), message, 'write `expect: ">= 0"`')
    if model.section is not None and model.section not in pack.sections:
        near = suggestion(model.section, pack.sections)
        mend = f"did you mean `{near}`?" if near else f"one of: {', '.join(pack.sections)}"
        yield problem(codes.UNKNOWN_NAME, document, (*path, "section"), f"there is no section `{model.section}`", mend)


def _input(pack: Pack, definition: Definition) -> Iterator[Diagnostic]:
    model = definition.model
    if model.sum_of is not None and model.sum_of not in pack.definitions and model.sum_of not in pack.interface:
        mend = undeclared(model.sum_of, [*pack.definitions, *pack.interface])
        path = (*definition.path, "sum_of")
        yield problem(codes.UNKNOWN_NAME, definition.document, path, f"`{model.sum_of}` is not declared", mend)


def _holder(
    pack: Pack, definition: Definition, key: str, names: list[str], known: Collection[str]
) -> Iterator[Diagnostic]:
    for index, name in enumerate(names):
        if name not in known:
            message, mend = f"`{name}` is not declared", undeclared(name, known)
            yield problem(codes.UNKNOWN_NAME, definition.document, (*definition.path, key, index), message, mend)
    for name in definition.model.properties:
        found = pack.definitions.get(name)
        if found is None or found.kind != "property":
            properties = [one.name for one in pack.definitions.values() if one.kind == "property"]
            near = suggestion(name, properties)
            mend = f"did you mean `{near}`?" if near else f"one of: {', '.join(properties)}"
            path, message = (*definition.path, "properties", name), f"there is no property `{name}`"
            yield problem(codes.UNKNOWN_NAME, definition.document, path, message, mend, key=True)


def _entries(pack: Pack) -> Iterator[Diagnostic]:
    for entry in pack.entries:
        for key in ("debit", "credit"):
            account = getattr(entry.model, key)
            if account not in pack.accounts:
                message = f"there is no account {account}"
                yield problem(
                    codes.UNKNOWN_NAME, entry.document, (*entry.path, key), message, "declare it in `accounts`"
                )
        amount = entry.model.amount
        if amount not in pack.definitions and amount not in pack.interface:
            mend = undeclared(amount, [*pack.definitions, *pack.interface])
            message = f"`{amount}` is not declared"
            yield problem(codes.UNKNOWN_NAME, entry.document, (*entry.path, "amount"), message, mend)


def _gaps(pack: Pack) -> Iterator[Diagnostic]:
    for definition in pack.gaps.values():
        known = {
            "acts": pack.acts,
            "contracts": pack.contracts,
            "affects": {**pack.definitions, **pack.interface},
        }
        for key, shelf in known.items():
            for index, name in enumerate(getattr(definition.model, key)):
                if name not in shelf:
                    mend = undeclared(name, shelf)
                    path = (*definition.path, key, index)
                    yield problem(codes.UNKNOWN_NAME, definition.document, path, f"`{name}` is not declared", mend)
