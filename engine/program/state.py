"""What lowering keeps while it goes: steps done, the segment, what is open, what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from engine.language import codes
from engine.language import syntax as s
from engine.language.diagnostic import Diagnostic, Place, Refused
from engine.language.parser import FormulaError
from engine.program.form import Step
from engine.program.pack import Pack, parsed
from engine.program.scope import Scope
from engine.program.timeline import Dates, Segment


@dataclass(slots=True)
class Lowered:
    """A step lowered before, for the same act and contract, and the segment within which its own form is true."""

    segment: Segment
    step: Step
    reads: tuple[str, ...]


@dataclass(slots=True)
class LoweringState:
    """One act, under one contract, on given dates, on its way to a program."""

    pack: Pack
    act: str
    contract: str | None
    dates: Dates
    root: str
    choices: frozenset[str]
    segment: Segment = field(default_factory=Segment)
    steps: dict[str, Step] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    """Inputs read so far, with their types."""
    known: dict[str, list[Lowered]] = field(default_factory=dict)
    """Steps of other dates, used again where they hold."""
    _open: list[str] = field(default_factory=list)
    _own: list[Segment | None] = field(default_factory=list)
    """For each step being lowered, the segment of its own form; None if it holds parts of others."""
    _decided: list[list[str]] = field(default_factory=list)
    _calls: dict[str, int] = field(default_factory=dict)

    def narrow(self, clock: str | None, since: date, until: date | None) -> None:
        if clock is not None:
            self.segment = self.segment.narrowed(clock, since, until)
            if self._own and (own := self._own[-1]) is not None:
                self._own[-1] = own.narrowed(clock, since, until)

    def note(self, label: str) -> None:
        """Record a row or dated version that was decided on for the step being lowered."""
        if label and self._decided:
            self._decided[-1].append(label)

    def fresh(self, name: str) -> str:
        self._calls[name] = self._calls.get(name, 0) + 1
        return f"{name}#{self._calls[name]}"

    @contextmanager
    def opening(self, name: str, scope: Scope) -> Iterator[None]:
        frames = self._open
        if name.endswith("()"):  # a function may be open in the line above: only its own body must not call it
            outer = [index for index, frame in enumerate(frames) if not frame.endswith("()")]
            frames = frames[outer[-1] + 1 :] if outer else frames
        if name in frames:
            circle = " → ".join([*frames[frames.index(name) :], name])
            message = f"this goes round in a circle: {circle}"
            raise self.refusal(codes.CYCLE, message, "one of them must be known first", scope, key=True)
        self._open.append(name)
        try:
            yield
        finally:
            self._open.pop()

    def parse(self, text: str, scope: Scope) -> s.Expression:
        try:
            return parsed(text)
        except FormulaError as error:
            raise Refused([scope.document.about_formula(scope.path, error)]) from None

    def refusal(
        self,
        code: str,
        message: str,
        mend: str,
        scope: Scope | None,
        span: s.Span | None = None,
        *,
        key: bool = False,
    ) -> Refused:
        if scope is None:
            return Refused([Diagnostic(code, Place(self.pack.name), message, mend)])
        start, end = (0, None) if span is None else (span.start, span.end)
        return Refused([scope.document.diagnostic(code, scope.path, message, mend, start, end, key=key)])
