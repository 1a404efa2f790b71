"""A currency of other size and other smallest unit: ranges, rounding, words on pages and made-up acts follow it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest

from bareme.service.pages.reader import Reader
from bareme.text.language import Language
from engine.checking.ranges import input_range
from engine.language.diagnostic import Refused
from simulator.portfolio.synthetic import batches
from simulator.registry import Registry
from simulator.running import run
from simulator.scenario import Scenario
from tests.support.planting import RULES

REGISTRY = Registry(RULES)
HUNGARY, BELGIUM = REGISTRY.country("hu").pack, REGISTRY.country("be").pack


@pytest.mark.parametrize("name", ["gross", "invoice.excl_vat", "expenses", "allowances"])
def test_ranges_of_money_in_common_are_those_of_the_currency(name: str) -> None:
    ours, theirs = (input_range(pack, name, "money") for pack in (HUNGARY, BELGIUM))
    assert ours == tuple(end * 1000 for end in theirs)


def test_other_ranges_and_those_of_the_country_itself_stay() -> None:
    assert input_range(HUNGARY, "days", "days") == input_range(BELGIUM, "days", "days")
    assert HUNGARY.range_of("costs.itemised") == ("0", "1000000000")
    assert HUNGARY.range_of("worker.birth_date") == ("1900-01-01", "2026-12-31")
    assert HUNGARY.range_of("nobody") is None


def hire(gross: str) -> Fraction:
    return run(REGISTRY, Scenario("hu", "hire", date(2026, 3, 10), "open_ended", {"gross": gross})).values["net_pay"]


def test_amounts_are_whole_and_as_large_as_the_currency_asks() -> None:
    assert hire("1000000000") == 665_000_000
    for refused in ("1000000001", "1000.5"):
        with pytest.raises(Refused):
            hire(refused)


def test_readers_see_the_places_of_the_currency() -> None:
    reader = Reader("en")
    assert reader.of(BELGIUM) is reader
    assert (reader.money("1234"), reader.of(HUNGARY).money("1234")) == ("1,234.00", "1,234")
    assert reader.of(HUNGARY).of(BELGIUM).money("1234") == "1,234.00"


@pytest.mark.parametrize(
    ("text", "shown"), [("1.4568", "1.4568"), ("1.2100", "1.2100"), ("1.189500000000", "1.1895"), ("3", "3")]
)
def test_a_finely_kept_number_shows_no_zeros_beyond_four_places(text: str, shown: str) -> None:
    assert Language("en").value(text, "number", 2) == shown


def test_made_up_acts_have_amounts_of_their_country() -> None:
    table = pa.Table.from_batches(list(batches(REGISTRY, ["be", "hu"], 4000, 7)))
    amounts: dict[str, list[float]] = {"be": [], "hu": []}
    for row in table.select(["country", "invoice.excl_vat"]).to_pylist():
        if row["invoice.excl_vat"] is not None:
            amounts[row["country"]].append(float(row["invoice.excl_vat"]))
    assert all(amount == int(amount) for amount in amounts["hu"])
    middle = {code: sorted(found)[len(found) // 2] for code, found in amounts.items()}
    assert 300 * middle["be"] < middle["hu"] < 3000 * middle["be"]
