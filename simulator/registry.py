"""Where packs are found, and the countries they make, each read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from engine.inference.cases import Readings
from engine.inference.rules import RuleSets
from engine.language import codes
from engine.program.pack import Pack, assemble, refuse_if_problems
from engine.program.program import Programs
from engine.reading.folder import PackFiles, read_folder
from engine.releases.canonical import known_digest
from engine.releases.shelf import Shelf
from simulator.scenario import Scenario, refusal

COMMON = "common"
RELEASES = "releases"
Asked = tuple[str, str | None, date | None]


@dataclass(frozen=True, repr=False)
class Country:
    """A country's pack with its compiled programs; `known` is the day as of which its release was chosen."""

    pack: Pack
    programs: Programs
    known: date | None = None

    def __repr__(self) -> str:
        return f"<country {self.pack.name}>"

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
            {"pack": part.name, "version": part.header.version, "sha256": known_digest(part)}
            for part in self.pack.parts
        )


@dataclass(slots=True)
class Registry:
    """The packs of one folder, with the releases kept of them and the layers laid over them."""

    rules: Path
    layers: tuple[Path, ...] = ()
    """Folders of layers; each is used for the country it says it is a layer of."""
    read_only: bool = False
    """The packs came with the program: nothing is written beside them."""
    _countries: dict[Asked, Country] = field(default_factory=dict)
    _common: PackFiles | None = None

    @property
    def shelf(self) -> Shelf:
        return Shelf(releases_folder(self.rules, read_only=self.read_only))

    def codes(self) -> tuple[str, ...]:
        """Codes of the countries there are, `common` left out."""
        folders = (path.parent.name for path in self.rules.glob("*/pack.yaml"))
        return tuple(sorted(name for name in folders if name != COMMON))

    def common(self) -> PackFiles:
        if self._common is None:
            self._common = read_folder(self.rules / COMMON)
        return self._common

    def under(self, layers: tuple[Path, ...]) -> Registry:
        """The same packs under other layers."""
        return Registry(self.rules, layers, self.read_only)

    def put(self, code: str, country: Country) -> None:
        """Let a country be another one than its folder says."""
        self._countries[code, None, None] = country

    def of(self, scenario: Scenario) -> Country:
        """The country of a scenario, of the release or as known on the day that it names."""
        return self.country(scenario.country, scenario.release, scenario.known_on)

    def country(self, code: str, release: str | None = None, known_on: date | None = None) -> Country:
        """The country as its folder says, of a release, or of the newest release published up to a day.

        It is read now if it was not yet; `Refused` if there is none or its files are at fault.
        """
        asked = (code, release, known_on)
        if asked not in self._countries:
            parts = self._parts(code) if release is None and known_on is None else self._kept(*asked)
            pack = refuse_if_problems(assemble([*parts, *self._layers(code)]))
            self._countries[asked] = Country(pack, Programs(pack), known_on)
        return self._countries[asked]

    def parts(self, code: str) -> list[PackFiles]:
        """The files of a country's draft, what it builds on first, its layers last."""
        return [*self._parts(code), *self._layers(code)]

    def _parts(self, code: str) -> list[PackFiles]:
        if code not in self.codes():
            known = ", ".join(self.codes()) or "none"
            raise refusal(codes.UNKNOWN_PACK, f"there is no pack `{code}`", f"the packs in {self.rules}: {known}")
        return [self.common(), read_folder(self.rules / code)]

    def _kept(self, code: str, release: str | None, known_on: date | None) -> tuple[PackFiles, ...]:
        if release is not None:
            manifest = self.shelf.manifest(release)
        else:
            newest = self.shelf.known_on(code, known_on or date.max)
            if newest is None:
                first = min((one.published for one in self.shelf.releases(code)), default=None)
                mend = f"the first was published on {first}" if first else f"publish one: `bareme release {code}`"
                raise refusal(codes.UNKNOWN_RELEASE, f"no release of `{code}` was known on {known_on}", mend)
            manifest = newest
        if manifest.country != code or (known_on is not None and manifest.published > known_on):
            what = f"of `{manifest.country}`, not of `{code}`" if manifest.country != code else "later than that day"
            raise refusal(codes.UNKNOWN_RELEASE, f"{manifest.name} is {what}", f"published on {manifest.published}")
        return self.shelf.load(manifest)

    def _layers(self, code: str) -> list[PackFiles]:
        found = [read_folder(folder) for folder in self.layers]
        for one in found:
            if one.header.layer_of is None:
                raise refusal(
                    codes.WRONG_LAYER,
                    f"{one.folder} is no layer: its pack.yaml does not say `layer_of`",
                    f"add `layer_of: {code}`",
                    "--layer",
                )
        return [one for one in found if one.header.layer_of == code]


def releases_folder(rules: Path, *, read_only: bool) -> Path:
    """Where releases are kept: under `BAREME_DATA`, else beside the packs, else with the user's own data."""
    data = os.environ.get("BAREME_DATA")
    if data:
        return Path(data) / RELEASES
    if not read_only:
        return rules.parent / RELEASES
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "bareme" / RELEASES


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
