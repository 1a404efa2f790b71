"""What a proof could not prove, as findings in the place where the pack can be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.checking.proof import Proof, Remark, Where
from engine.checking.sites import Site, of_definition
from engine.language import codes
from engine.language import syntax as s
from engine.language.diagnostic import Diagnostic, Place
from engine.language.printer import to_text
from engine.language.walking import walk
from engine.program.pack import Pack, parsed

DIGITS = 300


def totality_problems(pack: Pack, proof: Proof) -> Iterator[Diagnostic]:
    """What must be mended before the pack can be published."""
    yield from dict.fromkeys(proof.refused)
    for remark, places in proof.remarks.items():
        if remark.kind != "conditional":
            yield _finding(pack, remark, _told(places))


def _finding(pack: Pack, remark: Remark, told: str) -> Diagnostic:
    match remark.kind:
        case "missing":
            needs = "" if remark.step == remark.name else f" (`{remark.step}` needs it)"
            message = f"{told} has no result: {remark.reason}{needs}"
            mend = "add the value, narrow the coverage, or declare the gap in `not_modelled`"
            return _at(pack, remark.name, remark.step, codes.NO_RESULT, message, mend)
        case "divisor":
            found = _only_divisor(pack, remark.step)
            what = f"`{found.text}`, which may be zero" if found is not None else "an amount that may be zero"
            message = f"`{remark.step}` divides by {what} ({told})"
            mend = f"guard it: `if {found.text if found is not None else 'x'} > 0 then … else 0`"
            if found is None:
                return _at(pack, remark.step, remark.step, codes.ZERO_DIVISOR, message, mend)
            site = found.site
            return site.document.diagnostic(codes.ZERO_DIVISOR, site.path, message, mend, found.start, found.end)
        case "unrounded":
            message = f"the exact value of `{remark.step}` can have no end: {remark.reason}"
            return _at(pack, remark.step, remark.step, codes.NEEDS_ROUNDING, message, "write `round: round to 0.0001`")
        case "wide":
            message = f"`{remark.step}` could have more than {DIGITS} digits ({told})"
            mend = "look at its powers and products, and at the `range` of the inputs it reads"
            return _at(pack, remark.step, remark.step, codes.TOO_WIDE, message, mend)
        case _:
            mend = "write `round(c + k * x ^ 1.75 to 0.01)`"
            return _at(pack, remark.step, remark.step, codes.MISPLACED_POWER, f"`{remark.step}`: {remark.reason}", mend)


def _at(pack: Pack, name: str, step: str, code: str, message: str, mend: str) -> Diagnostic:
    shelves = (pack.definitions, pack.interface)
    definition = next((shelf[one] for one in (name, step) for shelf in shelves if one in shelf), None)
    if definition is None:
        return Diagnostic(code, Place(pack.name), message, mend)
    return definition.document.diagnostic(code, definition.path, message, mend, key=True)


@dataclass(frozen=True, slots=True)
class _Divisor:
    site: Site
    start: int
    end: int
    text: str


def _only_divisor(pack: Pack, step: str) -> _Divisor | None:
    """What a line divides by, if it divides by one thing in one place."""
    definition = pack.definitions.get(step)
    found = [] if definition is None else [one for site in of_definition(pack, definition) for one in _in_site(site)]
    return found[0] if len(found) == 1 else None


def _in_site(site: Site) -> Iterator[_Divisor]:
    for node in walk(parsed(site.text)):
        if isinstance(node, s.Binary) and node.operator == "/" and not isinstance(node.right, s.Number):
            yield _Divisor(site, node.right.span.start, node.right.span.end, to_text(node.right))


def _told(places: list[Where]) -> str:
    first = places[0]
    return str(first) if len(places) == 1 else f"{first} (and {len(places) - 1} more)"
