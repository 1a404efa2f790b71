"""Replays an explanation by hand arithmetic: reads the JSON of a `bareme.trace/1` and nothing else.

It shares no code with what it judges. `replay` returns what does not come out as printed.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

FINE = Context(prec=120)
NEAR = Fraction(1, 10**9)


def replay(trace: Mapping[str, Any], only: str | None = None) -> list[str]:
    """Everything in the trace, or in one line of it, that hand arithmetic does not give again."""
    lines = [line for line in trace["lines"] if only in (None, line["name"])]
    return [problem for line in lines for problem in _Line(line, trace).problems()]


class _Line:
    """One line of the trace, recomputed from the values of the lines it names."""

    def __init__(self, line: Mapping[str, Any], trace: Mapping[str, Any]) -> None:
        self.line = line
        self.known = {other["name"]: Fraction(other["exact"]) for other in trace["lines"]}
        self.figures = {figure["name"] for figure in trace["figures"]}
        self.found: list[str] = []

    def problems(self) -> list[str]:
        if not self.line["given"]:
            result = self.rounded(self.recomputed(self.line["trace"]), self.line["rounding"])
            self.compare("the line", result, Fraction(self.line["exact"]))
        return self.found

    def compare(self, what: str, mine: Fraction, printed: Fraction, near: bool = False) -> None:
        if mine != printed and not (near and abs(mine - printed) <= NEAR * (1 + abs(mine))):
            self.found.append(f"{self.line['name']}: {what} is printed as {printed}, by hand it is {mine}")

    def recomputed(self, node: Mapping[str, Any]) -> Fraction:
        if node["word"] == "function":
            return self.function(node)
        if node["word"] in ("and", "or"):
            self.settled_early(node)
        operands = [self.recomputed(operand) for operand in node.get("of", ())]
        mine = self.operation(node, operands)
        self.compare(node["word"], mine, Fraction(node["value"]), near=_has_broken_power(node))
        return mine

    def settled_early(self, node: Mapping[str, Any]) -> None:
        """A second side is only left out where the first decides."""
        if len(node["of"]) == 1 and bool(Fraction(node["of"][0]["value"])) != (node["word"] == "or"):
            self.found.append(f"{self.line['name']}: `{node['word']}` leaves out a side that matters")

    def function(self, node: Mapping[str, Any]) -> Fraction:
        *steps, result = node["of"]
        outer = dict(self.known)
        for step in steps:
            mine = self.rounded(self.recomputed(step["of"][0]), step.get("rounding"))
            self.compare(step["name"], mine, Fraction(step["value"]))
            self.known[step["name"]] = mine
        mine = self.recomputed(result)
        self.known = outer
        self.compare(node["name"], mine, Fraction(node["value"]))
        return mine

    def operation(self, node: Mapping[str, Any], operands: list[Fraction]) -> Fraction:
        word, detail = node["word"], node.get("detail", {})
        if word == "number":
            return Fraction(node["value"])
        if word == "parameter":
            return self.figure(node)
        if word == "name":
            return self.known[node["name"]]
        if word == "^":
            return _power(operands[0], Fraction(node["name"]))
        if word == "scale":
            return self.scale(node, operands[0], detail)
        if word == "table":
            beyond = operands[0] - int(detail["last"]) if detail else Fraction(0)
            return (
                Fraction(detail["amount"]) + beyond * Fraction(detail["each_further"]) if detail else self.figure(node)
            )
        if word in DATE_WORDS:
            return Fraction(DATE_WORDS[word](*(date.fromordinal(int(operand)) for operand in operands)))
        if word == "choose":
            return operands[1]
        if word in SIMPLE:
            return Fraction(SIMPLE[word](*operands))
        return self.rounded(operands[0], node["rounding"])

    def figure(self, node: Mapping[str, Any]) -> Fraction:
        if node["name"] not in self.figures:
            self.found.append(f"{self.line['name']}: nothing is said of where `{node['name']}` comes from")
        return Fraction(node["value"])

    def table(self, node: Mapping[str, Any], key: Fraction, detail: Mapping[str, str]) -> Fraction:
        found = self.figure(node)
        if not detail:
            return found
        return Fraction(detail["amount"]) + (key - int(detail["last"])) * Fraction(detail["each_further"])

    def scale(self, node: Mapping[str, Any], base: Fraction, detail: Mapping[str, str]) -> Fraction:
        self.figure(node)
        if not detail:
            return Fraction(0)
        part = (base - Fraction(detail["from"])) * Fraction(detail["rate"])
        return Fraction(detail["amount"]) + self.rounded(part, node.get("rounding"))

    @staticmethod
    def rounded(number: Fraction, rounding: Mapping[str, str] | None) -> Fraction:
        if rounding is None:
            return number
        multiple, mode = Fraction(rounding["to"]), rounding["mode"]
        units = number / multiple
        below = units.numerator // units.denominator
        rest = units - below
        if mode == "floor" or rest == 0:
            return below * multiple
        toward_zero = below if units > 0 else below + 1
        away = below + 1 if units > 0 else below
        if mode == "ceil":
            return (below + 1) * multiple
        if mode == "truncate":
            return toward_zero * multiple
        if rest != Fraction(1, 2):
            return (below + (rest > Fraction(1, 2))) * multiple
        even = below if below % 2 == 0 else below + 1
        return {"round": away, "round_half_down": toward_zero, "round_half_even": even}[mode] * multiple


def _has_broken_power(node: Mapping[str, Any]) -> bool:
    if node["word"] == "^" and Fraction(node["name"]).denominator != 1:
        return True
    return "rounding" not in node and any(_has_broken_power(operand) for operand in node.get("of", ()))


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator == 1:
        return base ** int(exponent)
    if base == 0:
        return Fraction(0)
    long_base = FINE.divide(Decimal(base.numerator), Decimal(base.denominator))
    long_exponent = FINE.divide(Decimal(exponent.numerator), Decimal(exponent.denominator))
    found = FINE.power(long_base, long_exponent)
    return Fraction(FINE.quantize(found, Decimal(1).scaleb(-80)))


def _weekdays(first: date, last: date) -> int:
    days = ((first + timedelta(days=offset)) for offset in range((last - first).days + 1))
    return sum(day.weekday() < 5 for day in days)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (1 if last.day < first.day else 0)


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


DATE_WORDS: dict[str, Callable[..., int]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "quarter": lambda day: (day.month - 1) // 3 + 1,
    "age": lambda born, day: day.year - born.year - (1 if (day.month, day.day) < (born.month, born.day) else 0),
    "days_between": lambda first, last: (last - first).days,
    "months_between": _months,
    "weekdays_between": _weekdays,
    "days_in_month": _length,
    "weekdays_in_month": lambda day: _weekdays(day.replace(day=1), day.replace(day=_length(day))),
    "first_of_month": lambda day: day.replace(day=1).toordinal(),
    "last_of_month": lambda day: day.replace(day=_length(day)).toordinal(),
}
SIMPLE: dict[str, Callable[..., Fraction | int]] = {
    "negate": lambda a: -a,
    "not": lambda a: 0 if a else 1,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "min": lambda *several: min(several),
    "max": lambda *several: max(several),
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "and": lambda *sides: sides[-1],
    "or": lambda *sides: sides[-1],
}
