"""Times one German payslip by GETTSIM, its compiled function kept: prints one JSON object. Needs gettsim."""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib import import_module, metadata
from typing import Any

DATE = "2025-01-01"
WANTED = {
    "sozialversicherung": {"beiträge_versicherter_m": "employee", "beiträge_arbeitgeber_m": "employer"},
    "lohnsteuer": {"betrag_m": "tax", "betrag_soli_m": "surcharge"},
}
AGE, YEAR = 40, 2025
KNOWN: dict[tuple[str, ...], Any] = {
    ("alter",): AGE,
    ("geburtsjahr",): YEAR - AGE,
    ("geburtsmonat",): 1,
    ("arbeitsstunden_w",): 39.0,
    ("einnahmen", "bruttolohn_m"): 3000.0,
    ("lohnsteuer", "steuerklasse"): 1,
    ("sozialversicherung", "rente", "jahr_renteneintritt"): YEAR - AGE + 67,
    ("sozialversicherung", "rente", "monat_renteneintritt"): 1,
    ("familie", "p_id_ehepartner"): -1,
    ("familie", "p_id_elternteil_1"): -1,
    ("familie", "p_id_elternteil_2"): -1,
}
KINDS = {"IntColumn": "int64", "FloatColumn": "float64", "BoolColumn": "bool"}


def main() -> None:
    numpy, gettsim = import_module("numpy"), import_module("gettsim")
    targets, wanted = gettsim.MainTarget, gettsim.TTTargets(tree=WANTED)

    def asked(target: Any, data: dict[str, Any]) -> Any:
        return gettsim.main(
            main_target=target,
            policy_date_str=DATE,
            tt_targets=wanted,
            input_data=gettsim.InputData.tree(tree=data),
            include_warn_nodes=False,
        )

    def filled(columns: dict[str, Any], path: tuple[str, ...] = ()) -> dict[str, Any]:
        return {
            name: filled(kind, (*path, name))
            if isinstance(kind, dict)
            else numpy.full(1, KNOWN.get((*path, name), 0), KINDS[kind])
            for name, kind in columns.items()
        }

    # a pension that is given spares the engine the pension rules, which the payslip does not need
    pension = {"p_id": numpy.arange(1), "einnahmen": {"renten": {"gesetzliche_m": numpy.zeros(1)}}}
    columns = gettsim.main(
        main_target=targets.templates.input_data_dtypes.tree,
        policy_date_str=DATE,
        tt_targets=wanted,
        input_data=gettsim.InputData.tree(tree=pension),
        include_fail_nodes=False,
        include_warn_nodes=False,
    )
    columns.setdefault("einnahmen", {}).setdefault("renten", {})["gesetzliche_m"] = "FloatColumn"
    data = filled(columns)
    function, processed = asked(targets.tt_function, data), asked(targets.processed_data, data)

    def seconds() -> float:
        started = time.perf_counter()
        for value in function(processed).values():
            numpy.asarray(value)
        return time.perf_counter() - started

    seconds()
    middle = statistics.median(seconds() for _ in range(31))
    sys.stdout.write(json.dumps({"one_act_ms": middle * 1000, "version": metadata.version("gettsim")}))


if __name__ == "__main__":
    main()
