"""The second engine: it agrees, it can ring the alarm, and its death, silence or absence changes no answer."""

from __future__ import annotations

import logging
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from engine.inference import writer
from engine.inference.conditions import ALWAYS, Not
from engine.inference.evaluating import Evaluation, Facts, evaluate
from engine.inference.rules import RuleSet
from engine.inference.second import alternatives, client, guards, opinion, orders
from engine.inference.second.client import NoAnswer, Worker, absence
from engine.inference.second.guards import NotAdmitted, encoded_constant, encoded_value
from engine.inference.second.opinion import second_opinion
from tests.support.rule_sets import a_test, generated_facts, generated_rules, plainly, rule_of, rule_set_of

needs_second = pytest.mark.skipif(absence() is not None, reason=f"second engine absent: {absence()}")
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="stops and kills processes by signals")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker(within=10.0)
    yield made
    made.stop()


def generated(seed: int, number: int) -> list[Evaluation]:
    chance = random.Random(seed)
    rules = generated_rules(chance, 60)
    return [evaluate(rules, Facts(generated_facts(chance))) for _ in range(number)]


@needs_second
def test_both_engines_agree_on_500_generated_fact_sets(worker: Worker) -> None:
    chance, compared, conclusions = random.Random(20261124), 0, 0
    for _ in range(10):
        rules = generated_rules(chance, chance.randrange(1, 150))
        facts = [generated_facts(chance) for _ in range(50)]
        for one, found in zip(facts, worker.evaluate(rules, facts), strict=True):
            assert evaluate(rules, Facts(one)).holds == set(found) == plainly(rules, one)
            compared, conclusions = compared + 1, conclusions + len(found)
    print(f"{compared} fact sets, {conclusions} conclusions")
    assert compared == 500
    assert conclusions > 5000


@needs_second
def test_an_opinion_counts_what_it_compared(worker: Worker) -> None:
    found = second_opinion(generated(5, 20), worker)
    assert (found.verdict, found.compared, found.differences) == ("agreed", 20, ())
    assert str(found) == "second engine: agreed on 20 evaluations"


@needs_second
def test_more_than_one_set_of_rules_and_rules_without_tests(worker: Worker) -> None:
    rules = rule_set_of([rule_of(f"r{n:03}", ALWAYS if n % 2 else a_test("x", ">", Fraction(n))) for n in range(150)])
    found = worker.evaluate(rules, [{"x": Fraction(75)}, {}])
    assert [len(one) for one in found] == [75 + 38, 75]


@needs_second
def test_a_rule_set_that_was_freed_is_built_again(worker: Worker) -> None:
    sets = [rule_set_of([rule_of("r", a_test("x", ">", Fraction(number)))]) for number in range(40)]
    for rules in (*sets, sets[0]):
        assert worker.evaluate(rules, [{"x": Fraction(100)}]) == [("r",)]


@needs_second
def test_a_wrong_compilation_in_the_first_engine_is_caught(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(writer.OPPOSITE, ">", "<")
    rules = rule_set_of([rule_of("limit", Not(a_test("x", ">", Fraction(650))))])
    with caplog.at_level(logging.CRITICAL, "bareme.second_engine"):
        found = second_opinion([evaluate(rules, Facts({"x": Fraction(650)}))], worker)
    assert found.verdict == "disagreed"
    assert found.differences == ("only the second holds limit",)
    assert "the inference engines disagree: only the second holds limit" in caplog.text


@needs_second
def test_a_wrong_compilation_in_the_second_engine_is_caught(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(alternatives.NEGATIONS, ">", "<")
    rules = rule_set_of([rule_of("limit", Not(a_test("x", ">", Fraction(650))))])
    found = second_opinion([evaluate(rules, Facts({"x": Fraction(650)}))], worker)
    assert found.verdict == "disagreed"
    assert found.differences == ("only the first holds limit",)


@needs_second
@needs_signals
def test_killing_the_worker_in_the_middle_changes_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    mine = Worker(within=10.0)
    rules = generated_rules(random.Random(1), 150)
    mine.evaluate(rules, [{}])
    process = mine._process
    assert process is not None
    threading.Timer(0.05, process.kill).start()
    evaluations = [evaluate(rules, Facts(generated_facts(random.Random(n)))) for n in range(300)]
    with caplog.at_level(logging.ERROR, "bareme.second_engine"):
        found = second_opinion(evaluations, mine)
    assert "the worker died (exit -9)" in caplog.text
    assert (found.verdict, found.compared) == ("agreed", 300)  # a new worker took its place
    mine.stop()


@needs_second
@needs_signals
def test_a_worker_that_hangs_is_given_up_and_replaced(caplog: pytest.LogCaptureFixture) -> None:
    mine = Worker(within=0.3)
    evaluations = generated(2, 3)
    assert second_opinion(evaluations, mine).verdict == "agreed"
    assert mine._process is not None
    os.kill(mine._process.pid, signal.SIGSTOP)
    began = time.monotonic()
    with caplog.at_level(logging.ERROR, "bareme.second_engine"):
        found = second_opinion(evaluations, mine)
    assert time.monotonic() - began < 20
    assert "no answer within 0.3 seconds" in caplog.text
    assert (found.verdict, found.compared) == ("agreed", 3)
    mine.stop()


@needs_second
def test_a_case_that_gets_no_answer_is_not_taken_for_agreement(caplog: pytest.LogCaptureFixture) -> None:
    class Fragile(Worker):
        def evaluate(self, rules: RuleSet, subjects: Sequence[Mapping[str, object]]) -> list[tuple[str, ...]]:
            if any("x0" not in subject for subject in subjects):
                raise NoAnswer("the worker died (exit -11)")
            return super().evaluate(rules, subjects)

    rules = rule_set_of([rule_of("r", a_test("x0", ">", Fraction(0)))])
    subjects: list[dict[str, Fraction]] = [{"x0": Fraction(1)}, {}, {"x0": Fraction(2)}]
    evaluations = [replace(evaluate(rules, Facts(one)), values=one) for one in subjects]
    mine = Fragile(within=10.0)
    with caplog.at_level(logging.ERROR, "bareme.second_engine"):
        found = second_opinion(evaluations, mine)
    assert (found.verdict, found.compared) == ("absent", 2)
    assert "ABSENT (the worker died (exit -11)); 2 evaluations compared" in str(found)
    assert "the worker died (exit -11)" in caplog.text
    mine.stop()


@needs_second
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads memory from /proc")
def test_ten_thousand_evaluations_leave_memory_flat() -> None:
    mine = Worker(within=10.0, evaluations=1_000_000)
    rules = generated_rules(random.Random(9), 12)
    facts = [generated_facts(random.Random(number)) for number in range(50)]

    def pages() -> int:
        assert mine._process is not None
        return int(Path(f"/proc/{mine._process.pid}/statm").read_text(encoding="ascii").split()[1])

    for number in range(1000):
        mine.evaluate(rules, [facts[number % 50]])
    before = pages()
    for number in range(9000):
        mine.evaluate(rules, [facts[number % 50]])
    assert (pages() - before) * os.sysconf("SC_PAGE_SIZE") < 2**20
    mine.stop()


@needs_second
def test_the_worker_is_replaced_after_its_number_of_questions() -> None:
    mine, rules = Worker(within=10.0, evaluations=3), generated_rules(random.Random(9), 5)
    processes = set()
    for _ in range(7):
        mine.evaluate(rules, [{}])
        assert mine._process is not None
        processes.add(mine._process.pid)
    assert len(processes) == 3
    mine.stop()


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("650", "a text of 3 characters"),
        ("x" * 16_000_001, "a text of 16000001 characters"),
        ("abc\u0000\ud800\u202e", "a text of 6 characters"),
        (6.5, "float"),
        (float("nan"), "float"),
        (10**400, "too large"),
        (-(10**400), "too large"),
        (Fraction(2**53), "too large"),
        ([1], "list"),
        ({"$s": 1}, "dict"),
        (b"1", "bytes"),
    ],
)
def test_hostile_facts_are_refused_with_a_message_and_never_passed_on(value: object, word: str) -> None:
    mine = Worker()
    rules = rule_set_of([rule_of("r", a_test("x", ">", Fraction(0)))])
    with pytest.raises(NotAdmitted, match=word):
        mine.evaluate(rules, [{"x": value}])
    assert mine._process is None


def test_facts_that_no_rule_reads_and_facts_that_are_missing_do_not_cross_over() -> None:
    rules = rule_set_of([rule_of("r", a_test("x", ">", Fraction(0)))])
    order = orders.orders(rules)
    assert orders.admitted(order, [{"x": None, "sid": "a person", "y" * 1000: "text", "$s": {}}]) == [{}]
    with pytest.raises(NotAdmitted, match="more than 500"):
        orders.admitted(order, [{}] * 501)


def test_what_rules_conclude_is_not_given_away() -> None:
    rules = rule_set_of(
        [
            rule_of("known", a_test("x", ">", Fraction(0)), 0, "fact"),
            rule_of("r", a_test("known", "==", Fraction(1)), 1),
        ]
    )
    assert set(orders.orders(rules).given) == {"x"}


def test_encoding_keeps_the_order_of_all_fractions() -> None:
    chance = random.Random(5)
    for _ in range(2000):
        constant = Fraction(chance.randrange(-(10**7), 10**7), 10**6)
        value = constant + chance.choice((0, Fraction(1, 3 * 10**6), Fraction(-1, 10**9), Fraction(1, 10**6)))
        left, right = encoded_value("x", value), encoded_constant("x", constant)
        assert (left < right, left == right, left > right) == (value < constant, value == constant, value > constant)


def test_a_constant_finer_than_a_millionth_is_refused() -> None:
    with pytest.raises(NotAdmitted, match="finer than a millionth"):
        encoded_constant("x", Fraction(1, 3))


def test_nothing_but_names_operators_and_whole_numbers_is_ordered() -> None:
    payload = orders.orders(generated_rules(random.Random(8), 150)).payload
    for stratum in payload["strata"]:
        for shard in stratum:
            assert len(shard["rules"]) <= guards.MOST_RULES_IN_A_SET
            assert len(shard["reads"]) <= guards.MOST_ATTRIBUTES
            for _, tests in shard["rules"]:
                for name, operator, number in tests:
                    assert name[0] == "a"
                    assert name[1:].isdigit()
                    assert operator in ("==", "!=", "<", "<=", ">", ">=")
                    assert type(number) is int


def test_absence_is_said_aloud(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(opinion, "absence", lambda: "it was not built")
    with caplog.at_level(logging.WARNING, "bareme.second_engine"):
        found = second_opinion(generated(1, 2))
    assert (found.verdict, found.compared) == ("absent", 0)
    assert "ABSENT (it was not built)" in str(found)
    assert "the second engine is absent: it was not built" in caplog.text


def test_a_worker_that_cannot_start_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "absence", lambda: "it was not built")
    with pytest.raises(NoAnswer, match="it was not built"):
        Worker().evaluate(generated_rules(random.Random(1), 3), [{}])
