"""Writes docs/countries/CODE.md from the pack and its worked cases: what is covered, what is not, and how sure it is.

Run it with country codes (all packs if none); with `--check` it only compares.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.checking.figures import Version, versions
from engine.program.pack import Definition, Pack
from engine.reading.models import Coverage, Gap
from simulator.cases import Outcome, run_cases
from simulator.listed import EQUIVALENT, UNREACHED, listed
from simulator.reached import KINDS, reach
from simulator.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "countries"
AUTHORITIES = {
    "published": "an authority's own worked example or table",
    "run": "a result run on an authority's own program",
}
HOW = {
    **AUTHORITIES,
    "hand": "worked out from the law by hand, each step with its article",
    "model": "computed by a program of ours",
}
THINGS = {"value": "dated values", "row": "rows of scales and tables", "branch": "branches and dated formulas"}


def page(registry: Registry, code: str, outcomes: Sequence[Outcome]) -> str:
    """The whole page of a country."""
    pack = registry.country(code).pack
    parts = (
        _head(pack),
        _coverage(pack),
        _contracts(pack),
        _gaps(pack),
        _assumed(pack),
        _cases(registry, code, outcomes),
        _checks(pack),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(pack: Pack) -> Iterator[str]:
    yield f"# {pack.header.name}"
    yield ""
    yield f"Made from `rules/{pack.name}` by `make docs`: what the pack covers, what it does not, how sure it is of it."
    yield f"Amounts in {pack.header.currency}; the pack speaks {', '.join(pack.header.languages) or 'English'}."
    yield ""


def _coverage(pack: Pack) -> Iterator[str]:
    yield "## What is covered, and when"
    yield ""
    yield "| acts | contract types | from | to | remark |"
    yield "|---|---|---|---|---|"
    for row in pack.header.coverage:
        yield f"| {_names(row.acts)} | {_of(row)} | {row.from_} | {row.to_date} | {row.note or ''} |"
    yield ""


def _names(names: Sequence[str] | None) -> str:
    return ", ".join(f"`{name}`" for name in names) if names else "all"


def _of(row: Coverage) -> str:
    return ", ".join(f"`{name}`" for name in row.contracts) if row.contracts else "any, or none"


def _contracts(pack: Pack) -> Iterator[str]:
    yield "## Contract types"
    yield ""
    yield "| contract | called there | law | since | remark |"
    yield "|---|---|---|---|---|"
    for name, definition in pack.contracts.items():
        model = definition.model
        terms = " · ".join(model.term.values())
        since = str(model.from_ or "")
        yield f"| `{name}` {model.label or ''} | {terms} | {model.law or ''} | {since} | {_plain(model.note)} |"
    yield ""


def _gaps(pack: Pack) -> Iterator[str]:
    yield "## What is not modelled"
    yield ""
    yield "A case that a gap touches is refused, or its result says that it is incomplete and why."
    yield ""
    yield "| gap | why | law | when | then |"
    yield "|---|---|---|---|---|"
    for name, definition in pack.gaps.items():
        gap: Gap = definition.model
        when = " ".join(
            filter(None, (f"from {gap.from_}" if gap.from_ else "", f"until {gap.until}" if gap.until else ""))
        )
        told = "refused" if gap.effect == "refuse" else "incomplete: " + ", ".join(f"`{line}`" for line in gap.affects)
        yield f"| `{name}` {gap.label or ''} | {_plain(gap.why)} | {gap.law or ''} | {when or 'always'} | {told} |"
    yield ""


def _assumed(pack: Pack) -> Iterator[str]:
    found = [
        one for one in versions(pack) if not one.ended and one.said("confidence") == "assumed" and _is_own(pack, one)
    ]
    total = sum(not one.ended for one in versions(pack) if _is_own(pack, one))
    rules = [one for one in pack.definitions.values() if _is_working_rule(pack, one)]
    yield "## What is assumed"
    yield ""
    yield (
        f"{len(found)} of {total} dated values and {len(rules)} rules wait for somebody to confirm them; "
        "whatever rests on one carries a question mark."
    )
    yield ""
    yield "| figure | from | what is known |"
    yield "|---|---|---|"
    by_name: dict[str, list[Version]] = defaultdict(list)
    for one in found:
        by_name[one.name].append(one)
    for name, dated in by_name.items():
        for source, days in _by_source(dated).items():
            yield f"| `{name}` {dated[0].label} | {', '.join(days)} | {source} |"
    for definition in rules:
        model = definition.model
        yield f"| `{definition.name}` {model.label or ''} | the rule | {_plain(model.note)} |"
    yield ""


def _is_own(pack: Pack, one: Version) -> bool:
    return one.definition.pack == pack.name


def _is_working_rule(pack: Pack, one: Definition) -> bool:
    return one.kind == "line" and one.pack == pack.name and one.model.confidence == "assumed"


def _by_source(dated: Sequence[Version]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in dated:
        found[_plain(one.said("source") or "no source")].append(one.since.isoformat())
    return found


def _cases(registry: Registry, code: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    by_how = Counter(outcome.how for outcome in outcomes)
    checked: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for outcome in outcomes:
        checked[outcome.how] += outcome.checked
        failed[outcome.how] += len(outcome.differences)
    sequences = sum(len(outcome.runs) > 1 for outcome in outcomes)
    yield "## Worked cases"
    yield ""
    yield f"{len(outcomes)} cases, {sequences} of them over several acts."
    yield ""
    yield "| how they were worked out | cases | expectations | that fail |"
    yield "|---|---|---|---|"
    for how, words in HOW.items():
        if by_how[how]:
            yield f"| {how}: {words} | {by_how[how]} | {checked[how]} | {failed[how]} |"
    agreed = sum(checked[how] - failed[how] for how in AUTHORITIES)
    there = sum(checked[how] for how in AUTHORITIES)
    yield ""
    yield f"Agreement with authorities: {agreed} of {there} expectations."
    if (ROOT / "docs" / "oracle-differences.md").is_file():
        yield "What cannot be compared, and each difference, is told in [oracle-differences](../oracle-differences.md)."
    yield ""
    pack = registry.country(code).pack
    found, reasons = reach(pack, outcomes), listed(registry.rules, code, UNREACHED)
    for kind in KINDS:
        missed = found.missed(kind)
        explained = sum(label in reasons for label in missed)
        told = f"; {explained} more are listed with the reason why not" if explained else ""
        yield f"- {len(found.reached[kind])} of {len(found.there[kind])} {THINGS[kind]} are reached by a case{told}"
    same = len(listed(registry.rules, code, EQUIVALENT))
    yield f"- `make mutate` plants small faults everywhere; {same} change no result and stand in a list"
    yield ""


def _checks(pack: Pack) -> Iterator[str]:
    days: Counter[str] = Counter()
    for one in versions(pack):
        if not one.ended and _is_own(pack, one):
            days[str(one.said("checked_on") or "never")] += 1
    dated = sorted(day for day in days if day != "never")
    yield "## When the figures were last compared with their sources"
    yield ""
    yield f"Oldest check: {dated[0] if dated else 'none'}. A check is due after {pack.header.recheck_months} months."
    yield ""
    yield "| compared on | values |"
    yield "|---|---|"
    for day in sorted(days):
        yield f"| {day} | {days[day]} |"


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say whether they are true."""
    registry = Registry(ROOT / "rules")
    codes = [one for one in arguments if not one.startswith("-")] or registry.codes()
    wrong = 0
    for code in codes:
        text = page(registry, code, list(run_cases(registry, code)))
        path = PAGES / f"{code}.md"
        if "--check" not in arguments:
            PAGES.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            sys.stderr.write(f"{path.relative_to(ROOT)} is not what the pack says: run `make docs`\n")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
