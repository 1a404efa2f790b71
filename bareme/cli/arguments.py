"""The arguments of every verb, without importing what the verbs need."""

from __future__ import annotations

import argparse

from bareme.cli.act_arguments import ACT_VERBS, add_act_arguments, what_if
from bareme.cli.pack_arguments import PACK_VERBS, add_pack_arguments, layers, pinned

VERBS: dict[str, str] = {
    "simulate": "one act, from what the client pays to what the worker gets",
    "solve": "which amount gives a wanted figure: the smallest, the others, or the proven gap",
    "explain": "the tree behind one figure, with law and sources",
    **ACT_VERBS,
    "year": "a worker's acts in date order, with totals to date",
    "obligations": "what must be declared, by when and to whom",
    "portfolio": "many acts from a file to a file, and synthetic portfolios",
    "check": "what is wrong in packs, where, and how to mend it",
    "test": "the packs' own worked cases",
    "mutate": "small faults planted in a pack, and which of them its cases notice",
    **PACK_VERBS,
    "serve": "the web application and its API",
    "doctor": "what support will ask",
}


def parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--rules", metavar="DIR", default=argparse.SUPPRESS, help="folder of packs")
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="data instead of text")
    top = argparse.ArgumentParser(
        prog="bareme", parents=[common], description="Payroll and tax rules of countries, exact and explained."
    )
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    made = {verb: verbs.add_parser(verb, parents=[common], help=text, description=text) for verb, text in VERBS.items()}
    _scenario(made["simulate"])
    made["simulate"].add_argument("--ledger", action="store_true", help="also the entries of the ledger")
    made["simulate"].add_argument("--show", metavar="NAME", help="print this one figure only")
    _scenario(made["solve"])
    made["solve"].add_argument("--target", metavar="NAME=VALUE", required=True, help="the wanted figure")
    made["solve"].add_argument("--find", metavar="NAME", help="the unknown; the act's own starting figure if absent")
    _scenario(made["explain"])
    made["explain"].add_argument("--line", metavar="NAME", default="net_pay", help="the figure to explain")
    made["explain"].add_argument("--depth", type=int, default=20, help="how many levels to unfold")
    add_act_arguments(made, _scenario)
    made["year"].add_argument("acts", metavar="ACTS.yaml")
    made["year"].add_argument("--lang", default="en")
    made["year"].add_argument("--ledger", action="store_true", help="also the trial balance of the entries")
    pinned(made["year"])
    what_if(made["year"])
    _scenario(made["obligations"])
    made["obligations"].add_argument("--ics", metavar="FILE", help="also write the deadlines as a calendar file")
    made["obligations"].add_argument("--why", metavar="CODE", help="why this rule holds, or does not")
    _portfolio(made["portfolio"])
    _packs(made["check"])
    layers(made["check"])
    made["check"].add_argument("--strict", action="store_true", help="refuse what publishing refuses")
    made["check"].add_argument("--watch", action="store_true", help="check again whenever a file changes")
    made["check"].add_argument(
        "--explain-proof", action="store_true", help="what is proven of each act and contract type, and what is not"
    )
    made["check"].add_argument("--explain", metavar="CODE", help="the page of a code, such as BAR301")
    made["check"].add_argument("--output-format", choices=["full", "concise", "json", "github"], default="full")
    _packs(made["test"])
    made["test"].add_argument("--coverage", action="store_true", help="what the cases reach and what they do not")
    made["test"].add_argument("--junit", metavar="FILE", help="also write the results as JUnit XML")
    _packs(made["mutate"])
    made["mutate"].add_argument("--every", type=int, default=1, metavar="N", help="try only every N-th fault")
    made["mutate"].add_argument("--only", default="", metavar="TEXT", help="try only faults whose place contains it")
    made["mutate"].add_argument("--workers", type=int, metavar="N", help="processes; one per core if absent")
    made["mutate"].add_argument("--least", type=int, default=95, metavar="PERCENT", help="kills that are enough")
    add_pack_arguments(made)
    _serve(made["serve"])
    return top


def _serve(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--host", default="127.0.0.1", help="address to listen on; this machine only unless said")
    verb.add_argument("--port", type=int, default=8000)
    verb.add_argument("--workers", type=int, default=1, help="processes; with PostgreSQL, one per core")


def _portfolio(verb: argparse.ArgumentParser) -> None:
    tasks = verb.add_subparsers(dest="task", metavar="TASK", required=True)
    run = tasks.add_parser("run", help="compute every row", description="Compute every row of a file of acts.")
    run.add_argument("acts", metavar="ACTS.parquet|csv")
    run.add_argument("--out", metavar="RESULTS.parquet|csv", help="where the results go")
    run.add_argument("--columns", metavar="NAME,…", help="the figures wanted; all that the acts have if absent")
    run.add_argument("--explain-row", type=int, metavar="N", help="instead, the tree behind a figure of one row")
    run.add_argument("--line", metavar="NAME", help="the figure to explain")
    run.add_argument("--provisional", action="store_true", help="beyond the coverage, carry the last values forward")
    what_if(run)
    synth = tasks.add_parser("synth", help="a portfolio made at random", description="A portfolio made at random.")
    synth.add_argument("--rows", type=int, required=True, metavar="N")
    synth.add_argument("--seed", type=int, default=1, metavar="S", help="equal seeds give equal files")
    synth.add_argument("--out", required=True, metavar="F.parquet")
    synth.add_argument("--countries", metavar="be,fr", help="the countries in it; all that exist if absent")
    for task in (run, synth):
        task.add_argument("--rules", metavar="DIR", default=argparse.SUPPRESS, help="folder of packs")
        task.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="data instead of text")


def _packs(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("packs", nargs="*", metavar="PACK", help="a country code, a pack's folder or a folder of packs")


def _scenario(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("what", nargs="+", metavar="SCENARIO.yaml | COUNTRY ACT", help="a file, or a country and an act")
    verb.add_argument("--date", metavar="DAY", help="day of the act, year-month-day")
    verb.add_argument("--payment-date", metavar="DAY", help="day of payment, if another")
    verb.add_argument("--contract", metavar="NAME")
    verb.add_argument(
        "--given", metavar="NAME=VALUE", action="append", default=[], help="a known fact; may be repeated"
    )
    verb.add_argument("--provisional", action="store_true", help="beyond the coverage, carry the last values forward")
    verb.add_argument("--lang", default="en", help="language of numbers, dates and legal terms")
    pinned(verb)
    what_if(verb)

