"""`bareme.trace/1`: the tree behind one figure, to be recomputed by hand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.formats.shared import Amount, Confidence, Day, Exact, Shape


class Rounding(Shape):
    """How a value was rounded."""

    mode: Literal["round", "floor", "ceil", "truncate", "round_half_even", "round_half_down"] = Field(
        description="`round` is half away from zero, `truncate` towards zero, `floor` and `ceil` by the number line"
    )
    to: Exact = Field(description="The multiple it is rounded to")


class Node(Shape):
    """One operation with its exact value; it can be recomputed from the nodes under it."""

    word: str = Field(
        description="The operation: `+ - * /`, `negate`, `^`, a comparison, `and or not`, `min max`, a rounding word, "
        "a word about dates, `choose` (condition, then what it chose), `scale`, `table`, `function` (its steps, then "
        "its result), `step`, `name` (another line), `parameter`, or `number`",
        examples=["*", "parameter", "choose"],
    )
    value: Exact = Field(description="The value of the node, not rounded unless the word rounds")
    name: str | None = Field(None, description="The line, figure, scale, table, function or exponent it is about")
    rounding: Rounding | None = Field(None, description="How the node rounds, if it does")
    detail: dict[str, str] | None = Field(
        None, description="The row of a scale or choice, with its bounds, amount and rate"
    )
    of: list[Node] = Field(default_factory=list, description="The nodes it is made of, in order")


class TraceLine(Shape):
    """A stored value: rounded once, after its formula."""

    name: str = Field(description="Its stable address")
    label: str = Field(description="Its name for readers")
    type: str = Field(description="Kind of value", examples=["money", "money/month"])
    value: Amount = Field(description="The stored value as shown")
    exact: Exact = Field(description="The same, exact")
    given: bool = Field(description="Somebody gave it: there is nothing under it")
    formula: str = Field(description="The formula as its author wrote it")
    law: str | None = Field(description="The article it comes from")
    note: str | None = Field(description="What it is, in a sentence")
    rounding: Rounding | None = Field(description="How the line was rounded when it was stored")
    trace: Node | None = Field(description="The formula with the numbers put in, before that rounding")
    confidence: Confidence = Field(description="The weakest figure it rests on")


class Figure(Shape):
    """A dated figure of the law that was used."""

    name: str = Field(description="Its name in the pack")
    label: str = Field(description="Its name for readers")
    value: str = Field(description="The value as written in the pack")
    from_: Day | None = Field(alias="from", description="Since when it holds")
    law: str = Field(description="The article it comes from")
    source: str = Field(description="Where it was read")
    confidence: Confidence = Field(description="How far it can be trusted")
    checked_on: Day | None = Field(description="When it was last compared with its source")
    pack: str = Field(description="The pack or layer that states it")


class Trace(Shape):
    """The tree behind one figure: every line under it once, and the figures they used.

    Each line has a stable address, its name. There are no times in it: equal input gives equal bytes.
    """

    format: Literal["bareme.trace/1"] = Field(alias="schema", description="Name and version of this format")
    line: str = Field(description="The line that is explained")
    lines: list[TraceLine] = Field(description="That line and all under it, each once, those above first")
    figures: list[Figure] = Field(description="The dated figures that were used, by name")
