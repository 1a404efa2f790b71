"""durable-rules inside its safe subset. Runs in the worker process only.

What each guard is for was measured: no timer threads (they crash on deleted
states), one action per state through a catch-all (or deleting a state frees
memory that was never set), single asserts with ids of our own (batches lose
facts), every pattern begins with the kind of fact (or it matches the engine's
own records for ever), states named by a counter (equal hashes share a state).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final

OPERATORS: Final = {"!=": "$neq", ">": "$gt", ">=": "$gte", "<": "$lt", "<=": "$lte"}
FIRINGS: Final = 5000


class EngineFault(RuntimeError):
    """The second engine did not give an answer that can be compared."""


class DurableRules:
    """One rule set, built once and asked many times, in one thread."""

    def __init__(self, payload: Mapping[str, Any]) -> None:
        import durable_rules_engine  # noqa: PLC0415 - needs a C compiler to be there; only the worker loads it
        from durable import engine  # noqa: PLC0415

        class QuietHost(engine.Host):  # type: ignore[misc]
            def _run(self) -> None:
                """No timer threads: nothing happens between our calls."""

        self._engine = durable_rules_engine
        self._payload = payload
        self._states = count(1)
        self._log: list[tuple[int, str]] = []
        self._faults: list[BaseException] = []
        self._sets: list[list[tuple[str, Sequence[str]]]] = []
        definitions: dict[str, Any] = {}
        for stratum, shards in enumerate(payload["strata"]):
            self._sets.append([])
            for number, shard in enumerate(shards):
                name = f"s{stratum}_{number}"
                self._sets[stratum].append((name, shard["reads"]))
                definitions[name] = self._definition(name, shard["rules"])
        self._host = QuietHost(definitions)

    def _definition(self, name: str, rules: Sequence[Any]) -> dict[str, Any]:
        made: dict[str, Any] = {"__all": {"all": [{"m": {"$ex": {"_k": 1}}}], "pri": 9, "run": _nothing}}
        for place, (number, tests) in enumerate(rules):
            patterns: list[dict[str, Any]] = [{"_t": name}]
            patterns += [{a: n} if word == "==" else {OPERATORS[word]: {a: n}} for a, word, n in tests]
            made[f"r{place}"] = {"all": [{"m": {"$and": patterns}}], "run": self._noted(number)}
        return made

    def _noted(self, number: int) -> Callable[[Any], None]:
        def run(closure: Any) -> None:
            try:
                self._log.append((number, closure.m.id))
            except BaseException as fault:  # noqa: BLE001 - the engine swallows what its actions raise
                self._faults.append(fault)

        return run

    def evaluate(self, subjects: Sequence[Mapping[str, int]]) -> list[list[int]]:
        """For each subject the places of the rules that hold, in order."""
        state = f"e{next(self._states)}"
        concludes, one = self._payload["concludes"], self._payload["one"]
        facts = [{**dict.fromkeys(self._payload["concluded"], 0), **subject} for subject in subjects]
        found: list[set[int]] = [set() for _ in subjects]
        used: set[str] = set()
        try:
            for sets in self._sets:
                for place, number in sorted(self._held(sets, facts, state, used)):
                    found[place].add(number)
                    if str(number) in concludes:
                        facts[place][concludes[str(number)]] = one
                if sum(map(len, found)) > FIRINGS:
                    raise EngineFault("more conclusions than the limit")
            for name in used:
                if "exception" in self._host.get_state(name, state):
                    raise EngineFault("an action failed")
        finally:
            for name in used:
                self._host.delete_state(name, state)
        return [sorted(numbers) for numbers in found]

    def _held(
        self, sets: Sequence[tuple[str, Sequence[str]]], facts: Sequence[Mapping[str, int]], state: str, used: set[str]
    ) -> set[tuple[int, int]]:
        self._log.clear()
        for name, reads in sets:
            for place, fact in enumerate(facts):
                used.add(name)
                known = {attribute: fact[attribute] for attribute in reads if attribute in fact}
                self._host.assert_fact(name, {**known, "sid": state, "id": f"f{place}", "_t": name, "_k": 1})
        if self._faults:
            raise EngineFault(repr(self._faults.pop()))
        return {(int(identity[1:]), number) for number, identity in self._log}

    def close(self) -> None:
        for sets in self._sets:
            for name, _ in sets:
                self._engine.delete_ruleset(self._host.get_ruleset(name)._handle)


def _nothing(_: Any) -> None:
    """What the catch-all does: its being called is the point."""
