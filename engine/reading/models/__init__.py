"""The typed shape of the files of a pack: one model per section.

Every scalar arrives as the text its author wrote (the reader converts nothing),
so a model states which text it takes: a date, a formula, a name. `schemas/*.json`
are written from these models; the descriptions here are what an editor shows.
"""

from __future__ import annotations

from engine.reading.models.acts import Account, Act, Contract, Entry, Gap, Section
from engine.reading.models.cases import Case, Consequences, Sequence, SequenceStep, WorkedCase, WorkingStep
from engine.reading.models.computations import (
    Choice,
    Computation,
    DatedChoices,
    DatedFormula,
    DatedOrder,
    DatedRounding,
    DatedSum,
    Function,
    InnerLine,
    Line,
    TakeOrder,
)
from engine.reading.models.described import Described, Sourced
from engine.reading.models.duties import (
    Alert,
    DutyKind,
    Fact,
    KindOfRule,
    NoneOfItsKind,
    Obligation,
    Quota,
    Reclassification,
    Rule,
)
from engine.reading.models.facts import Chain, Enum, Input, Interface, Member, Property
from engine.reading.models.figures import (
    Assumption,
    Bracket,
    DatedBrackets,
    DatedRows,
    DatedValue,
    FieldValues,
    Parameter,
    Scale,
    Table,
)
from engine.reading.models.files import Coverage, Header, RuleFile

__all__ = [
    "Account",
    "Act",
    "Alert",
    "Assumption",
    "Bracket",
    "Case",
    "Chain",
    "Choice",
    "Computation",
    "Consequences",
    "Contract",
    "Coverage",
    "DatedBrackets",
    "DatedChoices",
    "DatedFormula",
    "DatedOrder",
    "DatedRounding",
    "DatedRows",
    "DatedSum",
    "DatedValue",
    "Described",
    "DutyKind",
    "Entry",
    "Enum",
    "Fact",
    "FieldValues",
    "Function",
    "Gap",
    "Header",
    "InnerLine",
    "Input",
    "Interface",
    "KindOfRule",
    "Line",
    "Member",
    "NoneOfItsKind",
    "Obligation",
    "Parameter",
    "Property",
    "Quota",
    "Reclassification",
    "Rule",
    "RuleFile",
    "Scale",
    "Section",
    "Sequence",
    "SequenceStep",
    "Sourced",
    "Table",
    "TakeOrder",
    "WorkedCase",
    "WorkingStep",
]
