"""Places on charts: exact amounts become positions, here and nowhere else. Colours are the style sheet's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from bareme.service.pages.cascading import Row
from bareme.service.pages.reader import Reader

ROW = 26
BAR = 14
LEFT, WIDTH = 214, 186
CLASSES = {"rest": "bar-rest", "less": "bar-leave", "more": "bar-rest", "yours": "bar-you", "aside": "bar-you"}


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures on an axis of 100 percent."""

    low: Decimal
    high: Decimal

    @classmethod
    def over(cls, figures: Iterable[str]) -> Scale:
        amounts = [Decimal(figure) for figure in figures]
        return cls(min(amounts, default=Decimal(0)), max(amounts, default=Decimal(1)))

    def place(self, figure: str) -> str:
        """Between 4 and 96 percent, so that marks stay whole."""
        if self.high == self.low:
            return "50.0%"
        return f"{4 + (Decimal(figure) - self.low) / (self.high - self.low) * 92:.1f}%"

    def line(self, low: str, now: str, high: str) -> dict[str, str]:
        return {"low": self.place(low), "now": self.place(now), "high": self.place(high)}


def small_waterfall(rows: Sequence[tuple[Row, str, str]], reader: Reader, payees: Sequence[str]) -> dict[str, Any]:
    """The whole cascade in one picture of 400 units, with the sentence that says it."""
    drawn = []
    for index, (row, label, amount) in enumerate(rows):
        start, width = Decimal(row.bar.start), Decimal(row.bar.width)
        kind = "bar-later" if row.kind == "later" else CLASSES[row.kind]
        if row.kind == "rest" and row.last:
            kind = "bar-you"
        x = LEFT + start / 100 * WIDTH
        drawn.append(
            {
                "y": 6 + index * ROW,
                "text": 17 + index * ROW,
                "label": label,
                "amount": amount,
                "strong": row.kind == "rest",
                "x": f"{x:.1f}",
                "width": f"{max(width / 100 * WIDTH, Decimal('0.6')) if not row.nil else Decimal(0):.1f}",
                "class": kind,
                "edge_from": 0 if row.nil else BAR,
                "edge": f"{LEFT + Decimal(row.bar.edge_out) / 100 * WIDTH:.1f}",
            }
        )
    told = "; ".join(
        f"{label} {amount}" + (f" ({to})" if to else "") for (_, label, amount), to in zip(rows, payees, strict=True)
    )
    return {
        "rows": drawn,
        "height": len(rows) * ROW + 4,
        "told": f"{reader.say('From what the client pays to what you receive')}: {told}",
    }


def polyline(points: Sequence[tuple[Decimal, Decimal]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def ticks(high: Decimal, most: int = 5) -> list[Decimal]:
    """Round numbers from zero up to beyond `high`, few of them."""
    if high <= 0:
        return [Decimal(0), Decimal(1)]
    step = Decimal(1)
    while True:
        for factor in (Decimal(1), Decimal(2), Decimal(5)):
            width = step * factor
            if width * most >= high:
                count = int((high / width).to_integral_value(ROUND_CEILING))
                return [width * number for number in range(count + 1)]
        step *= 10
