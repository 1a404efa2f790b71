"""Layers fill what a pack leaves open, nothing else, and one of them only; each line says who decided it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.checking.check import check_pack
from engine.language import codes
from engine.language.diagnostic import Refused
from engine.program.pack import assemble
from simulator.registry import Registry
from simulator.result import result
from simulator.running import run
from simulator.scenario import Scenario
from tests.releases.packs import LAYER, write_layer, write_small

ASKED = Scenario("xx", "sale", date(2025, 3, 10), "open_ended", {"invoice.excl_vat": "1000"})


def under(tmp_path: Path, *layers: Path) -> Registry:
    return Registry(write_small(tmp_path / "rules"), layers)


def outcome(registry: Registry) -> dict[str, Any]:
    return result(run(registry, ASKED))


def refused_codes(registry: Registry) -> list[str]:
    with pytest.raises(Refused) as refused:
        registry.country("xx")
    assert all(problem.mend for problem in refused.value.diagnostics)
    return [problem.code for problem in refused.value.diagnostics]


def test_a_layer_decides_an_open_term_and_says_so(tmp_path: Path) -> None:
    plain = outcome(under(tmp_path))
    layered = outcome(under(tmp_path, write_layer(tmp_path / "arts")))
    assert (plain["values"]["gross"], layered["values"]["gross"]) == ("935.00", "865.74")
    deciders = {line["name"]: line["decided_by"] for line in layered["lines"]}
    assert deciders["gross"] == "arts"
    assert deciders["income_tax"] == "xx"
    assert "arts" not in {line["decided_by"] for line in plain["lines"]}


def test_the_bundle_lists_the_layer(tmp_path: Path) -> None:
    bundle = outcome(under(tmp_path, write_layer(tmp_path / "arts")))["bundle"]
    assert [part["pack"] for part in bundle] == ["common", "xx", "arts"]
    assert len({part["sha256"] for part in bundle}) == 3


def test_a_line_left_open_is_filled_by_a_line(tmp_path: Path) -> None:
    text = "lines:\n  gross: {formula: floor(budget / 2 to 0.01)}\n"
    layer = write_layer(tmp_path / "arts", **{"premium.yaml": text})
    rules = write_small(tmp_path / "rules")
    tax = (rules / "xx" / "tax.yaml").read_text(encoding="utf-8")
    (rules / "xx" / "tax.yaml").write_text(tax.replace("gross: {formula", "gross: {open: true, formula"))
    lines = {line["name"]: line for line in outcome(Registry(rules, (layer,)))["lines"]}
    assert (lines["gross"]["amount"], lines["gross"]["decided_by"]) == ("467.50", "arts")


def test_two_layers_for_one_term_are_refused_not_ranked(tmp_path: Path) -> None:
    one = write_layer(tmp_path / "arts")
    other = write_layer(tmp_path / "film", **{"pack.yaml": LAYER["pack.yaml"].replace("arts", "film")})
    assert refused_codes(under(tmp_path, one, other)) == [codes.FILLED_TWICE]
    assert refused_codes(under(tmp_path, other, one)) == [codes.FILLED_TWICE]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("parameters:\n  fee.rate: {label: Fee, type: rate, values: {2018-01-01: 5 %}}\n", codes.NOT_OPEN),
        ("lines:\n  income_tax: {formula: '0'}\n", codes.NOT_OPEN),
        ("lines:\n  net_pay: {formula: gross}\n", codes.NOT_OPEN),
        (LAYER["premium.yaml"].replace("type: rate", "type: money"), codes.FILLED_OTHERWISE),
        ("lines:\n  premium.rate: {type: rate, formula: 1 %}\n", codes.FILLED_OTHERWISE),
        (LAYER["premium.yaml"] + "  premium.rate.more: {type: rate, values: {2018-01-01: 0 %}}\n", ""),
    ],
)
def test_what_is_not_open_or_of_another_kind_is_refused(tmp_path: Path, text: str, code: str) -> None:
    registry = under(tmp_path, write_layer(tmp_path / "arts", **{"premium.yaml": text}))
    assert (refused_codes(registry) == [code]) if code else outcome(registry)


def test_a_layer_is_found_by_its_header(tmp_path: Path) -> None:
    header = LAYER["pack.yaml"].replace("layer_of: xx\n", "")
    registry = under(tmp_path, write_layer(tmp_path / "arts", **{"pack.yaml": header}))
    assert refused_codes(registry) == [codes.WRONG_LAYER]


def test_a_layer_of_another_country_is_left_aside(tmp_path: Path) -> None:
    other = write_layer(tmp_path / "arts", **{"pack.yaml": LAYER["pack.yaml"].replace("layer_of: xx", "layer_of: yy")})
    assert [part["pack"] for part in outcome(under(tmp_path, other))["bundle"]] == ["common", "xx"]


def test_a_layer_inside_the_folder_of_its_country_is_no_rule_of_it(tmp_path: Path) -> None:
    rules = write_small(tmp_path / "rules")
    write_layer(rules / "xx" / "layers" / "arts")
    assert outcome(Registry(rules))["values"]["gross"] == "935.00"


def test_a_layer_is_checked_with_what_it_lies_on(tmp_path: Path) -> None:
    text = LAYER["premium.yaml"].replace("8 %", "nothing.like.it")
    registry = under(tmp_path, write_layer(tmp_path / "arts", **{"premium.yaml": text}))
    problems = check_pack(assemble(registry.parts("xx"))).problems
    assert [(problem.code, Path(problem.place.path).name) for problem in problems] == [
        (codes.UNKNOWN_NAME, "premium.yaml")
    ]
