"""The register of sources of a pack, and the list of values that await a successor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.checking.figures import Version, versions
from engine.program.pack import Pack


@dataclass(frozen=True, slots=True)
class Source:
    """One document or page, and every value that was read in it."""

    source: str
    values: tuple[Version, ...]

    @property
    def confidences(self) -> tuple[str, ...]:
        return tuple(sorted({str(version.said("confidence") or "not said") for version in self.values}))

    @property
    def oldest_check(self) -> date | None:
        """The day of the check that lies longest back; None if one of the values was never checked."""
        days = [version.said("checked_on") for version in self.values]
        return min(days) if all(days) else None


@dataclass(frozen=True, slots=True)
class Due:
    """A figure with nothing newer; `expected` says that it used to change on that day of the year."""

    version: Version
    changes: tuple[date, ...]
    expected: bool


def sources(pack: Pack) -> tuple[Source, ...]:
    """Every source, by its name; values that name none stand under an empty one, derived ones are left out."""
    found: dict[str, list[Version]] = defaultdict(list)
    for version in versions(pack):
        source = version.said("source")
        if not version.ended and (source or not version.is_derived):
            found[str(source or "")].append(version)
    return tuple(Source(source, tuple(found[source])) for source in sorted(found))


def due(pack: Pack, on: date) -> tuple[Due, ...]:
    """Every value that holds on a day, began before it, and has no successor from that day on.

    By law and source; those that changed on that day of the year in the two years before come first.
    """
    histories: dict[tuple[str, str], list[Version]] = defaultdict(list)
    for version in versions(pack):
        histories[version.definition.pack, version.name].append(version)
    found = [_due(history, on) for history in histories.values()]
    return tuple(sorted((one for one in found if one is not None), key=_order))


def _due(history: Sequence[Version], on: date) -> Due | None:
    last = history[-1]
    if last.ended or last.since >= on or last.is_derived:
        return None
    changes = tuple(version.since for version in history)
    yearly = {(on.year - 1, on.month, on.day), (on.year - 2, on.month, on.day)}
    return Due(last, changes, any((day.year, day.month, day.day) in yearly for day in changes))


def _order(one: Due) -> tuple[object, ...]:
    return (
        not one.expected,
        str(one.version.said("law") or ""),
        str(one.version.said("source") or ""),
        one.version.name,
    )
