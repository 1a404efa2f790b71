"""Cases made from the description itself: no server error, no status or shape that is not described.

The short form runs with the suite on both databases; `make contract` runs the long one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.serving import Service

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
CASES = int(os.environ.get("BAREME_CONTRACT_CASES", "6"))


@pytest.mark.timeout(3600)
def test_the_service_keeps_its_contract(own_service: Service, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        f"--config-file={CONFIGURATION}",
        "run",
        f"{own_service.url}/v1/openapi.json",
        "--checks=all",
        f"--max-examples={CASES}",
        "--phases=examples,coverage,fuzzing,stateful" if CASES > 20 else "--phases=examples,fuzzing",
        "--generation-database=none",
        "--seed=20261124",
        "--no-color",
        "--continue-on-failure",
        "--request-timeout=20",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    counted = re.search(r"(\d+) generated", run.stdout)
    cases = int(counted.group(1)) if counted is not None else 0
    print(f"{own_service.context.database.engine.dialect.name}: {cases} cases")
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert cases > 0
