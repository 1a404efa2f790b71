"""What publishing asks of figures; who uses what; one fee rate; the register and the January list."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from engine.checking.fee import fee_problems
from engine.checking.provenance import strict
from engine.checking.register import due, sources
from engine.checking.uses import uses
from engine.language import codes
from engine.language.diagnostic import Diagnostic
from engine.program.pack import Pack, assemble
from engine.reading.folder import read_folder
from simulator.registry import Registry
from tests.releases.campaign import RULES
from tests.releases.packs import COMMON, SMALL, write_small

TODAY = date(2026, 11, 24)
ACCEPTED = """\
assumed:
  fee.rate: {values: [2018-01-01], why: Not found, accepted_by: The desk, since: 2026-01-15}
"""


def pack_of(tmp_path: Path, **changed: str) -> Pack:
    rules = write_small(tmp_path, **changed)
    return assemble([read_folder(rules / "common"), read_folder(rules / "xx")])


def fee(before: str, after: str) -> str:
    assert before in SMALL["fee.yaml"]
    return SMALL["fee.yaml"].replace(before, after)


def found(tmp_path: Path, text: str, more: str = "", today: date = TODAY) -> list[tuple[str, int]]:
    files = {"fee.yaml": text, **({"assumed.yaml": more} if more else {})}
    return [(one.code, one.place.line) for one in strict(pack_of(tmp_path, **files), today).problems]


def test_the_small_pack_says_where_everything_comes_from(tmp_path: Path) -> None:
    assert strict(pack_of(tmp_path), TODAY).problems == ()


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("    law: Decision of the general assembly\n", "", codes.NO_LAW),
        ("    source: Annual report 2018\n", "", codes.NO_SOURCE),
        ("    confidence: published\n", "", codes.NO_CONFIDENCE),
        ("    checked_on: 2026-01-15\n", "", codes.RECHECK_DUE),
        ("2026-01-15", "2024-11-24", codes.RECHECK_DUE),
        ("confidence: published", "confidence: assumed", codes.NOT_ACCEPTED),
    ],
)
def test_what_a_figure_lacks_is_found_where_it_stands(tmp_path: Path, before: str, after: str, code: str) -> None:
    text = fee(before, after)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "2018-01-01:" in one)
    assert found(tmp_path, text) == [(code, line)]


def test_a_check_holds_for_as_long_as_the_pack_says(tmp_path: Path) -> None:
    text = fee("2026-01-15", "2024-11-25")
    assert found(tmp_path / "a", text) == []
    header = SMALL["pack.yaml"] + "recheck_months: 12\n"
    problems = strict(pack_of(tmp_path / "b", **{"fee.yaml": text, "pack.yaml": header}), TODAY).problems
    assert {problem.code for problem in problems} == {codes.RECHECK_DUE}


@pytest.mark.parametrize("ended", ["2018-01-01: 6.5 %\n      2020-01-01: {ended: true}"])
def test_an_end_needs_no_source(tmp_path: Path, ended: str) -> None:
    assert found(tmp_path, fee("2018-01-01: 6.5 %", ended)) == []


def test_assumptions_pass_exactly_when_the_list_is_exact(tmp_path: Path) -> None:
    text = fee("confidence: published", "confidence: assumed")
    assert found(tmp_path / "a", text, ACCEPTED) == []
    later = text.replace("2018-01-01: 6.5 %", "2018-01-01: 6.5 %\n      2020-01-01: 7 %")
    assert [code for code, _ in found(tmp_path / "b", later, ACCEPTED)] == [codes.NOT_ACCEPTED]
    assert found(tmp_path / "c", SMALL["fee.yaml"], ACCEPTED) == [(codes.NOT_ASSUMED, 2)]
    assert found(tmp_path / "d", text, ACCEPTED.replace("fee.rate", "fee.rat"))[0][0] == codes.NOT_ACCEPTED


def test_the_assumed_figures_are_named(tmp_path: Path) -> None:
    text = fee("confidence: published", "confidence: assumed")
    held = strict(pack_of(tmp_path, **{"fee.yaml": text, "assumed.yaml": ACCEPTED}), TODAY)
    assert [(one.name, one.since) for one in held.assumed] == [("fee.rate", date(2018, 1, 1))]


def test_belgium_is_sourced_and_its_list_of_assumptions_exact() -> None:
    held = strict(Registry(RULES).country("be").pack, TODAY)
    assert [str(problem) for problem in held.problems] == []
    assert len(held.assumed) > 10


# ---- one fee rate --------------------------------------------------------------------------


def fee_faults(tmp_path: Path, common: str = "", **changed: str) -> list[Diagnostic]:
    rules = write_small(tmp_path, **changed)
    if common:
        (rules / "common" / "rules.yaml").write_text(common, encoding="utf-8")
    return list(fee_problems(assemble([read_folder(rules / "common"), read_folder(rules / "xx")])))


def test_one_rate_for_all_is_as_it_should_be(tmp_path: Path) -> None:
    assert fee_faults(tmp_path) == []
    assert list(fee_problems(Registry(RULES).country("be").pack)) == []


@pytest.mark.parametrize(
    ("formula", "word"),
    [
        ("invoice.excl_vat * (if contract.is_short then 7 % else fee.rate)", "contract.is_short"),
        ("tariff(invoice.excl_vat)", "tariff"),
        ("invoice.excl_vat * fee.rate + relief.maximum", "relief.maximum"),
    ],
)
def test_a_fee_that_depends_on_the_case_is_refused(tmp_path: Path, formula: str, word: str) -> None:
    common = COMMON["rules.yaml"].replace("invoice.excl_vat * fee.rate", formula)
    problems = fee_faults(tmp_path, common)
    assert [problem.code for problem in problems] == [codes.FEE_NOT_SINGLE]
    assert word in problems[0].message


def test_a_second_fee_is_refused(tmp_path: Path) -> None:
    more = 'lines:\n  handling: {label: Handling, formula: "5", to: co-operative}\n'
    assert [one.code for one in fee_faults(tmp_path, **{"more.yaml": more})] == [codes.FEE_NOT_SINGLE]


def test_a_rate_left_open_is_refused(tmp_path: Path) -> None:
    text = fee("    type: rate\n", "    type: rate\n    open: true\n")
    assert [one.code for one in fee_faults(tmp_path, **{"fee.yaml": text})] == [codes.FEE_NOT_SINGLE]


def test_rates_by_brackets_are_refused(tmp_path: Path) -> None:
    text = "scales:\n  fee.rate: {label: Fee, type: rate, values: {2018-01-01: [{rate: 5 %}]}}\n"
    assert [one.code for one in fee_faults(tmp_path, **{"fee.yaml": text})] == [codes.FEE_NOT_SINGLE]


# ---- who uses what ---------------------------------------------------------------------------


def test_every_name_that_stands_in_a_formula_is_in_the_graph() -> None:
    """Found again by looking at the words of every file, without the parser."""
    pack = Registry(RULES).country("be").pack
    graph = uses(pack)
    used = {name for names in graph.used.values() for name in names}
    own = {name for name, one in pack.definitions.items() if one.kind in ("parameter", "field", "scale", "table")}
    texts = [_formulas(one.document.data) for part in pack.parts for one in part.files]
    words = {word for text in texts for word in re.findall(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*", text)}
    assert own & words - used == set()
    assert len(own & used) > 100


def _formulas(data: object, key: str = "") -> str:
    if isinstance(data, dict):
        return "\n".join(_formulas(value, str(name)) for name, value in data.items())
    if isinstance(data, list):
        return "\n".join(_formulas(item, key) for item in data)
    return str(data) if key in ("formula", "when", "otherwise", "up_to", "take_from", "default") else ""


def test_the_graph_goes_both_ways(tmp_path: Path) -> None:
    graph = uses(pack_of(tmp_path))
    assert [user.name for user in graph.by("relief.maximum")] == ["income_tax", "relief.double"]
    assert graph.of("relief.double") == ("relief.maximum",)
    assert "relief.slope" in graph.of("income_tax")
    assert [(user.kind, user.name) for user in graph.by("contract.is_short")] == [("contract", "day")]


# ---- registers ---------------------------------------------------------------------------------


def test_the_register_lists_every_value_once_under_its_source(tmp_path: Path) -> None:
    register = {one.source: one for one in sources(pack_of(tmp_path))}
    assert {version.name for version in register["Official gazette, 2017"].values} == {"tariff", "relief"}
    assert register["Official gazette, 2017"].confidences == ("statutory",)
    assert register["Annual report 2018"].oldest_check == date(2026, 1, 15)
    listed = [version for one in register.values() for version in one.values]
    assert len(listed) == len(set(map(id, listed))) == 8


def test_the_january_list_leads_with_what_changes_every_january(tmp_path: Path) -> None:
    listed = due(pack_of(tmp_path), date(2027, 1, 1))
    assert [(one.version.name, one.expected) for one in listed] == [
        ("tariff", True),
        ("relief", True),
        ("premium.rate", False),
        ("fee.rate", False),
        ("surcharge", False),
    ]


def test_a_value_with_a_successor_is_not_due(tmp_path: Path) -> None:
    text = fee("2018-01-01: 6.5 %", "2018-01-01: 6.5 %\n      2027-01-01: 7 %")
    pack = pack_of(tmp_path, **{"fee.yaml": text})
    assert "fee.rate" not in {one.version.name for one in due(pack, date(2027, 1, 1))}
    assert "fee.rate" in {one.version.name for one in due(pack, date(2028, 1, 1))}
