"""`make fuzz`: damaged packs and formulas, read, checked and, where nothing is wrong with them, computed.

Whatever comes in, the answer is a finding in a place of the file or a result:
never an exception, never a wait, never a growing memory. Figures are printed.
"""

from __future__ import annotations

import argparse
import resource
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from engine.checking.check import check_pack
from engine.checking.ranges import input_range
from engine.checking.scope import PackScope
from engine.evaluation.reference import reference_values
from engine.evaluation.scalar import compiled
from engine.language import codes
from engine.language.checker import check
from engine.language.diagnostic import Diagnostic, Refused
from engine.language.excerpt import render
from engine.language.formula_error import FormulaError
from engine.language.pages import codes_with_pages, page
from engine.language.parser import parse
from engine.language.printer import to_text
from engine.language.tokens import MAX_LENGTH
from engine.program.meaning import NoValue
from engine.program.pack import Pack, assemble
from engine.program.program import compile_program
from engine.program.timeline import Dates
from engine.reading.document import Document, decode_document, read_document
from engine.reading.folder import PackFiles, RuleDocument, read_folder, understand_cases, validate
from engine.reading.models import Header, RuleFile, WorkedCase
from engine.reading.structure import second_opinion
from tests.support.land import LAND, whole_cases
from tests.support.mutations import damaged_bytes, damaged_tree, damaged_words, formula, written

TESTS = Path(__file__).parents[1]
SLOWEST = 2.0
PATIENCE = 10.0
"""Seconds of the processor after which an input is given up, so that it is seen which one it was."""
ADDRESSES = 2 * 1024**3
"""Bytes beyond which an input fails in this process, instead of the whole machine."""
MOST_MEMORY = 300
"""Megabytes that the whole campaign may need."""
STATUS = Path("/proc/self/status")
SHARES = {"bytes": 22, "words": 25, "trees": 16, "formulas": 30, "headers": 4, "cases": 3}
"""Of a hundred inputs."""


@dataclass(slots=True)
class Report:
    """What came of the inputs."""

    inputs: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    computed: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slow: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    memory: int = 0
    """Megabytes that the process of the inputs held at the most."""

    @property
    def sound(self) -> bool:
        return not self.failures and not self.slow and self.memory < MOST_MEMORY

    def text(self) -> str:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.inputs.items()))
        accepted = ", ".join(f"{self.accepted[kind]:,} {kind}" for kind in sorted(self.inputs))
        return (
            f"inputs: {self.inputs.total():,} ({kinds})\n"
            f"accepted: {self.accepted.total():,} ({accepted}); computed: {self.computed:,}\n"
            f"codes met: {len(self.findings)}\n"
            f"uncaught exceptions: {len(self.failures)}\n"
            f"runs over {SLOWEST:g} s: {self.slow} (slowest {self.slowest * 1000:.0f} ms)\n"
            f"memory: {self.memory} MB at most; {self.seconds:.1f} s\n"
        )


def _most_held() -> int:
    """Megabytes this process held at the most; not what `getrusage` adds from the process that started it."""
    if not STATUS.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def seeds() -> list[Document]:
    """Small packs that say all that packs can say: those of the kernel, and the good ones of the pages."""
    texts = [str(one["rules"]) for one in _kernel()]
    for code in codes_with_pages():
        texts += [one.text for one in page(code).examples("Good example") if one.info in {"yaml", "yaml strict"}]
    return [decode_document(text.encode(), "rules.yaml") for text in texts]


def case_seeds() -> list[Document]:
    return [decode_document(whole_cases(str(one["cases"])).encode(), "rules.yaml") for one in _kernel()]


def _kernel() -> list[Any]:
    return [read_document(path).data for path in sorted((TESTS / "language" / "kernel").glob("*.yaml"))]


@dataclass(slots=True)
class Fuzzer:
    random: Random
    report: Report = field(default_factory=Report)
    common: PackFiles = field(default_factory=lambda: read_folder(LAND / "common"))
    country: PackFiles = field(default_factory=lambda: read_folder(LAND / "xx"))
    seeds: list[Document] = field(default_factory=seeds)
    cases: list[Document] = field(default_factory=case_seeds)
    base: Pack = field(init=False)

    def __post_init__(self) -> None:
        signal.signal(signal.SIGVTALRM, _given_up)
        self.base = assemble([self.common, self.country])

    def one(self, kind: str) -> None:
        """One input of a kind: made, tried, counted."""
        seed = self.random.choice(self.seeds)
        shown: Any
        tried: Callable[[Any], bool]
        match kind:
            case "bytes":
                shown, tried = damaged_bytes(seed.text.encode(), self.random), self.pack
            case "words":
                shown, tried = damaged_words(seed.text, self.random).encode(), self.pack
            case "trees":
                shown, tried = written(damaged_tree(seed.data, self.random)).encode(), self.pack
            case "headers":
                shown, tried = self.damaged(self.country.header_document), self.header
            case "cases":
                shown, tried = self.damaged(self.random.choice(self.cases)), self.worked
            case _:
                shown, tried = self.text_of_formula(), self.formula
        began = process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        try:
            accepted = tried(shown)
        except Exception:  # noqa: BLE001 - finding them is what this is for
            self.report.failures.append(f"{kind}: {shown!r}\n{traceback.format_exc()}")
            accepted = False
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = process_time() - began
        self.report.inputs[kind] += 1
        self.report.accepted[kind] += accepted
        self.report.slowest = max(self.report.slowest, took)
        if took > SLOWEST:
            self.report.slow += 1
            self.report.failures.append(f"{kind} took {took:.1f} s: {shown!r}")

    def damaged(self, document: Document) -> bytes:
        if self.random.random() < 0.5:
            return damaged_words(document.text, self.random).encode()
        return written(damaged_tree(document.data, self.random)).encode()

    def header(self, raw: bytes) -> bool:
        """A `pack.yaml`, with rules under it that are sound."""
        read = self.read(raw, Header.model_validate, Header)
        if read is None:
            return False
        document, header = read
        files = PackFiles(header.pack, self.country.folder, header, document, ())
        if header.country is None or header.pack == "common":
            return False
        return self.checked(assemble([self.common, files]), raw)

    def worked(self, raw: bytes) -> bool:
        """A file of worked cases, by its model and by its schema."""
        read = self.read(raw, understand_cases, list[WorkedCase])
        if read is None:
            return False
        assert second_opinion(read[0], "cases") == [], "the schema refuses what the model accepts"
        return True

    def read(self, raw: bytes, understand: Callable[..., Any], shape: Any) -> tuple[Document, Any] | None:
        problems: list[Diagnostic] = []
        try:
            document = decode_document(raw, "rules.yaml")
        except Refused as refused:
            self.said(refused.diagnostics, raw)
            return None
        understood = validate(document, understand, shape, problems)
        self.said(problems, raw)
        return None if understood is None else (document, understood)

    def text_of_formula(self) -> str:
        if self.random.random() < 0.4:
            return formula(self.random)
        known = self.random.choice(FORMULAS)
        return damaged_words(known, self.random)

    def pack(self, raw: bytes) -> bool:
        """A file of rules, through all that reads, checks and computes it."""
        read = self.read(raw, RuleFile.model_validate, RuleFile)
        if read is None:
            return False
        document, rules = read
        assert second_opinion(document, "rules") == [], "the schema refuses what the model accepts"
        country = replace(self.country, files=(RuleDocument("rules.yaml", document, rules),))
        return self.checked(assemble([self.common, country]), raw)

    def checked(self, pack: Pack, raw: bytes) -> bool:
        found = check_pack(pack).problems
        self.said(found, raw)
        if any(one.severity == "error" for one in found):
            return False
        self.compute(pack)
        return True

    def compute(self, pack: Pack) -> None:
        """A pack that is accepted never fails: an act gives a result, the same in two readings, or a reason."""
        if "pay" not in pack.acts:
            return
        day = self.random.choice((date(2020, 1, 1), date(2023, 6, 30), date(2026, 12, 31)))
        try:
            program = compile_program(pack, "pay", None, Dates(day, day, day))
        except Refused:
            return
        given = {name: self.fact(pack, name, kind, day) for name, kind in program.inputs.items()}
        try:
            values = compiled(program).values(given)
        except NoValue:
            return
        assert values == reference_values(program, given)
        self.report.computed += 1

    def fact(self, pack: Pack, name: str, kind: str, day: date) -> Fraction:
        """A value at an end of the range that the pack declares."""
        if name in ("date", "payment_date"):
            return Fraction(day.toordinal())
        return self.random.choice(input_range(pack, name, kind))

    def formula(self, text: str) -> bool:
        try:
            tree = parse(text)
        except FormulaError as unreadable:
            self.misread(unreadable, text)
            return False
        assert to_text(parse(to_text(tree))) == to_text(tree)
        found = check(tree, PackScope(self.base, {}), None)[1]
        for error in found:
            self.count(error.code, error.message, error.mend)
        return not found

    def misread(self, error: FormulaError, text: str) -> None:
        assert 0 <= error.start <= error.end, error
        assert error.start <= max(len(text), MAX_LENGTH), error
        self.count(error.code, error.message, error.mend)

    def said(self, found: list[Diagnostic] | tuple[Diagnostic, ...], raw: bytes) -> None:
        lines = raw.count(b"\n") + raw.count(b"\r") + 1
        for one in found:
            self.count(one.code, one.message, one.mend)
            assert render(one)
            if one.place.path == "rules.yaml":
                assert 1 <= one.place.line <= lines, one
                assert one.place.column >= 1, one

    def count(self, code: str, message: str, mend: str) -> None:
        assert code in codes.TITLES, code
        assert message, code
        assert mend or code in WITHOUT_MEND, f"{code} has no mend: {message}"
        self.report.findings[code] += 1


WITHOUT_MEND = frozenset({codes.UNREADABLE_FILE})
FORMULAS = (
    "if children > 2 and not (worker.region == north) then 0 else gross * 6.5 %",
    "floor(max(gross - 100, 0) / 12 to quantum)",
    "round(0.02 + 0.3781 * (at_least(days as number, 1) / 2) ^ 1.75 to 0.0001)",
    "prorated(gross, days, days_in_month(date))",
    "min(gross, 1000) + per_year(gross as money/month) as money",
    "if worker.family in [single, couple] then year(date) == 2026 else children == 0",
    "gross - tax + contributions * (1 - 13.07 %)",
    "net_pay with {children: 0, days: 10}",
)


def _given_up(_signal: int, _frame: object) -> None:
    raise TimeoutError


def fuzz(number: int, seed: int, tell: Callable[[str], object] | None = None) -> Report:
    """So many inputs, the same for the same seed."""
    random = Random(seed)
    fuzzer = Fuzzer(random)
    began = perf_counter()
    kinds, weights = list(SHARES), list(SHARES.values())
    for index in range(number):
        known = len(fuzzer.report.failures)
        fuzzer.one(random.choices(kinds, weights)[0])
        if tell is not None and len(fuzzer.report.failures) > known:
            tell("\n".join(fuzzer.report.failures[known:]) + "\n")
        if tell is not None and index and index % 100_000 == 0:
            fuzzer.report.seconds, fuzzer.report.memory = perf_counter() - began, _most_held()
            tell(f"-- after {index:,}\n{fuzzer.report.text()}")

    fuzzer.report.seconds, fuzzer.report.memory = perf_counter() - began, _most_held()
    return fuzzer.report


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", nargs="?", type=int, default=20_000)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    report = fuzz(arguments.number, arguments.seed, sys.stderr.write)
    sys.stdout.write(f"seed: {arguments.seed}\n" + report.text())
    return 0 if report.sound else 1


if __name__ == "__main__":
    sys.exit(main())
