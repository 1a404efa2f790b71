"""A page per country: what its pack covers, its gaps, what is assumed, and every figure over time as a step chart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from bareme.service import computing
from bareme.service.bodies import NAME_PATTERN
from bareme.service.context import Context, context_of
from bareme.service.pages.charts import ticks
from bareme.service.pages.reader import CountryWords, Reader
from bareme.service.pages.rendering import page, reader_of
from bareme.service.problems import Problem
from simulator.catalogue import country_data
from simulator.history import figure_history, figure_row, figures, timeline_data, unconfirmed_figures
from simulator.registry import Country

router = APIRouter(include_in_schema=False)
Shared = Annotated[Context, Depends(context_of)]
Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{1,15}$")]
RECENT = 6
"""So many days of change are shown; the API has all."""


@router.get("/countries")
async def all_countries(request: Request, context: Shared) -> Response:
    """Every country, and since when."""
    reader = reader_of(request)
    readable, unreadable = await context.workshop.do(context.countries)
    rows = [_country_row(context, country, reader) for country in readable]
    return page(request, "countries.html", here="/countries", countries=rows, unreadable=unreadable)


def _country_row(context: Context, country: Country, reader: Reader) -> dict[str, Any]:
    data = country_data(country)
    words = CountryWords.of(country.pack, context.settings.rules, reader)
    return {
        "code": data["code"],
        "name": words.text(data["name"]),
        "from": reader.short_day(data["covered"]["from"]),
        "to": reader.short_day(data["covered"]["to"]),
        "contracts": len(data["contracts"]),
        "gaps": len(data["gaps"]),
        "assumed": len(unconfirmed_figures(country.pack)),
        "bundle": country.bundle,
    }


@router.get("/countries/{code}")
async def one_country(request: Request, code: Code, context: Shared) -> Response:
    """What the pack covers and what it does not, in its own words."""
    reader = reader_of(request)
    return page(
        request,
        "country.html",
        here=f"/countries/{code}",
        **await context.workshop.do(country_view, context, code, reader),
    )


def country_view(context: Context, code: str, reader: Reader) -> dict[str, Any]:
    with computing.told(context, code):
        country = context.country(code)
    pack, data = country.pack, country_data(country)
    words = CountryWords.of(pack, context.settings.rules, reader)
    return {
        "country": {**data, "name": words.text(data["name"])},
        "coverage": [
            {
                "from": reader.short_day(row["from"]),
                "to": reader.short_day(row["to"]),
                "acts": [words.plain(name) for name in row["acts"] or []],
                "contracts": [words.plain(name) for name in row["contracts"] or []],
                "note": words.text(row["note"]),
            }
            for row in data["coverage"]
        ],
        "gaps": [
            {
                "about": words.text(gap["label"]),
                "why": words.text(gap["why"]),
                "law": gap["law"] or "",
                "since": reader.short_day(gap["since"]),
                "refuses": gap["effect"] == "refuse",
            }
            for gap in data["gaps"]
        ],
        "assumed": [_assumed_row(one, words, reader) for one in unconfirmed_figures(pack)],
        "figures": [_figure_row(figure_row(pack, each), words, reader) for each in figures(pack)],
        "changes": [
            {
                "day": reader.day(day["from"]),
                "lines": [words.text(change["label"]) for change in day["changes"]],
            }
            for day in timeline_data(pack)["days"][:RECENT]
        ],
        "bundle": country.bundle,
    }


def _assumed_row(one: Mapping[str, Any], words: CountryWords, reader: Reader) -> dict[str, Any]:
    return {
        "name": one["name"],
        "label": words.text(one["label"]),
        "value": reader.written(one["value"]),
        "since": reader.short_day(one["from"]),
        "source": one["source"] or "",
    }


def _figure_row(row: Mapping[str, Any], words: CountryWords, reader: Reader) -> dict[str, Any]:
    return {
        "name": row["name"],
        "label": words.text(row["label"]),
        "value": reader.written(row["value"]),
        "since": reader.short_day(row["from"]) if row["from"] else "",
        "confidence": row["confidence"],
        "kind": row["kind"],
    }


@router.get("/countries/{code}/figures/{figure}")
async def one_figure(
    request: Request, code: Code, figure: Annotated[str, Path(pattern=NAME_PATTERN, max_length=80)], context: Shared
) -> Response:
    """The history of a figure: the steps as a picture and the same values as a table."""
    reader = reader_of(request)
    return page(
        request,
        "figure.html",
        here=f"/countries/{code}/figures/{figure}",
        **await context.workshop.do(figure_view, context, code, figure, reader),
    )


def figure_view(context: Context, code: str, name: str, reader: Reader) -> dict[str, Any]:
    with computing.told(context, code):
        country = context.country(code)
    definition = {each.name: each for each in figures(country.pack)}.get(name)
    if definition is None:
        raise Problem(404, "not-found", f"there is no figure `{name}`")
    history = figure_history(country.pack, definition)
    words = CountryWords.of(country.pack, context.settings.rules, reader)
    return {
        "code": code,
        "country": words.text(country.pack.header.name),
        "figure": history,
        "label": words.text(history["label"]),
        "plain": words.words.text(history["label"]).text,
        "terms": sorted(history["term"].items()),
        "values": [
            {
                "from": reader.short_day(value["from"]),
                "value": reader.say("ended") if value["ended"] else reader.written(value["value"]),
                "rows": [_bracket(row, reader) for row in value["rows"] or []],
                "law": value["law"] or "",
                "source": value["source"] or "",
                "confidence": value["confidence"],
                "checked": reader.short_day(value["checked_on"]) if value["checked_on"] else "",
            }
            for value in reversed(history["values"])
        ],
        "chart": step_chart(history["values"], reader),
        "bundle": country.bundle,
    }


def _bracket(row: Mapping[str, Any], reader: Reader) -> str:
    words = {
        "up_to": reader.say("up to"),
        "below": reader.say("below"),
        "rate": "",
        "amount": reader.say("amount at its foot"),
        "value": "",
        "key": "",
    }
    parts = [
        f"{words.get(key, key)} {reader.written(str(value)).replace('_', ' ')}".strip() for key, value in row.items()
    ]
    return ": ".join(parts) if "key" in row else ", ".join(parts)


def step_chart(values: list[Mapping[str, Any]], reader: Reader) -> dict[str, Any] | None:
    """Steps from each day to the next; None where the values are no numbers."""
    points = [
        (date.fromisoformat(value["from"]), number)
        for value in values
        if (number := _as_number(value["value"])) is not None
    ]
    if not points or len(points) < sum(not value["ended"] for value in values):
        return None
    first, last = points[0][0], points[-1][0]
    end = date(last.year + 1, 12, 31)
    days = Decimal(max((end - first).days, 1))
    top = ticks(max(number for _, number in points), 4)
    percent = any((value["value"] or "").endswith("%") for value in values)

    def x(day: date) -> str:
        return f"{60 + Decimal((day - first).days) / days * 690:.1f}"

    def y(number: Decimal) -> str:
        return f"{220 - number / top[-1] * 190:.1f}"

    path = f"M{x(first)},{y(points[0][1])}"
    for day, number in points[1:]:
        path += f"H{x(day)}V{y(number)}"
    path += f"H{x(end)}"
    step = max(1, (end.year - first.year) // 8 + 1)
    confidences = {value["from"]: value["confidence"] for value in values}
    return {
        "path": path,
        "dots": [
            {"x": x(day), "y": y(number), "open": confidences[day.isoformat()] == "assumed"} for day, number in points
        ],
        "up": [(y(tick), reader.number(f"{tick:f}") + (" %" if percent else "")) for tick in top],
        "across": [
            (x(date(year, 1, 1)), str(year))
            for year in range(first.year, end.year + 1, step)
            if date(year, 1, 1) >= first
        ],
        "told": "; ".join(
            f"{reader.short_day(day.isoformat())}: {reader.number(f'{number:f}')}" for day, number in points
        ),
    }


def _as_number(text: str | None) -> Decimal | None:
    bare = (text or "").removesuffix("%").strip()
    return Decimal(bare) if bare and bare.lstrip("-").replace(".", "", 1).isdigit() else None
