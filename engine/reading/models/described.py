"""What every definition may say about itself, and where a figure was read."""

from __future__ import annotations

from pydantic import Field

from engine.reading.texts import Confidence, Day, Model, Text


class Described(Model):
    """What every definition may say about itself."""

    label: Text | None = Field(None, description="Plain English name, shown to readers")
    term: dict[str, Text] = Field(default_factory=dict, description="The untranslated legal name by language")
    note: Text | None = Field(None, description="One or two plain sentences: what it is and why")
    law: Text | None = Field(None, description="The article it comes from")


class Sourced(Model):
    """Where a value was read and how far it can be trusted."""

    law: Text | None = Field(
        None, description="The article, decree or decision it comes from", examples=["LIRPF art. 20"]
    )
    source: Text | None = Field(None, description="Document or page the value was read from")
    confidence: Confidence | None = Field(
        None,
        description="`statutory`: read in the law or an official table; `published`: read elsewhere; "
        "`assumed`: to be confirmed",
    )
    checked_on: Day | None = Field(None, description="The day someone last compared the value with its source")
    note: Text | None = Field(None, description="A plain sentence for whoever reads the pack")
