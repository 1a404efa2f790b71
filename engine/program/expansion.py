"""Scales and tables written out as choices, for the readings that are generated as code."""

from __future__ import annotations

from fractions import Fraction

from engine.program.form import (
    Arithmetic,
    Brackets,
    Choose,
    Compare,
    Constant,
    Form,
    Lookup,
    Missing,
    Round,
    Variable,
)


def expanded_brackets(scale: Brackets, base: Variable) -> Form:
    """The scale as a chain of choices over a base that is already a name."""
    form: Form = Missing(scale.name, "the scale has no row for this amount")
    for row in reversed(scale.rows):
        part: Form = Constant(row.amount)
        if row.rate:
            share: Form = Arithmetic("*", Arithmetic("-", base, Constant(row.lower)), Constant(row.rate))
            if scale.each is not None:
                share = Round(scale.each, share)
            part = Arithmetic("+", share, part)
        if row.upper is None:
            form = part
        else:
            word = "<=" if row.included else "<"
            form = Choose(Compare(word, base, Constant(row.upper)), part, form)
    if scale.marginal:
        form = Choose(Compare("<=", base, Constant(Fraction(0))), Constant(Fraction(0)), form)
    return form


def expanded_lookup(table: Lookup, key: Variable) -> Form:
    """The table as a chain of choices over a key that is already a name."""
    form: Form = Missing(table.name, "the table has no row for this key")
    if table.otherwise is not None:
        form = Constant(table.otherwise)
    if table.each_further is not None:
        last, amount = max(table.rows, default=(0, Fraction(0)))
        beyond = Arithmetic("*", Arithmetic("-", key, Constant(Fraction(last))), Constant(table.each_further))
        form = Choose(Compare(">", key, Constant(Fraction(last))), Arithmetic("+", beyond, Constant(amount)), form)
    for number, amount in reversed(table.rows):
        form = Choose(Compare("==", key, Constant(Fraction(number))), Constant(amount), form)
    return form


def ordered_lookup(table: Lookup, key: Variable) -> Form:
    """The table as choices by size, for keys that are whole numbers: what lies between two rows is never met.

    Intervals see from it that a table with a row for every key leaves none out.
    """
    rows = sorted(table.rows)
    if not rows or [number for number, _ in rows] != list(range(rows[0][0], rows[-1][0] + 1)):
        return expanded_lookup(table, key)
    none: Form = Missing(table.name, "the table has no row for this key")
    other = none if table.otherwise is None else Constant(table.otherwise)
    form = other
    if table.each_further is not None:
        last, amount = rows[-1]
        beyond = Arithmetic("*", Arithmetic("-", key, Constant(Fraction(last))), Constant(table.each_further))
        form = Arithmetic("+", beyond, Constant(amount))
    for number, amount in reversed(rows):
        form = Choose(Compare("<=", key, Constant(Fraction(number))), Constant(amount), form)
    return Choose(Compare("<", key, Constant(Fraction(rows[0][0]))), other, form)
