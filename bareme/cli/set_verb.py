"""`bareme set`: a value from a date, a correction or an end; one place of one file changes."""

from __future__ import annotations

import sys
from argparse import Namespace
from difflib import unified_diff

from bareme.cli.asking import day_of, one_pack, registry_of
from bareme.cli.output import print_json
from engine.language import codes
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.reading.folder import PackFiles
from engine.releases.difference import change_data, difference
from engine.releases.editing import Edit, Edited, edited, write
from engine.releases.figure_edits import end_value, set_said, set_value
from simulator.registry import Registry
from simulator.scenario import refusal

_SAID = ("law", "source", "confidence", "checked_on", "note", "label")


def run(arguments: Namespace) -> int:
    """Exit 3 where the packs are those inside the program, 2 where the edit makes no sense."""
    code, registry = one_pack(arguments.pack, registry_of(arguments))
    refuse_read_only(registry)
    *below, files = registry.parts(code)
    result = edited(files, _edit(arguments, files), below)
    if not arguments.dry_run:
        write(result)
    tell(result, as_json=arguments.json, written=not arguments.dry_run)
    return 0


def _edit(arguments: Namespace, files: PackFiles) -> Edit:
    said = {key: text for key in _SAID if (text := getattr(arguments, key)) is not None}
    since = day_of(arguments.since, "--from") if arguments.since else None
    if arguments.value and since is not None and not arguments.end:
        return set_value(files, arguments.name, _figures(arguments.value), since, said)
    if arguments.end and since is not None and not arguments.value:
        return end_value(files, arguments.name, since, said)
    if said and not arguments.value and not arguments.end:
        return set_said(files, arguments.name, said, since)
    raise refusal(
        codes.WRONG_SHAPE,
        "say what to set: a value or `--end` with `--from DAY`, or what is said of it (`--law`, `--source` …)",
        f'bareme set {arguments.pack} {arguments.name} 7% --from 2027-07-01 --source "…"',
        "set",
    )


def _figures(written: list[str]) -> dict[str, str]:
    """`7%`, or the figures of a group as `maximum=60 slope=5%`."""
    if not any("=" in text for text in written):
        return {"": " ".join(written)}
    pairs = [text.partition("=") for text in written]
    return {name.strip(): value.strip() for name, _, value in pairs}


def refuse_read_only(registry: Registry) -> None:
    """The packs that came with the program are never edited."""
    if registry.read_only:
        message = f"the packs in {registry.rules} came with the program and are not edited"
        mend = f"copy them and name the copy: cp -r {registry.rules} rules, then --rules rules"
        raise Refused([Diagnostic(codes.READ_ONLY, Place("--rules"), message, mend)])


def tell(result: Edited, *, as_json: bool, written: bool) -> None:
    """What changed in words, and the lines that changed."""
    changes = difference(result.before, result.after)
    if as_json:
        print_json(
            {
                "schema": "bareme.edit/1",
                "file": result.place.path,
                "line": result.place.line,
                "written": written,
                "changes": [change_data(change) for change in changes],
            }
        )
        return
    sys.stdout.write("".join(f"{change.text()}\n" for change in changes))
    sys.stdout.write(f"{result.place.path}:{result.place.line}\n")
    sys.stdout.writelines(f"    {line}\n" for line in _lines(result))
    sys.stderr.write("written\n" if written else "nothing was written\n")


def _lines(result: Edited) -> list[str]:
    old, new = (
        next(one.document.text for one in files.files if one.path == result.edit.file).splitlines()
        for files in (result.before, result.after)
    )
    return [line for line in unified_diff(old, new, n=0, lineterm="") if not line.startswith(("---", "+++", "@@"))]
