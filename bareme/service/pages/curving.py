"""The curve under a comparison: net for invoice over a range, what is kept of the next hundred, and every cliff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bareme.service import computing
from bareme.service.bodies import ScenarioBody
from bareme.service.context import Context
from bareme.service.pages.charts import polyline, ticks
from bareme.service.pages.reader import CountryWords, Reader
from bareme.service.problems import Problem
from bareme.text.numbers import read_number

LEFT, RIGHT, TOP, BASE = Decimal(46), Decimal(752), Decimal(30), Decimal(294)
KEPT_TOP, KEPT_BASE = Decimal(356), Decimal(466)
MOST_THRESHOLDS = 8
WIDEST = Decimal(100_000)


def curve_of(context: Context, body: ScenarioBody, form: Mapping[str, str]) -> dict[str, Any]:
    """`bareme.curve/1` of net pay over the amount invoiced, over the range that the form says."""
    known = body.country in context.registry.codes()
    factor = int(context.registry.country(body.country).pack.header.money_factor) if known else 1
    low, high = _range(body, form, factor)
    held = body.model_copy(deep=True)
    for name in ("invoice.excl_vat", "invoice.incl_vat", "gross", "net_pay"):
        held.given.pop(name, None)
    return computing.curved(context, held, "net_pay", None, low, high)


def _range(body: ScenarioBody, form: Mapping[str, str], factor: int) -> tuple[str, str]:
    ends = [read_number(form.get(name, "")) for name in ("from", "to")]
    low, high = (end if isinstance(end, str) else "" for end in ends)
    if not high or Decimal(high) > WIDEST * factor:
        asked = body.given.get("invoice.excl_vat", str(1000 * factor))
        known = Decimal(asked) if asked.replace(".", "", 1).isdigit() else Decimal(1000 * factor)
        high = str(ticks(max(known * 4, Decimal(2000 * factor)))[-1])
    low = low if low and Decimal(low) >= 0 and Decimal(low) < Decimal(high) else "0"
    return low, high


def view(context: Context, body: ScenarioBody, form: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    """The picture and the list beside it; a reason where there is no curve."""
    try:
        found = curve_of(context, body, form)
        now = computing.simulated(context, body)["values"]
    except Problem as problem:
        return {"fault": reader.say.message(problem.message), "from": "", "to": ""}
    words = CountryWords.of(context.registry.country(body.country).pack, context.settings.rules, reader)
    reader = words.reader
    points = [(Decimal(point["over"]), Decimal(point["of"])) for point in found["points"] if point["of"] is not None]
    if len(points) < 2:
        return {"fault": reader.say("Too few points to draw."), "from": "", "to": ""}
    across, up = ticks(points[-1][0], 6), ticks(max(of for _, of in points), 4)
    plot = _Plot(across[-1], up[-1])
    at = (Decimal(now["invoice.excl_vat"]), Decimal(now["net_pay"]))
    breaks = _apart([*_cliffs(found, words, reader), *_thresholds(found, words, reader)], across[-1] / 40)
    return {
        "fault": "",
        "from": reader.number(found["from"]),
        "to": reader.number(found["to"]),
        "complete": found["complete"],
        "points": polyline([plot.place(over, of) for over, of in points]),
        "kept": polyline(plot.kept(points)),
        "across": [(f"{plot.x(tick):.1f}", reader.number(f"{tick:f}")) for tick in across],
        "up": [(f"{plot.y(tick):.1f}", reader.number(f"{tick:f}")) for tick in up],
        "breaks": [
            {**one, "letter": "abcdefghijklmnopqrstuvwxyz"[index], "x": f"{plot.x(one['at']):.1f}"}
            for index, one in enumerate(breaks)
        ],
        "now": None
        if at[0] > across[-1]
        else {
            "x": f"{plot.x(at[0]):.1f}",
            "y": f"{plot.y(at[1]):.1f}",
            "text": f"{reader.money(now['invoice.excl_vat'])} → {reader.money(now['net_pay'])}",
            "anchor": "start" if plot.x(at[0]) < (LEFT + RIGHT) / 2 else "end",
        },
        "now_words": (reader.money(now["invoice.excl_vat"]), reader.money(now["net_pay"])),
        "cliffs": len(found["cliffs"]),
        "table": [(reader.money(point["over"]), reader.money(point["of"])) for point in _rows(found["points"])],
    }


def _apart(breaks: list[dict[str, Any]], distance: Decimal) -> list[dict[str, Any]]:
    """Places that would stand on each other told as one; cliffs stay, the first places of each kind are kept."""
    kept: list[dict[str, Any]] = []
    for one in sorted(breaks, key=lambda one: one["at"]):
        last = kept[-1] if kept else None
        if last is not None and not one["cliff"] and not last["cliff"] and one["at"] - last["at"] < distance:
            known = {str(line["label"]) for line in last["lines"]}
            last["lines"] = [*last["lines"], *(line for line in one["lines"] if str(line["label"]) not in known)]
        else:
            kept.append(one)
    cliffs = sum(one["cliff"] for one in kept)
    room = max(MOST_THRESHOLDS - cliffs, 0)
    quiet = [one for one in kept if not one["cliff"]][:room]
    return [one for one in kept if one["cliff"] or any(one is each for each in quiet)][:26]


def _rows(points: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The evenly spaced points and the ends, for the table that says the same as the picture."""
    return [point for point in points if point["of"] is not None and point["why"] in ("spaced", "end")]


class _Plot:
    """Places on the picture of 760 by 474 units."""

    def __init__(self, across: Decimal, up: Decimal) -> None:
        self.across, self.up = across or Decimal(1), up or Decimal(1)

    def x(self, over: Decimal) -> Decimal:
        return LEFT + over / self.across * (RIGHT - LEFT)

    def y(self, of: Decimal) -> Decimal:
        return BASE - of / self.up * (BASE - TOP)

    def place(self, over: Decimal, of: Decimal) -> tuple[Decimal, Decimal]:
        return self.x(over), self.y(of)

    def kept(self, points: Sequence[tuple[Decimal, Decimal]]) -> list[tuple[Decimal, Decimal]]:
        """Of each further hundred invoiced, how much is kept: between evenly spaced points, within 0 and 100."""
        wide = self.across / 60
        found: list[tuple[Decimal, Decimal]] = []
        last = points[0]
        for over, of in points[1:]:
            if over - last[0] < wide:
                continue
            kept = min(max((of - last[1]) / (over - last[0]) * 100, Decimal(0)), Decimal(100))
            found.append((self.x((over + last[0]) / 2), KEPT_BASE - kept / 100 * (KEPT_BASE - KEPT_TOP)))
            last = (over, of)
        return found


def _cliffs(found: Mapping[str, Any], words: CountryWords, reader: Reader) -> list[dict[str, Any]]:
    """Where one unit more brings less, by more than roundings explain."""
    return [
        {
            "at": Decimal(cliff["first"]["over"]),
            "cliff": True,
            "title": reader.say("From %(amount)s: %(drop)s less")
            % {"amount": reader.money(cliff["first"]["over"]), "drop": reader.money(cliff["drop"])},
            "lines": [
                {"label": words.marked(cause["name"], cause["label"]), "law": cause["law"] or ""}
                for cause in cliff["causes"]
            ],
        }
        for cliff in found["cliffs"]
    ]


def _thresholds(found: Mapping[str, Any], words: CountryWords, reader: Reader) -> list[dict[str, Any]]:
    """Where the law turns: the lines that change their way there."""
    cliffs = {cliff["first"]["over"] for cliff in found["cliffs"]} | {
        cliff["last"]["over"] for cliff in found["cliffs"]
    }
    return [
        {
            "at": Decimal(threshold["at"]),
            "cliff": False,
            "title": reader.say("At %(amount)s") % {"amount": reader.money(threshold["at"])},
            "lines": [
                {"label": words.marked(line["name"], line["label"]), "law": line["law"] or ""}
                for line in threshold["lines"][:3]
            ],
        }
        for threshold in found["thresholds"]
        if threshold["at"] not in cliffs and Decimal(threshold["at"]) > 1
    ]
