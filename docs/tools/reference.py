"""Writes the pages that are made from the program itself, so that they cannot differ from it.

`python docs/tools/reference.py` writes them, with `--check` it only compares.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bareme.cli.arguments import VERBS, parser
from engine.language.codes import TITLES
from engine.language.mechanisms import MECHANISMS, Mechanism
from engine.language.pages import codes_with_pages, page
from engine.language.syntax import ROUNDING_WORDS
from engine.language.types import KINDS
from engine.language.units import PERIODS
from engine.language.words import CONVERSIONS, DATE_WORDS, EXTREMES, FORMS, MEANINGS
from engine.reading.schemas import schema
from simulator.formats.schemas import schema as format_schema

DOCS = Path(__file__).resolve().parents[1]
MADE = "<!-- made by docs/tools/reference.py; edit what it is made from -->\n"
GROUPS = {
    "BAR0": "Reading YAML",
    "BAR1": "Structure",
    "BAR2": "Formulas",
    "BAR3": "Names",
    "BAR4": "Kinds of value",
    "BAR5": "Dates and completeness",
    "BAR6": "Provenance",
    "BAR7": "Releases and edits",
    "BAR8": "Scenarios",
    "BAR9": "Rules about acts",
}


# ---- diagnostics -----------------------------------------------------------------------


def diagnostics() -> str:
    lines = [
        "# Diagnostics",
        "",
        "Every finding has a code that never changes its meaning, a place, what is wrong, and the mend.",
        "`bareme check --explain BAR301` prints one of these pages. A remark with a caret under a line says what is",
        "found in it; the tests hold the program to it. The examples stand in the country made up for learning.",
        "",
    ]
    codes = codes_with_pages()
    for prefix, group in GROUPS.items():
        lines += [f"**{group}**", ""]
        lines += [f"- [{code}](#{code.lower()}) {TITLES[code]}" for code in codes if code.startswith(prefix)]
        lines.append("")
    for code in codes:
        lines += _page(code)
    return "\n".join(lines)


def _page(code: str) -> list[str]:
    found = page(code)
    lines = [f'<a id="{code.lower()}"></a>', "", f"## {code}: {found.title}", ""]
    for heading, text in found.sections.items():
        lines += [f"### {heading}", "", text.strip(), ""]
    return lines


# ---- formulas --------------------------------------------------------------------------


def formulas() -> str:
    words = [*EXTREMES, *ROUNDING_WORDS, *CONVERSIONS, *DATE_WORDS]
    return "\n".join(
        [
            "# Formulas",
            "",
            "A formula is an exact fraction from end to end; the line that stores it is rounded once. Money goes to",
            "the currency's smallest unit by itself, anything else by `round:`. How to write them:",
            "[the pack language](../pack-language.md#3-formulas).",
            "",
            "From loosest to tightest bind: `or`, `and`, `not`, comparisons and `in`, `+ -`, `* /`, the minus sign,",
            "`^`, then `as`, `at` and `with` behind a value.",
            "",
            "| form | meaning |",
            "|---|---|",
            *(f"| {form} | {meaning} |" for form, meaning in FORMS),
            "",
            "## Words",
            "",
            "| word | takes | meaning |",
            "|---|---|---|",
            *(f"| `{word}` | {_taken(word)} | {MEANINGS[word]} |" for word in sorted(words)),
            "",
            "## Words of the law",
            "",
            "Each of these is itself a formula: it adds nothing to what can be computed, only to what can be read.",
            "Explanations show the word. They keep the kind of what they are given.",
            "",
            *(line for mechanism in MECHANISMS.values() for line in _mechanism(mechanism)),
            "## Kinds and periods",
            "",
            f"Kinds: {', '.join(f'`{kind}`' for kind in KINDS)}, or the name of an enum. A number may have a period:",
            f"{', '.join(f'`{period}`' for period in sorted(PERIODS))}, as in `money/month`.",
            "",
            "- What is added, compared or chosen between has one kind and one period; a plain number takes the kind of",
            "  what it meets.",
            "- `money * rate` is money; `money/hour * hours` is money; `money / money` is a number; `days / days` too.",
            "- A `rate`, a `number` and a `count` are plain numbers; a `count` is whole: a broken number is rounded",
            "  first.",
            "",
        ]
    )


def _taken(word: str) -> str:
    if word in DATE_WORDS:
        return ", ".join("a day" if str(one) == "date" else str(one) for one in DATE_WORDS[word][0])
    if word in ROUNDING_WORDS:
        return "`x to multiple`"
    return "two or more values" if word in EXTREMES else "an amount with a period"


def _mechanism(mechanism: Mechanism) -> list[str]:
    lines = [f"### `{mechanism.signature}`", "", f"{mechanism.title}.", ""]
    lines += [f"- `{name}`: {meaning}" for name, meaning in mechanism.of.items()]
    lines += ["", f"It means `{mechanism.means}`.", "", mechanism.why, "", f"*{mechanism.law}*", ""]
    lines += ["| example | with | gives |", "|---|---|---|"]
    for example in mechanism.examples:
        given = ", ".join(f"{name} {value}" for name, value in example.given.items())
        lines.append(f"| `{example.formula}` | {given} | {example.gives} |")
    if mechanism.examples[0].rules:
        lines += ["", "with", "", "```yaml", mechanism.examples[0].rules.rstrip(), "```"]
    return [*lines, ""]


# ---- sections and formats ----------------------------------------------------------------


def sections() -> str:
    lines = [
        "# Sections and keys",
        "",
        "What may stand in the files of a pack. Editors show the same texts, from `schemas/`. A value that may be",
        "“one, or one from each date on” is written `formula: …` or `formula: {2020-01-01: …, 2023-01-01: …}`.",
        "",
    ]
    for title, name in (("pack.yaml", "pack"), ("All other files", "rules"), ("tests/*.yaml", "cases")):
        written = schema(name)
        lines += [f"## {title}", "", written["description"], ""]
        if "properties" in written:
            lines += _keys(written)
    definitions: dict[str, Any] = {}
    for name in ("pack", "rules", "cases"):
        definitions |= schema(name).get("$defs", {})
    lines += ["# Groups of keys", ""]
    for name in sorted(definitions):
        lines += _group(name, definitions[name])
    return "\n".join(lines)


def format_page(name: str, title: str) -> Callable[[], str]:
    def written() -> str:
        shape = format_schema(name)
        lines = [f"# {title}", "", shape["description"], "", f"Its JSON Schema is `schemas/{name}.json`.", ""]
        lines += _keys(shape)
        for part in sorted(shape.get("$defs", {})):
            lines += _group(part, shape["$defs"][part])
        return "\n".join(lines)

    return written


def _group(name: str, shape: dict[str, Any]) -> list[str]:
    if "properties" not in shape:
        return []
    return [f"## {name}", "", shape.get("description", ""), "", *_keys(shape)]


def _keys(shape: dict[str, Any]) -> list[str]:
    required = set(shape.get("required", ()))
    lines = ["| key | value | meaning |", "|---|---|---|"]
    for key, value in shape["properties"].items():
        must = " *(needed)*" if key in required else ""
        lines.append(f"| `{key}`{must} | {_kind(value)} | {_meaning(value)} |")
    return [*lines, ""]


def _kind(value: dict[str, Any]) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        kinds = dict.fromkeys(_kind(one) for one in value["anyOf"])
        return " or ".join(kinds)
    if "enum" in value:
        words = [one for one in value["enum"] if isinstance(one, str)]
        return "`true` or `false`" if {"true", "false"} == set(words) else ", ".join(f"`{word}`" for word in words)
    if "const" in value:
        return f"`{value['const']}`"
    if value.get("type") == "array":
        return f"list of {_kind(value.get('items', {}))}"
    if value.get("type") == "object" and "properties" not in value:
        inside = value.get("patternProperties") or {"": value.get("additionalProperties")}
        key, shape = next(iter(inside.items()))
        by = "date" if "[0-9]{4}" in key else "name"
        return f"{by} → {_kind(shape) if isinstance(shape, dict) else 'any value'}"
    return {"integer": "number", "boolean": "truth", "null": "nothing"}.get(str(value.get("type")), "text")


def _meaning(value: dict[str, Any]) -> str:
    text = str(value.get("description", "")).replace("|", "\\|").replace("\n", " ")
    examples = [one for one in value.get("examples", ()) if isinstance(one, str)]
    shown = f" For example {', '.join(f'`{one}`' for one in examples)}." if examples else ""
    default = value.get("default")
    if default not in (None, "", [], {}, False):
        shown += f" If absent: `{default}`."
    return f"{text}{'.' if text and text[-1] not in '.…`' and shown else ''}{shown}"


# ---- commands ---------------------------------------------------------------------------


def commands() -> str:
    lines = [
        "# Commands",
        "",
        "`bareme VERB …` prints data on standard output and talk on standard error. It ends with 0 if all is fine,",
        "1 for findings, 2 for usage or input that cannot be read, 3 if the rules of publishing refuse. `--rules DIR`",
        "names the folder of packs, `--json` asks for data instead of text; both work with every verb.",
        "",
    ]
    verbs = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    for verb, text in VERBS.items():
        lines += [f"## bareme {verb}", "", f"{text[0].upper()}{text[1:]}.", ""]
        lines += [*_options(verbs.choices[verb]), ""]
    return "\n".join(lines)


def _options(verb: argparse.ArgumentParser) -> Iterator[str]:
    rows = [action for action in verb._actions if action.dest not in ("help", "rules", "json")]
    if not rows:
        return
    yield "| argument | meaning |"
    yield "|---|---|"
    for action in rows:
        yield f"| {_argument(action)} | {(action.help or '').replace('%%', '%').replace('|', '&#124;')} |"


def _argument(action: argparse.Action) -> str:
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if action.choices is not None and not isinstance(action, argparse._SubParsersAction):
        metavar = "/".join(str(one) for one in action.choices)
    if not action.option_strings:
        return f"`{metavar}`".replace("|", "\\|")
    takes = "" if action.nargs == 0 else f" {metavar}"
    return f"`{action.option_strings[-1]}{takes}`"


PAGES: dict[str, Callable[[], str]] = {
    "diagnostics.md": diagnostics,
    "reference/formulas.md": formulas,
    "reference/sections.md": sections,
    "reference/commands.md": commands,
    "reference/simulation.md": format_page("simulation", "The result of an act: bareme.simulation/1"),
    "reference/trace.md": format_page("trace", "The tree behind a figure: bareme.trace/1"),
}


def written(name: str) -> str:
    """A page as it should stand."""
    head, _, rest = PAGES[name]().partition("\n")
    return re.sub(r"\n{3,}", "\n\n", f"{head}\n\n{MADE}{rest}").rstrip() + "\n"


def main() -> int:
    """Write the pages, or say which are not true any more."""
    stale = []
    for name in PAGES:
        path = DOCS / name
        shown = path.read_text(encoding="utf-8") if path.is_file() else ""
        real = written(name)
        if shown == real:
            continue
        stale.append(name)
        if "--check" in sys.argv[1:]:
            sys.stderr.writelines(difflib.unified_diff(shown.splitlines(True), real.splitlines(True), name))
        else:
            path.write_text(real, encoding="utf-8")
    if stale and "--check" in sys.argv[1:]:
        print(f"not what the program says: {', '.join(stale)}; run `make reference`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
