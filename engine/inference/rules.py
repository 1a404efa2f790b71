"""The rules of a pack on given dates: conditions read, constants put in, put in order of what concludes what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Literal

from engine.inference.conditions import Attribute, Condition, ConditionReader, Known, names_in, tests
from engine.inference.strata import strata
from engine.language import syntax as s
from engine.language.diagnostic import Refused
from engine.language.formula_error import FormulaError
from engine.language.words import ALL_WORDS
from engine.program import constants
from engine.program.dated import version_on
from engine.program.form import Missing
from engine.program.lowering import Lowering
from engine.program.pack import BUILT_IN_NAMES, Definition, Pack, parsed
from engine.program.scope import Scope
from engine.program.timeline import Dates, Segment

Phase = Literal["before", "after"]
"""Changes of treatment are decided before the figures, everything else after them."""
CONSTANT_KINDS: Final = ("parameter", "field", "member")
_WORDS: Final = ALL_WORDS


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule on these dates. A fact that is concluded bears the rule's own name."""

    name: str
    kind: str
    condition: Condition
    stratum: int
    definition: Definition = field(compare=False)
    scope: Scope = field(compare=False)


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Rules in the order of their strata: those of one stratum read only what earlier strata concluded."""

    rules: tuple[Rule, ...]
    attributes: Mapping[str, Attribute]
    segment: Segment = field(default_factory=Segment)

    @property
    def strata(self) -> int:
        return max((rule.stratum for rule in self.rules), default=-1) + 1

    def rule(self, name: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.name == name), None)


@dataclass(slots=True)
class RuleSets:
    """The rule sets of a pack, found again by their dates."""

    pack: Pack
    _known: dict[Phase, list[RuleSet]] = field(default_factory=dict)

    def on(self, dates: Dates, phase: Phase) -> RuleSet:
        known = self._known.setdefault(phase, [])
        for rules in known:
            if rules.segment.holds(dates):
                return rules
        rules = compile_rules(self.pack, dates, phase)
        known.insert(0, rules)
        return rules


def compile_rules(pack: Pack, dates: Dates, phase: Phase) -> RuleSet:
    """Read the rules that hold on `dates`; `Refused` where a condition is at fault or facts conclude themselves."""
    compiling = _Compiling(pack, dates)
    wanted = [d for d in pack.rules.values() if (d.kind == "reclassification") == (phase == "before")]
    found = {definition.name: rule for definition in wanted if (rule := compiling.rule(definition)) is not None}
    facts = {name: rule for name in concluded(pack) if (rule := compiling.rule(pack.definitions[name])) is not None}
    if phase == "before":
        facts = {name: facts[name] for name in _needed(found.values(), facts)}
    order = strata(pack)
    placed = [
        Rule(d.name, d.kind, condition, _stratum(condition, d, order), d, scope)
        for condition, d, scope in (*facts.values(), *found.values())
    ]
    placed.sort(key=lambda rule: (rule.stratum, rule.name))
    read = {test.attribute for rule in placed for test in tests(rule.condition)}
    attributes = {key: compiling.reader.attributes[key] for key in sorted(read)}
    return RuleSet(tuple(placed), attributes, compiling.lowering.segment)


def concluded(pack: Pack) -> Iterator[str]:
    """Names of the facts that rules conclude."""
    return (name for name, d in pack.definitions.items() if d.kind == "fact" and d.model.when is not None)


_Read = tuple[Condition, Definition, Scope]


def _needed(wanted: Any, facts: Mapping[str, _Read]) -> list[str]:
    """The facts that some conditions rest on, in a fixed order."""
    found: dict[str, None] = {}
    waiting = [condition for condition, _, _ in wanted]
    while waiting:
        for test in tests(waiting.pop()):
            if test.attribute in facts and test.attribute not in found:
                found[test.attribute] = None
                waiting.append(facts[test.attribute][0])
    return sorted(found)


def _stratum(condition: Condition, definition: Definition, order: Mapping[str, int]) -> int:
    if definition.name in order and definition.kind == "fact":
        return order[definition.name]
    return max((order[test.attribute] + 1 for test in tests(condition) if test.attribute in order), default=0)


class _Compiling:
    """Reads conditions on given dates; what is the same for every case becomes a number."""

    def __init__(self, pack: Pack, dates: Dates) -> None:
        self.pack, self.dates = pack, dates
        self.lowering = Lowering(pack, next(iter(pack.acts), ""), None, dates, "", frozenset())
        names = frozenset(concluded(pack))
        self.reader = ConditionReader(self._constant, names.__contains__)

    def rule(self, definition: Definition) -> _Read | None:
        """The condition of a rule or concluded fact, None on dates on which it does not hold."""
        model = definition.model
        clock = model.follows
        since, until = getattr(model, "from_", None), getattr(model, "until", None)
        if not self._holds(clock, since, until):
            return None
        text, path = model.when, (*definition.path, "when")
        if isinstance(text, dict):
            held = version_on(text, self.dates.on(clock))
            self.lowering.narrow(clock, held.since, held.until)
            if held.value is None:
                return None
            text, path = held.value, (*path, held.key.isoformat())
        scope = Scope(definition.document, path, clock)
        return self.reader.read(read_formula(text, scope), scope), definition, scope

    def _holds(self, clock: str, since: date | None, until: date | None) -> bool:
        day = self.dates.on(clock)
        after = until + timedelta(days=1) if until is not None else None
        if since is not None and day < since:
            self.lowering.narrow(clock, date.min, since)
            return False
        if after is not None and day >= after:
            self.lowering.narrow(clock, after, None)
            return False
        self.lowering.narrow(clock, since or date.min, after)
        return True

    def _constant(self, tree: s.Expression, scope: Scope) -> Known | None:
        if isinstance(tree, s.Under) or not all(self._is_constant(name) for name, _ in names_in(tree)):
            return None
        value = constants.value_of(self.lowering.expression(tree, scope))
        return Known(None if isinstance(value, Missing) else value)

    def _is_constant(self, name: str) -> bool:
        if name in BUILT_IN_NAMES:
            return name in ("quantum", "home_country")
        definition = self.pack.definitions.get(name)
        if definition is None:
            return name in _WORDS
        return definition.kind in (*CONSTANT_KINDS, "scale", "table")


def read_formula(text: str, scope: Scope) -> s.Expression:
    """The tree of a formula, or `Refused` with its place."""
    try:
        return parsed(text)
    except FormulaError as error:
        raise Refused([scope.document.about_formula(scope.path, error)]) from None
