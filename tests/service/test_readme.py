"""What README.md and the developers' page print runs as printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bareme.service.pages.examples import EXAMPLES, Example, as_curl, as_python
from tests.service.serving import Service

ROOT = Path(__file__).resolve().parents[2]
PRINTED = "http://127.0.0.1:8000"


def printed_commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [command for block in blocks for command in re.findall(r"^curl (?:.*\\\n)*.*$", block, re.MULTILINE)]


def test_the_readme_prints_commands_and_pictures_that_exist() -> None:
    assert len(printed_commands()) >= 3
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text):
        assert (ROOT / picture).is_file(), f"{picture}: make pictures"


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl is installed")
@pytest.mark.parametrize("command", printed_commands(), ids=lambda command: command.split("/v1/")[1].split()[0])
def test_the_commands_of_the_readme_work_as_printed(service: Service, command: str) -> None:
    assert PRINTED in command
    run = subprocess.run(
        ["bash", "-c", f"{command.replace(PRINTED, service.url)} --fail"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(("{", "BEGIN:VCALENDAR"))


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl is installed")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_the_curl_examples_for_developers_work_as_printed(service: Service, example: Example) -> None:
    command = as_curl(example, service.url)
    run = subprocess.run(["bash", "-c", f"{command} --fail"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(("{", "BEGIN:VCALENDAR"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_the_python_examples_for_developers_work_as_printed(service: Service, example: Example) -> None:
    program = as_python(example, service.url)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()
