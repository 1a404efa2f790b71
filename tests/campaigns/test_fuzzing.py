"""The small part of `make fuzz` that the suite runs, and that the campaign would see a fault."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from engine.language.parser import parse
from tests.campaigns import fuzzing
from tests.campaigns.fuzzing import MOST_MEMORY, fuzz


@pytest.mark.timeout(120)
def test_twenty_thousand_damaged_packs_and_formulas_get_an_answer_in_words() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:  # its memory is measured, not the suite's
        report = apart.submit(fuzz, 20_000, seed=20).result()
    assert report.inputs.total() == 20_000
    assert report.failures == []
    assert report.slow == 0
    assert report.memory < MOST_MEMORY
    assert report.seconds < 60
    assert report.computed > 500
    assert len(report.findings) > 60


def test_an_exception_and_a_long_wait_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> object:
        if "gross" in text:
            raise RecursionError
        return parse(text)

    monkeypatch.setattr(fuzzing, "parse", broken)
    monkeypatch.setattr(fuzzing, "SLOWEST", -1.0)
    report = fuzz(200, seed=1)
    assert any("RecursionError" in failure for failure in report.failures)
    assert report.slow == 200
    assert not report.sound


def test_an_accepted_pack_is_computed_in_two_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "reference_values", lambda _program, _given: {})
    report = fuzz(2_000, seed=1)
    assert any("AssertionError" in failure for failure in report.failures)


def test_the_same_seed_gives_the_same_inputs() -> None:
    assert fuzz(300, seed=5).findings == fuzz(300, seed=5).findings
