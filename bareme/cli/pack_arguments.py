"""The arguments of the verbs that read, edit and publish packs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

PACK_VERBS: dict[str, str] = {
    "show": "a figure's history with its sources, what it uses and who uses it",
    "sources": "the register of sources: which values rest on which, and when they were last checked",
    "due": "the January list: every value without a successor on a day, by law and source",
    "set": "give a figure a value from a date, or correct it, touching only its own bytes",
    "table": "take a figure's versions to a spreadsheet and back",
    "diff": "what changed between two releases, folders or drafts, in words",
    "release": "freeze a pack under its version, for ever",
    "verify": "whether kept releases still are what was published",
    "releases": "the releases there are",
    "country": "open a country, and how far each of them is",
}


def add_pack_arguments(made: Mapping[str, argparse.ArgumentParser]) -> None:
    """The arguments of each of these verbs."""
    _code(made["show"])
    made["show"].add_argument("name", metavar="NAME", help="a parameter, scale, table, line or any other name")
    _code(made["sources"])
    _code(made["due"])
    made["due"].add_argument("--on", metavar="DAY", required=True, help="the day from which new values are awaited")
    _set(made["set"])
    _table(made["table"])
    made["diff"].add_argument("before", metavar="BEFORE", help="`be@1.0.0`, a pack's folder, or `be` for the draft")
    made["diff"].add_argument("after", metavar="AFTER")
    _code(made["release"])
    made["verify"].add_argument("names", nargs="*", metavar="RELEASE", help="such as `be@1.0.0`; all if none")
    made["releases"].add_argument("pack", nargs="?", metavar="PACK")
    _country(made["country"])


def layers(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--layer", metavar="DIR", action="append", default=[], help="fill open terms from this folder; may be repeated"
    )


def pinned(verb: argparse.ArgumentParser) -> None:
    """What is computed with, other than the packs as they stand."""
    verb.add_argument("--release", metavar="PACK@VERSION", help="compute with this release")
    verb.add_argument("--known-on", metavar="DAY", help="compute with the newest release published up to this day")
    layers(verb)


def _country(verb: argparse.ArgumentParser) -> None:
    tasks = verb.add_subparsers(dest="task", metavar="TASK", required=True)
    new = tasks.add_parser("new", help="a folder that computes at once", description="A folder that computes at once.")
    new.add_argument("code", metavar="CODE", help="two letters of ISO 3166, such as `pt`")
    new.add_argument(
        "--from", dest="origin", metavar="CODE", default="be", help="take figures of the same name from it"
    )
    new.add_argument("--name", help="the country's English name")
    new.add_argument("--currency", metavar="EUR", help="its currency")
    status = tasks.add_parser("status", help="figures still open, cases, oldest check", description="How far it is.")
    status.add_argument("code", nargs="?", metavar="CODE", help="one country, with its questions; all if absent")
    for task in (new, status):
        task.add_argument("--rules", metavar="DIR", default=argparse.SUPPRESS, help="folder of packs")
        task.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="data instead of text")


def _code(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("pack", metavar="PACK", help="a country code or a pack's folder")
    layers(verb)


def _set(verb: argparse.ArgumentParser) -> None:
    _code(verb)
    verb.add_argument("name", metavar="NAME", help="a parameter, or one figure of a group")
    verb.add_argument("value", nargs="*", metavar="VALUE", help="`7%%`; for a group `maximum=60 slope=5%%`")
    verb.add_argument("--from", dest="since", metavar="DAY", help="first day of the value")
    verb.add_argument("--end", action="store_true", help="nothing holds from that day on")
    for word in ("source", "law", "confidence", "checked-on", "note", "label"):
        verb.add_argument(f"--{word}", metavar="TEXT" if word != "checked-on" else "DAY")
    verb.add_argument("--dry-run", action="store_true", help="show the edit and write nothing")


def _table(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("way", choices=["export", "import"])
    _code(verb)
    verb.add_argument("name", metavar="NAME", help="a parameter, scale or table")
    form = verb.add_mutually_exclusive_group(required=True)
    form.add_argument("--csv", metavar="FILE", help="`-` is standard output or input")
    form.add_argument("--xlsx", metavar="FILE")
    verb.add_argument("--apply", action="store_true", help="write the changes; an import only shows them otherwise")
