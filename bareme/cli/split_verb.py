"""`bareme split`: the best split of a job between author's rights and pay that the law's limits allow."""

from __future__ import annotations

import sys
from argparse import Namespace

from bareme.cli.asking import registry_of, scenario_of
from bareme.cli.output import print_json
from simulator.split import split


def run(arguments: Namespace) -> int:
    data = split(registry_of(arguments), scenario_of(arguments))
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.language import Language
    from bareme.text.split import split_text

    sys.stdout.write(split_text(data, Language(arguments.lang)))
    return 0
