"""The pages as plain documents: complete, in every language, without scripts, and nothing in them can run."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bareme.service.pages.rendering import TEMPLATES
from bareme.text.catalogue import PAGES
from simulator.registry import Registry
from simulator.scenario import read_scenario
from simulator.simulation import simulate
from tests.service.serving import SCENARIO, Service

HELD = {"scenario": json.dumps(SCENARIO)}
AS_PERSON = {"accept": "text/html"}
FORM = {"amount": "1000", "date": "2026-03-10", "country": "be", "contract": "fixed_term"}
OPENED = ("", "compare", "obligations", "year", "countries", "countries/be", "countries/be/figures/fee.rate")
SENT = ("", "result", "compare", "obligations", "year")


def text_of(page: str) -> str:
    """What a person reads of a page."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", bare)))


def post(service: Service, path: str, fields: dict[str, str], **headers: str) -> Any:
    return service.client.post(path, data=fields, headers={**AS_PERSON, **headers})


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("path", [*OPENED, "help", "developers", "problems/BAR805"])
def test_every_page_opens_in_every_language(service: Service, language: str, path: str) -> None:
    answered = service.client.get(f"/{language}/{path}", headers=AS_PERSON)
    assert answered.status_code == 200
    assert answered.headers["content-language"] == language
    assert f'<html lang="{language}">' in answered.text
    assert answered.text.count("<h1") == 1


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("path", SENT)
def test_every_page_takes_a_scenario_in_every_language(service: Service, language: str, path: str) -> None:
    answered = post(service, f"/{language}/{path}", HELD)
    assert answered.status_code == 200
    assert answered.text.count("<h1") == 1


def test_the_first_page_speaks_the_language_asked_for(service: Service) -> None:
    for accepted, language in (("nl-BE,nl;q=0.9,en;q=0.5", "nl"), ("fr", "fr"), ("pl", "en")):
        answered = service.client.get("/", headers={**AS_PERSON, "accept-language": accepted})
        assert f'<html lang="{language}">' in answered.text
        assert "Accept-Language" in answered.headers["vary"]


def test_an_address_without_language_leads_to_one(service: Service) -> None:
    answered = service.client.get("/countries", headers={**AS_PERSON, "accept-language": "fr"})
    assert (answered.status_code, answered.headers["location"]) == (307, "/fr/countries")


def test_the_sheet_shows_the_figures_of_the_result(service: Service, registry: Registry) -> None:
    result = simulate(registry, read_scenario(SCENARIO))
    shown = text_of(post(service, "/en/result", FORM).text)
    for name in ("invoice.incl_vat", "fee", "budget", "gross", "net_pay"):
        assert f"{float(result['values'][name]):,.2f}" in shown
    for line in result["lines"]:
        assert line["label"] in shown
    for part in result["bundle"]:
        assert f"{part['sha256'][:6]}…{part['sha256'][-4:]}" in shown
    assert len(result["entries"]) > 5
    assert f"({len(result['entries'])})" in shown


def test_a_line_unfolds_without_scripts_down_to_the_law(service: Service) -> None:
    shown = text_of(post(service, "/en/result", {**HELD, "line": "fee"}).text)
    assert "Why is “Co-operative fee” 65.00?" in post(service, "/en/result", {**HELD, "line": "fee"}).text
    assert "= 1,000.00 × 6.5 %" in shown
    assert "general assembly" in shown
    assert "published" in shown


def test_the_fragment_of_a_line_is_the_panel_of_the_page(service: Service) -> None:
    part = post(service, "/en/explain", {**HELD, "line": "fee", "root": "fee"}).text.strip()
    assert "<html" not in part
    assert part in post(service, "/en/result", {**HELD, "line": "fee"}).text


def test_what_can_be_read_in_two_ways_is_asked_back(service: Service) -> None:
    answered = post(service, "/en/result", {**FORM, "amount": "1.234"})
    assert answered.status_code == 422
    assert "<title>Error:" in answered.text
    choices = [html.unescape(choice) for choice in re.findall(r'name="choice" value="([^"]+)"', answered.text)]
    assert choices[:2] == ["amount=1234", "amount=1.2340"]
    taken = post(service, "/en/", {**FORM, "amount": "1.234", "choice": choices[0]})
    assert taken.status_code == 200
    assert 'value="1234"' in taken.text


@pytest.mark.parametrize("written", ["1 000,00", "1.000,00", "1,000.00", "1000", "€ 1 000", "1\u202f000,00"])
def test_amounts_are_read_in_any_habit(service: Service, written: str) -> None:
    assert "1,210.00" in text_of(post(service, "/en/result", {**FORM, "amount": written}).text)


def test_a_gap_offers_its_way_out(service: Service) -> None:
    fields = {**FORM, "door": "income", "unit": "net", "amount": "100", "contract": "amateur_arts"}
    answered = post(service, "/en/result", fields)
    assert answered.status_code == 422
    assert "No invoice gives exactly 100.00" in text_of(answered.text)
    ways = [html.unescape(way) for way in re.findall(r'name="choice" value="(amount=[^"]+)"', answered.text)]
    assert ways
    for way in ways:
        taken = post(service, "/en/result", {**fields, "amount": way.removeprefix("amount=")})
        assert taken.status_code == 200


def test_an_open_question_is_answered_and_taken_back(service: Service) -> None:
    first = post(service, "/en/", FORM).text
    assert 'name="f:worker.status"' in first
    answered = post(service, "/en/", {**FORM, "f:worker.status": "manual_worker"})
    assert 'value="manual_worker" selected' in answered.text
    before, after = (re.search(r'class="hero">([\d.,]+)', page).group(1) for page in (first, answered.text))  # type: ignore[union-attr]
    assert before != after
    back = post(service, "/en/", {**FORM, "f:worker.status": "manual_worker", "drop": "worker.status"})
    assert re.search(r'class="hero">([\d.,]+)', back.text).group(1) == before  # type: ignore[union-attr]


def test_a_shared_link_shows_the_result_and_can_be_revoked(service: Service) -> None:
    shared = post(service, "/en/share", HELD)
    assert shared.status_code == 201
    token = re.search(r"/s/([A-Za-z0-9_-]{32})", shared.text).group(1)  # type: ignore[union-attr]
    key = re.search(r'name="key" value="([^"]+)"', shared.text).group(1)  # type: ignore[union-attr]
    opened = service.client.get(f"/fr/s/{token}", headers=AS_PERSON)
    assert opened.status_code == 200
    assert service.client.get(f"/s/{token}", headers=AS_PERSON).status_code == 307
    panel = post(service, f"/en/s/{token}", {"line": "fee"})
    assert "general assembly" in panel.text
    assert service.client.get(f"/en/s/{token}/sheet.pdf").content[:5] == b"%PDF-"
    assert post(service, f"/en/s/{token}/revoke", {"key": "wrong"}).status_code == 403
    assert post(service, f"/en/s/{token}/revoke", {"key": key}).status_code == 200
    assert service.client.get(f"/en/s/{token}", headers=AS_PERSON).status_code == 404


def test_the_pdf_is_the_same_twice_and_tagged(service: Service) -> None:
    first, second = (post(service, "/nl/sheet.pdf", HELD) for _ in range(2))
    assert first.headers["content-type"] == "application/pdf"
    assert first.content == second.content
    assert b"/MarkInfo" in first.content or b"/StructTreeRoot" in first.content


def test_the_year_grows_and_shrinks(service: Service) -> None:
    one = post(service, "/en/year", HELD).text
    written = html.unescape(re.search(r'name="year" value="([^"]*)"', one).group(1))  # type: ignore[union-attr]
    added = {"year": written, "add": "1", "amount": "800", "date": "2026-03-20", "contract": "fixed_term"}
    two = post(service, "/en/year", added).text
    assert two.count('name="drop"') == 2
    assert "1,800.00" in text_of(two)
    written = html.unescape(re.search(r'name="year" value="([^"]*)"', two).group(1))  # type: ignore[union-attr]
    assert post(service, "/en/year", {"year": written, "drop": "0"}).text.count('name="drop"') == 1


def test_deadlines_come_as_a_calendar(service: Service) -> None:
    from icalendar import Calendar

    answered = post(service, "/en/obligations.ics", HELD)
    assert answered.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answered.content).walk("VEVENT")
    assert len(events) >= 5


def test_the_table_of_the_curve_is_plain_numbers(service: Service) -> None:
    lines = post(service, "/en/curve.csv", HELD).text.splitlines()
    assert lines[0] == "invoice.excl_vat,net_pay"
    assert all(re.fullmatch(r"\d+\.\d\d,\d+\.\d\d", line) for line in lines[1:])


def test_a_form_of_another_site_is_refused(service: Service) -> None:
    assert post(service, "/en/share", HELD, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert post(service, "/en/share", HELD, origin="https://elsewhere.example").status_code == 403
    assert post(service, "/en/share", HELD, origin=service.url).status_code == 201


def test_errors_are_pages_for_people_and_problems_for_programs(service: Service) -> None:
    for path in ("/en/nothing", "/nothing", "/en/countries/zz", f"/en/s/{'a' * 32}"):
        person = service.client.get(path, headers=AS_PERSON)
        program = service.client.get(path)
        assert person.status_code == program.status_code == 404
        assert person.headers["content-type"].startswith("text/html")
        assert person.headers["bareme-reference"] in person.text
        assert program.headers["content-type"] == "application/problem+json"


def test_every_page_carries_the_strict_policy(service: Service) -> None:
    for path in OPENED:
        policy = service.client.get(f"/en/{path}").headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


TEMPLATE_FILES = sorted(TEMPLATES.glob("*.html"))


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: path.name)
def test_no_template_needs_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"hx-on|hx-vals=['\"]js:|hx-live|\|\s*safe|javascript:", text)
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", text)
    assert not re.search(r'hx-trigger="[^"]*\[', text)


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "{{7*7}}",
    "{% raw %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "javascript:alert(1)",
    "</textarea><script>",
    "<!--",
    "]]>",
    "%00",
    "\x00",
    "\x1b[31m",
    "' or '1'='1",
    "'; drop table links; --",
    "../../etc/passwd",
    "..\\..\\windows",
    "/dev/null",
    "file:///etc/passwd",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r\nSet-Cookie: a=b",
    "%0d%0aX: y",
    "\u202e1000",
    "\u200b",
    "\ufeff",
    "\ud7ff",
    "\U0001f4a9" * 20,
    "A" * 5000,
    "1" * 400,
    "9" * 39,
    "-0",
    "1e309",
    "NaN",
    "Infinity",
    "0x10",
    "1_000",
    "٣",
    "１２",
    "½",
    "1,2,3,4",
    "1..2",
    "1.2.3,4",
    "--1",
    "+-1",
    "1/0",
    "__proto__",
    "constructor",
    "__class__",
    '{"a":1}',
    "[1,2]",
    "null",
    "true",
    "&lt;b&gt;",
    "&#x3c;",
    "<b>x</b>",
    "a&b=c",
    "#set text(red)",
    '#read("/etc/passwd")',
)


def test_there_are_sixty_hostile_strings() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize(
    "field",
    [
        "amount",
        "unit",
        "country",
        "contract",
        "date",
        "days",
        "expenses",
        "rights",
        "door",
        "f:worker.children",
        "choice",
    ],
)
def test_hostile_strings_break_nothing(service: Service, field: str) -> None:
    for number, text in enumerate(HOSTILE):
        path = "/en/" if number % 12 == 0 else "/en/live"
        answered = post(service, path, {**FORM, field: text})
        assert answered.status_code in (200, 422), (field, text, answered.status_code)
        for live in ("<script>alert", "<img src=x", "<svg onload", "<b>x</b>"):
            assert live not in answered.text
        assert "\nSet-Cookie" not in str(answered.headers)


@pytest.mark.parametrize("path", ["result", "compare", "obligations", "share", "sheet.pdf", "explain"])
def test_hostile_scenarios_break_nothing(service: Service, path: str) -> None:
    for text in HOSTILE:
        for held in (text, json.dumps({**SCENARIO, "contract": text}), json.dumps({**SCENARIO, "given": {text: text}})):
            answered = post(service, f"/en/{path}", {"scenario": held, "line": text, "kind": text, "column0": text})
            assert answered.status_code in (200, 201, 404, 422), (text, answered.status_code)
            assert "<script>alert" not in answered.text


def test_hostile_lines_break_nothing(service: Service) -> None:
    for text in HOSTILE[::4]:
        answered = post(service, "/en/result", {**HELD, "line": text, "set": text, "to": text})
        assert answered.status_code in (200, 422)
        assert "<script>alert" not in answered.text
