"""Keeping a result behind a link, and opening it years later beside today's answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bareme.service.bodies import ScenarioBody
from bareme.service.computing import known_country, periods_of, told
from bareme.service.context import Context
from bareme.service.problems import Problem
from bareme.service.store import Kept, Link
from simulator.evidence import Evidence
from simulator.explaining import explanations
from simulator.simulation import simulate

NO_SUCH_LINK = "there is no link like this: it was never made, was revoked, or has expired"


def kept(context: Context, body: ScenarioBody, days: int) -> tuple[Link, list[dict[str, str]]]:
    """Compute and keep; the scenario must be computable."""
    known_country(context, body.country, "/scenario")
    with told(context, body.country, "/scenario"):
        content = sheet(context, body)
    pack = context.registry.of(body.scenario()).pack
    link = context.links.keep(body.plain(), content, [pack], days, context.now())
    return link, content["result"]["bundle"]


def sheet(context: Context, body: ScenarioBody) -> dict[str, Any]:
    """A result with the explanation of all its lines: everything that a sheet shows."""
    scenario = body.scenario()
    result = simulate(context.registry, scenario)
    return {"result": result, "trace": _all_lines(context, body, [line["name"] for line in result["lines"]])}


def _all_lines(context: Context, body: ScenarioBody, names: list[str]) -> dict[str, Any]:
    """Each line once with the figures of all; a trace of any one line is cut out of it."""
    run = periods_of(context, body.scenario())[-1]
    shown = dict.fromkeys(name for name in (*run.program.values, *names) if name in run.values)
    return explanations(Evidence(run), shown)


def trace_of(content: Mapping[str, Any], line: str) -> dict[str, Any]:
    """`bareme.trace/1` of one line of a kept sheet."""
    lines, figures = content["trace"]["lines"], content["trace"]["figures"]
    if line not in lines:
        raise Problem(404, "not-found", f"this act has no `{line}`")
    reached: dict[str, Any] = {}
    used: set[str] = set()
    waiting = [line]
    while waiting:
        name = waiting.pop(0)
        if name in reached:
            continue
        reached[name] = lines[name]
        for word, read in names_in(lines[name]["trace"]):
            if word == "name" and read in lines:
                waiting.append(read)
            elif read in figures:
                used.add(read)
    return {
        "schema": "bareme.trace/1",
        "line": line,
        "lines": list(reached.values()),
        "figures": [figures[name] for name in sorted(used)],
    }


def names_in(node: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """The names that a trace reads, with what kind of thing each is."""
    if node is None:
        return []
    own = [(str(node["word"]), str(node["name"]))] if node.get("name") else []
    return [*own, *(each for part in node.get("of", []) for each in names_in(part))]


def opened(context: Context, token: str) -> Kept:
    found = context.links.open(token, context.now())
    if found is None:
        raise Problem(404, "not-found", NO_SUCH_LINK)
    return found


def current(context: Context, found: Kept) -> dict[str, Any]:
    """Whether today's rules are those of then; if not, what they give and where the figures differ."""
    body = ScenarioBody.model_validate(found.scenario)
    before = found.content["result"]
    code = body.country
    if code not in context.registry.codes():
        return {"same_rules": False, "computable": False, "why": f"there is no country `{code}`", "differences": []}
    with told(context, code):
        bundle = [dict(part) for part in context.registry.country(code).bundle]
    if bundle == before["bundle"]:
        return {"same_rules": True, "computable": True, "why": None, "differences": []}
    body.options.release = None
    try:
        with told(context, code):
            today = simulate(context.registry, body.scenario(), questions=False)
    except Problem as problem:
        return {"same_rules": False, "computable": False, "why": problem.message, "differences": []}
    return {
        "same_rules": False,
        "computable": True,
        "why": None,
        "bundle": bundle,
        "differences": [
            {"name": name, "then": value, "now": today["values"].get(name)}
            for name, value in before["values"].items()
            if today["values"].get(name) != value
        ],
    }


def revoked(context: Context, token: str, key: str) -> None:
    done = context.links.revoke(token, key)
    if done is None:
        raise Problem(404, "not-found", NO_SUCH_LINK)
    if not done:
        raise Problem(403, "not-yours", "this key does not revoke this link")
