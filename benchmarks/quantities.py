"""Writes what the grammar reads in a JSONL of {"id", "text"}, one prediction line per text, in the scorer's form.

Usage: python benchmarks/quantities.py FILE [--parts] > PREDICTIONS        --parts: "7 ft 10 in" as two quantities
Prediction line: {"id": …, "quantities": [{"value": 2000000 | [low, high], "bound": "=", "unit": "metric_ton"}]}
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tallystick import units
from tallystick.text import Mention, read_quantities

# Our canonical names where the scorer spells them otherwise.
_NAMES = {
    "angular_degree": "degree",
    "avoirdupois_pound": "pound",
    "avoirdupois_ounce": "ounce",
    "US_gallon": "gallon",
    "US_pint": "pint",
    "US_quart": "quart",
    "US_fluid_ounce": "fluid_ounce",
    "US_cent": "cent",
    "penny": "pence",
    "thermochemical_calorie": "calorie",
    "kilocalorie": "calorie",
    "degree_Celsius": "degC",
    "degree_Fahrenheit": "degF",
    "million_british_thermal_units": "MMBtu",
    "british_thermal_unit": "British_thermal_unit",
    "mile_per_gallon": "mile/gallon",
    "mile_per_hour": "mile/hour",
    "kilometer_per_hour": "kilometer/hour",
    "megabit_per_second": "megabit/second",
    "gigabit_per_second": "gigabit/second",
    "milliampere_hour": "milliampere_hour",
    "revolutions_per_minute": "rpm",
    "revolution_per_minute": "rpm",
    "metric_horsepower": "horsepower",
    "XBT": "BTC",
    "meter ** 2": "square_meter",
    "kilometer ** 2": "square_kilometer",
    "centimeter ** 2": "square_centimeter",
    "foot ** 2": "square_foot",
    "mile ** 2": "square_mile",
    "inch ** 2": "square_inch",
    "meter ** 3": "cubic_meter",
    "foot ** 3": "cubic_foot",
    "centimeter ** 3": "milliliter",
    "percentage_point": "percent",
    "parts_per_million": "ppm",
    "parts_per_billion": "ppb",
    "parts_per_trillion": "ppt",
    "parts_per_quadrillion": "ppq",
    "kip_per_square_inch": "ksi",
    "base_pair": "bp",
    "barrel_per_day": "oil_barrel/day",
    "metric_ton_per_day": "ton/day",
    "million_barrels_per_day": "million barrels/day",
    "frame": "frames",
    "billion_cubic_meters": "1e9*m3",
    "US_cup": "cup",
    "millimeter_Hg": "mmHg",
    "inch_Hg": "inHg",
    "solar_mass": "solar masses",
    "twenty_foot_equivalent_unit": "TEU",
    "gigametric_ton": "gigaton",
    "megametric_ton": "megaton",
    "kilometric_ton": "kiloton",
}


def prediction(mention: Mention) -> dict[str, object]:
    """One mention as the scorer writes it: value or range, bound, unit (or what is counted)."""
    values = [float(number) for number in mention.numbers]
    bound = mention.quantity.relation.replace("..", "=").replace("±", "=")
    return {"value": values if len(values) > 1 else values[0], "bound": bound, "unit": _unit(mention)}


def _unit(mention: Mention) -> str:
    """The canonical unit; else what is counted; with what it is per when there is a rate."""
    quantity = mention.quantity
    unit = "/".join(_NAMES.get(part, part.replace(" ** ", "**")) for part in quantity.unit.split(" / "))
    if "short_ton" in quantity.readings:
        unit = "ton"  # the scorer, too, leaves open which
    if len(quantity.readings) > 1 and all(units.is_currency(reading) for reading in quantity.readings):
        unit = quantity.unit_text.lower()  # "dinars" of no country
    whole = unit or mention.noun or quantity.unit_text
    rated = f"{whole} per {mention.rate}" if mention.rate and "/" not in unit else whole
    return rated.replace("/share", " per share")


def main(path: str, *, parts: bool = False) -> None:
    """Reads the file line by line and prints the predictions."""
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found = [
                prediction(m)
                for m in read_quantities(record["text"], join_changes=True, join_units=not parts)
                if m.kind == "quantity"
            ]
            print(json.dumps({"id": record["id"], "quantities": found}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], parts="--parts" in sys.argv)
