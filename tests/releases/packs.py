"""A small country with a bit of everything, written to a folder of its own: what tests of releases and edits change."""

from __future__ import annotations

from pathlib import Path
from typing import Final

COMMON: Final = {
    "pack.yaml": "pack: common\nlanguage: 1\nname: Common vocabulary\nversion: 1.0.0\n",
    "rules.yaml": """\
acts:
  sale:
    label: Sale
    root: invoice.excl_vat
    contract: required
    values: [invoice.excl_vat, fee, budget, gross, income_tax, net_pay]
sections:
  all: {label: All, order: "1"}
interface:
  invoice.excl_vat: {label: Amount invoiced, section: all, range: ["0", "1000000"]}
  fee: {label: Fee, section: all, to: co-operative}
  budget: {label: Budget, section: all}
  gross: {label: Gross pay, section: all}
  income_tax: {label: Withholding tax, section: all, to: tax_office}
  net_pay: {label: Net pay, section: all, to: worker}
lines:
  fee: {formula: invoice.excl_vat * fee.rate}
  budget: {formula: invoice.excl_vat - fee}
  net_pay: {formula: gross - income_tax}
""",
}

SMALL: Final = {
    "pack.yaml": """\
pack: xx
language: 1
country: XX
name: Examplia
version: 1.0.0
currency: EUR
coverage: [{from: 2018-01-01, to: 2026-12-31}]
""",
    "fee.yaml": """\
# What the co-operative keeps: one rate for all.
parameters:
  fee.rate:
    label: Co-operative fee   # shown to members
    type: rate
    law: Decision of the general assembly
    source: Annual report 2018
    confidence: published
    checked_on: 2026-01-15
    values:
      2018-01-01: 6.5 %
""",
    "tax.yaml": """\
enums:
  region:
    label: Region
    members: {north: {label: North}, south: {label: South}}
inputs:
  entity.region: {label: Region, type: region, default: north, why: most entities}

scales:
  tariff:
    label: Tax scale
    law: "Tax code, article 130"
    checked_on: 2026-01-15
    values:
      2025-01-01:
        rows:
          - {up_to: "10000", rate: 20 %}
          - {rate: 40 %}
        source: "Official gazette, 30 December 2024"
        confidence: statutory
      # indexed by 2.1 %
      2026-01-01:
        rows:
          - {up_to: "10210", rate: 20 %}   # rounded to ten
          - {rate: 40 %}
        source: "Official gazette, 30 December 2025"
        confidence: statutory
      2018-01-01:
        rows: [{up_to: "9000", rate: 20 %}, {rate: 40 %}]
        source: "Official gazette, 2017"
        confidence: statutory

tables:
  surcharge:
    label: Regional surcharge
    by: region
    type: rate
    law: Regional decree
    checked_on: 2026-01-15
    values:
      2018-01-01: {rows: {north: 1 %, south: 2 %}, source: Regional decree, confidence: statutory}

parameters:
  relief:
    label: Relief for low pay
    fields: {maximum: money, slope: rate}
    law: "Tax code, article 140"
    checked_on: 2026-01-15
    values:
      2018-01-01: {maximum: "50", slope: 5 %, source: "Official gazette, 2017", confidence: statutory}
      2026-01-01: {maximum: "60", slope: 5 %, source: "Official gazette, 2025", confidence: published}
  relief.double:
    label: Twice the maximum
    type: money
    law: "Tax code, article 141"
    values: {2018-01-01: 2 * relief.maximum}
  premium.rate:
    label: Sector premium
    note: Left to the sectors
    type: rate
    open: true
    law: Collective agreements
    source: No premium unless a sector says so
    confidence: statutory
    checked_on: 2026-01-15
    values:
      2018-01-01: 0 %

lines:
  gross: {formula: floor(budget / (1 + premium.rate) to 0.01)}
  income_tax:
    label: Withholding tax
    law: "Tax code, article 130"
    formula:
      2018-01-01: tariff(gross) + surcharge(entity.region) * gross
      2026-01-01: max(tariff(gross) + surcharge(entity.region) * gross - min(relief.maximum, relief.slope * gross), 0)
""",
    "contracts.yaml": """\
properties:
  contract.is_short: {label: Short contract, type: bool, default: "false"}
contracts:
  open_ended: {label: Open-ended contract, law: Labour code}
  day:
    label: Contract of one day
    law: Labour code, article 5
    properties: {contract.is_short: "true"}
""",
}

LAYER: Final = {
    "pack.yaml": "pack: arts\nlanguage: 1\nname: Arts sector\nversion: 1.0.0\nlayer_of: xx\n",
    "premium.yaml": """\
parameters:
  premium.rate:
    label: Premium of the arts sector
    type: rate
    law: Collective agreement of the arts
    source: "Collective agreement, 2019"
    confidence: statutory
    checked_on: 2026-01-15
    values:
      2018-01-01: 0 %
      2019-01-01: 8 %
""",
}

CASES: Final = """\
- name: a sale of 1000 in 2025
  how: published
  act: sale
  date: 2025-03-10
  contract: open_ended
  given: {invoice.excl_vat: 1000}
  expect: {fee: 65, gross: 935, income_tax: 196.35, net_pay: 738.65}
  source: "Example of the tax office: 935 at 21 %"
"""


def write_small(rules: Path, **changed: str) -> Path:
    """A folder of packs with `common` and `xx`; files named here are written so instead."""
    _write(rules / "common", COMMON)
    _write(rules / "xx", {**SMALL, **changed})
    _write(rules / "xx" / "tests", {"sale.yaml": CASES})
    return rules


def write_layer(folder: Path, **changed: str) -> Path:
    """A layer for `xx` that fills its sector premium."""
    return _write(folder, {**LAYER, **changed})


def _write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
