"""The commands on packs, as people type them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.reading.folder import read_folder
from engine.releases.canonical import digest
from simulator.registry import Registry
from tests.releases.campaign import RULES
from tests.releases.command import bareme
from tests.releases.packs import SMALL, write_layer, write_small

SALE = ("sale", "--date", "2025-03-10", "--contract", "open_ended", "--given", "invoice.excl_vat=1000")
SET = ("set", "xx", "fee.rate", "7%", "--from", "2026-07-01", "--source", "Assembly, 2026")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small pack under `rules`, on a day of November 2026."""
    write_small(tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")
    for name in ("BAREME_RULES", "BAREME_DATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_one_edit_of_belgium_is_one_place_one_line_and_another_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the issue asks to see, in a copy of the rules."""
    shutil.copytree(RULES, tmp_path / "rules")
    shutil.copytree(RULES, tmp_path / "before")
    monkeypatch.chdir(tmp_path)
    ran = bareme("set", "be", "fee.rate", "7%", "--from", "2026-07-01", "--source", "Minutes of 2026")
    assert ran.code == 0, ran.err
    changed = [
        path for path in Path("rules").rglob("*.yaml")
        if path.read_bytes() != (Path("before") / path.relative_to("rules")).read_bytes()
    ]  # fmt: skip
    assert changed == [Path("rules/be/fee.yaml")]
    old, new = (Path(folder, "be", "fee.yaml").read_text(encoding="utf-8") for folder in ("before", "rules"))
    start = next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    assert old[start:] == new[start + len(new) - len(old) :]
    told = bareme("diff", "before/be", "rules/be")
    assert told.out.splitlines() == [
        "Belgium · Co-operative fee on amounts invoiced · from 1 July 2026: 6.5 % → 7 % (source: Minutes of 2026)"
    ]
    assert digest(read_folder(Path("before/be"))) != digest(read_folder(Path("rules/be")))


def test_release_list_verify_and_compute_from_it(here: Path) -> None:
    released = bareme("release", "xx")
    assert (released.code, released.out.splitlines()[0]) == (0, "xx@1.0.0 published on 2026-11-24")
    assert bareme("release", "xx").out.startswith("xx@1.0.0 already published, unchanged")
    listed = json.loads(bareme("releases", "--json").out)
    assert [one["release"] for one in listed["releases"]] == ["xx@1.0.0"]
    assert bareme("verify").out == "xx@1.0.0: as published\n"
    draft = bareme("simulate", "xx", *SALE, "--json").out
    assert bareme("simulate", "xx", *SALE, "--json", "--release", "xx@1.0.0").out == draft
    assert bareme("set", "xx", "fee.rate", "9%", "--from", "2020-01-01", "--source", "Assembly").code == 0
    assert bareme("simulate", "xx", *SALE, "--show", "fee").out == "90.00\n"
    assert bareme("simulate", "xx", *SALE, "--json", "--release", "xx@1.0.0").out == draft
    assert "fee" in bareme("explain", "xx", *SALE, "--line", "fee", "--release", "xx@1.0.0").out
    solved = bareme("solve", "xx", *SALE[:5], "--target", "fee=65", "--release", "xx@1.0.0", "--json")
    assert solved.code == 0
    assert "999.93" in solved.out
    known = json.loads(bareme("simulate", "xx", *SALE, "--json", "--known-on", "2026-11-24").out)
    assert (known["dates"]["known"], known["values"]["fee"]) == ("2026-11-24", "65.00")
    assert bareme("simulate", "xx", *SALE, "--known-on", "2026-11-23").code == 2
    assert (here / "releases" / "xx" / "1.0.0.json").is_file()


def test_a_year_is_computed_from_a_release_too(here: Path) -> None:
    bareme("release", "xx")
    bareme("set", "xx", "fee.rate", "9%", "--from", "2020-01-01", "--source", "Assembly")
    acts = "country: xx\nacts:\n  - {act: sale, date: 2025-03-10, contract: day, given: {invoice.excl_vat: 1000}}\n"
    (here / "acts.yaml").write_text(acts, encoding="utf-8")
    sums = [
        json.loads(bareme("year", "acts.yaml", "--json", *more).out)["sums"]["fee"]
        for more in ((), ("--release", "xx@1.0.0"))
    ]
    assert sums == ["90.00", "65.00"]


def test_a_scenario_file_may_name_its_release(here: Path) -> None:
    bareme("release", "xx")
    bareme("set", "xx", "fee.rate", "9%", "--from", "2020-01-01", "--source", "Assembly")
    text = (
        "country: xx\nact: sale\ndate: 2025-03-10\ncontract: day\ngiven: {invoice.excl_vat: 1000}\n"
        "options: {release: xx@1.0.0}\n"
    )
    (here / "sale.yaml").write_text(text, encoding="utf-8")
    assert bareme("simulate", "sale.yaml", "--show", "fee").out == "65.00\n"


def test_publishing_needs_sources_and_cases(here: Path) -> None:
    fee = here / "rules" / "xx" / "fee.yaml"
    fee.write_text(SMALL["fee.yaml"].replace("    source: Annual report 2018\n", ""), encoding="utf-8")
    ran = bareme("release", "xx")
    assert (ran.code, "BAR602" in ran.err, "not published: 1 errors" in ran.err) == (1, True, True)
    fee.write_text(SMALL["fee.yaml"].replace("6.5 %", "7 %"), encoding="utf-8")
    ran = bareme("release", "xx")
    assert (ran.code, "a sale of 1000 in 2025" in ran.err) == (1, True)
    assert bareme("releases").out == ""


def test_a_published_version_is_refused_by_governance(here: Path) -> None:
    bareme("release", "xx")
    later = ("set", "xx", "fee.rate", "7%", "--from", "2026-07-01", "--source", "Assembly")
    assert bareme(*later).code == 0
    ran = bareme("release", "xx")
    assert ran.code == 3
    assert "raise the version in pack.yaml: 1.1.0" in ran.err
    header = here / "rules" / "xx" / "pack.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("1.0.0", "1.1.0"), encoding="utf-8")
    assert bareme("release", "xx").code == 0
    told = bareme("diff", "xx@1.0.0", "xx@1.1.0").out.splitlines()
    assert told == [
        "Examplia · pack · version: 1.0.0 → 1.1.0",
        "Examplia · Co-operative fee · from 1 July 2026: 6.5 % → 7 % (source: Assembly)",
    ]
    data = json.loads(bareme("diff", "xx@1.0.0", "xx", "--json").out)
    assert [change["what"] for change in data["changes"]] == ["version", "value"]


def test_an_altered_release_is_a_finding(here: Path) -> None:
    bareme("release", "xx")
    target = next(path for path in (here / "releases" / "objects").rglob("*") if path.is_file())
    target.chmod(0o644)
    target.write_bytes(target.read_bytes() + b"\n")
    ran = bareme("verify", "xx@1.0.0")
    assert (ran.code, ran.out, "BAR702" in ran.err) == (1, "xx@1.0.0: ALTERED\n", True)
    assert bareme("verify", "xx@9.9.9").code == 2


def test_releases_are_kept_where_the_data_is(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAREME_DATA", str(here / "data"))
    assert bareme("release", "xx").code == 0
    assert (here / "data" / "releases" / "xx" / "1.0.0.json").is_file()
    assert not (here / "releases").exists()


def test_set_tells_what_it_did_and_where(here: Path) -> None:
    before = (here / "rules" / "xx" / "fee.yaml").read_bytes()
    dry = bareme(*SET, "--dry-run")
    assert (dry.code, (here / "rules" / "xx" / "fee.yaml").read_bytes()) == (0, before)
    ran = bareme(*SET)
    assert dry.out == ran.out
    assert ran.out.splitlines() == [
        "Examplia · Co-operative fee · from 1 July 2026: 6.5 % → 7 % (source: Assembly, 2026)",
        "rules/xx/fee.yaml:12",
        '    +      2026-07-01: {value: 7 %, source: "Assembly, 2026"}',
    ]
    assert bareme("check", "xx").code == 0
    data = json.loads(bareme("set", "xx", "fee.rate", "--law", "Statutes", "--json").out)
    assert (data["line"], data["written"], data["changes"][0]["after"]) == (6, True, "Statutes")


@pytest.mark.parametrize(
    "arguments",
    [
        ("fee.rate",),
        ("fee.rate", "7%"),
        ("fee.rate", "7%", "--from", "2026-13-01", "--source", "x"),
        ("fee.rate", "7%", "--end", "--from", "2026-01-01"),
        ("fee.rate", "--end"),
        ("nothing", "7%", "--from", "2026-01-01", "--source", "x"),
    ],
)
def test_an_edit_that_makes_no_sense_is_usage(here: Path, arguments: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in here.rglob("*.yaml")}
    assert bareme("set", "xx", *arguments).code == 2
    assert {path: path.read_bytes() for path in here.rglob("*.yaml")} == before


def test_packs_inside_the_program_are_never_edited(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bareme.cli.asking.packaged_rules", lambda: here / "rules")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    before = (here / "rules" / "xx" / "fee.yaml").read_bytes()
    ran = bareme(*SET)
    assert (ran.code, "BAR705" in ran.err, "--rules rules" in ran.err) == (3, True, True)
    assert (here / "rules" / "xx" / "fee.yaml").read_bytes() == before
    assert bareme("table", "export", "xx", "tariff", "--csv", "t.csv").code == 0
    grid = Path("t.csv").read_text(encoding="utf-8-sig").replace("10210", "10211")
    Path("t.csv").write_text(grid, encoding="utf-8")
    assert bareme("table", "import", "xx", "tariff", "--csv", "t.csv").code == 0
    assert bareme("table", "import", "xx", "tariff", "--csv", "t.csv", "--apply").code == 3
    assert bareme("release", "xx").code == 0
    assert (tmp_path / "home" / "bareme" / "releases" / "xx" / "1.0.0.json").is_file()
    assert bareme("--rules", str(here / "rules"), *SET).code == 0


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_goes_out_and_comes_back(here: Path, form: str) -> None:
    before = {path: path.read_bytes() for path in here.rglob("*.yaml")}
    for name in ("tariff", "surcharge", "relief", "fee.rate", "relief.double"):
        assert bareme("table", "export", "xx", name, f"--{form}", f"t.{form}").code == 0
        ran = bareme("table", "import", "xx", name, f"--{form}", f"t.{form}", "--apply")
        assert (ran.code, ran.out, ran.err) == (0, "", "no difference\n")
    assert {path: path.read_bytes() for path in here.rglob("*.yaml")} == before


def test_an_import_shows_before_it_writes(here: Path) -> None:
    tax = here / "rules" / "xx" / "tax.yaml"
    before = tax.read_bytes()
    text = bareme("table", "export", "xx", "surcharge", "--csv", "-").out
    (here / "t.csv").write_text(text.replace("2 %", "3 %"), encoding="utf-8")
    shown = bareme("table", "import", "xx", "surcharge", "--csv", "t.csv")
    assert shown.out.splitlines()[0] == "Examplia · Regional surcharge · from 1 January 2018 · south: 2 % → 3 %"
    assert tax.read_bytes() == before
    assert bareme("table", "import", "xx", "surcharge", "--csv", "t.csv", "--apply").out == shown.out
    assert tax.read_bytes() == before.replace(b"south: 2 %", b"south: 3 %")


def test_a_bad_sheet_is_refused(here: Path) -> None:
    (here / "t.csv").write_text("a,b\n", encoding="utf-8")
    assert bareme("table", "import", "xx", "tariff", "--csv", "t.csv").code == 2
    assert bareme("table", "import", "xx", "tariff", "--csv", "none.csv").code == 2
    assert bareme("table", "export", "xx", "nothing", "--csv", "-").code == 2


@pytest.mark.usefixtures("here")
def test_show_sources_and_due() -> None:
    shown = json.loads(bareme("show", "xx", "fee.rate", "--json").out)
    assert [user["name"] for user in shown["used_by"]] == ["fee"]
    assert "from 2018-01-01: 6.5 %" in bareme("show", "xx", "fee.rate").out
    assert "relief.slope (rate)" in bareme("show", "xx", "relief").out
    assert "uses: entity.region" in bareme("show", "xx", "income_tax").out
    near = bareme("show", "xx", "fee.rat")
    assert (near.code, "did you mean `fee.rate`" in near.err) == (2, True)
    register = json.loads(bareme("sources", "xx", "--json").out)
    assert {"Annual report 2018", "Official gazette, 2017"} <= {one["source"] for one in register["sources"]}
    assert "fee.rate from 2018-01-01" in bareme("sources", "xx").out
    listed = json.loads(bareme("due", "xx", "--on", "2027-01-01", "--json").out)["due"]
    assert [one["name"] for one in listed if one["expected"]] == ["tariff", "relief"]
    assert "tariff: Tax scale (since 2026-01-01)" in bareme("due", "xx", "--on", "2027-01-01").out
    assert bareme("due", "xx", "--on", "soon").code == 2


def test_layers_of_a_pack_are_checked_with_it_and_named_shortly(here: Path) -> None:
    layer = write_layer(here / "rules" / "xx" / "layers" / "arts")
    ran = bareme("check", "xx")
    assert (ran.code, "xx+arts" in ran.err) == (0, True)
    assert bareme("simulate", "xx", *SALE, "--show", "gross", "--layer", "xx/arts").out == "865.74\n"
    assert bareme("simulate", "xx", *SALE, "--show", "gross", "--layer", str(layer)).out == "865.74\n"
    assert bareme("simulate", "xx", *SALE, "--show", "gross").out == "935.00\n"
    (layer / "premium.yaml").write_text("lines:\n  fee: {formula: '0'}\n", encoding="utf-8")
    ran = bareme("check", "xx")
    assert (ran.code, "BAR307" in ran.out) == (1, True)
    assert bareme("release", "rules/xx/layers/arts").code == 1


def test_strict_names_the_assumed_figures(here: Path) -> None:
    fee = here / "rules" / "xx" / "fee.yaml"
    fee.write_text(SMALL["fee.yaml"].replace("confidence: published", "confidence: assumed"), encoding="utf-8")
    assert bareme("check", "xx").code == 0
    ran = bareme("check", "--strict", "xx")
    assert (ran.code, "BAR605" in ran.out) == (1, True)
    entry = "{values: [2018-01-01], why: Not found, accepted_by: The desk, since: 2026-01-15}"
    accepted = f"assumed:\n  fee.rate: {entry}\n"
    (here / "rules" / "xx" / "assumed.yaml").write_text(accepted, encoding="utf-8")
    ran = bareme("check", "--strict", "xx")
    assert (ran.code, "xx: 1 assumed figures\n  fee.rate from 2018-01-01" in ran.out) == (0, True)
    data = json.loads(bareme("check", "--strict", "xx", "--json").out)
    assert [(one["name"], one["from"]) for one in data["assumed"]] == [("fee.rate", "2018-01-01")]


def test_a_release_is_not_read_from_the_rules(here: Path) -> None:
    bareme("release", "xx")
    shutil.rmtree(here / "rules" / "xx")
    registry = Registry(here / "rules")
    assert registry.country("xx", "xx@1.0.0").pack.name == "xx"
