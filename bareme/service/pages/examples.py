"""The examples that developers see: one request per task, written as curl and as Python."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

SCENARIO: dict[str, Any] = {
    "country": "be",
    "act": "job",
    "date": "2026-03-10",
    "contract": "fixed_term",
    "given": {"invoice.excl_vat": "1000"},
}
WITHOUT_AMOUNT = {name: value for name, value in SCENARIO.items() if name != "given"}


@dataclass(frozen=True, slots=True)
class Example:
    """A task, said in a sentence, and the request that does it."""

    title: str
    text: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    accept: str = ""


EXAMPLES: tuple[Example, ...] = (
    Example(
        "Compute a job",
        "From the amount invoiced to the net pay, every line with its law.",
        "POST",
        "/v1/simulations",
        SCENARIO,
    ),
    Example(
        "Start from the net",
        "Any figure of the act may be the given one: the smallest invoice that gives it is found.",
        "POST",
        "/v1/simulations",
        {**SCENARIO, "given": {"net_pay": "500"}},
    ),
    Example(
        "Find every amount that gives a figure",
        "The smallest, the other runs, or the proof that there is none.",
        "POST",
        "/v1/solve",
        {"scenario": WITHOUT_AMOUNT, "target": {"net_pay": "500"}, "find": "invoice.excl_vat"},
    ),
    Example(
        "Explain one line",
        "Formula, numbers, roundings, dated values with law and source.",
        "POST",
        "/v1/explanations",
        {"scenario": SCENARIO, "line": "income_tax"},
    ),
    Example(
        "Compare contract types",
        "The same case in up to four columns, the differences and what is behind them.",
        "POST",
        "/v1/comparisons",
        {"scenarios": [SCENARIO, {**SCENARIO, "contract": "student"}]},
    ),
    Example(
        "Follow a figure over a range",
        "Exact points, every threshold, and every cliff with the law that makes it.",
        "POST",
        "/v1/curves",
        {"scenario": WITHOUT_AMOUNT, "of": "net_pay", "from": "0", "to": "4000"},
    ),
    Example(
        "A worker's year",
        "Acts in date order, each with what the earlier ones have used up.",
        "POST",
        "/v1/years",
        {
            "country": "be",
            "acts": [
                {"act": "job", "date": day, "contract": "fixed_term", "given": {"invoice.excl_vat": "1000"}}
                for day in ("2026-03-10", "2026-03-24")
            ],
        },
    ),
    Example(
        "What must be declared, as a calendar",
        "The deadlines of the same acts; without `Accept` they come as JSON.",
        "POST",
        "/v1/obligations",
        {
            "country": "be",
            "acts": [
                {"act": "job", "date": "2026-03-10", "contract": "fixed_term", "given": {"invoice.excl_vat": "1000"}}
            ],
        },
        accept="text/calendar",
    ),
    Example(
        "The questions of an act",
        "Facts with type, unit, default and question.",
        "GET",
        "/v1/countries/be/inputs?act=job&contract=fixed_term&on=2026-03-10",
    ),
    Example(
        "The history of a figure",
        "Every value from its day on, with its source.",
        "GET",
        "/v1/countries/be/figures/fee.rate",
    ),
    Example(
        "Keep a result behind a link",
        "Opened later, it shows the old result and what that day's rules give.",
        "POST",
        "/v1/links",
        {"scenario": SCENARIO, "days": 30},
    ),
)


def as_curl(example: Example, base: str) -> str:
    """The request as one curl command."""
    if example.body is None:
        return f"curl -s '{base}{example.path}'"
    lines = [f"curl -s {base}{example.path}", "-H 'Content-Type: application/json'"]
    if example.accept:
        lines.append(f"-H 'Accept: {example.accept}'")
    lines.append(f"-d '{json.dumps(example.body)}'")
    return " \\\n  ".join(lines)


def as_python(example: Example, base: str) -> str:
    """The request with nothing but Python's own library."""
    reading = "answer.read().decode()" if example.accept else "json.load(answer)"
    if example.body is None:
        return (
            "import json, urllib.request\n\n"
            f'with urllib.request.urlopen("{base}{example.path}") as answer:\n'
            f"    print({reading})"
        )
    headers = {"Content-Type": "application/json", **({"Accept": example.accept} if example.accept else {})}
    return (
        "import json, urllib.request\n\n"
        f"body = {example.body!r}\n"
        f'request = urllib.request.Request("{base}{example.path}", json.dumps(body).encode(), {headers!r})\n'
        f"with urllib.request.urlopen(request) as answer:\n    print({reading})"
    )
