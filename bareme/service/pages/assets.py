"""Style sheets, scripts and the typeface: the bundle where it was made, else our own style sheet alone.

`make assets` puts the bundle into `bundle/` with a manifest. Without it the pages are
plain forms, and say so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

BUNDLE = Path(__file__).parent / "bundle"
STYLES = Path(__file__).parent / "styles"
KINDS = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".txt": "text/plain"}


@dataclass(frozen=True)
class Assets:
    """Names to link; `script` is empty where the bundle was not made."""

    style: str
    script: str
    font: str
    files: dict[str, Path]

    @property
    def bundled(self) -> bool:
        return bool(self.script)


@lru_cache(maxsize=1)
def assets() -> Assets:
    """What there is to serve, found once."""
    manifest = BUNDLE / "manifest.json"
    if manifest.is_file():
        named: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
        files = {path.name: path for path in BUNDLE.iterdir() if path.suffix in KINDS}
        return Assets(named["style"], named["script"], named["font"], files)
    plain = STYLES / "sheet.css"
    name = f"sheet-{hashlib.sha256(plain.read_bytes()).hexdigest()[:12]}.css"
    return Assets(name, "", "", {name: plain})
