"""The arguments of the verbs that put several runs of acts together."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

ACT_VERBS: dict[str, str] = {
    "compare": "contract types, splits, countries, dates or releases side by side, with their differences",
    "curve": "one figure over a range of another, with every threshold and every cliff",
    "split": "the best split of a job between author's rights and pay that the law allows",
    "guarantee": "what the wage-guarantee fund advances, for how long, and what it costs",
    "rerun": "past acts under other rules: what was paid, what was owed, and the correcting entries",
}
Scenario = Callable[[argparse.ArgumentParser], None]


def add_act_arguments(made: Mapping[str, argparse.ArgumentParser], scenario: Scenario) -> None:
    """The arguments of each of these verbs; `scenario` adds those that name an act."""
    for verb in ("compare", "curve", "split", "guarantee"):
        scenario(made[verb])
    _columns(made["compare"])
    _range(made["curve"])
    made["guarantee"].add_argument("--client-pays", metavar="DAY", help="the day the client pays, or `never`")
    made["guarantee"].add_argument("--until", metavar="DAY", help="count the advance up to this day")
    _rerun(made["rerun"])


def what_if(verb: argparse.ArgumentParser) -> None:
    """Changes laid over the packs in memory."""
    verb.add_argument(
        "--set",
        metavar="COUNTRY:NAME=VALUE",
        action="append",
        default=[],
        help="what if a figure or formula were another; may be repeated",
    )
    verb.add_argument(
        "--overlay", metavar="COUNTRY:FILE", action="append", default=[], help="what if: changes as a file of rules"
    )


def _columns(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--contracts", metavar="A,B", help="one column per contract type")
    verb.add_argument("--countries", metavar="A,B", help="one column per country")
    verb.add_argument("--currency", metavar="EUR", help="give and show amounts in it; else in the first column's")
    verb.add_argument("--dates", metavar="D,E", help="one column per day")
    verb.add_argument("--releases", metavar="X,Y", help="one column per release, as `be@1.0.0`; `draft` as it stands")
    verb.add_argument("--each", metavar="NAME=A,B", help="one column per value of a fact, as `rights.share=0,0.1,0.3`")


def _range(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--from", dest="low", metavar="AMOUNT", default="0", help="first amount of the range")
    verb.add_argument("--to", dest="high", metavar="AMOUNT", required=True, help="last amount of the range")
    verb.add_argument("--of", metavar="NAME", default="net_pay", help="the figure that is followed")
    verb.add_argument("--over", metavar="NAME", help="what runs through the range; the act's root if absent")


def _rerun(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("acts", metavar="ACTS.yaml")
    verb.add_argument("--from", dest="before", metavar="RULES", required=True, help="`be@1.0.0`, a folder, or `draft`")
    verb.add_argument("--to", dest="after", metavar="RULES", default="draft", help="`be@1.1.0`, a folder, or `draft`")
    verb.add_argument("--lang", default="en", help="language of numbers and dates")
