"""`bareme table`: a figure's versions as a spreadsheet, and a changed spreadsheet back into the pack."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from bareme.cli.asking import one_pack, registry_of
from bareme.cli.output import print_json
from bareme.cli.set_verb import refuse_read_only, tell
from engine.reading.folder import PackFiles
from engine.releases.editing import edited, write
from engine.releases.sheets import Grid, exported, imported


def run(arguments: Namespace) -> int:
    """An import shows what it would change and writes only with `--apply`; exit 3 for packs inside the program."""
    code, registry = one_pack(arguments.pack, registry_of(arguments))
    *below, files = registry.parts(code)
    if arguments.way == "export":
        return _export(arguments, files)
    edit = imported(files, arguments.name, _read(arguments))
    if not edit.splices:
        if arguments.json:
            print_json({"schema": "bareme.edit/1", "file": edit.file, "line": None, "written": False, "changes": []})
        sys.stderr.write("no difference\n")
        return 0
    result = edited(files, edit, below)
    if arguments.apply:
        refuse_read_only(registry)
        write(result)
    tell(result, as_json=arguments.json, written=arguments.apply)
    return 0


def _export(arguments: Namespace, files: PackFiles) -> int:
    from bareme.text.spreadsheets import write_csv, write_xlsx

    grid = exported(files, arguments.name)
    if arguments.xlsx:
        Path(arguments.xlsx).write_bytes(write_xlsx(grid, arguments.name))
    elif arguments.csv == "-":
        sys.stdout.write(write_csv(grid).decode("utf-8-sig").replace("\r\n", "\n"))
    else:
        Path(arguments.csv).write_bytes(write_csv(grid))
    return 0


def _read(arguments: Namespace) -> Grid:
    from bareme.text.spreadsheets import read_csv, read_table

    if arguments.csv == "-":
        return read_csv(sys.stdin.buffer.read(), "standard input")
    return read_table(Path(arguments.xlsx or arguments.csv), xlsx=bool(arguments.xlsx))
