"""What both formats are made of: texts with exact meanings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Amount = Annotated[
    str,
    Field(
        description="An exact value as text: a number with a point, a date, `true`, or a word of an enum; "
        "never a binary number",
        examples=["520.42"],
    ),
]
Exact = Annotated[
    str, Field(pattern=r"^-?\d+(/\d+)?$", description="An exact fraction in lowest terms", examples=["26021/50"])
]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day, year-month-day")]
Confidence = Literal["statutory", "published", "assumed"]


class Shape(BaseModel):
    """A group of keys of a published format."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
