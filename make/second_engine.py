"""Says aloud when the second inference engine is absent, and why."""

from __future__ import annotations

import importlib.util
import sys


def reason(log: str) -> str:
    """Why durable-rules is not there, and what brings it."""
    if sys.version_info >= (3, 13):
        return "it does not run on Python 3.13 or newer. Python 3.12 or 3.11 brings it."
    return (
        f"it could not be built ({log} has the reason). It needs a C compiler and Python's headers "
        "(on Debian or Ubuntu: apt-get install gcc python3-dev), then `make second-engine`."
    )


if importlib.util.find_spec("durable") is None:
    print(f"*** The second inference engine (durable-rules) is ABSENT: {reason(sys.argv[1])}", file=sys.stderr)
    print("*** Amounts and explanations are complete, but no second engine checks what is inferred.", file=sys.stderr)
