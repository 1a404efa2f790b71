"""Small faults planted in a pack, one at a time, to see whether its worked cases notice.

Each number one unit in its last place, each comparison moved, each reference
dropped: out of a sum, a product, a condition. A fault is killed by the first case
that fails; who worked that case out says how much the kill is worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from engine.checking.sites import Site, sites
from engine.language import syntax as s
from engine.language.diagnostic import Refused
from engine.language.walking import walk
from engine.program.pack import Pack, assemble, parsed
from engine.program.program import Programs
from engine.program.scope import label_of
from engine.reading.folder import PackFiles
from engine.reading.models import RuleFile
from simulator.cases import Outcome, run_case
from simulator.reached import labels_of, labels_of_site
from simulator.registry import Country, Registry

ORDER = ("published", "run", "hand", "model")
"""Cases of the strongest kind are tried first, so a kill is counted for the strongest that makes it."""
LEFT_OUT = "left out"
NEUTRAL = {"+": "0", "-": "0", "*": "1", "/": "1", "and": "true", "or": "false"}
"""What stands for a reference that is dropped beside each operator."""
FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the formula as written and as changed, and where."""

    site: Site
    kind: str
    changed: str

    @property
    def label(self) -> str:
        return f"{label_of(self.site.document, self.site.path)}: {self.site.text} → {self.changed}"


def equivalent_faults(registry: Registry, code: str) -> dict[str, str]:
    """Faults that change no result, each with the reason somebody gave: `tests/equivalent-faults.txt` of the pack."""
    path = registry.rules / code / "tests" / "equivalent-faults.txt"
    if not path.is_file():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return {row[0]: row[1] for row in rows if len(row) == 2 and row[1].strip()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`killed_by` is the kind of case that noticed; None if none did. `reached`: how many cases could have."""

    mutant: Mutant
    killed_by: str | None
    case: str = ""
    reached: int = 0


def mutants(pack: Pack) -> Iterator[Mutant]:
    """The faults of a country's own formulas."""
    own = {id(file.document) for part in pack.parts if part.name == pack.name for file in part.files}
    for site in sites(pack):
        if id(site.document) in own:
            yield from (Mutant(site, kind, text) for kind, text in _changes(site.text))
            if _is_in_a_sum(site):
                yield Mutant(site, "reference", LEFT_OUT)


def _is_in_a_sum(site: Site) -> bool:
    return "sum" in site.path[2:] and isinstance(site.path[-1], int)


def _changes(text: str) -> Iterator[tuple[str, str]]:
    tree = parsed(text)
    for node in walk(tree):
        start, end = node.span.start, node.span.end
        written = text[start:end]
        if isinstance(node, s.Number):
            yield "number", text[:start] + _nudged(written) + text[end:]
        elif isinstance(node, s.Binary) and node.operator in FLIPPED:
            left_end, right_start = node.left.span.end, node.right.span.start
            between = text[left_end:right_start].replace(node.operator, FLIPPED[node.operator], 1)
            yield "comparison", text[:left_end] + between + text[right_start:]
        elif isinstance(node, s.Binary) and node.operator in NEUTRAL:
            for part in (node.left, node.right):
                if _is_reference(part):
                    yield "reference", text[: part.span.start] + NEUTRAL[node.operator] + text[part.span.end :]


def _is_reference(node: s.Expression) -> bool:
    return isinstance(node, s.Name) or (isinstance(node, s.Unary) and isinstance(node.operand, s.Name))


def _nudged(written: str) -> str:
    """The number one unit in its last place higher."""
    digits = written.rstrip("% ")
    decimals = len(digits.partition(".")[2])
    number = Fraction(digits) + Fraction(1, 10**decimals)
    whole = str(number * 10**decimals).rjust(decimals + 1, "0")
    text = whole if decimals == 0 else f"{whole[:-decimals]}.{whole[-decimals:]}"
    return text + written[len(digits) :]


def judge(registry: Registry, code: str, outcomes: Sequence[Outcome], chosen: Sequence[Mutant]) -> Iterator[Verdict]:
    """A verdict for each mutant; only cases that reach the place of the fault are run against it."""
    country = registry.country(code)
    by_label: dict[str, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda one: ORDER.index(one.how)):
        if outcome.passed:
            for label in labels_of(outcome.runs):
                by_label.setdefault(label, []).append(outcome)
    for mutant in chosen:
        near: dict[str, Outcome] = {}
        for label in labels_of_site(mutant.site, by_label):
            near.update((str(outcome.place), outcome) for outcome in by_label.get(label, ()))
        yield _verdict(registry, code, country, mutant, sorted(near.values(), key=lambda one: ORDER.index(one.how)))


def _verdict(registry: Registry, code: str, country: Country, mutant: Mutant, near: list[Outcome]) -> Verdict:
    try:
        changed = _country_with(country, mutant)
    except Refused:
        return Verdict(mutant, "refused", "the pack is refused", len(near))
    other = replace_country(registry, code, changed)
    for outcome in near:
        try:
            passed = run_case(other, code, outcome.case, outcome.place).passed
        except (Refused, ArithmeticError):
            passed = False
        if not passed:
            return Verdict(mutant, outcome.how, outcome.name, len(near))
    return Verdict(mutant, None, "", len(near))


def replace_country(registry: Registry, code: str, country: Country) -> Registry:
    """A registry in which a country has another pack."""
    other = Registry(registry.rules)
    other.put(code, country)
    return other


def _country_with(country: Country, mutant: Mutant) -> Country:
    parts = [_changed_part(part, mutant) for part in country.pack.parts]
    pack = assemble(parts)
    if pack.problems:
        raise Refused(list(pack.problems))
    return Country(pack, Programs(pack))


def _changed_part(part: PackFiles, mutant: Mutant) -> PackFiles:
    files = []
    for file in part.files:
        if file.document is not mutant.site.document:
            files.append(file)
            continue
        data = deepcopy(file.document.data)
        _put(data, mutant.site.path, mutant.changed)
        files.append(replace(file, rules=RuleFile.model_validate(data)))
    return replace(part, files=tuple(files))


def _put(data: Any, path: tuple[str | int, ...], text: str) -> None:
    for key in path[:-1]:
        data = data[key]
    if text == LEFT_OUT:
        del data[path[-1]]
    else:
        data[path[-1]] = text
