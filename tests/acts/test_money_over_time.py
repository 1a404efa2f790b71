"""Projects, the wage guarantee, acts under other rules, the best split: several acts put together."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine.language.diagnostic import Refused
from engine.reading.document import read_document
from simulator.facts import write_number
from simulator.guarantee import ends_with, guarantee, guarantee_data
from simulator.project import budget_change, read_project, run_project
from simulator.project_result import project_data
from simulator.registry import Registry
from simulator.rerun import correcting, rerun, rerun_data, side
from simulator.running import run
from simulator.scenario import Scenario
from simulator.settling import settled_on
from simulator.split import split
from simulator.year import read_acts

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "rules")
JOB = Scenario("be", "job", date(2026, 3, 10), "fixed_term", {"invoice.excl_vat": "1000"})


@pytest.fixture(scope="module")
def raised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packs with a personal contribution of 13.50 %."""
    folder = tmp_path_factory.mktemp("raised") / "rules"
    shutil.copytree(ROOT / "rules", folder)
    path = folder / "be" / "employee_contributions.yaml"
    text = path.read_text(encoding="utf-8")
    assert "value: 13.07 %" in text
    path.write_text(text.replace("value: 13.07 %", "value: 13.50 %"), encoding="utf-8")
    return folder


def two_jobs() -> list[Scenario]:
    acts = [
        {"act": "job", "contract": "fixed_term", "date": "2026-05-10", "given": {"invoice.excl_vat": "1000"}},
        {"act": "job", "contract": "fixed_term", "date": "2026-05-20", "given": {"invoice.excl_vat": "3000"}},
        {"act": "purchase", "date": "2026-05-21", "given": {"purchase.excl_vat": "100"}},
    ]
    return read_acts({"country": "be", "acts": acts}, "acts")


def test_rerun_says_what_was_paid_owed_and_why(raised: Path) -> None:
    before, after = side(REGISTRY, "draft"), side(REGISTRY, str(raised))
    acts = rerun(before, after, two_jobs())
    data = rerun_data(before, after, acts)
    first, second, purchase = data["acts"]
    paid = {figure["name"]: (figure["paid"], figure["owed"]) for figure in first["figures"]}
    assert paid["employee_contributions"] == ("78.24", "80.82")  # 598.66 at 13.07 % and at 13.50 %
    assert [cause["after"] for cause in first["causes"]] == ["13.50 %"]
    assert "month_to_date.withholding.taxable" in {cause["name"] for cause in second["causes"]}
    assert purchase["figures"] == purchase["entries"] == []
    for one in acts:
        assert sum(line.debit - line.credit for line in correcting(one)) == 0
    assert Fraction(data["sums"]["net_pay"]) == sum(
        one.owed.values["net_pay"] - one.paid.values["net_pay"] for one in acts[:2]
    )


def test_rerun_under_the_same_rules_changes_nothing() -> None:
    same = side(REGISTRY, "draft")
    data = rerun_data(same, same, rerun(same, same, two_jobs()))
    assert data["sums"] == {}
    assert all(act["figures"] == [] for act in data["acts"])


def test_rules_that_are_nowhere_are_refused() -> None:
    with pytest.raises(Refused, match="neither a release nor a folder"):
        side(REGISTRY, "nowhere")


def test_each_debt_is_paid_on_the_day_of_its_account() -> None:
    done = run(REGISTRY, JOB)
    days = {account: settled_on(done, account).isoformat() for account in ("455", "453", "454", "451", "400")}
    assert days == {
        "455": "2026-03-19",  # seven working days after 10 March
        "453": "2026-04-15",
        "454": "2026-04-30",
        "451": "2026-04-20",
        "400": "2026-04-09",
    }


def test_the_fund_advances_pay_until_the_client_pays() -> None:
    data = guarantee_data(guarantee(REGISTRY, JOB, None))
    assert data["advanced"] == {"most": "612.26", "from": "2026-03-19", "until": "2026-04-09", "days": 21}
    assert data["cost"]["amount"] == "1.59"  # 612.26 × 4.5 % × 21 / 365 = 1.585…
    late = guarantee_data(guarantee(REGISTRY, JOB, date(2026, 7, 1)))
    # 612.26 for 32 days, 822.26 for 10, 1 087.95 for 62: × 4.5 % / 365 = 11.75
    assert (late["advanced"]["most"], late["cost"]["amount"]) == ("1087.95", "11.75")


def test_what_each_party_ends_with_sums_to_nothing_paid_or_not() -> None:
    for never in (False, True):
        found = guarantee(REGISTRY, JOB, None, never=never)
        assert sum(ends_with(found).values()) == 0
    lost = ends_with(guarantee(REGISTRY, JOB, None, never=True))
    paid = ends_with(guarantee(REGISTRY, JOB, None))
    assert lost["client"] == 0
    assert lost["worker"] == paid["worker"]  # the promise: pay does not wait for the client
    assert lost["tax_office"] == lost["co-operative"] == lost["entity"] == 0
    # the fund bears 1 210 less the VAT, the fee and what was left, and keeps what was mutualised
    assert lost["fund"] == Fraction("57.04") - (1210 - 210 - 65 - Fraction("0.01")) - Fraction("52.39")


def test_an_act_that_pays_nobody_is_not_guaranteed() -> None:
    with pytest.raises(Refused, match="pays nobody"):
        guarantee(REGISTRY, Scenario("be", "purchase", date(2026, 3, 10), None, {"purchase.excl_vat": "5"}), None)


def show() -> dict[str, Any]:
    data = read_document(ROOT / "examples" / "be-project.yaml").data
    assert isinstance(data, dict)
    return dict(data)


def test_a_project_spends_no_more_than_it_has() -> None:
    settled = run_project(REGISTRY, read_project(show()))
    data = project_data(REGISTRY, settled)
    budget = {name: Fraction(text) for name, text in data["budget"].items()}
    assert budget["left"] == budget["budget"] - budget["purchase.cost"] - budget["employer_cost"] - budget["allowances"]
    free = budget["budget"] - budget["purchase.cost"]
    spent = {
        name: -sum(budget_change(one.run) for one in settled.done if one.part.name == name) for name in ("Ana", "Bob")
    }
    # one more cent of gross would not have fitted
    assert free * Fraction(60, 100) - Fraction(6, 100) < spent["Ana"] <= free * Fraction(60, 100)
    assert free * Fraction(35, 100) - Fraction(2, 100) < spent["Bob"] <= free * Fraction(35, 100)
    assert data["trial_balance"]["balanced"]
    assert sum(Fraction(party["amount"]) for party in data["settlement"]) == 0


def test_the_money_of_a_project_day_by_day_ends_with_what_is_not_paid_out() -> None:
    data = project_data(REGISTRY, run_project(REGISTRY, read_project(show())))
    inside = {"entity", "fund", "co-operative"}
    kept = sum(Fraction(party["amount"]) for party in data["settlement"] if party["to"] in inside)
    assert Fraction(data["financing"]["at_the_end"]) == kept
    lowest = min(Fraction(day["balance"]) for day in data["days"])
    assert Fraction(data["financing"]["most"]) == -lowest


def test_smoothed_pay_is_equal_every_month_and_the_workers_are_kept_apart() -> None:
    settled = run_project(REGISTRY, read_project(show()))
    gross = [one.run.values["gross"] for one in settled.done if one.part.name == "Ana"]
    assert len(gross) == 3
    assert len(set(gross)) == 1
    bob = next(one.run for one in settled.done if one.part.name == "Bob")
    assert bob.totals["month_to_date.income_tax"] == 0


def test_what_may_still_be_paid_fits_into_what_is_left() -> None:
    data = project_data(REGISTRY, run_project(REGISTRY, read_project(show())))
    left = Fraction(data["budget"]["left"])
    ana = next(row for row in data["may_still_be_paid"] if row["name"] == "Ana")
    gross = Fraction(ana["gross"])
    assert gross * Fraction("1.5618") <= left < (gross + Fraction(1, 100)) * Fraction("1.5618")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"parts": []}, "needs its `parts`"),
        ({"part": []}, "has no `part`"),
        ({"parts": ["job"]}, "a part is a scenario"),
        ({"parts": [{"act": "hire", "date": "2026-01-01", "share": "a lot"}]}, "not a number"),
        ({"parts": [{"act": "job", "date": "2026-01-01", "client_pays": "soon"}]}, "not a date"),
    ],
)
def test_a_project_that_cannot_be_read_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_project({**show(), **change})


def test_the_best_split_stops_where_the_ratio_of_the_year_does() -> None:
    asked = Scenario(
        "be",
        "job",
        date(2026, 6, 30),
        "fixed_term",
        {"invoice.excl_vat": "10000", "start": "2026-06-01", "end": "2026-06-30", "worker.arts_attestation": "true"},
    )
    data = split(REGISTRY, asked)
    best = Fraction(data["best"]["share"])
    # rights s × 9 350 beside pay (1 - s) × 9 350 / 1.5618: at most 3/7 of the pay, so s = 3 / (3 + 7 × 1.5618)
    assert abs(best - 3 / (3 + 7 * Fraction("1.5618"))) < Fraction(1, 100000)
    assert data["best"]["legal"]
    assert data["limit"]["law"].startswith("CIR 92")
    share = write_number(best + Fraction(1, 1000))
    more = run(REGISTRY, replace(asked, given={**asked.given, "rights.share": share}))
    assert more.values["rights.outside_limits"] > 0
