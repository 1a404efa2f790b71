"""Times one French payslip by OpenFisca-France, warm: prints one JSON object. Needs openfisca-france."""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib import import_module, metadata

MONTH = "2026-01"
WANTED = ("salaire_net", "salaire_super_brut")


def main() -> None:
    builder = import_module("openfisca_core.simulation_builder").SimulationBuilder
    system = import_module("openfisca_france").CountryTaxBenefitSystem()

    def seconds(gross: float) -> float:
        person = {
            "date_naissance": {"ETERNITY": "1985-01-01"},
            "salaire_de_base": {MONTH: gross},
            "effectif_entreprise": {MONTH: 100},
            "contrat_de_travail_debut": {MONTH: "2015-01-01"},
        }
        household = {
            "individus": {"a": person},
            "menages": {"b": {"personne_de_reference": ["a"]}},
            "foyers_fiscaux": {"c": {"declarants": ["a"]}},
            "familles": {"d": {"parents": ["a"]}},
        }
        started = time.perf_counter()
        simulation = builder().build_from_entities(system, household)
        for name in WANTED:
            simulation.calculate(name, MONTH)
        return time.perf_counter() - started

    seconds(3000.0)
    middle = statistics.median(seconds(2000.0 + step) for step in range(31))
    sys.stdout.write(json.dumps({"one_act_ms": middle * 1000, "version": metadata.version("openfisca-france")}))


if __name__ == "__main__":
    main()
