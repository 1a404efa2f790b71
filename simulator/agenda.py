"""What must be done after some acts, by deadline: duties that one declaration settles for several acts come once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.consequences import Consequences, Duty, consequences, reasons_for, refusals_of
from simulator.consequences_data import alarm_data, duty_data, left_data
from simulator.running import Run
from simulator.treatment import change_data
from simulator.worker_year import parts_of

SCHEMA = "bareme.obligations/1"


@dataclass(frozen=True, slots=True)
class Item:
    """A duty and the acts it is for."""

    duty: Duty
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The consequences of acts, in date order."""

    followed: tuple[tuple[Run, Consequences], ...]

    @property
    def items(self) -> list[Item]:
        """Every duty by deadline."""
        merged: dict[tuple[str, ...], Item] = {}
        for number, (run, following) in enumerate(self.followed):
            for duty in following.duties:
                own = () if duty.once else (str(number),)
                key = (run.country.pack.name, duty.said.code, str(duty.due), *own)
                known = merged.get(key)
                merged[key] = Item(duty, (*known.runs, run) if known is not None else (run,))
        return sorted(merged.values(), key=lambda item: (str(item.duty.due), item.duty.said.code))


def agenda(runs: Iterable[Run]) -> Agenda:
    return Agenda(tuple((run, consequences(run)) for run in runs))


def agenda_data(found: Agenda) -> dict[str, Any]:
    """The agenda as data; `left` is as it stands after the last act that counts towards it."""
    alarms = [(run, alarm) for run, following in found.followed for alarm in following.alarms]
    changes = [(run, change) for run, _ in found.followed for change in run.treatment.changes]
    return {
        "schema": SCHEMA,
        "obligations": [{**duty_data(item.duty), "acts": [act_data(run) for run in item.runs]} for item in found.items],
        "alerts": [{**alarm_data(alarm), "act": act_data(run)} for run, alarm in alarms],
        "left": list(_left(found).values()),
        "reclassified": [{**change_data(change), "act": act_data(run)} for run, change in changes],
    }


def act_data(run: Run) -> dict[str, str | None]:
    return {
        "country": run.country.pack.name,
        "act": run.scenario.act,
        "contract": run.program.contract,
        "date": run.scenario.date.isoformat(),
    }


def _left(found: Agenda) -> dict[str, dict[str, Any]]:
    latest: dict[str, dict[str, Any]] = {}
    for number, (run, following) in enumerate(found.followed):
        earlier = [one for one, _ in found.followed[:number]]
        for left in following.left:
            data = left_data(run.country.pack, left)
            latest[left.said.code] = {**data, "after": act_data(run), "made_of": _made_of(run, following, earlier)}
    return latest


def _made_of(run: Run, following: Consequences, earlier: Sequence[Run]) -> dict[str, list[dict[str, str | None]]]:
    """The earlier acts behind every total that the rules of this act asked for."""
    pack, made = run.country.pack, {}
    same_country = [one for one in earlier if one.country.pack.name == pack.name]
    for name in sorted(following.case.read & run.totals.keys()):
        if pack.definitions[name].model.sum_of is None:
            continue
        parts = parts_of(pack, name, run.scenario, same_country)
        if parts:
            made[name] = [
                {"date": part.day.isoformat(), "act": part.act, "contract": part.contract, "amount": str(part.amount)}
                for part in parts
            ]
    return made


def why(found: Agenda, code: str) -> list[tuple[Run, bool, tuple[str, ...]]] | None:
    """For each act whether a rule holds, and the tests that decided; None if no act knows such a rule."""
    told: list[tuple[Run, bool, tuple[str, ...]]] = []
    for run, following in found.followed:
        against = refusals_of(following, code)
        if against is None:
            continue
        told.append((run, code in following.evaluation.holds, reasons_for(following, code) or against))
    return told or None
