"""S3 Compare and curve: the same case in two to four columns, and one figure over a range with its cliffs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bareme.service import computing
from bareme.service.bodies import ScenarioBody
from bareme.service.context import Context, context_of
from bareme.service.pages import curving
from bareme.service.pages.ask import Ask, read_ask
from bareme.service.pages.cascading import picture
from bareme.service.pages.forms import read_form
from bareme.service.pages.paths import scenario_in, written
from bareme.service.pages.reader import CountryWords, Reader, reader
from bareme.service.pages.rendering import page, reader_of
from bareme.service.problems import Problem
from bareme.service.released import names_of
from bareme.text.pack_words import Word
from engine.checking.segments import contracts_of

router = APIRouter(include_in_schema=False)
Shared = Annotated[Context, Depends(context_of)]
KINDS = ("contracts", "splits", "countries", "releases")
SPLITS = ("0", "0.1", "0.2", "0.3")
DRAFT = "draft"
"""A column by the rules as they stand, beside those of a release."""
LIKELY = ("fixed_term", "open_ended", "student", "artist_1bis", "day", "defined_work")
"""Contract types proposed first; the others follow in the pack's order."""
COLUMNS = 3
ROWS = (
    "invoice.vat",
    "fee",
    "expenses",
    "employer_contributions",
    "employer_reductions",
    "employer_provisions",
    "mutualised",
    "gross",
    "employee_contributions",
    "income_tax",
    "allowances",
    "payroll_credits",
    "rights.contributions",
    "rights.withholding_tax",
    "rights.net",
    "budget.left",
)
TOTAL = "invoice.incl_vat"


@router.get("/compare")
async def compare_start(request: Request, context: Shared) -> Response:
    """The example of the first page under three contract types."""
    reader = reader_of(request)
    example = await context.workshop.do(_example, context)
    if example is None:
        return page(request, "message.html", here="/compare", title=reader.say("Compare"), text="")
    values = await context.workshop.do(view, context, example, {}, reader)
    return page(request, "compare.html", here="/compare", **values)


@router.post("/compare")
async def compare(request: Request, context: Shared) -> Response:
    """A scenario in the columns that the form chose."""
    form = await read_form(request)
    body, reader = scenario_in(form), reader_of(request)
    values = await context.workshop.do(view, context, body, form, reader)
    chosen = {name: form[name] for name in form if name in ("scenario", "kind") or name.startswith("column")}
    return page(request, "compare.html", here="/compare", lang_forms=chosen, **values)


def _example(context: Context) -> ScenarioBody | None:
    codes = context.registry.codes()
    if not codes:
        return None
    ask = Ask(amount="1000", country="be" if "be" in codes else codes[0])
    return read_ask(ask, context, reader("en")).body


def view(context: Context, body: ScenarioBody, form: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    """Everything that the comparison shows."""
    computing.known_country(context, body.country)
    kind = form.get("kind", "contracts")
    kind = kind if kind in KINDS else "contracts"
    offered = _offered(context, body, kind)
    chosen = _chosen(form, offered, body, kind)
    bodies = [_varied(body, kind, value) for value in chosen]
    found = computing.compared(context, bodies)
    words = CountryWords.of(context.registry.country(body.country).pack, context.settings.rules, reader)
    within = _within(context, found["currency"], reader)
    columns = [
        _column(context, one, value, column, kind, words, within)
        for one, value, column in zip(bodies, chosen, found["columns"], strict=True)
    ]
    amounts = {row["name"]: row for row in found["rows"]}
    total = amounts.get(TOTAL)
    return {
        "scenario": written(body),
        "kind": kind,
        "kinds": KINDS,
        "offered": [(value, _title(value, kind, words, context, reader).text) for value in offered],
        "chosen": chosen,
        "columns": columns,
        "asked": _asked(body, words),
        "currency": reader.currency(found["currency"]),
        "table": [_row(amounts[name], words, within) for name in ROWS if _worth_showing(amounts.get(name))],
        "total": _row(total, words, within) if total is not None else None,
        "spread": _spread(columns),
        "against": columns[0]["title"] if columns else "",
        "curve": curving.view(context, bodies[0], form, reader) if bodies else None,
    }


def _worth_showing(row: Mapping[str, Any] | None) -> bool:
    return row is not None and any(amount and amount.strip("-0.") for amount in row["amounts"])


def _offered(context: Context, body: ScenarioBody, kind: str) -> list[str]:
    """What a column may be, the likeliest first."""
    if kind == "splits":
        return list(SPLITS)
    if kind == "countries":
        return list(context.registry.codes())
    if kind == "releases":
        return [DRAFT, *names_of(context, body.country)]
    with computing.told(context, body.country):
        pack = context.registry.country(body.country).pack
    names = [name for name in contracts_of(pack, body.act) if name is not None]
    return sorted(names, key=lambda name: (LIKELY.index(name) if name in LIKELY else len(LIKELY), names.index(name)))


def _chosen(form: Mapping[str, str], offered: list[str], body: ScenarioBody, kind: str) -> list[str]:
    sent = [form[name] for name in sorted(form) if name.startswith("column")]
    chosen = [value for value in dict.fromkeys(sent) if value in offered]
    if chosen:
        return chosen[:4]
    own = {
        "contracts": body.contract,
        "countries": body.country,
        "splits": body.given.get("rights.share", "0"),
        "releases": body.options.release or DRAFT,
    }[kind]
    first = [own] if own in offered else []
    return [*first, *(value for value in offered if value not in first)][:COLUMNS]


def _varied(body: ScenarioBody, kind: str, value: str) -> ScenarioBody:
    changed = body.model_copy(deep=True)
    if kind == "contracts":
        changed.contract = value
    elif kind == "countries":
        changed.country = value
    elif kind == "releases":
        changed.options.release = None if value == DRAFT else value
    else:
        changed.given["rights.share"] = value
    return changed


def _title(value: str, kind: str, words: CountryWords, context: Context, reader: Reader) -> Word:
    if kind == "contracts":
        return words.name(value)
    if kind == "countries":
        name = context.registry.country(value).pack.header.name
        return words.words.text(name)
    if kind == "releases":
        return Word(reader.say("the rules as they stand") if value == DRAFT else value, reader.code)
    return Word(reader.say("%(share)s author’s rights") % {"share": reader.value(value, "rate")}, reader.code)


def _column(
    context: Context,
    body: ScenarioBody,
    value: str,
    column: Mapping[str, Any],
    kind: str,
    words: CountryWords,
    reader: Reader,
) -> dict[str, Any]:
    title = _title(value, kind, words, context, reader)
    shown: dict[str, Any] = {
        "title": title.text,
        "term": title.term,
        "term_language": title.term_language,
        "refused": "",
        "scenario": written(body),
        "received": "",
        "raw": None,
        "complete": column["complete"],
        "assumed": 0,
    }
    if column["refused"] is not None:
        code, _, message = column["refused"].partition(" ")
        shown["refused"] = reader.say.message(message if code.startswith("BAR") else column["refused"])
        return shown
    exchange = column["exchange"]
    if exchange is not None:
        body.given = dict(column["given"])
        shown["scenario"] = written(body)
    try:
        result = computing.simulated(context, body)
    except Problem as problem:
        shown["refused"] = reader.say.message(problem.message)
        return shown
    drawn = picture(result)
    received, later = (in_currency(amount, exchange) for amount in (drawn.received, drawn.later))
    shown.update(
        received=reader.money(received),
        raw=received,
        later=reader.money(later) if later.strip("0.") else "",
        certainty=drawn.certainty,
        assumed=len(result["assumed"]),
        gaps=len(result["gaps"]),
        alerts=[words.text(alert["message"]) for alert in result["alerts"]],
    )
    return shown


def in_currency(amount: str, exchange: Mapping[str, Any] | None) -> str:
    """An amount of a column in the currency of the comparison."""
    if exchange is None:
        return amount
    return str((Decimal(amount) / Decimal(exchange["rate"])).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _asked(body: ScenarioBody, words: CountryWords) -> str:
    """What is the same in all columns."""
    return ", ".join(f"{words.plain(name)} {words.value(name, text)}" for name, text in body.given.items())


def _within(context: Context, currency: str, reader: Reader) -> Reader:
    """The reader of amounts in the currency of the comparison."""
    packs = (country.pack for country in context.countries()[0])
    return next((reader.of(pack) for pack in packs if pack.header.currency == currency), reader)


def _row(row: Mapping[str, Any], words: CountryWords, reader: Reader) -> dict[str, Any]:
    amounts = row["amounts"]
    shown = [reader.value(amount, row["type"]) if amount is not None else "" for amount in amounts]
    known = {amount for amount in amounts if amount is not None}
    return {
        "name": row["name"],
        "label": words.marked(row["name"], row["label"]),
        "term": words.term(row["name"]),
        "amounts": [(text, not (amount or "").strip("-0.")) for text, amount in zip(shown, amounts, strict=True)],
        "same": len(known) == 1,
    }


def _spread(columns: list[dict[str, Any]]) -> dict[str, Any]:
    """The least and the most, and each column against the first."""
    amounts = [Decimal(column["raw"]) for column in columns if column["raw"] is not None]
    first = next((Decimal(column["raw"]) for column in columns if column["raw"] is not None), None)
    return {
        "low": str(min(amounts)) if amounts else None,
        "high": str(max(amounts)) if amounts else None,
        "differences": [
            str(Decimal(column["raw"]) - first) if column["raw"] is not None and first is not None else None
            for column in columns
        ],
    }


@router.post("/curve.csv")
async def curve_table(request: Request, context: Shared) -> Response:
    """The points of the curve as a table for spreadsheets; no cell can be read as a formula."""
    form = await read_form(request)
    body = scenario_in(form)
    found = await context.workshop.do(curving.curve_of, context, body, form)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([found["over"]["name"], found["of"]["name"]])
    table.writerows([point["over"], point["of"] or ""] for point in found["points"])
    headers = {"Content-Disposition": 'attachment; filename="curve.csv"', "Cache-Control": "no-store"}
    return Response(text.getvalue().encode(), 200, headers, "text/csv; charset=utf-8")
