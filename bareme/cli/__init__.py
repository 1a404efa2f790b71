"""The command `bareme`.

One module per verb: it reads the arguments, asks the simulator or the engine, prints
data on standard output and talk on standard error, and ends with the exit code that
the verb promises. Start-up imports only what the verb needs.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module

from bareme.cli.arguments import parser

OBJECTS_BEFORE_COLLECTION = 1_000_000
"""Modules and packs are made once and kept: looking through them again and again costs a tenth of the start."""
FINE, FINDINGS, UNUSABLE, GOVERNED = 0, 1, 2, 3


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 fine, 1 findings, 2 usage or unreadable input, 3 refused by governance."""
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)
    arguments = parser().parse_args(argv)
    for name, value in (("rules", None), ("json", False)):
        if not hasattr(arguments, name):
            setattr(arguments, name, value)
    verb = import_module(f"bareme.cli.{arguments.verb}_verb")
    from engine.language.diagnostic import Refused

    try:
        code: int = verb.run(arguments)
    except Refused as refused:
        from bareme.cli.output import by_governance, print_refusal

        print_refusal(refused, as_json=arguments.json)
        return GOVERNED if by_governance(refused) else UNUSABLE
    except BrokenPipeError:
        return FINE
    sys.stdout.flush()
    return code
