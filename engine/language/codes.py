"""Every diagnostic code and its one-line title; sites that raise use these names.

Codes are stable: one is never given a second meaning. Groups: BAR0 reading YAML,
BAR1 structure, BAR2 formulas, BAR3 names, BAR4 types, BAR5 dates and
completeness, BAR6 provenance, BAR7 releases and edits, BAR8 scenarios, BAR9 rules about acts.
"""

from __future__ import annotations

from typing import Final

NOT_YAML: Final = "BAR001"
ALIAS: Final = "BAR002"
ANCHOR: Final = "BAR003"
TAG: Final = "BAR004"
DUPLICATE_KEY: Final = "BAR005"
KEY_IS_NOT_TEXT: Final = "BAR006"
TAB: Final = "BAR007"
ENCODING: Final = "BAR008"
SEVERAL_DOCUMENTS: Final = "BAR009"
CONTROL_CHARACTER: Final = "BAR010"
TOO_LARGE: Final = "BAR011"
TOO_DEEP: Final = "BAR012"
AMBIGUOUS_SCALAR: Final = "BAR013"
EMPTY_VALUE: Final = "BAR014"
EMPTY_FILE: Final = "BAR015"
DIRECTIVE: Final = "BAR016"
BRACKET_IN_YAML: Final = "BAR017"
QUOTE_IN_YAML: Final = "BAR018"
INDENTATION: Final = "BAR019"
SECOND_COLON: Final = "BAR020"
SPECIAL_FIRST_CHARACTER: Final = "BAR021"
UNREADABLE_FILE: Final = "BAR022"
FILE_NAME: Final = "BAR023"

UNKNOWN_KEY: Final = "BAR101"
MISSING_KEY: Final = "BAR102"
WRONG_SHAPE: Final = "BAR103"
NOT_A_CHOICE: Final = "BAR104"
BAD_NAME: Final = "BAR105"
BAD_DATE: Final = "BAR106"
BAD_FLAG: Final = "BAR107"
BAD_LENGTH: Final = "BAR108"
BAD_PATTERN: Final = "BAR109"
SCHEMA: Final = "BAR110"
NO_HEADER: Final = "BAR111"
NO_PACK: Final = "BAR112"
BAD_SUM: Final = "BAR113"
BAD_SCALE: Final = "BAR114"
BAD_TABLE: Final = "BAR115"
NO_COMPUTATION: Final = "BAR116"
BAD_BOUND: Final = "BAR117"
BAD_RANGE: Final = "BAR118"

UNKNOWN_CHARACTER: Final = "BAR201"
DECIMAL_COMMA: Final = "BAR202"
THOUSANDS: Final = "BAR203"
MISSING_OPERATOR: Final = "BAR204"
CHAINED_COMPARISON: Final = "BAR205"
OTHER_SPELLING: Final = "BAR206"
NUMBER_FORM: Final = "BAR207"
BRACKETS: Final = "BAR208"
INCOMPLETE_CONDITIONAL: Final = "BAR209"
ARGUMENTS: Final = "BAR210"
ROUNDING_FORM: Final = "BAR211"
FORMULA_TOO_LONG: Final = "BAR212"
FORMULA_TOO_DEEP: Final = "BAR213"
UNEXPECTED_END: Final = "BAR214"
UNEXPECTED_WORD: Final = "BAR215"
NO_SUCH_DAY: Final = "BAR216"
QUOTED_TEXT: Final = "BAR217"
POSTFIX_FORM: Final = "BAR218"
EMPTY_FORMULA: Final = "BAR219"

UNKNOWN_NAME: Final = "BAR301"
NOT_A_VALUE: Final = "BAR302"
NOT_A_FUNCTION: Final = "BAR303"
DUPLICATE_NAME: Final = "BAR304"

MIXED_TYPES: Final = "BAR401"
WRONG_RESULT_TYPE: Final = "BAR402"
UNKNOWN_TYPE: Final = "BAR403"
ARGUMENT_COUNT: Final = "BAR404"
ARGUMENT_TYPE: Final = "BAR405"
NOT_A_CONDITION: Final = "BAR406"
NO_ORDER: Final = "BAR407"
BAD_POWER: Final = "BAR408"

CYCLE: Final = "BAR305"
NOT_A_PARAMETER: Final = "BAR306"
NOT_OPEN: Final = "BAR307"
FILLED_TWICE: Final = "BAR308"
FILLED_OTHERWISE: Final = "BAR309"
WRONG_LAYER: Final = "BAR310"

UNKNOWN_PERIOD: Final = "BAR409"
NOT_CONSTANT: Final = "BAR410"
NEEDS_ROUNDING: Final = "BAR411"
ZERO_DIVISOR: Final = "BAR412"
MISPLACED_POWER: Final = "BAR413"
TOO_WIDE: Final = "BAR414"

OUTSIDE_COVERAGE: Final = "BAR501"
NO_VALUE: Final = "BAR502"
GAP: Final = "BAR503"
NO_RESULT: Final = "BAR504"
COMES_TO_ANOTHER: Final = "BAR505"
TOTAL_OF_NOTHING: Final = "BAR506"

NO_LAW: Final = "BAR601"
NO_SOURCE: Final = "BAR602"
NO_CONFIDENCE: Final = "BAR603"
RECHECK_DUE: Final = "BAR604"
NOT_ACCEPTED: Final = "BAR605"
NOT_ASSUMED: Final = "BAR606"
FEE_NOT_SINGLE: Final = "BAR607"

UNKNOWN_PACK: Final = "BAR801"
UNKNOWN_ACT: Final = "BAR802"
UNKNOWN_CONTRACT: Final = "BAR803"
UNKNOWN_FACT: Final = "BAR804"
BAD_FACT: Final = "BAR805"
MISSING_FACT: Final = "BAR806"
TOO_MANY_FACTS: Final = "BAR807"
NOT_REACHABLE: Final = "BAR808"

RULE_CYCLE: Final = "BAR901"
BAD_CONDITION: Final = "BAR902"
BAD_DUE: Final = "BAR903"
NOT_BEFORE_FIGURES: Final = "BAR904"
NEVER_HOLDS: Final = "BAR905"
RULES_CONTRADICT: Final = "BAR906"
UNKNOWN_KIND: Final = "BAR907"
KIND_IS_SILENT: Final = "BAR908"
BAD_CHANGE: Final = "BAR909"
BAD_MESSAGE: Final = "BAR910"
RULE_UNSOURCED: Final = "BAR911"
RULES_TOO_MANY: Final = "BAR912"
ENGINES_DISAGREE: Final = "BAR913"

UNKNOWN_RELEASE: Final = "BAR701"
ALTERED_RELEASE: Final = "BAR702"
RELEASE_EXISTS: Final = "BAR703"
EDIT_NOT_POSSIBLE: Final = "BAR704"
READ_ONLY: Final = "BAR705"
BAD_SHEET: Final = "BAR706"

TITLES: Final[dict[str, str]] = {
    NOT_YAML: "The structure of the file cannot be followed",
    ALIAS: "An alias (`*name`) repeats another part of the file",
    ANCHOR: "An anchor (`&name`) marks a part for repetition",
    TAG: "A tag (`!name`) changes how a value is read",
    DUPLICATE_KEY: "The same key stands twice",
    KEY_IS_NOT_TEXT: "A key is not a plain word",
    TAB: "A tab stands where spaces are needed",
    ENCODING: "The file is not plain UTF-8 text",
    SEVERAL_DOCUMENTS: "The file holds several documents",
    CONTROL_CHARACTER: "An invisible control character stands in the file",
    TOO_LARGE: "The file or one of its values is too large",
    TOO_DEEP: "The file is nested too deeply",
    AMBIGUOUS_SCALAR: "Programs disagree on what this value means",
    EMPTY_VALUE: "A key has no value",
    EMPTY_FILE: "The file is empty",
    DIRECTIVE: "A line that starts with `%` gives orders to the reader",
    BRACKET_IN_YAML: "A `[` or `{` list is not closed or lacks a comma",
    QUOTE_IN_YAML: "A quoted text is not closed or holds a wrong escape",
    INDENTATION: "A line does not line up with the lines above it",
    SECOND_COLON: "A second `: ` stands in one line",
    SPECIAL_FIRST_CHARACTER: "A value begins with a character that YAML keeps for itself",
    UNREADABLE_FILE: "The file cannot be opened",
    FILE_NAME: "A file is named so that it would not be read",
    UNKNOWN_KEY: "A key is not known here",
    MISSING_KEY: "A key is missing",
    WRONG_SHAPE: "A value has the wrong shape",
    NOT_A_CHOICE: "A word is not one of those allowed here",
    BAD_NAME: "A name is not spelled as names are",
    BAD_DATE: "A date is not a day of the calendar",
    BAD_FLAG: "A truth is neither `true` nor `false`",
    BAD_LENGTH: "A text or list is too long or too short",
    BAD_PATTERN: "A text does not have the form needed here",
    SCHEMA: "The file does not keep to the published schema",
    NO_HEADER: "The pack has no `pack.yaml`",
    NO_PACK: "There is no pack in this folder",
    BAD_SUM: "A `sum` holds something other than names",
    BAD_SCALE: "The rows of a scale do not fit together",
    BAD_TABLE: "A table has a wrong key or lacks one",
    NO_COMPUTATION: "A line does not say how it is computed, or says it twice",
    BAD_BOUND: "An expected bound cannot be read",
    BAD_RANGE: "A range is not two values from low to high",
    UNKNOWN_CHARACTER: "A character has no meaning in formulas",
    DECIMAL_COMMA: "A number is written with a decimal comma",
    THOUSANDS: "A number is written with a thousands separator",
    MISSING_OPERATOR: "Two values follow each other without an operator",
    CHAINED_COMPARISON: "Comparisons are chained",
    OTHER_SPELLING: "An operator is spelled as in another language",
    NUMBER_FORM: "A number has a form that formulas do not know",
    BRACKETS: "Brackets do not match",
    INCOMPLETE_CONDITIONAL: "An `if` lacks its `then` or `else`",
    ARGUMENTS: "A function is called with the wrong arguments",
    ROUNDING_FORM: "A rounding does not say to which multiple",
    FORMULA_TOO_LONG: "A formula is too long",
    FORMULA_TOO_DEEP: "A formula is nested too deeply",
    UNEXPECTED_END: "A formula stops in the middle",
    UNEXPECTED_WORD: "A word or sign does not belong here",
    NO_SUCH_DAY: "A date in a formula is not a day of the calendar",
    QUOTED_TEXT: "A formula holds a quoted text",
    POSTFIX_FORM: "An `as`, `at` or `with` is not followed by what it needs",
    EMPTY_FORMULA: "There is no formula",
    UNKNOWN_NAME: "A name is not declared anywhere",
    NOT_A_VALUE: "A function, scale or table is used as a value",
    NOT_A_FUNCTION: "A value is called like a function",
    DUPLICATE_NAME: "A name is declared twice",
    MIXED_TYPES: "Values of different kinds are combined",
    WRONG_RESULT_TYPE: "A formula gives another type than its line declares",
    UNKNOWN_TYPE: "A type is not known",
    ARGUMENT_COUNT: "A function gets too many or too few arguments",
    ARGUMENT_TYPE: "An argument has the wrong type",
    NOT_A_CONDITION: "A condition is neither true nor false",
    NO_ORDER: "Two values cannot be put in order",
    BAD_POWER: "A power is taken of something other than a number",
    CYCLE: "A value is needed to compute itself",
    NOT_A_PARAMETER: "A value that is not a parameter is asked for another date",
    NOT_OPEN: "A layer fills a term that the pack does not leave open",
    FILLED_TWICE: "Two layers fill the same term",
    FILLED_OTHERWISE: "A layer fills a term with something of another kind",
    WRONG_LAYER: "A layer does not belong to this pack",
    UNKNOWN_PERIOD: "The period of an amount is not known",
    NOT_CONSTANT: "A value that must be known beforehand depends on the case",
    NEEDS_ROUNDING: "A value could have no end and nothing says how it is rounded",
    ZERO_DIVISOR: "A divisor may be zero",
    MISPLACED_POWER: "A broken power stands where nothing rounds it",
    TOO_WIDE: "A number grows beyond any amount",
    OUTSIDE_COVERAGE: "The pack does not cover this date",
    NO_VALUE: "The law gives no value on this date",
    GAP: "The pack does not model this case, and says so",
    NO_RESULT: "An act that the pack covers has no result on some days",
    COMES_TO_ANOTHER: "A derived figure does not come to the one that was published",
    TOTAL_OF_NOTHING: "A total adds up a line that no act computes",
    NO_LAW: "A value does not say which law it comes from",
    NO_SOURCE: "A value does not say where it was read",
    NO_CONFIDENCE: "A value does not say how sure it is",
    RECHECK_DUE: "A value was not compared with its source for too long",
    NOT_ACCEPTED: "An assumed value is not in the list of accepted assumptions",
    NOT_ASSUMED: "The list of accepted assumptions names a value that is not assumed",
    FEE_NOT_SINGLE: "The fee is not one rate per country and date",
    UNKNOWN_PACK: "There is no such pack",
    UNKNOWN_ACT: "There is no such act",
    UNKNOWN_CONTRACT: "There is no such contract type for this act",
    UNKNOWN_FACT: "No pack reads this fact",
    BAD_FACT: "A fact cannot be read",
    MISSING_FACT: "A fact that must be given is missing",
    TOO_MANY_FACTS: "These facts may not be given together",
    NOT_REACHABLE: "No amount gives exactly the figure that was asked for",
    UNKNOWN_RELEASE: "There is no such release",
    ALTERED_RELEASE: "A kept release is not what was published",
    RELEASE_EXISTS: "A release cannot be given this version",
    EDIT_NOT_POSSIBLE: "The edit cannot be made here",
    READ_ONLY: "The packs inside the program cannot be edited",
    BAD_SHEET: "A spreadsheet cannot be taken over",
    RULE_CYCLE: "A fact is needed to conclude itself",
    BAD_CONDITION: "A condition of a rule cannot be read as tests of facts",
    BAD_DUE: "A deadline is not written in the words deadlines have",
    NOT_BEFORE_FIGURES: "A change of treatment reads a figure that is only computed after it",
    NEVER_HOLDS: "A rule can never apply",
    RULES_CONTRADICT: "Two rules say opposite things of the same case",
    UNKNOWN_KIND: "A rule is of no declared kind",
    KIND_IS_SILENT: "A country says nothing about a kind of rule",
    BAD_CHANGE: "A change of treatment changes nothing that exists",
    BAD_MESSAGE: "A message shows a value that does not exist",
    RULE_UNSOURCED: "A rule does not say where it comes from",
    RULES_TOO_MANY: "More follows from the facts than the limit allows",
    ENGINES_DISAGREE: "The two inference engines come to different conclusions",
}
