"""`bareme solve`: the smallest unknown that gives the wanted figure, the other runs, or the proven gap (exit 1)."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from typing import Any

from bareme.cli.asking import pair, registry_of, scenario_of
from bareme.cli.gap import gap_text
from bareme.cli.output import print_json
from engine.intervals.solution import Gap, Solution
from simulator.solutions import solution_data, written
from simulator.solving import Question, ask


def run(arguments: Namespace) -> int:
    scenario = scenario_of(arguments)
    target, wanted = pair(arguments.target, "--target")
    question = ask(registry_of(arguments), scenario, target, wanted, arguments.find or scenario.find)
    found = question.answer
    if arguments.json:
        print_json(solution_data(question))
    elif isinstance(found, Gap):
        sys.stdout.write(gap_text(question.program, question.unknown, target, question.wanted, found))
    else:
        sys.stdout.write(_text(question, found))
        solved = replace(scenario, given={**scenario.given, question.unknown: _written(question, found.smallest)})
        _print_cascade(arguments, solved)
    return 1 if isinstance(found, Gap) else 0


def _written(question: Question, value: Any) -> str:
    return written(question.program, question.unknown, value)


def _text(question: Question, found: Solution) -> str:
    lines = [f"{question.target} = {question.wanted} with {question.unknown} = {_written(question, found.smallest)}"]
    first, last = found.runs[0]
    if first != last:
        lines[0] += f" (and up to {_written(question, last)})"
    others = [_range(question, run) for run in found.runs[1:9]]
    if others:
        lines.append(f"Also with: {', '.join(others)}" + (" …" if len(found.runs) > 9 or found.cut else ""))
    return "\n".join(lines) + "\n\n"


def _range(question: Question, run: tuple[Any, Any]) -> str:
    first, last = (_written(question, value) for value in run)
    return first if first == last else f"{first} to {last}"


def _print_cascade(arguments: Namespace, scenario: Any) -> None:
    from bareme.text.cascade import cascade
    from bareme.text.language import Language
    from simulator import running
    from simulator.result import result

    done = running.run(registry_of(arguments), scenario)
    sys.stdout.write(cascade(result(done), done.country.pack, Language(arguments.lang)))
