"""Asking the worker: a time limit on every answer, a new process after a thousand, a new one after a fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any

from engine.inference.rules import RuleSet
from engine.inference.second.orders import Orders, admitted, orders

ANSWER_WITHIN = 2.0
START_WITHIN = 30.0
EVALUATIONS = 1000


class NoAnswer(RuntimeError):
    """The worker died, hung, or could not do it; the message says which."""


def absence() -> str | None:
    """Why the second engine is not there, None if it is."""
    if sys.version_info >= (3, 13):
        return "durable-rules does not run on Python 3.13 or newer"
    if find_spec("durable") is None or find_spec("durable_rules_engine") is None:
        return "durable-rules is not installed (`make second-engine` builds it)"
    return None


@dataclass(slots=True)
class Worker:
    """The second engine behind a process of its own. One question at a time."""

    within: float = ANSWER_WITHIN
    evaluations: int = EVALUATIONS
    _process: subprocess.Popen[str] | None = None
    _answers: Queue[str | None] = field(default_factory=Queue)
    _sent: dict[int, RuleSet] = field(default_factory=dict)
    _asked: int = 0
    _lock: Any = field(default_factory=threading.Lock)

    def evaluate(self, rules: RuleSet, subjects: Sequence[Mapping[str, object]]) -> list[tuple[str, ...]]:
        """For each subject the names of the rules that hold.

        `NotAdmitted` before anything is passed on, `NoAnswer` when none came back.
        """
        order = orders(rules)
        facts = admitted(order, subjects)
        with self._lock:
            held = self._held(rules, order, facts)
        return [tuple(order.names[number] for number in numbers) for numbers in held]

    def _held(self, rules: RuleSet, order: Orders, facts: list[dict[str, int]]) -> list[list[int]]:
        if self._process is None or self._asked >= self.evaluations:
            self._start()
        self._asked += 1
        key = str(id(rules))
        if self._sent.get(id(rules)) is not rules:
            self._ask({"set": key, "orders": order.payload}, START_WITHIN)
            self._sent[id(rules)] = rules
        answer = self._ask({"set": key, "facts": facts}, self.within)
        if "unknown" in answer:  # freed there to make room
            self._ask({"set": key, "orders": order.payload}, START_WITHIN)
            answer = self._ask({"set": key, "facts": facts}, self.within)
        held: list[list[int]] = answer["held"]
        return held

    def _start(self) -> None:
        self.stop()
        reason = absence()
        if reason is not None:
            raise NoAnswer(reason)
        root = str(Path(__file__).resolve().parents[3])
        paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engine.inference.second.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._answers = Queue()
        threading.Thread(target=_read, args=(self._process.stdout, self._answers), daemon=True).start()
        self._answer(START_WITHIN)

    def _ask(self, question: Mapping[str, Any], within: float) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None:
            raise NoAnswer("the worker is not running")
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
        except OSError:
            raise self._given_up(f"the worker died{_ending(process)}") from None
        return self._answer(within)

    def _answer(self, within: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=within)
        except Empty:
            raise self._given_up(f"the worker gave no answer within {within:g} seconds") from None
        if line is None:
            process = self._process
            raise self._given_up(f"the worker died{_ending(process) if process is not None else ''}")
        answer: dict[str, Any] = json.loads(line)
        if "fault" in answer:
            raise self._given_up(f"the worker failed: {answer['fault']}")
        return answer

    def _given_up(self, why: str) -> NoAnswer:
        self.stop()
        return NoAnswer(why)

    def stop(self) -> None:
        """End the worker's process; the next question starts another."""
        process, self._process = self._process, None
        self._sent, self._asked = {}, 0
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _closed(pipe)


def _closed(pipe: IO[str]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was still to be written has no reader any more


def _ending(process: subprocess.Popen[str]) -> str:
    try:
        return f" (exit {process.wait(timeout=1)})"
    except subprocess.TimeoutExpired:
        return ""


def _read(pipe: IO[str] | None, answers: Queue[str | None]) -> None:
    """Passes the worker's lines on; its end is None."""
    if pipe is not None:
        try:
            for line in pipe:
                answers.put(line)
        except ValueError:
            pass  # closed under us by `stop`
    answers.put(None)
