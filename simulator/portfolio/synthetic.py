"""A portfolio made at random, the same for the same seed: the mix of `mix.yaml`, on the packs that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.checking.segments import contracts_of
from engine.language import codes
from engine.program.pack import Pack
from engine.reading.document import read_document
from simulator.facts import BadFact, read_fact
from simulator.registry import Registry
from simulator.scenario import refusal

MIX = Path(__file__).with_name("mix.yaml")
ROWS = 100_000
MONEY = pa.decimal128(12, 2)
NET_OF_INVOICE = 0.45
Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


def mix() -> dict[str, Any]:
    """The mix as it is written."""
    data = read_document(MIX).data
    if not isinstance(data, dict):
        raise TypeError(MIX)
    return dict(data)


class Chance:
    """Random numbers by name: each use has its own stream, each row its own place in it."""

    def __init__(self, seed: int, start: int, rows: int) -> None:
        self.seed, self.start, self.rows = seed, start, rows

    def uniform(self, use: str, places: Numbers | None = None) -> Reals:
        """A number from 0 up to 1 for every row, or for the given places of the stream."""
        at = np.arange(self.start, self.start + self.rows) if places is None else places
        salt = int.from_bytes(use.encode()[:8].ljust(8), "little") ^ (len(use) << 56)
        start = (self.seed * 0x9E3779B97F4A7C15 ^ salt) % 2**64
        bits = _mixed(at.astype(np.uint64) + np.array([start], np.uint64))
        return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def normal(self, use: str) -> Reals:
        radius = np.sqrt(-2 * np.log1p(-self.uniform(f"{use}.r")))
        bell: Reals = radius * np.cos(2 * np.pi * self.uniform(f"{use}.a"))
        return bell

    def picked(self, use: str, weights: Mapping[str, float], places: Numbers | None = None) -> Numbers:
        """The place of one of the weighted names for every row."""
        limits = np.cumsum([float(weight) for weight in weights.values()])
        return np.searchsorted(limits / limits[-1], self.uniform(use, places), "right").astype(np.int64)


def _mixed(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    return bits ^ (bits >> np.uint64(31))


def batches(registry: Registry, countries: list[str], rows: int, seed: int) -> Iterator[pa.RecordBatch]:
    """The portfolio in batches."""
    written = mix()
    weights = {code: written["countries"].get(code, "1") for code in countries}
    unknown = [code for code in countries if code not in registry.codes()]
    if unknown or not countries:
        known = ", ".join(registry.codes())
        raise refusal(codes.UNKNOWN_PACK, f"there is no pack `{', '.join(unknown)}`", f"packs: {known}", "--countries")
    packs = {code: registry.country(code).pack for code in countries}
    for start in range(0, rows, ROWS):
        yield _batch(written, packs, weights, Chance(seed, start, min(ROWS, rows - start)), rows)


def _batch(
    written: Mapping[str, Any], packs: Mapping[str, Pack], weights: Mapping[str, Any], chance: Chance, total: int
) -> pa.RecordBatch:
    names = list(weights)
    workers = np.floor(chance.uniform("worker") * max(total // int(written["acts_per_worker"]), 1)).astype(np.int64)
    country = chance.picked("country", weights, workers)
    first, last = (date.fromisoformat(written["days"][end]).toordinal() for end in ("from", "to"))
    days = first + np.floor(chance.uniform("day") * (last - first + 1)).astype(np.int64)
    columns: dict[str, pa.Array] = {
        "country": pa.array(names).take(pa.array(country)),
        "worker": pa.array(
            [f"{names[place].upper()}{worker:07}" for place, worker in zip(country, workers, strict=True)]
        ),
        "date": pa.array((days - date(1970, 1, 1).toordinal()).astype(np.int32)).cast(pa.date32()),
    }
    acts, contracts = _acts(written, packs, names, country, chance)
    columns |= {"act": pa.array(acts, pa.string()), "contract": pa.array(contracts, pa.string())}
    columns |= _amounts(written, acts, list(packs.values()), country, chance)
    for fact in written["facts"]:
        columns[fact["name"]] = _fact(fact, list(packs.values()), workers, chance)
    return pa.RecordBatch.from_pydict(columns)


def _acts(
    written: Mapping[str, Any], packs: Mapping[str, Pack], names: list[str], country: Numbers, chance: Chance
) -> tuple[list[str | None], list[str | None]]:
    acts: npt.NDArray[np.object_] = np.full(chance.rows, None, object)
    contracts = acts.copy()
    for place, code in enumerate(names):
        pack, rows = packs[code], country == place
        weights = {row["act"]: row["weight"] for row in written["acts"] if row["act"] in pack.acts}
        acts[rows] = np.array(list(weights), object)[chance.picked("act", weights)[rows]]
        for act in weights:
            usable = [name for name in contracts_of(pack, act) if name is not None]
            if not usable:
                continue
            mixed = {name: weight for name, weight in written["contracts"].items() if name in usable} or {usable[0]: 1}
            same = rows & (acts == act)
            contracts[same] = np.array(list(mixed), object)[chance.picked("contract", mixed)[same]]
    return acts.tolist(), contracts.tolist()


def _amounts(
    written: Mapping[str, Any], acts: list[str | None], packs: list[Pack], country: Numbers, chance: Chance
) -> dict[str, pa.Array]:
    bell = chance.normal("amount")
    of_act: npt.NDArray[np.object_] = np.array(acts, object)
    net = (of_act == "job") & (chance.uniform("net") < float(written["net_is_known"]) / 100)
    factor, step = (np.array([of(pack) for pack in packs], np.int64)[country] for of in (_factor, _step))
    cents: dict[str, Numbers] = {}
    for row in written["acts"]:
        same = of_act == row["act"]
        amounts = np.rint(float(row["middle"]) * 100 * np.exp(bell * float(row["spread"]))).astype(np.int64)
        held = np.clip(amounts, 500, 5_000_000) * factor // step * step
        column = cents.setdefault(row["root"], np.full(chance.rows, -1, np.int64))
        column[same & ~net] = held[same & ~net]
        if row["act"] == "job":
            net_of = (held[net] * NET_OF_INVOICE).astype(np.int64) // step[net] * step[net]
            cents.setdefault("net_pay", np.full(chance.rows, -1, np.int64))[net] = net_of
    return {name: _money(numbers) for name, numbers in sorted(cents.items())}


def _factor(pack: Pack) -> int:
    return int(pack.header.money_factor)


def _step(pack: Pack) -> int:
    """The currency's smallest unit, in hundredths."""
    return max(int(pack.quantum * 100), 1)


def _money(cents: Numbers) -> pa.Array:
    """Cents as decimals; -1 is an empty cell."""
    pairs = np.zeros((len(cents), 2), np.int64)
    pairs[:, 0] = np.maximum(cents, 0)
    valid = pa.array(cents >= 0).buffers()[1]
    return pa.Array.from_buffers(MONEY, len(cents), [valid, pa.py_buffer(pairs)])


def _fact(fact: Mapping[str, Any], packs: list[Pack], workers: Numbers, chance: Chance) -> pa.Array:
    """A fact of the worker or of the act: one of the values that every pack can read."""
    name = fact["name"]
    values = {
        text: weight for text, weight in fact["values"].items() if all(_readable(pack, name, text) for pack in packs)
    }
    if not values:
        return pa.nulls(chance.rows, pa.string())
    places = workers if fact["of"] == "worker" else None
    picked = chance.picked(name, values, places)
    given = chance.uniform(f"{name}.given", places) < float(fact["share"]) / 100
    texts = list(values)
    if packs[0].type_of(name).partition("/")[0] == "money":
        cents = np.array([int(Decimal(text) * 100) for text in texts], np.int64)
        return _money(np.where(given, cents[picked], -1))
    return pa.array(texts).take(pa.array(picked, mask=~given))


def _readable(pack: Pack, name: str, text: str) -> bool:
    if name not in pack.definitions and name not in pack.interface:
        return False
    try:
        read_fact(pack, pack.type_of(name), text)
    except BadFact:
        return False
    return True
