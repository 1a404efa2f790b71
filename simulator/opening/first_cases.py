"""The first worked cases of a new country: one of every act, computed by its pack until an authority's replace them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.checking.segments import contracts_of
from simulator.lines import amount
from simulator.registry import Registry
from simulator.running import run
from simulator.scenario import Scenario

ROOT_AMOUNT = "1000"
HEAD = """\
# yaml-language-server: $schema=../../../schemas/cases.json
# One case of every act, computed by the pack itself (`how: model`): they show that it computes, not that it is right.
# Put published examples in their place, with the authority that worked them out.
"""


def first_cases(registry: Registry, code: str, today: date) -> str:
    """The text of a file of cases."""
    return HEAD + "".join(_case(registry, scenario) for scenario in _scenarios(registry, code, today))


def _scenarios(registry: Registry, code: str, today: date) -> Iterator[Scenario]:
    pack = registry.country(code).pack
    for act, definition in pack.acts.items():
        if any(name == "act.mirrors" and value == "true" for name, value in definition.model.properties.items()):
            continue
        for contract in contracts_of(pack, act):
            root = definition.model.root
            given = {root: ROOT_AMOUNT}
            yield Scenario(code, act, date(today.year, 3, 10), contract, given)


def _case(registry: Registry, scenario: Scenario) -> str:
    done = run(registry, scenario)
    money = [name for name in done.program.values if done.program.type_of(name) == "money"]
    expected = ", ".join(f'{name}: "{amount(done, name)}"' for name in money)
    contract = f"  contract: {scenario.contract}\n" if scenario.contract else ""
    given = ", ".join(f'{name}: "{text}"' for name, text in scenario.given.items())
    title = scenario.act.replace("_", " ") + (f", {scenario.contract.replace('_', ' ')}" if scenario.contract else "")
    return (
        f'- name: "{title}"\n  how: model\n  act: {scenario.act}\n  date: {scenario.date}\n{contract}'
        f"  given: {{{given}}}\n  expect: {{{expected}}}\n"
        f'  source: "Computed by the pack itself when the country was opened"\n'
    )
