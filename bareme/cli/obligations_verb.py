"""`bareme obligations`: what must be declared, by when and to whom, after one act or a list of acts."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from bareme.cli.asking import pinned, project_of, registry_of, scenario_file, scenario_of
from bareme.cli.gap import print_gap
from bareme.cli.output import print_json
from engine.language import codes
from simulator.agenda import Agenda, act_data, agenda, agenda_data, why
from simulator.project import read_project, run_project
from simulator.running import NotReachable, Run
from simulator.scenario import refusal
from simulator.second_opinion import opinion_data, opinion_on, wanted_always
from simulator.year import read_acts, run_acts


def run(arguments: Namespace) -> int:
    try:
        found = agenda(_runs(arguments))
    except NotReachable as gap:
        print_gap(gap, as_json=arguments.json)
        return 1
    data = agenda_data(found)
    if wanted_always():
        opinion = opinion_on([one for one, _ in found.followed], refuse=True)
        data["second_engine"] = opinion_data(opinion)
    if arguments.ics:
        from bareme.text.calendar_file import calendar_file

        Path(arguments.ics).write_bytes(calendar_file(data))
        sys.stderr.write(f"{len(data['obligations'])} duties written to {arguments.ics}\n")
    if arguments.why:
        _print_why(arguments, found)
    elif arguments.json:
        print_json(data)
    else:
        from bareme.text.agenda import agenda_text
        from bareme.text.language import Language

        sys.stdout.write(agenda_text(data, Language(arguments.lang)))
    return 0


def _runs(arguments: Namespace) -> tuple[Run, ...]:
    registry = registry_of(arguments)
    written = project_of(arguments)
    if written is not None:
        settled = run_project(registry, read_project(written, arguments.what[0]))
        return tuple(sorted((one.run for one in settled.done), key=lambda run: run.scenario.date))
    if len(arguments.what) == 1:
        path = Path(arguments.what[0])
        data = scenario_file(path)
        if "acts" in data:
            scenarios = [pinned(arguments, one) for one in read_acts(data, str(path))]
            return run_acts(registry, scenarios).runs
    return run_acts(registry, [scenario_of(arguments)]).runs


def _print_why(arguments: Namespace, found: Agenda) -> None:
    told = why(found, arguments.why)
    if told is None:
        raise refusal(codes.UNKNOWN_NAME, f"no rule `{arguments.why}` holds on these dates", "", "--why")
    acts: list[tuple[dict[str, Any], bool, tuple[str, ...]]] = [(act_data(one), holds, t) for one, holds, t in told]
    if arguments.json:
        rows = [{"act": act, "holds": holds, "tests": list(tests)} for act, holds, tests in acts]
        print_json({"schema": "bareme.why/1", "rule": arguments.why, "acts": rows})
        return
    from bareme.text.agenda import why_text

    sys.stdout.write(why_text(acts, arguments.why))
