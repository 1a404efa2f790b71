"""S4 Obligations: what must be declared, by deadline, each with its reason; a calendar file; a worker's year."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import Response

from bareme.service import computing
from bareme.service.bodies import Act, YearBody
from bareme.service.context import Context, context_of
from bareme.service.pages.ask import ask_from, read_ask
from bareme.service.pages.cascading import picture
from bareme.service.pages.forms import read_form
from bareme.service.pages.paths import scenario_in, written
from bareme.service.pages.reader import CountryWords, Reader
from bareme.service.pages.rendering import page, reader_of
from bareme.service.problems import Problem
from bareme.text.calendar_file import calendar_file
from engine.checking.segments import contracts_of

router = APIRouter(include_in_schema=False)
Shared = Annotated[Context, Depends(context_of)]


def rows(obligations: Iterable[Mapping[str, Any]], words: CountryWords, reader: Reader) -> list[dict[str, Any]]:
    """Duties by deadline, in the reader's words."""
    return [
        {
            "code": duty["code"],
            "due": duty["due"],
            "day": reader.short_day(duty["due"][:10]),
            "hour": duty["due"][11:16],
            "what": words.text(duty["what"]),
            "form": duty.get("form") or "",
            "to": words.text(duty["to"]),
            "law": duty["law"] or "",
            "source": duty.get("source") or "",
            "certainty": "estimate" if duty.get("confidence") == "assumed" else "exact",
            "found": list(duty.get("due_found") or []),
            "because": list(duty.get("because") or []),
            "acts": [reader.short_day(act["date"]) for act in duty.get("acts", [])],
        }
        for duty in sorted(obligations, key=lambda duty: (duty["due"], duty["code"]))
    ]


@router.get("/obligations")
async def obligations_start(request: Request) -> Response:
    """What this page is for, and where to begin."""
    return page(request, "obligations.html", here="/obligations", duties=None)


@router.post("/obligations")
async def obligations(request: Request, context: Shared) -> Response:
    """The duties of one act."""
    form = await read_form(request)
    body, reader = scenario_in(form), reader_of(request)
    found = await context.workshop.do(computing.agenda_of_act, context, body)
    words = await context.workshop.do(words_of, context, body.country, reader)
    reader = words.reader
    return page(
        request,
        "obligations.html",
        here="/obligations",
        lang_forms={"scenario": written(body)},
        scenario=written(body),
        duties=rows(found["obligations"], words, reader),
        country=words.words.text(words.words.pack.header.name).text,
        act=words.plain(body.act),
        contract=words.plain(body.contract) if body.contract else "",
        day=reader.day(body.date) if body.date else "",
        checked=reader.day(context.now().date().isoformat()),
        alerts=[(alert["severity"], words.text(alert["message"]), alert["law"]) for alert in found["alerts"]],
        left=[left_row(one, words, reader) for one in found["left"]],
    )


def words_of(context: Context, code: str, reader: Reader) -> CountryWords:
    return CountryWords.of(context.registry.country(code).pack, context.settings.rules, reader)


def left_row(one: Mapping[str, Any], words: CountryWords, reader: Reader) -> dict[str, Any]:
    """What is used of a limit and what is left."""
    return {
        "label": words.text(one["label"]),
        "used": reader.value(one["used"], one["type"]),
        "limit": reader.value(one["limit"], one["type"]),
        "left": reader.value(one["left"], one["type"]),
        "law": one["law"] or "",
        "exceeded": one["exceeded"],
    }


@router.post("/obligations.ics")
async def calendar(request: Request, context: Shared) -> Response:
    """The deadlines as a calendar file."""
    form = await read_form(request)
    if "year" in form:
        found = await context.workshop.do(computing.agenda_of_year, context, year_in(form))
    else:
        found = await context.workshop.do(computing.agenda_of_act, context, scenario_in(form))
    headers = {"Content-Disposition": 'attachment; filename="bareme.ics"', "Cache-Control": "no-store"}
    return Response(calendar_file(found), 200, headers, "text/calendar; charset=utf-8")


@router.get("/year")
async def year_start(request: Request, context: Shared) -> Response:
    """A worker's year with nothing in it yet."""
    return page(request, "year.html", here="/year", **await context.workshop.do(year_view, context, None, request))


@router.post("/year")
async def year(request: Request, context: Shared) -> Response:
    """A worker's year: one act more, one act less, and what they add up to."""
    form = await read_form(request)
    body = year_in(form) if form.get("year") else None
    if "scenario" in form:
        scenario = scenario_in(form)
        act = Act.model_validate(scenario.model_dump(exclude={"country", "options"}))
        known = body.acts if body is not None and body.country == scenario.country else []
        body = YearBody(country=scenario.country, acts=[*known, act])
    if body is not None and form.get("drop", "").isdigit():
        kept = [act for number, act in enumerate(body.acts) if number != int(form["drop"])]
        body = body.model_copy(update={"acts": kept}) if kept else None
    fault = ""
    if body is not None and form.get("add"):
        body, fault = await context.workshop.do(with_act, context, body, form, reader_of(request))
    values = await context.workshop.do(year_view, context, body, request)
    values["add"]["fault"] = fault
    return page(
        request, "year.html", here="/year", lang_forms={"year": values["written"]} if body is not None else {}, **values
    )


def with_act(context: Context, body: YearBody, form: Mapping[str, str], reader: Reader) -> tuple[YearBody, str]:
    """The year with the act of a form; or as it was, and what is wrong with the act."""
    reading = read_ask(
        ask_from({**form, "country": body.country, "door": "job", "unit": "excl"}, context), context, reader
    )
    if reading.body is None:
        messages = [fault.message for fault in reading.faults]
        return body, " ".join(messages) or reader.say("Write the amount that is invoiced.")
    if len(body.acts) >= context.settings.limits.acts_per_year:
        return body, reader.say("A year holds no more acts than these.")
    act = Act.model_validate(reading.body.model_dump(exclude={"country", "options"}))
    return body.model_copy(update={"acts": [*body.acts, act]}), ""


def year_in(form: Mapping[str, str]) -> YearBody:
    try:
        return YearBody.model_validate_json(form.get("year", ""))
    except ValidationError:
        raise Problem(422, "invalid-request", "the form cannot be read") from None


def year_view(context: Context, body: YearBody | None, request: Request) -> dict[str, Any]:
    """Everything that the page of a year shows."""
    reader = reader_of(request)
    if body is None:
        return {"acts": [], "written": "", "sums": [], "duties": [], "left": [], "fault": "", "add": {}}
    plain = json.dumps(body.model_dump(exclude_defaults=True), sort_keys=True, ensure_ascii=False)
    words = words_of(context, body.country, reader)
    reader = words.reader
    last = body.acts[-1]
    contracts = [name for name in contracts_of(words.words.pack, last.act) if name is not None]
    add = {
        "date": last.date or "",
        "contract": last.contract,
        "contracts": [(name, words.plain(name)) for name in contracts],
        "fault": "",
    }
    shown: dict[str, Any] = {"written": plain, "sums": [], "duties": [], "left": [], "fault": "", "add": add}
    ordered = sorted(range(len(body.acts)), key=lambda number: body.acts[number].date or "")
    try:
        found, agenda = computing.year_with_agenda(context, body)
    except Problem as problem:
        fault = reader.say.message(problem.message)
        rows_ = [_act_row(body.acts[number], number, None, words, reader) for number in ordered]
        return {**shown, "acts": rows_, "fault": fault}
    results = found["acts"]
    return {
        **shown,
        "acts": [
            _act_row(body.acts[number], number, result, words, reader)
            for number, result in zip(ordered, results, strict=True)
        ],
        "sums": [
            (words.marked(name), reader.money(found["sums"][name]))
            for name in ("invoice.excl_vat", "gross", "employee_contributions", "income_tax", "net_pay", "rights.net")
            if name in found["sums"]
        ],
        "duties": rows(agenda["obligations"], words, reader),
        "left": [left_row(one, words, reader) for one in agenda["left"]],
    }


def _act_row(
    act: Act, number: int, result: Mapping[str, Any] | None, words: CountryWords, reader: Reader
) -> dict[str, Any]:
    day = result["dates"]["work"] if result is not None else (act.date or "")
    return {
        "number": number,
        "day": reader.short_day(day) if day else "",
        "act": words.plain(act.act),
        "contract": words.plain(act.contract) if act.contract else "",
        "invoice": reader.money(result["values"]["invoice.excl_vat"])
        if result is not None and "invoice.excl_vat" in result["values"]
        else "",
        "net": reader.money(picture(result).received) if result is not None else "",
        "complete": result is None or result["complete"],
    }
