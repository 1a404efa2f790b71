"""Writes docs/acts.md from rules/common: every act, what it starts from, what it gives, and the command that runs it.

Run it to write the page; with `--check` it only compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.reading.folder import read_folder
from engine.reading.models import Act, Interface, Property

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "acts.md"
INTRODUCTION = """\
# The acts

Made from `rules/common/acts.yaml` by `python docs/tools/acts_page.py`. Every country implements these acts in its own
rules; a country that does not cover one says so in its coverage. An act starts from one figure, its root; any other
figure may be the known one, and the root is then solved for.

Besides single acts there are
- **projects** (`act: project` with `parts:`): several acts and people under one budget, the money day by day, and the
  settlement: `bareme simulate examples/be-project.yaml`;
- a **job of several people** (`people:`): one order shared by parts, each person with a contract, facts and a split of
  their own: `bareme simulate examples/be-job-of-several.yaml`;
- **lists of acts** (`acts:`): a worker's year with exact totals to date, instalments by `repeat:`, credit notes by
  `of: 3`: `bareme year examples/be-year.yaml --ledger`;
- questions over several runs: `bareme compare`, `bareme curve`, `bareme split`, `bareme guarantee`, `bareme rerun`, and
  any of them under `--set be:fee.rate=7%`.
"""


def page() -> str:
    files = read_folder(ROOT / "rules" / "common")
    acts: dict[str, Act] = {}
    figures: dict[str, Interface] = {}
    properties: dict[str, Property] = {}
    for one in files.files:
        acts |= one.rules.acts
        figures |= one.rules.interface
        properties |= one.rules.properties
    lines = [INTRODUCTION]
    for name, act in acts.items():
        lines += _act(name, act, figures, properties)
    return "\n".join(lines) + "\n"


def _act(name: str, act: Act, figures: dict[str, Interface], properties: dict[str, Property]) -> Iterator[str]:
    yield f"## `{name}`: {act.label}"
    yield ""
    if act.note:
        yield f"{act.note}."
        yield ""
    contract = "needs a contract type" if act.contract == "required" else "no contract type"
    yield f"- starts from `{act.root}` ({_label(figures, act.root)}); {contract}"
    if act.choices:
        yield f"- may also be told {', '.join(f'`{choice}`' for choice in act.choices)}"
    told = [_property(properties, key) for key, value in act.properties.items() if value == "true"]
    if told:
        yield f"- {'; '.join(told)}"
    yield f"- gives {', '.join(f'`{value}`' for value in act.values)}"
    example = f"examples/be-{name.replace('_', '-')}.yaml"
    if (ROOT / example).is_file():
        yield f"- `bareme simulate {example}`"
    yield ""


def _label(figures: dict[str, Interface], name: str) -> str:
    return figures[name].label or name if name in figures else name


def _property(properties: dict[str, Any], name: str) -> str:
    label = properties[name].label if name in properties else name
    return f"{label[0].lower()}{label[1:]}"


def main() -> int:
    real = page()
    if "--check" in sys.argv:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == real
        if not same:
            print("docs/acts.md is not what rules/common says; run `python docs/tools/acts_page.py`", file=sys.stderr)
        return 0 if same else 1
    PAGE.write_text(real, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
