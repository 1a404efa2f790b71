"""Addresses of the pages, and the scenario that travels from one page to the next in a hidden field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated

from fastapi import Path
from pydantic import ValidationError

from bareme.service.bodies import ScenarioBody
from bareme.service.problems import Problem

Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{32}$")]


def scenario_in(form: Mapping[str, str]) -> ScenarioBody:
    """The scenario that a page wrote into its form."""
    try:
        return ScenarioBody.model_validate_json(form.get("scenario", ""))
    except ValidationError:
        raise Problem(422, "invalid-request", "the form cannot be read") from None


def written(body: ScenarioBody) -> str:
    """The scenario as the next page reads it."""
    return json.dumps(body.plain(), sort_keys=True, ensure_ascii=False)
