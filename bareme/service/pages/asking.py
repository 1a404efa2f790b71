"""S1 Simulate: the form, the answer beside it, and the questions nobody has answered yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bareme.service import computing
from bareme.service.context import Context, context_of
from bareme.service.pages import charts
from bareme.service.pages.ask import ACT, DOORS, FIGURES, OWN_FIELDS, Ask, Reading, ask_from, ask_of, read_ask
from bareme.service.pages.cascading import payee_name, picture, short_name, short_words
from bareme.service.pages.forms import read_form
from bareme.service.pages.paths import scenario_in
from bareme.service.pages.reader import CountryWords, Reader, is_day
from bareme.service.pages.rendering import fragment, page, reader_of
from bareme.service.problems import Problem
from engine.checking.segments import contracts_of

router = APIRouter(include_in_schema=False)
Shared = Annotated[Context, Depends(context_of)]
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "job": {"door": "job", "unit": "excl", "amount": "1000"},
    "project": {"door": "project", "unit": "incl", "amount": "1500", "days": "5", "expenses": "200"},
    "income": {"door": "income", "unit": "net", "amount": "500"},
    "rights": {"door": "job", "unit": "excl", "amount": "2000", "rights": "30"},
}
SHOWN_QUESTIONS = 9


@dataclass(frozen=True, slots=True)
class Live:
    """What the panel beside the form says."""

    state: str
    """`empty`, `asked back`, `refused`, `gap` or `answered`."""
    facts: Mapping[str, Any]


@router.get("/")
async def first_page(request: Request, context: Shared) -> Response:
    """The form with an example in it, answered at once."""
    example = EXAMPLES.get(request.query_params.get("example", ""), EXAMPLES["job"])
    reader = reader_of(request)
    spelled = {**example, **{name: reader.money(example[name]) for name in ("amount", "expenses") if name in example}}
    return await _shown(request, context, ask_from(spelled, context))


@router.post("/")
async def asked_again(request: Request, context: Shared) -> Response:
    """The form with what was written in it, or with the answers of a scenario to be changed."""
    form = await read_form(request)
    ask = ask_from(form, context)
    if "scenario" in form:
        body = scenario_in(form)
        reader = reader_of(request)
        known = body.country in context.registry.codes()
        ask = ask_of(body, reader.of(context.registry.country(body.country).pack) if known else reader)
    if "drop" in form:
        ask = replace(ask, facts={name: text for name, text in ask.facts.items() if name != form["drop"]})
    return await _shown(request, context, ask)


async def _shown(request: Request, context: Context, ask: Ask, status: int = 200) -> Response:
    values = await context.workshop.do(view, context, ask, reader_of(request))
    faulty = values["live"].state in ("asked back", "refused", "gap")
    return page(
        request, "simulate.html", here="/", status=422 if faulty and request.method == "POST" else status, **values
    )


async def faulty_form(request: Request, context: Context, ask: Ask) -> Response:
    """The form again, with what is wrong on top."""
    return await _shown(request, context, ask, 422)


@router.post("/live")
async def live(request: Request, context: Shared) -> Response:
    """The panel beside the form, while somebody types."""
    ask = ask_from(await read_form(request), context)
    reader = reader_of(request)

    def work() -> tuple[Live, list[Mapping[str, Any]]]:
        reading = read_ask(ask, context, reader)
        found, result = answered(context, reading, reader)
        return found, open_questions(context, reading, result, reader)

    found, moved = await context.workshop.do(work)
    return fragment(request, "answer.html", live=found, questions=moved)


def view(context: Context, ask: Ask, reader: Reader) -> dict[str, Any]:
    """Everything that S1 shows."""
    reading = read_ask(ask, context, reader)
    country = context.country(reading.ask.country)
    words = CountryWords.of(country.pack, context.settings.rules, reader)
    reader = words.reader
    readable, _ = context.countries()
    live_facts, result = answered(context, reading, reader)
    return {
        "ask": reading.ask,
        "faults": reading.faults,
        "fault_of": {fault.field: fault for fault in reading.faults},
        "doors": DOORS,
        "units": FIGURES,
        "currency": reader.currency(country.pack.header.currency or "EUR"),
        "countries": [
            (each.pack.name, words_of(context, each.pack.name, reader).words.text(each.pack.header.name).text)
            for each in readable
        ],
        "contracts": [(name, words.name(name)) for name in contracts_of(country.pack, ACT) if name is not None],
        "live": live_facts,
        "questions": open_questions(context, reading, result, reader),
        "answers": _given_answers(reading, words),
        "bundle": country.bundle,
        "law_day": reader.short_day(reading.ask.date) if is_day(reading.ask.date) else "",
    }


def words_of(context: Context, code: str, reader: Reader) -> CountryWords:
    return CountryWords.of(context.registry.country(code).pack, context.settings.rules, reader)


def answered(context: Context, reading: Reading, reader: Reader) -> tuple[Live, Mapping[str, Any] | None]:
    """The answer to a reading with the result behind it, or why there is none."""
    if reading.faults:
        return Live("asked back", {"faults": reading.faults}), None
    if reading.body is None:
        return Live("empty", {}), None
    try:
        result = computing.simulated(context, reading.body, questions=True)
    except Problem as problem:
        if "gap" in problem.more:
            return Live("gap", gap_facts(context, reading, problem, reader)), None
        return Live("refused", {"messages": [reader.say.message(fault.message) for fault in problem.faults]}), None
    return Live("answered", answer_facts(context, reading, result, reader)), result


def answer_facts(context: Context, reading: Reading, result: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    words = words_of(context, reading.ask.country, reader)
    reader = words.reader
    if any(alert["severity"] == "error" for alert in result["alerts"]):
        return {"impossible": True, "alerts": [words.text(alert["message"]) for alert in result["alerts"]]}
    shown = picture(result)
    values = result["values"]
    wanted = reading.ask.door == "income"
    rows = [
        (
            row,
            short_words(row, words, reader),
            reader.money(row.amount) if row.nil or row.kind in ("rest", "more") else f"− {reader.money(row.amount)}",
        )
        for index, row in enumerate(shown.rows)
        if (not row.nil or row.name == "income_tax") and (row.kind != "rest" or index == 0 or row.last)
    ]
    return {
        "income": wanted,
        "received": reader.money(shown.received),
        "invoice": reader.money(values["invoice.excl_vat"]),
        "invoice_incl": reader.money(values["invoice.incl_vat"]),
        "currency": reader.currency(result["currency"]),
        "certainty": shown.certainty,
        "assumed": len(result.get("questions", [])),
        "gaps": len(result["gaps"]),
        "figures": [
            (short_name(name, words, reader), reader.money(values[name]))
            for name in ("invoice.incl_vat", "budget", "gross", "employer_cost")
        ],
        "later": reader.money(shown.later) if shown.later.strip("0.") else "",
        "chart": charts.small_waterfall(rows, reader, [payee_name(row.to, reader) for row, _, _ in rows]),
        "alerts": [words.text(alert["message"]) for alert in result["alerts"]],
        "impossible": False,
        "bundle": result["bundle"],
        "law": result["dates"]["law"],
    }


def gap_facts(context: Context, reading: Reading, problem: Problem, reader: Reader) -> dict[str, Any]:
    """The proven gap in words, with its two ways out."""
    target = next(iter(problem.more["target"]))
    unknown = problem.more["find"]
    gap = problem.more["gap"]
    words = words_of(context, reading.ask.country, reader)
    reader = words.reader
    ways = []
    for side in ("below", "above"):
        near = gap[side]
        if near is not None:
            choice = urlencode({"amount": f"{near[target]}"})
            ways.append((choice, reader.money(near[target]), reader.money(near[unknown])))
    return {
        "figure": words.plain(target),
        "wanted": reader.money(problem.more["target"][target]),
        "unknown": words.plain(unknown),
        "ways": ways,
        "jumps": [
            {
                "label": words.plain(jump["line"], jump["label"]),
                "before": reader.number(jump["before"]) if _number(jump["before"]) else jump["before"],
                "after": reader.number(jump["after"]) if _number(jump["after"]) else jump["after"],
                "law": jump["law"],
            }
            for jump in gap["jumps"]
        ],
    }


def _number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def open_questions(
    context: Context, reading: Reading, result: Mapping[str, Any] | None, reader: Reader
) -> list[Mapping[str, Any]]:
    """The facts that nobody gave and that could change the figure, with what they could change."""
    if result is None:
        return []
    words = words_of(context, reading.ask.country, reader)
    reader = words.reader
    known = {one["name"]: one for one in reading.inputs["inputs"]}
    asked = [one for one in result.get("questions", []) if one["name"] not in OWN_FIELDS and one["name"] in known]
    scale = charts.Scale.over(one[end]["figure"] for one in asked[:SHOWN_QUESTIONS] for end in ("low", "high"))
    return [_question({**known[one["name"]], **one}, scale, words, reader) for one in asked]


def _question(one: Mapping[str, Any], scale: charts.Scale, words: CountryWords, reader: Reader) -> dict[str, Any]:
    return {
        "name": one["name"],
        "label": words.text(one["question"]) if one["question"] else words.marked(one["name"]),
        "plain": words.words.text(one["question"] or one["label"]).text,
        "type": one["type"],
        "choices": _choices(one, words),
        "assumed": words.value(one["name"], one["assumed"]),
        "why": words.text(one["why"]),
        "low": reader.money(one["low"]["figure"]),
        "high": reader.money(one["high"]["figure"]),
        "line": scale.line(one["low"]["figure"], one["now"], one["high"]["figure"]),
    }


def _choices(one: Mapping[str, Any], words: CountryWords) -> list[tuple[str, str]]:
    if one["choices"] is None:
        return []
    return [(choice["name"], words.plain(choice["name"], choice["label"])) for choice in one["choices"]]


def _given_answers(reading: Reading, words: CountryWords) -> list[dict[str, Any]]:
    """The questions that were answered, with their fields filled in."""
    known = {each["name"]: each for each in reading.inputs.get("inputs", [])}
    return [
        {
            "name": name,
            "label": words.text(known[name]["question"]) if known[name]["question"] else words.marked(name),
            "plain": words.words.text(known[name]["question"] or known[name]["label"]).text,
            "type": known[name]["type"],
            "choices": _choices(known[name], words),
            "written": written,
        }
        for name, written in reading.ask.facts.items()
        if name in known
    ]


__all__ = ["Live", "Reading", "answered", "faulty_form", "router", "view"]
