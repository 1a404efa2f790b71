"""`bareme mutate`: small faults planted in a pack, and which of them its worked cases notice."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bareme.cli.asking import pack_codes, registry_of
from bareme.cli.output import print_json
from simulator.mutation_run import Campaign, Tried, try_faults, worth_using

WORTH = ("published", "run", "hand", "refused")
"""Kills by these count; a case from a program of ours proves nothing."""


def run(arguments: Namespace) -> int:
    data: dict[str, Any] = {"schema": "bareme.mutation/1", "packs": {}}
    enough = True
    for code, registry in pack_codes(arguments.packs, registry_of(arguments)):
        workers = worth_using(arguments.workers)
        found = try_faults(registry, code, arguments.every, workers, arguments.only)
        killed = sum(tried.killed_by in WORTH for tried in found.tried)
        enough = enough and killed * 100 >= arguments.least * len(found.tried) and not found.stale
        data["packs"][code] = _data(found)
        if not arguments.json:
            sys.stdout.write(mutation_text(code, found, killed))
    if arguments.json:
        print_json(data)
    return 0 if enough else 1


def survivors(tried: Sequence[Tried]) -> list[Tried]:
    return [one for one in tried if one.killed_by is None]


def _data(found: Campaign) -> dict[str, Any]:
    return {
        "faults": found.there,
        "tried": len(found.tried),
        "equivalent": found.equivalent,
        "stale": list(found.stale),
        "killed": dict(Counter(one.killed_by or "nobody" for one in found.tried)),
        "survivors": [{"fault": one.label, "kind": one.kind, "cases": one.reached} for one in survivors(found.tried)],
    }


def mutation_text(code: str, found: Campaign, killed: int) -> str:
    """The survivors, then the figures."""
    counts = Counter(one.killed_by or "nobody" for one in found.tried)
    lines = [f"    survived ({one.reached} cases reach it): {one.label}" for one in survivors(found.tried)]
    lines += [f"    listed as changing nothing, but there is no such fault: {label}" for label in found.stale]
    share = f"{100 * killed / len(found.tried):.1f} %" if found.tried else "no faults"
    told = ", ".join(f"{kind} {number}" for kind, number in sorted(counts.items()))
    lines.append(f"{code}: {found.there} faults, {found.equivalent} of them change no result and are listed as such")
    lines.append(f"{code}: {len(found.tried)} tried, noticed by {told}; {share} by cases that are worth something")
    return "\n".join(lines) + "\n"
