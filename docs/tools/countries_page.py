"""Writes docs/countries.md: a row for every country, made from its pack and its worked cases."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from simulator.cases import Outcome, run_cases
from simulator.country_state import AUTHORITIES, country_state
from simulator.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "countries.md"
HEAD = """\
# The countries

Made from `rules/` by `make docs`. An *authority's case* is a published example or table, or a result of an authority's
own program; every other case was worked out from the law by hand. What differs from an authority and why is on
[its own page](oracle-differences.md); what each dossier says and where it stands is under
[dossier coverage](dossier-coverage.md). `bareme country status CODE` lists the assumed figures as questions.

| country | covers | acts | contract types | gaps | cases | of an authority, agreeing | figures assumed | oldest check |
|---|---|---|---|---|---|---|---|---|
"""


def row(registry: Registry, code: str, outcomes: Sequence[Outcome]) -> str:
    """The row of one country."""
    pack, state = registry.country(code).pack, country_state(registry, code, outcomes)
    agreeing = sum(outcome.passed for outcome in outcomes if outcome.how in AUTHORITIES)
    return (
        f"| [{state.name}](countries/{code}.md) | {state.first_day} to {state.last_day} | {len(pack.acts)} "
        f"| {', '.join(f'`{name}`' for name in pack.contracts)} | {len(pack.gaps)} | {state.cases} "
        f"| {agreeing} of {state.by_authority} | {len(state.open)} of {state.figures} | {state.oldest_check} |"
    )


def main() -> int:
    """Write the page; with `--check` only compare."""
    registry = Registry(ROOT / "rules")
    rows = [row(registry, code, list(run_cases(registry, code))) for code in registry.codes()]
    text = HEAD + "\n".join(rows) + "\n"
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
