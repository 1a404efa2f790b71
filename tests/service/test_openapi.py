"""The description of the API is true: its examples run, its answers have the shapes it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.service.serving import Service


@pytest.fixture(scope="module")
def description(service: Service) -> Any:
    return service.client.get("/v1/openapi.json").json()


def operations(description: Any) -> list[tuple[str, str, Any]]:
    return [(path, method, one) for path, item in description["paths"].items() for method, one in item.items()]


def body_schema(description: Any, operation: Any) -> Any:
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return description["components"]["schemas"][reference.rsplit("/", 1)[1]]


def checked(description: Any, schema: Any, data: Any) -> None:
    resource = DRAFT202012.create_resource(absolute(description))
    registry: Any = Registry().with_resource("urn:described", resource)
    Draft202012Validator(absolute(schema), registry=registry).validate(data)


def absolute(schema: Any) -> Any:
    """The same with references that can be followed from anywhere."""
    return json.loads(json.dumps(schema).replace('"#/', '"urn:described#/'))


def test_every_route_says_what_it_does_and_how_it_fails(description: Any) -> None:
    for path, method, operation in operations(description):
        assert operation["summary"], path
        assert operation["description"], path
        for status, reply in operation["responses"].items():
            if status >= "400":
                assert set(reply["content"]) == {"application/problem+json"}, (path, method, status)
        assert "503" in operation["responses"], path
    assert "HTTPValidationError" not in description["components"]["schemas"]


def test_every_body_has_an_example_that_runs(service: Service, description: Any) -> None:
    ran = 0
    for path, method, operation in operations(description):
        if "requestBody" not in operation:
            continue
        for example in body_schema(description, operation)["examples"]:
            answered = service.client.request(method, path, json=example)
            assert answered.status_code in (200, 201), (path, answered.text)
            reply = operation["responses"][str(answered.status_code)]["content"]["application/json"]["schema"]
            checked(description, reply, answered.json())
            ran += 1
    assert ran >= 5


def test_the_answers_of_the_catalogue_have_the_shape_they_say(service: Service, description: Any) -> None:
    for path, asked in {
        "/v1/countries": "/v1/countries",
        "/v1/countries/{country}": "/v1/countries/be",
        "/v1/countries/{country}/inputs": "/v1/countries/be/inputs?act=job&contract=fixed_term&on=2026-03-10",
        "/v1/countries/{country}/figures": "/v1/countries/be/figures",
        "/v1/countries/{country}/figures/{figure}": "/v1/countries/be/figures/fee.rate",
        "/v1/packs": "/v1/packs",
        "/v1/packs/{country}/timeline": "/v1/packs/be/timeline",
        "/v1/limits": "/v1/limits",
        "/v1/releases": "/v1/releases",
    }.items():
        reply = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        checked(description, reply, service.client.get(asked).json())


def test_a_problem_has_the_shape_it_says(service: Service, description: Any) -> None:
    problem = service.client.post("/v1/simulations", json={"country": "zz", "act": "x", "date": "2026-01-01"}).json()
    checked(description, description["components"]["schemas"]["Problem"], problem)
