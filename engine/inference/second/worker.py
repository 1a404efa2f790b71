"""The worker process: orders and facts in, conclusions out, one line of JSON each.

It may crash or hang; whoever asked goes on without it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

from engine.inference.second.durable_host import DurableRules, EngineFault

RULE_SETS = 32
"""Rule sets kept built; the oldest is freed first."""


def serve() -> None:
    """Answer until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what the engine prints must not mix with the answers
    built: dict[str, DurableRules] = {}
    _say(answers, {"ready": True})
    for line in sys.stdin:
        _say(answers, _answer(built, json.loads(line)))


def _say(answers: Any, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _answer(built: dict[str, DurableRules], asked: dict[str, Any]) -> dict[str, Any]:
    try:
        if "orders" in asked:
            while len(built) >= RULE_SETS:
                built.pop(next(iter(built))).close()
            built[asked["set"]] = DurableRules(asked["orders"])
            return {"built": True}
        if asked["set"] not in built:
            return {"unknown": True}
        return {"held": built[asked["set"]].evaluate(asked["facts"])}
    except EngineFault as fault:
        return {"fault": str(fault)}
    except Exception as fault:  # noqa: BLE001 - whatever it is, the other side must hear of it
        return {"fault": f"{type(fault).__name__}: {fault}"[:300]}


if __name__ == "__main__":
    serve()
