"""Where packs are found, and the countries they make, each read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from engine.inference.cases import Readings
from engine.inference.rules import RuleSets
from engine.language import codes
from engine.program.pack import Pack, assemble, refuse_if_problems
from engine.program.program import Programs
from engine.reading.folder import PackFiles, read_folder
from engine.releases.canonical import digest
from simulator.scenario import refusal

COMMON = "common"


@dataclass(frozen=True)
class Country:
    """A country's pack with its compiled programs."""

    pack: Pack
    programs: Programs

    @cached_property
    def rule_sets(self) -> RuleSets:
        return RuleSets(self.pack)

    @cached_property
    def readings(self) -> Readings:
        return Readings()

    @cached_property
    def bundle(self) -> tuple[Mapping[str, str], ...]:
        """Every part with its version and the hash of its content."""
        return tuple(
            {"pack": part.name, "version": part.header.version, "sha256": digest(part)} for part in self.pack.parts
        )


@dataclass(slots=True)
class Registry:
    """The packs of one folder."""

    rules: Path
    _countries: dict[str, Country] = field(default_factory=dict)
    _common: PackFiles | None = None

    def codes(self) -> tuple[str, ...]:
        """Codes of the countries there are, `common` left out."""
        folders = (path.parent.name for path in self.rules.glob("*/pack.yaml"))
        return tuple(sorted(name for name in folders if name != COMMON))

    def common(self) -> PackFiles:
        if self._common is None:
            self._common = read_folder(self.rules / COMMON)
        return self._common

    def put(self, code: str, country: Country) -> None:
        """Let a country be another one than its folder says."""
        self._countries[code] = country

    def country(self, code: str) -> Country:
        """The country, read now if it was not yet; `Refused` if there is none or its files are at fault."""
        if code not in self._countries:
            if code not in self.codes():
                known = ", ".join(self.codes()) or "none"
                raise refusal(codes.UNKNOWN_PACK, f"there is no pack `{code}`", f"the packs in {self.rules}: {known}")
            pack = refuse_if_problems(assemble([self.common(), read_folder(self.rules / code)]))
            self._countries[code] = Country(pack, Programs(pack))
        return self._countries[code]


def find_rules(given: str | None, packaged: Path | None) -> Path:
    """The folder of packs: the one named, `BAREME_RULES`, `./rules`, or those that came with the program."""
    for candidate in (given, os.environ.get("BAREME_RULES")):
        if candidate:
            if not Path(candidate).is_dir():
                raise refusal(codes.UNKNOWN_PACK, f"there is no folder {candidate}", "", "--rules")
            return Path(candidate)
    if (Path("rules") / COMMON / "pack.yaml").is_file():
        return Path("rules")
    if packaged is None:
        raise refusal(codes.UNKNOWN_PACK, "no packs are found", "name their folder: `--rules DIR`", "--rules")
    return packaged
