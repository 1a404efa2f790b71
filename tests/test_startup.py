"""What a job loads: start-up is a promise, so the heavy libraries stay out of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = {"fastapi", "starlette", "uvicorn", "jinja2", "sqlalchemy", "alembic"}
HEAVY = WEB | {"numpy", "pyarrow", "jsonschema", "durable", "openpyxl"}


def loaded_by(*arguments: str) -> set[str]:
    """The top-level names of all modules that Python imports for this command."""
    command = [sys.executable, "-X", "importtime", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    timed = (line for line in run.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in timed}


def test_a_job_loads_no_web_database_or_array_library() -> None:
    program = Path(sys.executable).with_name("bareme")
    loaded = loaded_by(str(program), "simulate", "examples/be-quickjob.yaml")
    assert "engine" in loaded
    assert loaded & HEAVY == set()


def test_a_heavy_library_would_be_seen() -> None:
    assert loaded_by("-c", "import jsonschema") & HEAVY == {"jsonschema"}
