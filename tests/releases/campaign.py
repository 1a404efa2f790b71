"""`make release-campaign`: many reformattings keep the hash of a pack, many one-token edits all change it."""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from pydantic import ValidationError

from engine.reading.composing import Data
from engine.reading.document import parse_document
from engine.reading.folder import PackFiles, RuleDocument, read_folder
from engine.reading.models import RuleFile
from engine.releases.canonical import digest
from engine.releases.difference import difference
from tests.releases.reformatting import edited, reformatted

RULES = Path(__file__).parents[2] / "rules"


@dataclass(slots=True)
class Outcome:
    """What a campaign met; `faults` must stay empty."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def files_of(rules: Path = RULES) -> list[tuple[PackFiles, RuleDocument]]:
    """Every file of rules of every pack, each with its pack."""
    packs = [read_folder(header.parent) for header in sorted(rules.glob("*/pack.yaml"))]
    return [(pack, one) for pack in packs for one in pack.files]


def reformattings(count: int, seed: int) -> Outcome:
    """Rewrites files at random; each must read as before and keep the pack's hash."""
    rng, outcome, everything = Random(seed), Outcome(), files_of()
    for _ in range(count):
        pack, one = rng.choice(everything)
        data = one.document.data
        assert isinstance(data, dict)
        texts = reformatted(data, rng)
        written = [_read(f"{one.path}.{number}", text) for number, text in enumerate(texts)]
        outcome.counts["reformattings"] += 1
        outcome.counts["of them split over files"] += len(texts) > 1
        if digest(replace(pack, files=tuple(written))) != digest(replace(pack, files=(one,))):
            outcome.faults.append(f"{pack.name}/{one.path}: the hash moved\n" + "\n".join(texts))
    return outcome


def edits(count: int, seed: int) -> Outcome:
    """Changes one token of a file at random; each must give a hash of its own."""
    rng, outcome, everything = Random(seed), Outcome(), files_of()
    seen: dict[str, Data] = {}
    while outcome.counts["edits"] < count:
        pack, one = rng.choice(everything)
        assert isinstance(one.document.data, dict)
        found = edited(one.document.data, rng)
        if found is None:
            continue
        what, data = found
        try:
            rules = RuleFile.model_validate(data, by_alias=True, by_name=False)
        except ValidationError:
            outcome.counts["refused by the models, not counted"] += 1
            continue
        if rules == one.rules:
            outcome.counts["that leave out what is so anyway, not counted"] += 1
            continue
        outcome.counts["edits"] += 1
        before, after = replace(pack, files=(one,)), replace(pack, files=(replace(one, rules=rules),))
        changed = digest(after)
        if changed == digest(before):
            outcome.faults.append(f"{pack.name}/{one.path} {what}: the hash did not move")
        elif not all(change.text() for change in difference(before, after)) or not difference(before, after):
            outcome.faults.append(f"{pack.name}/{one.path} {what}: no difference is told")
        elif seen.setdefault(changed, _bare(data)) != _bare(data):
            outcome.faults.append(f"{pack.name}/{one.path} {what}: the hash of another edit")
    return outcome


def _bare(data: Data) -> Data:
    """What is written, without flags that say what is so anyway and groups that hold nothing."""
    if isinstance(data, dict):
        bare = {key: _bare(value) for key, value in data.items()}
        return {key: value for key, value in bare.items() if value not in ("false", {}, [])}
    return [_bare(item) for item in data] if isinstance(data, list) else data


def _read(path: str, text: str) -> RuleDocument:
    document = parse_document(text, path)
    return RuleDocument(path, document, RuleFile.model_validate(document.data, by_alias=True, by_name=False))


def main(count: int, seed: int) -> int:
    failed = False
    for run in (reformattings, edits):
        started = time.perf_counter()
        outcome = run(count, seed)
        counted = ", ".join(f"{number:,} {what}" for what, number in outcome.counts.items())
        sys.stdout.write(
            f"seed {seed}: {counted}; {len(outcome.faults)} faults; {time.perf_counter() - started:.0f} s\n"
        )
        sys.stdout.writelines(f"{fault}\n" for fault in outcome.faults[:10])
        failed = failed or bool(outcome.faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
