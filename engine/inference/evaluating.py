"""The authoritative evaluator: which rules hold for a case, concluded facts included.

Deterministic, and ends by construction: each stratum is looked at once, and only
reads what earlier ones concluded. A value that is not known makes every test of
it fail, and its opposite too: nothing is ever concluded from ignorance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Protocol

from engine.inference import writer
from engine.inference.conditions import Attribute
from engine.inference.rules import RuleSet
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused

FIRINGS = 5000
"""More conclusions than this from one set of facts is a fault of the rules, not law."""


class Subject(Protocol):
    """What the rules are asked about."""

    def value(self, attribute: Attribute) -> Fraction | None: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """A subject whose values are all at hand."""

    values: Mapping[str, Fraction]

    def value(self, attribute: Attribute) -> Fraction | None:
        return self.values.get(attribute.key)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The rules that hold for one case, by name, and every value that was looked at to decide it."""

    rules: RuleSet
    fired: tuple[str, ...]
    values: Mapping[str, Fraction | None]

    @cached_property
    def holds(self) -> frozenset[str]:
        return frozenset(self.fired)


class _Unknown:
    """Stands for a value nobody knows: no comparison with it holds."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def _never(self, other: object) -> bool:  # noqa: ARG002
        return False

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _never


UNKNOWN = _Unknown()


class _Values(dict[int, Any]):
    """Values by the place of their attribute, each asked of the subject when first needed."""

    __slots__ = ("evaluator", "subject")

    def __init__(self, evaluator: Evaluator, subject: Subject) -> None:
        super().__init__(evaluator.nothing_concluded)
        self.evaluator, self.subject = evaluator, subject

    def __missing__(self, place: int) -> Any:
        evaluator = self.evaluator
        value = self.subject.value(evaluator.attributes[place])
        self[place] = found = UNKNOWN if value is None else writer.scaled(value, evaluator.scales[place])
        return found


class Evaluator:
    """A rule set made ready to be asked."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.attributes = tuple(rules.attributes.values())
        self.scales = writer.scales(rules)
        self.strata = writer.functions(rules, self.scales)
        self.names = tuple(rule.name for rule in rules.rules)
        places = {attribute.key: place for place, attribute in enumerate(self.attributes) if attribute.concluded}
        self.concludes = {
            number: places[rule.name]
            for number, rule in enumerate(rules.rules)
            if rule.kind == "fact" and rule.name in places
        }
        self.nothing_concluded = dict.fromkeys(places.values(), 0)

    def evaluate(self, subject: Subject) -> Evaluation:
        values = _Values(self, subject)
        numbers = self._run(values)
        known = {self.attributes[place].key: self._exact(place, value) for place, value in sorted(values.items())}
        return Evaluation(self.rules, tuple(self.names[number] for number in numbers), known)

    def fired(self, subjects: Iterable[Subject]) -> list[tuple[str, ...]]:
        """Only which rules hold, for many cases; `Refused` beyond the limit of conclusions."""
        names, budget, found = self.names, FIRINGS, []
        for subject in subjects:
            numbers = self._run(_Values(self, subject))
            budget -= len(numbers)
            if budget < 0:
                raise _too_many()
            found.append(tuple(names[number] for number in numbers))
        return found

    def _run(self, values: _Values) -> list[int]:
        numbers: list[int] = []
        for stratum in self.strata:
            held = stratum(values)
            for number in held:
                if number in self.concludes:
                    values[self.concludes[number]] = self.scales[self.concludes[number]]
            numbers += held
        if len(numbers) > FIRINGS:
            raise _too_many()
        return numbers

    def _exact(self, place: int, value: Any) -> Fraction | None:
        return None if value is UNKNOWN else Fraction(value) / self.scales[place]


@lru_cache(maxsize=256)
def evaluator(rules: RuleSet) -> Evaluator:
    """The evaluator of a rule set; made once per set."""
    return Evaluator(rules)


def evaluate(rules: RuleSet, subject: Subject) -> Evaluation:
    """Which rules hold for a subject."""
    return evaluator(rules).evaluate(subject)


def _too_many() -> Refused:
    message = f"more than {FIRINGS} conclusions follow from these facts"
    return Refused([Diagnostic(codes.RULES_TOO_MANY, Place("rules"), message, "ask about fewer acts at once")])
