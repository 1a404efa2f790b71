"""Outcomes of worked cases as JUnit XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from simulator.cases import Outcome


def junit(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """One test suite per pack, one test case per worked case."""
    suites = "\n".join(_suite(code, found) for code, found in outcomes.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n{suites}\n</testsuites>\n'


def _suite(code: str, found: Sequence[Outcome]) -> str:
    failures = sum(not outcome.passed for outcome in found)
    cases = "\n".join(_case(code, outcome) for outcome in found)
    return f'<testsuite name={quoteattr(code)} tests="{len(found)}" failures="{failures}">\n{cases}\n</testsuite>'


def _case(code: str, outcome: Outcome) -> str:
    opening = f"<testcase classname={quoteattr(code + '.' + outcome.how)} name={quoteattr(outcome.name)}"
    if outcome.passed:
        return opening + "/>"
    told = "\n".join(f"{d.name}: expected {d.expected}, found {d.found}" for d in outcome.differences)
    return f"{opening}><failure message={quoteattr(str(outcome.place))}>{escape(told)}</failure></testcase>"
