"""The day it is, which `SOURCE_DATE_EPOCH` can set so that a build can be repeated."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Today, in universal time; the day of `SOURCE_DATE_EPOCH` where that is set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdigit() else datetime.now(UTC).date()
