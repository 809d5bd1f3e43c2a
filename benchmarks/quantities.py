"""Writes what the grammar reads in a JSONL of {"id", "text"}, one prediction line per text, in the scorer's form.

Usage: python benchmarks/quantities.py FILE > PREDICTIONS
Prediction line: {"id": …, "quantities": [{"value": 2000000 | [low, high], "bound": "=", "unit": "metric_ton"}]}
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

from tallystick.text import Mention, read_quantities


def prediction(mention: Mention) -> dict[str, object]:
    """One mention as the scorer writes it: value or range, bound, unit (or what is counted)."""
    quantity = mention.quantity
    low, high = quantity.bound.low, quantity.bound.high
    bound = quantity.relation
    if bound == "~" and getattr(mention, "about", None) is not None:
        value: object = float(mention.about)
    elif low is not None and high is not None and low != high:
        value, bound = [float(low), float(high)], "=" if bound == ".." else bound
    else:
        value = float(_known(low, high))
    return {"value": value, "bound": bound, "unit": _unit(mention)}


def _known(low: Fraction | None, high: Fraction | None) -> Fraction:
    end = high if low is None else low
    return Fraction(0) if end is None else end


def _unit(mention: Mention) -> str:
    """The canonical unit; else what is counted, per what when there is a rate."""
    unit = mention.quantity.unit.replace(" / ", "/").replace(" * ", "*")
    if unit:
        return unit
    noun = mention.noun or mention.quantity.unit_text
    return f"{noun} per {mention.rate}" if mention.rate else noun


def main(path: str) -> None:
    """Reads the file line by line and prints the predictions."""
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found = [prediction(m) for m in read_quantities(record["text"]) if m.kind == "quantity"]
            print(json.dumps({"id": record["id"], "quantities": found}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
