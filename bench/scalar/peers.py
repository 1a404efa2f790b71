"""The same kind of work by other engines, side by side in one run, where they are installed.

Each peer runs in an environment of its own, named by a variable:

    BAREME_PEER_OPENFISCA       a Python with openfisca-france
    BAREME_PEER_GETTSIM         a Python with gettsim
    BAREME_PEER_MODELE_SOCIAL   a folder with node_modules that hold publicodes and modele-social

A peer times one payslip of an employee, warm, net pay and employer's cost asked. The laws differ, so a
ratio tells the order of size and no more.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1] / "peers"


@dataclass(frozen=True, slots=True)
class Peer:
    name: str
    variable: str
    script: str


PEERS = (
    Peer("OpenFisca-France", "BAREME_PEER_OPENFISCA", "openfisca_payslip.py"),
    Peer("GETTSIM", "BAREME_PEER_GETTSIM", "gettsim_payslip.py"),
    Peer("modele-social", "BAREME_PEER_MODELE_SOCIAL", "modele_social_payslip.mjs"),
)


def compared(own: float) -> Iterator[str]:
    """One sentence per peer: its time for one act and how many of ours (`own` µs) that is, or why it was left out."""
    for peer in PEERS:
        where = os.environ.get(peer.variable)
        if not where:
            yield f"{peer.name}: left out, {peer.variable} names no environment"
            continue
        command = [where, str(SCRIPTS / peer.script)]
        if peer.script.endswith(".mjs"):
            command[0] = "node"
        folder = where if peer.script.endswith(".mjs") else None
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            yield f"{peer.name}: left out, it ended with: {(run.stderr.strip().splitlines() or ['nothing'])[-1]}"
            continue
        found = json.loads(run.stdout)
        ratio = found["one_act_ms"] * 1000 / own
        yield f"{peer.name} {found['version']}: {found['one_act_ms']:.2f} ms one act, {ratio:,.0f} of ours"
