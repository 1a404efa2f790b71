"""What changed between two packs, one line per change, in the words of the domain.

Dated things are compared by what holds on each day, not by what is written: a value
repeated from a later date changes nothing, and a value that is inserted changes the
days up to the next one only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from engine.reading.folder import PackFiles
from engine.reading.models import Sourced
from engine.releases.canonical import canonical
from engine.releases.stretches import is_dated, stretches
from engine.releases.wording import KINDS, Change, told

_SAID = tuple(Sourced.model_fields)
_ROWS = {"rows": "bracket", "choose": "row", "in_order": "part", "sum": "term"}


def differences(before: Iterable[PackFiles], after: Iterable[PackFiles]) -> tuple[Change, ...]:
    """Every change between the packs of one name on both sides, and the packs that only one side has."""
    old, new = ({files.name: files for files in side} for side in (before, after))
    found: list[Change] = []
    for name in dict.fromkeys((*old, *new)):
        if name in old and name in new:
            found += difference(old[name], new[name])
        else:
            files = old.get(name) or new[name]
            version = f"version {files.header.version}"
            sides = (version, None) if name in old else (None, version)
            found.append(Change(files.header.name, "header", name, "pack", before=sides[0], after=sides[1]))
    return tuple(found)


def difference(before: PackFiles, after: PackFiles) -> tuple[Change, ...]:
    """Every change from one version of a pack to another."""
    old, new = canonical(before), canonical(after)
    found: list[Change] = []
    for section in dict.fromkeys((*KINDS, *new, *old)):
        if section == "form":
            continue
        if section == "header":
            found += _definition(Change("", section, after.name, "pack"), old["header"], new["header"])
        elif section == "entries":
            found += _entries(old.get(section, []), new.get(section, []))
        else:
            found += _section(section, old.get(section, {}), new.get(section, {}))
    return tuple(replace(change, pack=after.header.name) for change in found)


def _section(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    gone = {name: content for name, content in old.items() if name not in new}
    for name, content in new.items():
        change = Change("", section, name, content.get("label") or old.get(name, {}).get("label") or name)
        if name in old:
            yield from _definition(change, old[name], content)
            continue
        earlier = next((one for one, other in gone.items() if _unnamed(other) == _unnamed(content)), None)
        if earlier is not None:
            yield from _definition(replace(change, what="renamed"), gone.pop(earlier), content)
            yield replace(change, what="name", before=earlier, after=name)
        else:
            yield replace(change, what=change.kind, after=_summary(content))
    for name, content in gone.items():
        label = content.get("label") or name
        change = Change("", section, name, label, before=_summary(content))
        yield replace(change, what=change.kind)


def _unnamed(content: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in content.items() if key != "label"}, sort_keys=True)


def _summary(content: Mapping[str, Any]) -> str:
    """A whole definition in one line: the values it has, or how it is computed, else what it is called."""
    for key in ("values", "formula", "choose", "sum", "take_from", "when", "default", "properties", "why"):
        if content.get(key):
            return told(content[key])
    return told(content.get("label") or content.get("type") or content)


def _definition(change: Change, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    what = "" if change.what == "renamed" else change.what
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before != after:
            named = replace(change, what=_joined(what, _WORDS.get(key, key)))
            figures = key == "values" and change.section in ("parameters", "scales", "tables")
            yield from _values(change, before, after) if figures else _content(named, key, before, after)


_WORDS = {"checked_on": "checked on", "to_date": "until", "from_": "from"}


def _joined(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _content(change: Change, key: str, before: Any, after: Any) -> Iterator[Change]:
    """A changed part of a definition: dated, a list of rows, a group of keys, or one text."""
    if is_dated(before) or is_dated(after):
        parts = list(stretches(before, after))
        for part in parts:
            dated = replace(change, since=part.since, until=part.until)
            yield from _content(dated, key, part.before, part.after)
        yield from _restated(change, before, after, {part.since for part in parts})
    elif isinstance(before, list) and isinstance(after, list):
        yield from _rows(change, _ROWS.get(key, "item"), before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _definition(change, before, after)
    else:
        yield replace(change, before=_or_none(before), after=_or_none(after))


def _or_none(value: Any) -> str | None:
    return None if value is None else told(value)


def _rows(change: Change, word: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    """Rows of a list, paired where they stand in each other's place."""
    matcher = SequenceMatcher(None, [told(row) for row in before], [told(row) for row in after], autojunk=False)
    kept = change.what if change.what not in ("rows", "choose", "in_order", "sum") else ""
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for offset in range(max(last - first, end - start)):
            old = before[first + offset] if first + offset < last else None
            new = after[start + offset] if start + offset < end else None
            place = (start if new is not None else first) + offset + 1
            yield replace(change, what=_joined(kept, f"{word} {place}"), before=_or_none(old), after=_or_none(new))


def _values(change: Change, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Change]:
    """Dated figures: first what the figures are, then, where they stay, what is said of them."""
    found: list[Change] = []
    for part in stretches(old or {}, new or {}, by=_figures):
        before, after = part.before or {}, part.after or {}
        dated = replace(change, since=part.since, until=part.until, said=_newly_said(before, after))
        found += _figure(dated, _figures(before), _figures(after))
    for key in _SAID:
        found += _provenance(change, key, old or {}, new or {})
    yield from found
    yield from _restated(change, old, new, {one.since for one in found})


def _provenance(change: Change, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """A changed source of a figure that itself stays; the others are told with the new figure."""

    def counted(record: Any) -> Any:
        return _figures(record), (record or {}).get(key)

    for part in stretches(old, new, by=counted):
        before, after = part.before or {}, part.after or {}
        if _figures(before) == _figures(after):
            dated = replace(change, since=part.since, until=part.until, what=_joined(change.what, _WORDS.get(key, key)))
            yield replace(dated, before=before.get(key, "not said"), after=after.get(key, "not said"))


def _restated(change: Change, old: Any, new: Any, told_since: Set[date | None]) -> Iterator[Change]:
    """Dates that are written on one side only and change nothing by it: a value confirmed from a later day."""
    days = (old or {}, new or {})
    for one, other, word in ((days[1], days[0], "stated again"), (days[0], days[1], "no longer stated again")):
        for written in sorted(set(one) - set(other)) if is_dated(one) and (is_dated(other) or not other) else ():
            since = date.fromisoformat(written)
            if since not in told_since:
                held = _whole(_figures(one[written])) if isinstance(one[written], dict) else told(one[written])
                yield replace(change, since=since, what=_joined(change.what, word), before="not stated", after=held)


def _figures(record: Any) -> Any:
    return {key: value for key, value in (record or {}).items() if key not in _SAID}


def _newly_said(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    words = ("source", "law", "confidence")
    return {key: told(after[key]) for key in words if after.get(key) and after.get(key) != before.get(key)}


def _figure(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    if "ended" in before or "ended" in after or not before or not after:
        yield replace(change, before=_whole(before), after=_whole(after))
        return
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if isinstance(old, list) and isinstance(new, list):
            yield from _rows(change, "bracket", old, new)
        elif isinstance(old, dict) or isinstance(new, dict):
            for row in dict.fromkeys((*(new or {}), *(old or {}))):
                if (old or {}).get(row) != (new or {}).get(row):
                    named = replace(change, what=_joined(change.what, row))
                    yield replace(named, before=(old or {}).get(row), after=(new or {}).get(row))
        else:
            what = change.what if key == "value" else _joined(change.what, key)
            yield replace(change, what=what, before=_or_none(old), after=_or_none(new))


def _whole(record: Mapping[str, Any]) -> str | None:
    if not record:
        return None
    if "ended" in record:
        return "ended"
    return told(record["value"] if set(record) == {"value"} else record.get("rows", record))


def _entries(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    yield from _rows(Change("", "entries", "entries", "ledger entry"), "place", old, new)


def change_data(change: Change) -> dict[str, Any]:
    """A change as data, with its line in words."""
    return {
        "pack": change.pack,
        "kind": change.kind,
        "section": change.section,
        "name": change.name,
        "label": change.label,
        "what": change.what or "value",
        "from": _iso(change.since),
        "until": _iso(change.until),
        "before": change.before,
        "after": change.after,
        "said": dict(change.said),
        "text": change.text(),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
