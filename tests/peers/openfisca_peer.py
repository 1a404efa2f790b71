"""Computes payslips by OpenFisca-France: JSON in by standard input, JSON out. Runs in the environment of the peer.

In: `payslips` (facts), `variables` (names), `causes` (names of CAUSES, in order). Out: `version`, and `runs`, one per
number of causes removed from 0 on; each run has a list of values per variable. A cause is removed in the peer by giving
it the fact or the parameter that the law has, so a difference that disappears with it has no other cause.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib import metadata
from typing import Any

import numpy as np
from openfisca_core.periods import period
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_france import CountryTaxBenefitSystem

NO_END = "2099-12-31"
HOURS = 151.67
EXACT_HOURS = 1820 / 12
REDUCTION_MODES = (
    "allegement_general_mode_recouvrement",
    "allegement_cotisation_maladie_mode_recouvrement",
    "allegement_cotisation_allocations_familiales_mode_recouvrement",
)


class Month:
    """The payslips of one month in one simulation, vectorised over the payslips."""

    def __init__(self, system: Any, month: str, slips: list[dict[str, Any]], causes: Iterable[str]) -> None:
        self.system, self.month, self.slips, self.causes = system, month, slips, frozenset(causes)
        self.simulation = SimulationBuilder().build_default_simulation(system, len(slips))

    def of(self, name: str) -> np.ndarray[Any, np.dtype[Any]]:
        """One fact of every payslip."""
        return np.array([slip[name] for slip in self.slips])

    def set(self, variable: str, values: Any) -> None:
        self.simulation.set_input(variable, self.month, np.asarray(values))

    def value(self, variable: str) -> np.ndarray[Any, np.dtype[Any]]:
        found: np.ndarray[Any, np.dtype[Any]] = self.simulation.calculate(variable, self.month)
        return found

    def prepare(self) -> None:
        """Set what is known, then what each removed cause changes."""
        number, fraction = len(self.slips), self.of("fraction").astype(float)
        hours = EXACT_HOURS if "hours of a month" in self.causes else HOURS
        ends, fixed = self.of("ends"), self.of("contract") == "fixed_term"
        allowance = np.where(ends & self.of("end_allowance_due"), 0.1, 0.0)
        leave = np.where(ends & self.of("leave_paid_out"), 0.1, 0.0)
        gross = self.of("gross").astype(float)
        basic = np.round(gross / (1 + allowance) / (1 + leave), 2)
        left = gross - basic * (1 + allowance)
        self.set("salaire_de_base", basic)
        self.set("indemnite_fin_contrat_due", allowance > 0)
        self.set("primes_salaires" if "holiday pay" in self.causes else "indemnites_compensatrices_conges_payes", left)
        self.set("categorie_salarie", np.where(self.of("cadre"), "prive_cadre", "prive_non_cadre"))
        self.set("contrat_de_travail_type", np.where(fixed, "cdd", "cdi"))
        self.set("contrat_de_travail", np.where(fraction < 1, "temps_partiel", "temps_plein"))
        self.set("heures_remunerees_volume", fraction * hours)
        self.set("contrat_de_travail_debut", self.of("start").astype("datetime64[D]"))
        last = np.array([slip["last_day"] or NO_END for slip in self.slips])
        self.set("contrat_de_travail_fin", last.astype("datetime64[D]"))
        self.set("effectif_entreprise", self.of("headcount"))
        self.set("taux_accident_travail", self.of("accident_rate").astype(float))
        self.set("ratio_alternants", self.of("apprentices").astype(float))
        self.set("complementaire_sante_montant", np.minimum(self.of("premium").astype(float), gross / 2))
        self.set("complementaire_sante_part_employeur", np.full(number, 0.5))
        for mode in REDUCTION_MODES:
            self.set(mode, np.full(number, "anticipe"))
        for cause, mend in CAUSES.items():
            if cause in self.causes:
                mend(self)


def complete_february(month: Month) -> None:
    """A complete month counts thirty thirtieths, February too."""
    days = month.value("nombre_jours_calendaires")
    whole = days == month_days(month.month)
    month.simulation.delete_arrays("nombre_jours_calendaires", month.month)
    month.set("nombre_jours_calendaires", np.where(whole, 30.0, days))


def month_days(month: str) -> int:
    first = np.datetime64(month, "M")
    return int(((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int))


def share_worked(month: Month) -> np.ndarray[Any, np.dtype[Any]]:
    """The part of full time that is worked: Mondays to Fridays of the contract, of those of the month."""
    first = np.datetime64(month.month, "M")
    begins, after = first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]")
    starts = month.of("start").astype("datetime64[D]")
    worked = np.busday_count(starts, month.of("end").astype("datetime64[D]") + 1) / np.busday_count(begins, after)
    share: np.ndarray[Any, np.dtype[Any]] = worked * month.of("fraction").astype(float)
    return share


def last_day(month: Month) -> None:
    """The last day of a contract is worked."""
    month.set("coefficient_proratisation", share_worked(month))


def death_cover(month: Month) -> None:
    """The employer's share of the death cover of executives bears CSG and CRDS."""
    base = month.value("assiette_csg_non_abattue") - month.value("prevoyance_obligatoire_cadre")
    month.simulation.delete_arrays("assiette_csg_non_abattue", month.month)
    month.set("assiette_csg_non_abattue", base)


def health_cover(month: Month) -> None:
    """The employer's share of the health cover is taxed; it is no part of the net pay."""
    share = -month.value("complementaire_sante_employeur")
    net, taxable = month.value("salaire_net"), month.value("salaire_imposable") + share
    for name, values in (("salaire_net", net), ("salaire_imposable", taxable)):
        month.simulation.delete_arrays(name, month.month)
        month.set(name, values)


def guaranteed_points(month: Month) -> None:
    """The guaranteed minimum of points in proportion to the ceiling of the month."""
    if month.month >= "2019":
        return
    share = month.value("plafond_securite_sociale") / 3311
    gross = month.of("gross").astype(float)
    for side, rate in (("salarie", 0.078), ("employeur", 0.1275)):
        lacking = np.maximum(3664.82 * share - np.maximum(gross, 3311 * share), 0)
        month.set(f"agirc_gmp_{side}", -lacking * rate * month.of("cadre"))


def single_precision(month: Month) -> None:
    """The coefficient of the general reduction in double precision: a tie of its fourth decimal falls as it must."""
    law = month.system.parameters(month.month)
    reduction = law.prelevements_sociaux.reductions_cotisations_sociales.allegement_general.ensemble_des_entreprises
    limit, size = reduction.plafond, 20 if month.month < "2020" else 50
    small, large = (
        reduction[f"entreprises_de_{name}"] for name in (f"moins_de_{size}_salaries", f"{size}_salaries_et_plus")
    )
    most = np.where(month.of("headcount") < size, small, large)
    smic = law.marche_travail.salaire_minimum.smic.smic_b_horaire * EXACT_HOURS * share_worked(month)
    slope = np.clip((limit * smic / month.of("gross").astype(float) - 1) / (limit - 1), 0, 1)
    month.set("taux_allegement_general", np.round(most * slope, 4))


def in_parameters(_: Month) -> None:
    """Nothing in the month: the parameter was set before."""


CAUSES: dict[str, Callable[[Month], None]] = {
    "hours of a month": in_parameters,
    "complete February": complete_february,
    "last day of the contract": last_day,
    "reduction of 2019": in_parameters,
    "wage insurance": in_parameters,
    "second tranche of executives": in_parameters,
    "guaranteed points": guaranteed_points,
    "holiday pay": in_parameters,
    "death cover": death_cover,
    "health cover": health_cover,
    "single precision": single_precision,
}


def set_parameters(system: Any, cause: str) -> None:
    """Set the parameters that the law has, and have them read anew."""
    social = system.parameters.prelevements_sociaux
    if cause == "hours of a month":
        hours = system.parameters.marche_travail.salaire_minimum.smic.nb_heures_travail_mensuel
        hours.update(start="2018-01-01", value=EXACT_HOURS)
    elif cause == "reduction of 2019":
        law = social.reductions_cotisations_sociales.allegement_general.ensemble_des_entreprises
        law.entreprises_de_moins_de_20_salaries.update(period=period("month:2019-01:9"), value=0.2809)
        law.entreprises_de_20_salaries_et_plus.update(period=period("month:2019-01:9"), value=0.2849)
    elif cause == "wage insurance":
        scale = social.cotisations_regime_assurance_chomage.ags.employeur.ags
        scale.brackets[0].rate.update(start="2024-07-01", value=0.0025)
    elif cause == "second tranche of executives":
        agff = social.regimes_complementaires_retraite_secteur_prive.agff
        for scale in (agff.salarie.cadre.agff, agff.employeur.cadre.agffc):
            scale.brackets[1].threshold.update(period=period("2018"), value=1)
    type(system).get_parameters_at_instant.cache_clear()


def computed(system: Any, asked: dict[str, Any], causes: list[str]) -> dict[str, list[float]]:
    """The values of every payslip per variable, with these causes removed."""
    months: dict[str, list[int]] = defaultdict(list)
    for place, slip in enumerate(asked["payslips"]):
        months[slip["start"][:7]].append(place)
    found: dict[str, list[float]] = {name: [0.0] * len(asked["payslips"]) for name in asked["variables"]}
    for name, places in sorted(months.items()):
        month = Month(system, name, [asked["payslips"][place] for place in places], causes)
        month.prepare()
        for variable in asked["variables"]:
            for place, value in zip(places, month.value(variable), strict=True):
                found[variable][place] = float(value)
    return found


def main() -> None:
    asked = json.load(sys.stdin)
    system, runs = CountryTaxBenefitSystem(), []
    for number in range(len(asked["causes"]) + 1):
        if number:
            set_parameters(system, asked["causes"][number - 1])
        runs.append(computed(system, asked, asked["causes"][:number]))
    json.dump({"version": metadata.version("openfisca-france"), "runs": runs}, sys.stdout)


if __name__ == "__main__":
    main()
