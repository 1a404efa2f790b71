"""What acts bring with them: on the act that crosses a limit, with reasons, as data, text and calendar file."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from bareme.cli import main
from bareme.text.calendar_file import calendar_file
from engine.inference.second import opinion
from engine.inference.second.client import absence
from engine.language.diagnostic import Refused
from simulator.agenda import agenda, agenda_data
from simulator.chains import Stretch, row_before
from simulator.consequences import consequences
from simulator.registry import Registry
from simulator.result import result
from simulator.running import run
from simulator.scenario import Scenario
from simulator.year import run_acts

ROOT = Path(__file__).resolve().parents[2]
ACTS = """\
worker: {worker.civil_status: single}
acts:
  - {country: be, act: hire, date: 2026-02-02, contract: student, given: {gross: 3000, hours: 300}}
  - {country: be, act: hire, date: 2026-03-02, contract: student, given: {gross: 3000, hours: 350}}
  - {country: be, act: hire, date: 2026-04-01, contract: student, given: {gross: 20, hours: 1}}
"""


@cache
def registry() -> Registry:
    return Registry(ROOT / "rules")


def hired(contract: str = "fixed_term", day: str = "2026-03-10", **given: str) -> Scenario:
    facts = {"gross": "600", **{name.replace("__", "."): value for name, value in given.items()}}
    return Scenario("be", "hire", date.fromisoformat(day), contract, facts)


def simulated(scenario: Scenario) -> dict[str, Any]:
    return result(run(registry(), scenario))


def codes_of(data: dict[str, Any], key: str) -> set[str]:
    return {one["code"] for one in data[key]}


def test_limits_are_crossed_on_the_act_that_crosses_them_and_what_is_left_counts_down() -> None:
    year = run_acts(
        registry(), [hired("student", f"2026-0{n}-01", hours=h) for n, h in ((2, "300"), (3, "350"), (4, "1"))]
    )
    results = [result(one) for one in year.runs]
    assert [one["left"][0]["left"] for one in results] == ["350", "0", "0"]
    assert [one["left"][0]["exceeded"] for one in results] == [False, False, True]
    assert ["student_hours_exceeded" in codes_of(one, "alerts") for one in results] == [False, False, True]
    message = next(one["message"] for one in results[2]["alerts"] if one["code"] == "student_hours_exceeded")
    assert message.startswith("651 of 650 h")


def test_the_agenda_names_the_acts_a_total_is_made_of_and_joins_what_is_due_once() -> None:
    year = run_acts(
        registry(), [hired("student", day, hours="100") for day in ("2026-02-02", "2026-02-20", "2026-04-01")]
    )
    data = agenda_data(agenda(year.runs))
    returns = [one for one in data["obligations"] if one["code"] == "social_security_return"]
    assert [(one["due"], [act["date"] for act in one["acts"]]) for one in returns] == [
        ("2026-04-30", ["2026-02-02", "2026-02-20"]),
        ("2026-07-31", ["2026-04-01"]),
    ]
    entries = [one for one in data["obligations"] if one["code"] == "dimona_in_student"]
    assert [len(one["acts"]) for one in entries] == [1, 1, 1]
    parts = data["left"][0]["made_of"]["year_to_date.student_hours"]
    assert [(part["date"], part["amount"]) for part in parts] == [("2026-02-02", "100"), ("2026-02-20", "100")]
    dues = [one["due"] for one in data["obligations"]]
    assert dues == sorted(dues)


def test_a_change_of_treatment_is_made_before_the_figures_and_said() -> None:
    data = simulated(hired(contract__signed_on="2026-03-11"))
    assert data["contract"] == "open_ended"
    assert data["values"] == simulated(hired("open_ended"))["values"] != simulated(hired())["values"]
    (change,) = data["reclassified"]
    assert (change["contract"], change["treated_as"]) == ("fixed_term", "open_ended")
    assert "signed" in change["reason"]
    assert any("2026-03-11 > " in reason or "2026-03-10" in reason for reason in change["because"])
    assert data["unused"] == []
    assert simulated(hired(contract__signed_on="2026-03-10"))["reclassified"] == []


def test_reasons_unfold_into_the_facts_behind_them() -> None:
    duties = {one["code"]: one for one in simulated(hired(work__country="FR"))["obligations"]}
    reason = duties["a1_certificate"]["because"][0]
    assert "Country where the work is done: france" in reason
    assert duties["a1_certificate"]["due_found"][0] == "start is Tuesday 10 March 2026"


def test_facts_that_only_rules_read_are_used_and_those_nobody_gave_are_listed() -> None:
    data = simulated(hired(work__country="FR"))
    assert data["unused"] == []
    assert "contract.ends" in {one["name"] for one in data["assumed"]}
    assert "work.country" not in {one["name"] for one in data["assumed"]}


@pytest.mark.parametrize(
    "given", [{"work__country": "Atlantis"}, {"contract__signed_on": "2026-02-30"}, {"hours": "1" * 400}]
)
def test_facts_that_cannot_be_are_refused_in_words(given: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        simulated(hired(**given))
    assert refused.value.diagnostics[0].message


def test_a_deadline_beyond_the_calendar_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="beyond the calendar"):
        simulated(hired(end="9999-12-31", hours="8", days="1"))


def test_why_not_of_every_rule_can_be_told() -> None:
    from simulator.consequences import reasons_for, refusals_of

    found = consequences(run(registry(), hired()))
    for rule in found.evaluation.rules.rules:
        told = reasons_for(found, rule.name) if rule.name in found.evaluation.holds else refusals_of(found, rule.name)
        assert told, rule.name
    assert refusals_of(found, "no_such_rule") is None


# ---- rows of contracts -------------------------------------------------------------


def stretch(first: str, last: str) -> Stretch:
    return Stretch(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("stretches", "gap", "length"),
    [
        ([], 2, 0),
        ([("2026-03-01", "2026-03-07")], 2, 1),  # two days between
        ([("2026-03-01", "2026-03-06")], 2, 0),  # three days between
        ([("2026-03-01", "2026-03-09"), ("2026-02-20", "2026-02-27")], 1, 2),
        ([("2026-03-01", "2026-03-09"), ("2026-02-20", "2026-02-26")], 1, 1),
        ([("2026-03-05", "2026-03-20")], 0, 1),  # overlapping
        ([("2026-03-11", "2026-03-12")], 9, 0),  # later
        ([("2026-01-01", "2026-03-09"), ("2026-02-01", "2026-02-02")], 0, 2),  # inside another
    ],
)
def test_the_row_of_contracts_just_before(stretches: list[tuple[str, str]], gap: int, length: int) -> None:
    row = row_before(date(2026, 3, 10), [stretch(*one) for one in stretches], gap)
    assert len(row) == length
    assert row == sorted(row)


def test_a_row_of_contracts_is_seen_on_the_act_that_makes_it_too_long() -> None:
    months = [("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30"), ("2025-07-01", "2025-09-30"),
              ("2025-10-01", "2025-12-31"), ("2026-01-01", "2026-03-31")]  # fmt: skip
    acts = [hired("fixed_term", start, gross="7000", start=start, end=end) for start, end in months]
    results = [result(one) for one in run_acts(registry(), acts).runs]
    assert len(results) == 15  # paid month by month
    assert ["successive_fixed_term" in codes_of(one, "alerts") for one in results] == [False] * 12 + [True] * 3


def test_a_contract_paid_month_by_month_is_declared_once() -> None:
    acts = [hired("fixed_term", "2026-03-31", gross="9000", start="2026-01-01", end="2026-03-31")]
    data = agenda_data(agenda(run_acts(registry(), acts).runs))
    dues = {
        code: [one["due"] for one in data["obligations"] if one["code"] == code]
        for code in codes_of(data, "obligations")
    }
    assert dues["dimona_in"] == ["2026-01-01"]
    assert dues["dimona_out"] == ["2026-04-01"]
    assert dues["written_contract"] == ["2026-01-01"]
    assert dues["unemployment_certificate"] == ["2026-03-31"]
    assert dues["social_security_return"] == ["2026-04-30"]
    assert dues["social_security_advance"] == ["2026-02-05", "2026-03-05", "2026-04-05"]
    assert data["reclassified"] == []


def test_a_credit_note_is_an_act_of_its_own() -> None:
    sale = Scenario("be", "sale_of_services", date(2026, 3, 10), None, {"invoice.excl_vat": "1000"})
    note = Scenario("be", "credit_note", date(2026, 5, 4), None, of=sale)
    data = agenda_data(agenda(run_acts(registry(), [sale, note]).runs))
    returns = [
        (one["due"], [act["act"] for act in one["acts"]]) for one in data["obligations"] if one["kind"] == "vat_return"
    ]
    assert ("2026-04-20", ["sale_of_services"]) in returns
    assert ("2026-06-20", ["credit_note"]) in returns


# ---- command and calendar file -----------------------------------------------------


def test_the_calendar_file_is_taken_in_again(tmp_path: Path) -> None:
    path = tmp_path / "duties.ics"
    given = ["--given", "gross=600", "--given", "work.country=FR"]
    assert (
        main(
            [
                "obligations",
                "be",
                "hire",
                "--date",
                "2026-04-07",
                "--contract",
                "fixed_term",
                *given,
                "--ics",
                str(path),
            ]
        )
        == 0
    )
    calendar = Calendar.from_ical(path.read_bytes())
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == len(
        agenda_data(agenda([run(registry(), hired(day="2026-04-07", work__country="FR"))]))["obligations"]
    )
    a1 = events["Certificate of the social security that applies, before leaving → ONSS/RSZ"]
    assert a1.decoded("dtstart") == date(2026, 4, 3)
    assert "Easter Monday" in str(a1["description"])
    assert len({str(event["uid"]) for event in events.values()}) == len(events)
    assert all("dtstamp" in event for event in events.values())
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))


def test_hours_make_a_time_of_day_and_equal_duties_equal_bytes() -> None:
    duty = {
        "code": "x", "kind": "k", "what": "Notice; soon, very", "to": "office", "form": None, "law": None,
        "due": "2026-03-10T12:00", "due_found": ["start"], "because": ["a, b; c"],
        "acts": [{"country": "be", "act": "hire", "contract": None, "date": "2026-03-10"}],
    }  # fmt: skip
    first = calendar_file({"obligations": [duty]})
    assert first == calendar_file({"obligations": [dict(duty)]})
    (event,) = Calendar.from_ical(first).walk("VEVENT")
    assert event.decoded("dtstart").hour == 12
    assert str(event["summary"]) == "Notice; soon, very → office"


def test_the_command_lists_a_years_duties(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "acts.yaml"
    path.write_text(ACTS, encoding="utf-8")
    assert main(["obligations", str(path)]) == 0
    text = capsys.readouterr().out
    assert "Student hours of the year: 651 of 650 used, 0 left (exceeded)" in text
    assert "day: end is Wednesday 1 April 2026; day 5 of May 2026: Tuesday 5 May 2026" in text
    assert main(["obligations", str(path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "bareme.obligations/1"


def test_the_command_says_why_and_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["obligations", "be", "hire", "--date", "2026-03-10", "--contract", "fixed_term", "--given", "gross=600"]
    assert main([*asked, "--why", "a1_certificate"]) == 0
    text = capsys.readouterr().out
    assert "`a1_certificate` does not hold, since" in text
    assert "Country where the work is done: belgium" in text
    assert main([*asked, "--why", "dimona_in"]) == 0
    assert "`dimona_in` holds, since" in capsys.readouterr().out
    assert main([*asked, "--why", "dimona"]) == 2


# ---- the second engine at run time -------------------------------------------------


@pytest.mark.skipif(absence() is not None, reason=f"second engine absent: {absence()}")
def test_every_result_carries_the_verdict_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "second_engine" not in simulated(hired())
    monkeypatch.setenv("BAREME_SECOND_ENGINE", "always")
    found = simulated(hired(contract__signed_on="2026-03-11"))["second_engine"]
    assert found == {"verdict": "agreed", "compared": 3, "differences": [], "reasons": []}


def test_a_disagreement_refuses_the_result(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    class Liar:
        def evaluate(self, _: Any, subjects: Any) -> list[tuple[str, ...]]:
            return [() for _ in subjects]

    monkeypatch.setenv("BAREME_SECOND_ENGINE", "always")
    monkeypatch.setattr(opinion, "absence", lambda: None)
    monkeypatch.setattr(opinion, "worker", Liar)
    with caplog.at_level(logging.CRITICAL, "bareme.second_engine"), pytest.raises(Refused, match="disagree") as refused:
        simulated(hired())
    assert refused.value.diagnostics[0].code == "BAR913"
    assert "only the first holds" in caplog.text


def test_an_absent_second_engine_changes_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = simulated(hired())
    monkeypatch.setenv("BAREME_SECOND_ENGINE", "always")
    monkeypatch.setattr(opinion, "absence", lambda: "not built")
    asked = simulated(hired())
    assert asked.pop("second_engine")["verdict"] == "absent"
    assert asked == plain


def test_threads_that_ask_about_different_days_get_the_same_answers() -> None:
    days = [f"20{year}-{month:02}-10" for year in range(18, 27) for month in range(1, 13, 2)]
    scenarios = [
        hired(contract, day, hours="8") for day in days for contract in ("fixed_term", "student", "artist_1bis")
    ]
    fresh = Registry(ROOT / "rules")
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda one: consequences(run(fresh, one)).evaluation.fired, scenarios))
    assert together == [consequences(run(registry(), one)).evaluation.fired for one in scenarios]
