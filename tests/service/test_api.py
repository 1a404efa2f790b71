"""The API does what its description says, and refuses the rest in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bareme.service.problems import MEDIA_TYPE
from simulator.registry import Registry
from simulator.scenario import read_scenario
from simulator.simulation import simulate
from tests.service.serving import SCENARIO, Service


def simulated(service: Service, **changes: Any) -> Any:
    return service.client.post("/v1/simulations", json={**SCENARIO, **changes})


def test_a_simulation_is_the_result_of_the_command(service: Service, registry: Registry) -> None:
    expected = json.loads(json.dumps(simulate(registry, read_scenario(SCENARIO))))
    asked = simulated(service, options={"questions": True})
    assert asked.status_code == 200
    assert asked.json() == expected
    assert simulated(service).json() == {name: value for name, value in expected.items() if name != "questions"}


def test_equal_requests_give_equal_bytes_and_name_their_rules(service: Service, registry: Registry) -> None:
    first, second = simulated(service), simulated(service)
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    for part in registry.country("be").bundle:
        assert f"{part['pack']}@{part['version']};sha256={part['sha256']}" in first.headers["bareme-bundle"]
    assert first.headers["bareme-engine"] == first.json()["engine"]
    assert first.headers["cache-control"] == "no-store"


def test_any_figure_may_be_the_given_one(service: Service) -> None:
    forward = simulated(service).json()["values"]
    for name in ("invoice.incl_vat", "gross", "net_pay"):
        back = simulated(service, given={name: forward[name]}).json()
        assert back["values"][name] == forward[name]
        assert set(back["solved"]) == {"invoice.excl_vat"}


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"contrct": "x"}, "/contrct", "invalid-request"),
        ({"given": {"invoice.excl_vat": 1000.5}}, "/given/invoice.excl_vat", "invalid-request"),
        ({"given": {"invoice.excl_vat": None}}, "/given/invoice.excl_vat", "invalid-request"),
        ({"options": {"provisional": "yes"}}, "/options/provisional", "invalid-request"),
        ({"options": {"release": "be@0.0.1"}}, "/options/release", "BAR701"),
        ({"options": {"as_of": "2020-01-01"}}, "/options/release", "BAR701"),
        ({"options": {"surprise": 1}}, "/options/surprise", "invalid-request"),
        ({"country": "zz"}, "/country", "BAR801"),
        ({"act": "joob"}, "/act", "BAR802"),
        ({"contract": "fixed"}, "/contract", "BAR803"),
        ({"date": "2026-02-30"}, "/date", "BAR106"),
        ({"date": "10/03/2026"}, "/date", "invalid-request"),
        ({"date": "2090-01-01"}, "/date", "BAR501"),
        ({"given": {"net_payy": "1"}}, "/given/net_payy", "BAR804"),
        ({"given": {"net_pay": "12,50"}}, "/given/net_pay", "BAR805"),
        ({"given": {"net_pay": "-5"}}, "/given/net_pay", "BAR808"),
        ({"given": {}}, "/given", "BAR806"),
        ({"given": {"net_pay": "500", "invoice.excl_vat": "1000"}}, "/given", "BAR807"),
        ({"given": {"invoice.excl_vat": "1000", "worker.children": "99"}}, "/given/worker.children", "BAR805"),
    ],
)
def test_a_refusal_says_where_and_what(service: Service, changes: Any, pointer: str, code: str) -> None:
    answered = simulated(service, **changes)
    assert answered.status_code == 422
    assert answered.headers["content-type"] == MEDIA_TYPE
    problem = answered.json()
    assert (problem["status"], problem["code"]) == (422, code)
    assert problem["errors"][0]["pointer"] == pointer
    assert problem["type"] == f"/problems/{code}"
    assert problem["detail"]
    assert problem["reference"] == answered.headers["bareme-reference"]


def test_a_typing_mistake_gets_its_mend(service: Service) -> None:
    (error,) = simulated(service, contrct="x").json()["errors"]
    assert error["mend"].startswith("did you mean `contract`?")
    (error,) = simulated(service, given={"invoice.exl_vat": "1"}).json()["errors"]
    assert error["mend"] == "did you mean `invoice.excl_vat`?"


def test_several_faults_are_told_at_once(service: Service) -> None:
    answered = service.client.post("/v1/simulations", json={"country": "BE", "act": 1, "x": 2})
    assert [error["pointer"] for error in answered.json()["errors"]] == ["/act", "/country", "/x"]


@pytest.mark.parametrize(
    ("accepted", "language"), [("fr-BE, en;q=0.5", "fr"), ("nl", "nl"), ("sv, *", "en"), ("", "en")]
)
def test_problems_speak_the_readers_language(service: Service, accepted: str, language: str) -> None:
    answered = service.client.post(
        "/v1/simulations", json=SCENARIO | {"country": "zz"}, headers={"accept-language": accepted}
    )
    assert answered.headers["content-language"] == language


def test_a_gap_carries_its_neighbours(service: Service) -> None:
    problem = simulated(service, given={"net_pay": "-5"}).json()
    assert problem["gap"]["below"] is None
    assert set(problem["gap"]["above"]) == {"net_pay", "invoice.excl_vat"}


@pytest.mark.parametrize(
    ("method", "path", "content", "kind", "status", "code"),
    [
        ("POST", "/v1/simulations", b"{", "application/json", 400, "invalid-request"),
        ("POST", "/v1/simulations", b"", "application/json", 422, "invalid-request"),
        ("POST", "/v1/simulations", b"[" * 5000, "application/json", 400, "body-too-deep"),
        ("POST", "/v1/simulations", b"x" * 70_000, "application/json", 413, "body-too-large"),
        ("POST", "/v1/simulations", b"a=1", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
        ("GET", "/v1/simulations", b"", "application/json", 405, "method-not-allowed"),
        ("GET", "/v1/nothing", b"", "application/json", 404, "not-found"),
        ("GET", "/v1/countries/zz", b"", "application/json", 404, "not-found"),
        ("GET", "/v1/countries/be/figures/nothing", b"", "application/json", 404, "not-found"),
        ("GET", f"/v1/releases/{'0' * 64}", b"", "application/json", 404, "not-found"),
        ("GET", f"/v1/links/{'a' * 32}", b"", "application/json", 404, "not-found"),
        ("GET", "/v1/countries/be/figures?limit=0", b"", "application/json", 422, "invalid-request"),
    ],
)
def test_every_error_is_a_problem(
    service: Service, method: str, path: str, content: bytes, kind: str, status: int, code: str
) -> None:
    answered = service.client.request(method, path, content=content, headers={"content-type": kind})
    assert answered.status_code == status
    assert answered.headers["content-type"] == MEDIA_TYPE
    assert answered.json()["code"] == code


def test_a_body_that_does_not_say_its_length_is_cut_off_too(service: Service) -> None:
    pieces = (b"x" * 10_000 for _ in range(50))
    answered = service.client.post("/v1/simulations", content=pieces, headers={"content-type": "application/json"})
    assert answered.status_code == 413


def test_solving_gives_the_smallest_and_the_other_runs(service: Service) -> None:
    scenario = {name: value for name, value in SCENARIO.items() if name != "given"}
    body = {"scenario": scenario, "target": {"net_pay": "500"}, "find": "invoice.excl_vat"}
    solution = service.client.post("/v1/solve", json=body).json()
    assert solution["smallest"] == solution["runs"][0]["from"]
    back = simulated(service, given={"invoice.excl_vat": solution["smallest"]}).json()
    assert back["values"]["net_pay"] == "500.00"


def test_solving_blames_the_right_part_of_the_request(service: Service) -> None:
    scenario = {name: value for name, value in SCENARIO.items() if name != "given"}
    for changes, pointer in (
        ({"target": {"net_payy": "5"}}, "/target"),
        ({"target": {"net_pay": "5,5"}}, "/target"),
        ({"find": "budget"}, "/find"),
        ({"scenario": {**scenario, "act": "x"}}, "/scenario/act"),
    ):
        body = {"scenario": scenario, "target": {"net_pay": "5"}, **changes}
        problem = service.client.post("/v1/solve", json=body).json()
        assert problem["errors"][0]["pointer"] == pointer, problem


def test_an_explanation_reaches_the_law(service: Service) -> None:
    trace = service.client.post("/v1/explanations", json={"scenario": SCENARIO, "line": "fee"}).json()
    assert trace["schema"] == "bareme.trace/1"
    (figure,) = [figure for figure in trace["figures"] if figure["name"] == "fee.rate"]
    assert figure["law"]
    assert figure["value"] == "6.5 %"


def test_a_year_adds_up_its_acts(service: Service) -> None:
    act = {name: value for name, value in SCENARIO.items() if name != "country"}
    body = {"country": "be", "acts": [{**act, "date": "2026-03-24"}, act], "worker": {"worker.children": "1"}}
    year = service.client.post("/v1/years", json=body).json()
    assert [done["dates"]["work"] for done in year["acts"]] == ["2026-03-10", "2026-03-24"]
    assert year["sums"]["invoice.excl_vat"] == "2000.00"


def test_a_year_blames_the_act_at_fault(service: Service) -> None:
    act = {name: value for name, value in SCENARIO.items() if name != "country"}
    body = {"country": "be", "acts": [act, {**act, "date": "2026-02-30"}]}
    problem = service.client.post("/v1/years", json=body).json()
    assert problem["errors"][0]["pointer"] == "/acts/1/date"


def test_the_catalogue_tells_what_may_be_asked(service: Service, registry: Registry) -> None:
    (row,) = [row for row in service.client.get("/v1/countries").json()["countries"] if row["code"] == "be"]
    assert row["bundle"] == [dict(part) for part in registry.country("be").bundle]
    country = service.client.get("/v1/countries/be").json()
    assert {"job", "hire"} <= {act["name"] for act in country["acts"]}
    assert all(gap["why"] for gap in country["gaps"])
    inputs = service.client.get("/v1/countries/be/inputs?act=job&contract=fixed_term&on=2026-03-10").json()
    asked = {each["name"]: each for each in inputs["inputs"]}
    assert asked["worker.civil_status"]["choices"][0]["name"] == "single"
    assert asked["expenses"]["currency"] == "EUR"


def test_figures_come_in_pages_that_lose_none(service: Service) -> None:
    names: list[str] = []
    path: str | None = "/v1/countries/be/figures?limit=40"
    while path is not None:
        page = service.client.get(path)
        names += [figure["name"] for figure in page.json()["figures"]]
        path = page.links["next"]["url"] if "next" in page.links else None
    everything = service.client.get("/v1/countries/be/figures?limit=200").json()["figures"]
    assert names == sorted(set(names))
    assert len(names) >= len(everything)


def test_a_figure_shows_its_history(service: Service) -> None:
    history = service.client.get("/v1/countries/be/figures/fee.rate").json()
    assert [value["from"] for value in history["values"]] == sorted(value["from"] for value in history["values"])
    assert all(value["source"] for value in history["values"])


def test_what_is_already_held_is_not_sent_again(service: Service) -> None:
    for path in ("/v1/countries/be", "/v1/packs/be/timeline", "/v1/limits"):
        first = service.client.get(path)
        again = service.client.get(path, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]


def test_health_and_metrics(service: Service) -> None:
    assert service.client.get("/healthz").text == "ok\n"
    assert service.client.get("/readyz").text == "ready\n"
    simulated(service)
    text = service.client.get("/metrics").text
    assert 'bareme_requests_total{method="POST",route="/v1/simulations",status="200"}' in text
    assert 'bareme_computations_total{country="be",outcome="computed"}' in text


def test_links_keep_explain_compare_and_end(own_service: Service) -> None:
    client = own_service.client
    made = client.post("/v1/links", json={"scenario": SCENARIO, "days": 30})
    assert made.status_code == 201
    link = made.json()
    assert made.headers["location"] == f"/v1/links/{link['token']}"
    kept = client.get(made.headers["location"]).json()
    assert kept["result"] == simulated(own_service, options={"questions": True}).json()
    assert kept["current"] == {"same_rules": True, "computable": True, "why": None, "differences": []}
    trace = client.get(f"/v1/links/{link['token']}/lines/income_tax/explanation").json()
    direct = client.post("/v1/explanations", json={"scenario": SCENARIO, "line": "income_tax"}).json()
    assert {line["name"] for line in trace["lines"]} == {line["name"] for line in direct["lines"]}
    assert trace["figures"] == direct["figures"]
    for release in client.get("/v1/releases").json()["releases"]:
        content = client.get(f"/v1/releases/{release['sha256']}")
        assert content.headers["etag"] == f'"{release["sha256"]}"'
        assert "immutable" in content.headers["cache-control"]
    address = f"/v1/links/{link['token']}"
    assert client.delete(address, headers={"bareme-revocation-key": "wrong"}).status_code == 403
    assert client.delete(address, headers={"bareme-revocation-key": link["revocation_key"]}).status_code == 204
    assert client.get(address).status_code == 404


def test_a_scenario_that_cannot_be_computed_is_not_kept(own_service: Service) -> None:
    answered = own_service.client.post("/v1/links", json={"scenario": {**SCENARIO, "act": "x"}})
    assert answered.status_code == 422
    assert answered.json()["errors"][0]["pointer"] == "/scenario/act"
    assert own_service.client.get("/v1/releases").json()["releases"] == []
