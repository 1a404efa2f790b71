"""A copy installed from the wheel serves the first page, with its templates, styles, words and rules."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx

from tests.service.test_operation import free_port

ROOT = Path(__file__).resolve().parents[2]
SERVE = "from bareme.cli import main; import sys; sys.exit(main(sys.argv[1:]))"


def test_the_installed_wheel_serves_the_first_page(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    environment = os.environ | {"BAREME_ASSETS": "skip"}
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, env=environment)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    port = free_port()
    environment = os.environ | {"PYTHONPATH": str(site), "BAREME_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "http://" in process.stderr.readline()
        transport = httpx.HTTPTransport(retries=8)
        try:
            with httpx.Client(transport=transport, base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
                page = client.get("/fr/", headers={"accept": "text/html"})
                style = page.text.split('<link rel="stylesheet" href="')[1].split('"')[0]
                assert client.get(style).status_code == 200
        finally:
            process.terminate()
    assert page.status_code == 200
    assert "Vous facturez. Que recevez-vous" in page.text
    assert "Belgique" in page.text or "Belgium" in page.text
