"""What publishing refuses: figures without law, source or confidence, overdue checks, assumptions nobody accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.checking.figures import Version, versions
from engine.language import codes
from engine.language.diagnostic import Diagnostic
from engine.program.pack import Pack
from engine.reading.document import Document
from engine.reading.models import Assumption


@dataclass(frozen=True, slots=True)
class Strict:
    """What is wrong, and every figure that is assumed, accepted or not."""

    problems: tuple[Diagnostic, ...]
    assumed: tuple[Version, ...]


def strict(pack: Pack, today: date) -> Strict:
    """Holds every figure of a pack to what publishing asks; `today` decides which checks are overdue."""
    accepted = _accepted(pack)
    problems: list[Diagnostic] = []
    assumed: list[Version] = []
    for version in versions(pack):
        if version.ended:
            continue
        problems += _unsourced(version)
        problems += _overdue(version, _months(pack, version), today)
        if version.said("confidence") == "assumed":
            assumed.append(version)
            if version.since not in accepted.get(version.name, frozenset()):
                problems.append(_not_accepted(version))
    problems += _not_assumed(pack, {(version.name, version.since) for version in assumed})
    return Strict(tuple(problems), tuple(assumed))


def _unsourced(version: Version) -> Iterator[Diagnostic]:
    if not version.said("law"):
        yield version.diagnostic(
            codes.NO_LAW,
            f"`{version.name}` does not say which law or decision it comes from",
            "add `law: …`, once for all values or for this one",
        )
    if version.is_derived:
        return
    if not version.said("source"):
        yield version.diagnostic(
            codes.NO_SOURCE,
            f"`{version.name}` does not say where its value from {version.since} was read",
            'add `source: "document or page"`',
        )
    if not version.said("confidence"):
        yield version.diagnostic(
            codes.NO_CONFIDENCE,
            f"`{version.name}` does not say how sure its value from {version.since} is",
            "add `confidence: statutory` (read in the law), `published` (read elsewhere) or `assumed`",
        )


def _overdue(version: Version, months: int, today: date) -> Iterator[Diagnostic]:
    if version.is_derived:
        return
    checked = version.said("checked_on")
    if checked is None:
        yield version.diagnostic(
            codes.RECHECK_DUE,
            f"`{version.name}` from {version.since} was never compared with its source",
            "compare it and add `checked_on: year-month-day`",
        )
    elif _months_between(checked, today) >= months:
        yield version.diagnostic(
            codes.RECHECK_DUE,
            f"`{version.name}` from {version.since} was last compared with its source on {checked}, "
            f"{months} months ago or more",
            f"compare it again and write `checked_on: {today}`",
        )


def _months(pack: Pack, version: Version) -> int:
    """How long a check holds, by the pack that the figure stands in."""
    part = next(part for part in pack.parts if part.name == version.definition.pack)
    return part.header.recheck_months


def _months_between(first: date, last: date) -> int:
    """Whole months from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _not_accepted(version: Version) -> Diagnostic:
    return version.diagnostic(
        codes.NOT_ACCEPTED,
        f"`{version.name}` is assumed from {version.since} and nobody has accepted that",
        f"confirm the value, or add {version.since} to `assumed: {version.name}` with why and who accepted it",
    )


def _not_assumed(pack: Pack, assumed: set[tuple[str, date]]) -> Iterator[Diagnostic]:
    for name, accepted, document in _listed(pack):
        for index, day in enumerate(accepted.values):
            if (name, day) not in assumed:
                yield document.diagnostic(
                    codes.NOT_ASSUMED,
                    ("assumed", name, "values", index),
                    f"`{name}` from {day} is accepted as assumed, but no such value is assumed",
                    "take the date out of the list",
                )


def _accepted(pack: Pack) -> Mapping[str, frozenset[date]]:
    found: dict[str, frozenset[date]] = {}
    for name, accepted, _ in _listed(pack):
        found[name] = found.get(name, frozenset()) | frozenset(accepted.values)
    return found


def _listed(pack: Pack) -> Iterator[tuple[str, Assumption, Document]]:
    for part in pack.parts:
        for one in part.files:
            for name, accepted in one.rules.assumed.items():
                yield name, accepted, one.document
