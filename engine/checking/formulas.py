"""Names and types of every formula."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.scope import PackScope
from engine.checking.sites import Site, sites
from engine.language import codes
from engine.language.checker import check
from engine.language.diagnostic import Diagnostic
from engine.language.formula_error import FormulaError
from engine.language.types import Type, UnknownType, parse_type
from engine.program.pack import Definition, Pack, parsed


def formula_problems(pack: Pack) -> Iterator[Diagnostic]:
    """Everything that is wrong in the formulas of a pack, and the types it declares."""
    yield from _types(pack)
    for site in sites(pack):
        yield from site_problems(pack, site)


def site_problems(pack: Pack, site: Site) -> Iterator[Diagnostic]:
    try:
        tree = parsed(site.text)
    except FormulaError as unreadable:
        yield site.document.about_formula(site.path, unreadable)
        return
    for error in check(tree, PackScope(pack, site.local), expected_type(pack, site.expected))[1]:
        yield site.document.about_formula(site.path, error)


def expected_type(pack: Pack, text: str | None) -> Type | None:
    if text is None:
        return None
    try:
        return parse_type(text, pack.members)
    except UnknownType:
        return None


def _types(pack: Pack) -> Iterator[Diagnostic]:
    for definition in (*pack.definitions.values(), *pack.interface.values()):
        for where, text in _written_types(definition):
            try:
                parse_type(text, pack.members)
            except UnknownType as fault:
                path = (*definition.path, *where)
                place = definition.document.place(path)
                problem = fault.problem
                excerpt = definition.document.line(place.line)
                yield Diagnostic(codes.UNKNOWN_TYPE, place, problem.message, problem.mend, excerpt=excerpt)


def _written_types(definition: Definition) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every type that a definition names, with where it does."""
    model = definition.model
    match definition.kind:
        case "member" | "enum" | "contract" | "act" | "part":
            return
        case "field":
            name = definition.name[len(definition.owner) + 1 :]
            yield ("fields", name), model.fields[name]
        case "function":
            yield ("type",), model.type
            yield from ((("of", name), text) for name, text in model.of.items())
            yield from ((("lines", name, "type"), line.type) for name, line in model.lines.items())
        case _:
            if getattr(model, "type", None) is not None:
                yield ("type",), model.type
            if definition.kind == "scale":
                yield ("of",), model.of
            if definition.kind == "table":
                yield ("by",), model.by
