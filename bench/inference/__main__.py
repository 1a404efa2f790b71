"""`make bench ONLY=inference`: median and slowest hundredth of evaluations, in milliseconds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from importlib.util import find_spec
from statistics import median
from typing import Any

from engine.inference.evaluating import Facts, evaluator
from engine.inference.rules import RuleSet
from engine.inference.second.alternatives import alternatives
from engine.inference.second.client import Worker, absence
from engine.inference.second.guards import encoded_constant, encoded_value
from tests.support.rule_sets import generated_facts, generated_rules

SHAPES = ((50, 5), (50, 50), (200, 5), (200, 50))
Answer = list[tuple[str, ...]]
Engine = Callable[[Sequence[Mapping[str, Fraction]]], Answer]


def main() -> None:
    print(f"{'rules':>6} {'facts':>6}  {'engine':<22} {'median ms':>10} {'p99 ms':>8} {'conclusions':>12}")
    for number, count in SHAPES:
        chance = random.Random(3)
        rules = generated_rules(chance, number)
        batches = [[generated_facts(chance) for _ in range(count)] for _ in range(20)]
        expected = [_evaluator(rules)(batch) for batch in batches]
        for name, engine in engines(rules):
            times, answers = _timed(engine, batches)
            agreed = all(_same(one, other) for one, other in zip(answers, expected, strict=True))
            told = sum(len(held) for answer in answers for held in answer) // len(batches)
            mark = "" if agreed else "  DIFFERS"
            print(f"{number:>6} {count:>6}  {name:<22} {_median(times):>10} {_slow(times):>8} {told:>12}{mark}")


def engines(rules: RuleSet) -> list[tuple[str, Engine]]:
    found: list[tuple[str, Engine]] = [("evaluator", _evaluator(rules))]
    reason = absence()
    if reason is None:
        worker = Worker(within=60.0, evaluations=10**9)
        found.append(("durable-rules (worker)", lambda facts: worker.evaluate(rules, facts)))
    else:
        print(f"durable-rules ABSENT: {reason}")
    if find_spec("clips") is not None:
        found.append(("CLIPS (clipspy)", _Clips(rules)))
    return found


def _evaluator(rules: RuleSet) -> Engine:
    made = evaluator(rules)
    return lambda facts: made.fired([Facts(one) for one in facts])


class _Clips:
    """The same alternatives as CLIPS rules over one fact per case; strata by salience, conclusions as slots."""

    def __init__(self, rules: RuleSet) -> None:
        import clips  # noqa: PLC0415 - not installed everywhere

        self.rules = rules
        self.names = {key: f"a{place}" for place, key in enumerate(rules.attributes)}
        self.environment = clips.Environment()
        self.environment.build(f"(deftemplate case (slot case) {' '.join(f'(slot {n})' for n in self.names.values())})")
        self.environment.build("(deftemplate held (slot case) (slot rule))")
        for number, rule in enumerate(rules.rules):
            for place, alternative in enumerate(alternatives(rule.condition)):
                self._define(f"r{number}-{place}", rule.name, rule.stratum, alternative)

    def _define(self, name: str, rule: str, stratum: int, alternative: Sequence[tuple[str, str, Fraction]]) -> None:
        concluded = {key for key, one in self.rules.attributes.items() if one.concluded}
        tests, facts = [], []
        for key, word, constant in alternative:
            if key in concluded:
                is_true = {"==": constant == 1, "!=": constant != 1, ">": constant < 1, ">=": constant <= 1}
                wanted = is_true.get(word, False)
                pattern = f"(held (case ?c) (rule {key}))"
                facts.append(pattern if wanted else f"(not {pattern})")
            else:
                operator = {"==": "=", "!=": "<>"}.get(word, word)
                test = f"({operator} ?v {encoded_constant(key, constant)})"
                tests.append(f"({self.names[key]} ?v&:(and (integerp ?v) {test}))")
        slots = " ".join(test.replace("?v", f"?v{index}") for index, test in enumerate(tests))
        action = f"(assert (held (case ?c) (rule {rule})))"
        body = f"(declare (salience {-stratum})) (case (case ?c) {slots}) {' '.join(facts)} => {action}"
        self.environment.build(f"(defrule {name} {body})")

    def __call__(self, facts: Sequence[Mapping[str, Fraction]]) -> Answer:
        self.environment.reset()
        template = self.environment.find_template("case")
        for number, one in enumerate(facts):
            values: dict[str, Any] = {self.names[k]: encoded_value(k, v) for k, v in one.items() if k in self.names}
            template.assert_fact(case=number, **values)
        self.environment.run()
        held: list[set[str]] = [set() for _ in facts]
        for fact in self.environment.facts():
            if fact.template.name == "held":
                held[fact["case"]].add(str(fact["rule"]))
        order = {rule.name: place for place, rule in enumerate(self.rules.rules)}
        return [tuple(sorted(names, key=order.__getitem__)) for names in held]


def _timed(engine: Engine, batches: Sequence[Sequence[Mapping[str, Fraction]]]) -> tuple[list[float], list[Answer]]:
    answers = [engine(batch) for batch in batches]
    times = []
    for _ in range(5):
        for batch in batches:
            began = time.perf_counter()
            engine(batch)
            times.append(time.perf_counter() - began)
    return times, answers


def _same(one: Answer, other: Answer) -> bool:
    return [set(held) for held in one] == [set(held) for held in other]


def _median(times: Sequence[float]) -> str:
    return f"{median(times) * 1000:.2f}"


def _slow(times: Sequence[float]) -> str:
    return f"{sorted(times)[int(len(times) * 0.99)] * 1000:.2f}"


if __name__ == "__main__":
    main()
