"""S2 Result: the sentence, where the money goes, what was assumed, the cascade with every line unfolding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bareme.service import computing
from bareme.service.bodies import ScenarioBody
from bareme.service.context import Context, context_of
from bareme.service.pages import asking, duties
from bareme.service.pages.ask import FIGURES, ask_from, ask_of, read_ask
from bareme.service.pages.cascading import Picture, certainty, ledger, payee_name, picture, row_words
from bareme.service.pages.forms import read_form
from bareme.service.pages.paths import scenario_in, written
from bareme.service.pages.reader import CountryWords, Reader, term
from bareme.service.pages.rendering import fragment, page, reader_of
from bareme.service.pages.unfolding import Unfolded, unfolded
from bareme.service.problems import Problem

router = APIRouter(include_in_schema=False)
SHOWN_AT_ZERO = ("invoice.vat", "employee_contributions", "income_tax")
"""Lines whose zero says something."""
Shared = Annotated[Context, Depends(context_of)]


@router.post("/result")
async def result(request: Request, context: Shared) -> Response:
    """The sheet of a form, or of a scenario that another page holds."""
    form = await read_form(request)
    reader = reader_of(request)
    if "scenario" in form:
        body: ScenarioBody | None = scenario_in(form)
    else:
        ask = ask_from(form, context)
        reading = await context.workshop.do(read_ask, ask, context, reader)
        body = reading.body
        if body is None:
            return await asking.faulty_form(request, context, reading.ask)
    if body is None:
        raise Problem(422, "invalid-request", "the form cannot be read")
    if "set" in form:
        body = body.model_copy(update={"given": _changed(body.given, form)})
    try:
        found = await context.workshop.do(computing.simulated, context, body, questions=True)
    except Problem as problem:
        if problem.status != 422:
            raise
        return await asking.faulty_form(request, context, ask_of(body, reader))
    line = form.get("line", "")
    opened = await context.workshop.do(_opened, context, body, found, line, reader) if line else None
    return page(
        request,
        "result.html",
        here="/result",
        lang_forms={"scenario": written(body)},
        **await context.workshop.do(sheet_view, context, found, reader, written(body), opened),
    )


def _changed(given: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """The givens with one fact set to another value."""
    return {**given, form["set"][:80]: form.get("to", "")[:200]}


@router.post("/explain")
async def explain(request: Request, context: Shared) -> Response:
    """The panel of one line, for scripts to put under its row."""
    form = await read_form(request)
    body, reader = scenario_in(form), reader_of(request)
    line = form.get("line", "")[:80]

    def work() -> Unfolded | None:
        found = computing.simulated(context, body)
        return _opened(context, body, found, line, reader)

    shown = await context.workshop.do(work)
    if shown is None:
        raise Problem(404, "not-found", f"this act has no `{line}`")
    return fragment(request, "unfolded.html", opened=shown, root=form.get("root", line)[:80])


def _opened(
    context: Context, body: ScenarioBody, found: Mapping[str, Any], line: str, reader: Reader
) -> Unfolded | None:
    try:
        trace = computing.explained(context, body, line)
    except Problem:
        return None
    return unfolded(trace, line, found, words_for(context, found, reader), reader)


def words_for(context: Context, found: Mapping[str, Any], reader: Reader) -> CountryWords:
    """The pack's words as they are today; a kept result falls back to its own English labels."""
    return CountryWords.of(context.registry.country(found["country"]).pack, context.settings.rules, reader)


def sheet_view(
    context: Context, found: Mapping[str, Any], reader: Reader, scenario: str, opened: Unfolded | None
) -> dict[str, Any]:
    """Everything that the sheet of a result shows."""
    shown = picture(found)
    words = words_for(context, found, reader)
    reader = words.reader
    given = next((name for name in found["given"] if name in FIGURES.values()), None)
    pack = words.words.pack
    moving = {one["name"] for one in found.get("questions", [])}
    return {
        "result": found,
        "scenario": scenario,
        "action": "/result",
        "opened": opened,
        "picture": shown,
        "rows": rows(shown, words, reader),
        "received": reader.money(shown.received),
        "later": reader.money(shown.later) if shown.later.strip("0.") else "",
        "currency": reader.currency(found["currency"]),
        "country": words.words.text(pack.header.name).text,
        "act": words.plain(found["act"]),
        "contract": words.name(found["contract"]) if found["contract"] else None,
        "contract_term": term(words.name(found["contract"])) if found["contract"] else "",
        "asked": asked_sentence(found, given, words, reader),
        "ledger": [(name, payee_name(name, reader), reader.money(amount)) for name, amount in ledger(found, shown)],
        "whole": reader.money(shown.whole) if shown.whole is not None else "",
        "assumed": [_assumed(one, words) for one in found["assumed"] if one["name"] in moving],
        "assumed_still": [_assumed(one, words) for one in found["assumed"] if one["name"] not in moving],
        "gaps": [(words.text(gap["about"]), words.text(gap["why"]), gap["law"]) for gap in found["gaps"]],
        "unconfirmed": [_unconfirmed(one, words, reader) for one in found["unconfirmed"]],
        "alerts": [(alert["severity"], words.text(alert["message"]), alert.get("law")) for alert in found["alerts"]],
        "impossible": any(alert["severity"] == "error" for alert in found["alerts"]),
        "sections": sections(found, words, reader),
        "duties": duties.rows(found["obligations"], words, reader),
        "entries": [
            (
                words.text(entry["label"]),
                entry["account"],
                _money(entry["debit"], reader),
                _money(entry["credit"], reader),
            )
            for entry in found["entries"]
        ],
        "words": words,
    }


def asked_sentence(found: Mapping[str, Any], given: str | None, words: CountryWords, reader: Reader) -> str:
    """What was given, as the beginning of the answer."""
    if given is None:
        return ""
    say = reader.say
    if any(alert["severity"] == "error" for alert in found["alerts"]):
        return ""
    amount = f"{reader.money(found['values'][given])} {reader.currency(found['currency'])}"
    sentences = {
        "invoice.excl_vat": say("You invoice %(amount)s."),
        "invoice.incl_vat": say("Your client pays %(amount)s."),
        "gross": say("Your gross pay is %(amount)s."),
    }
    if given == "net_pay" and "invoice.excl_vat" in found["values"]:
        invoice = f"{reader.money(found['values']['invoice.excl_vat'])} {reader.currency(found['currency'])}"
        return say("You must invoice %(amount)s.") % {"amount": invoice}
    if given in sentences:
        return sentences[given] % {"amount": amount}
    return f"{words.plain(given)} {amount}."


def _money(text: str, reader: Reader) -> str:
    return reader.money(text) if text.strip("0.") else ""


def rows(shown: Picture, words: CountryWords, reader: Reader) -> list[dict[str, Any]]:
    """The rows of the cascade; a note stands where figures begin to rest on something assumed."""
    found, noted = [], False
    for row in shown.rows:
        if row.nil and row.kind != "rest" and row.name not in SHOWN_AT_ZERO:
            continue
        turns = row.certainty == "estimate" and not noted
        noted = noted or turns
        found.append(
            {
                "row": row,
                "id": row.name.replace(".", "-") + ("-later" if row.kind == "later" else ""),
                "label": row_words(row, words, reader),
                "term": words.term(row.name) if row.kind != "later" and row.line else "",
                "amount": reader.money(row.amount),
                "share": reader.share(row.amount, shown.whole),
                "to": payee_name(row.to, reader) if row.to else "",
                "until": words.words.text(row.until).text if row.until and row.certainty == "provisional" else "",
                "note": turns,
            }
        )
    return found


def sections(found: Mapping[str, Any], words: CountryWords, reader: Reader) -> list[dict[str, Any]]:
    """Every line of the calculation, in the groups of a payslip."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in found["lines"]:
        groups.setdefault(line["section"] or "", []).append(
            {
                "name": line["name"],
                "label": words.marked(line["name"], line["label"]),
                "term": words.term(line["name"]),
                "amount": _value(line, words, reader),
                "to": payee_name(line["to"], reader) if line["to"] else "",
                "law": line["law"] or "",
                "certainty": certainty(line),
                "until": words.words.text(line["until"]).text if line.get("until") else "",
            }
        )
    return [{"label": words.marked(name) if name else "", "lines": lines} for name, lines in groups.items()]


def _value(line: Mapping[str, Any], words: CountryWords, reader: Reader) -> str:
    if line["amount"] in words.words.pack.members.get(line["type"].partition("/")[0], ()):
        return words.plain(line["amount"])
    if line["status"] == "impossible":
        return reader.say("cannot be right")
    return reader.value(line["amount"], line["type"])


def _assumed(one: Mapping[str, Any], words: CountryWords) -> dict[str, Any]:
    return {
        "name": one["name"],
        "label": words.marked(one["name"], one["label"]),
        "plain": words.plain(one["name"], one["label"]),
        "value": words.value(one["name"], one["value"]),
        "why": words.text(one["why"]),
    }


def _unconfirmed(one: Mapping[str, Any], words: CountryWords, reader: Reader) -> dict[str, Any]:
    return {
        "name": one["parameter"],
        "label": words.marked(one["parameter"], one["label"]),
        "value": reader.written(one["value"]),
        "since": reader.short_day(one["from"]) if one["from"] else "",
        "source": one["source"] or "",
    }
