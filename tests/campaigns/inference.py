"""Both inference engines on many generated fact sets: `python -m tests.campaigns.inference 20000`."""

from __future__ import annotations

import random
import sys
import time

from engine.inference.evaluating import Facts, evaluate
from engine.inference.second.client import Worker, absence
from tests.support.rule_sets import generated_facts, generated_rules, plainly

SETS_PER_RULES = 50


def campaign(sets: int, seed: int) -> tuple[int, int, list[str]]:
    """Fact sets compared, conclusions reached, and every difference."""
    chance, worker = random.Random(seed), Worker(within=10.0)
    compared = conclusions = 0
    differences: list[str] = []
    while compared < sets:
        rules = generated_rules(chance, chance.randrange(1, 150))
        batch = [generated_facts(chance) for _ in range(min(SETS_PER_RULES, sets - compared))]
        second = worker.evaluate(rules, batch)
        for facts, found in zip(batch, second, strict=True):
            first = evaluate(rules, Facts(facts)).holds
            if not first == set(found) == plainly(rules, facts):
                differences.append(f"fact set {compared}: {sorted(first ^ set(found))}")
            compared += 1
            conclusions += len(first)
    worker.stop()
    return compared, conclusions, differences


def main(arguments: list[str]) -> int:
    sets = int(arguments[0]) if arguments else 20_000
    seed = int(arguments[1]) if len(arguments) > 1 else int(time.time())
    reason = absence()
    if reason is not None:
        print(f"second engine ABSENT: {reason}", file=sys.stderr)
        return 1
    compared, conclusions, differences = campaign(sets, seed)
    print(f"{compared} fact sets, {conclusions} conclusions, {len(differences)} differences (seed {seed})")
    print("\n".join(differences[:20]), end="\n" if differences else "")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
