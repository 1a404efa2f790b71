"""Which figures the rules about acts read in the worked cases that speak of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.checking.uses import Uses, uses
from engine.program.dated import version_on
from engine.program.pack import Pack
from engine.reading.models import Case, Sequence
from engine.reading.models import Consequences as Expected
from simulator.running import Run

FIGURES = ("parameter", "field", "scale", "table")


def labels_of_rules(pack: Pack, cases: Iterable[tuple[Case | Sequence, tuple[Run, ...]]]) -> frozenset[str]:
    """Labels of the figures under every duty, alert, limit and change that an act of the cases expects or excludes."""
    graph = uses(pack)
    read = {name: frozenset(_read(pack, graph, name)) for name in pack.rules}
    found: set[str] = set()
    for case, runs in cases:
        acts: list[Expected] = [case] if isinstance(case, Case) else list(case.acts)
        for act, run in zip(acts, runs, strict=False):
            for name in _expected(act):
                found.update(label for figure in read.get(name, ()) if (label := _label(pack, run, figure)))
    return frozenset(found)


def _expected(act: Expected) -> Iterator[str]:
    alerts = (act.expect_alerts, act.expect_messages)
    for names in (act.expect_obligations, *alerts, act.expect_left, act.expect_reclassified):
        yield from names


def _read(pack: Pack, graph: Uses, rule: str) -> set[str]:
    """Figures a rule reads itself or through facts."""
    figures: set[str] = set()
    seen, waiting = {rule}, [rule]
    while waiting:
        for name in graph.of(waiting.pop()):
            definition = pack.definitions.get(name)
            if definition is None or name in seen:
                continue
            seen.add(name)
            if definition.kind in FIGURES:
                figures.add(name)
            elif definition.kind in ("fact", "input"):
                waiting.append(name)
    return figures


def _label(pack: Pack, run: Run, name: str) -> str | None:
    definition = pack.definitions[name]
    held = version_on(definition.model.values, run.dates.on(definition.model.follows))
    return f"{name} from {held.since}" if held.value is not None else None
