"""pandera with units: fields for a model, and checks for a column or a table, on polars, pandas and ibis.

>>> import pandera.polars as pa, polars as pl
>>> from tallystick.pandera import Quantity
>>> class Trade(pa.DataFrameModel):
...     supply: float = Quantity("0 .. 80 Mt/year", unit_column="unit")
...     unit: str
>>> try:
...     Trade.validate(pl.DataFrame({"supply": [2.5, 2.5], "unit": ["Mt/year", "bananas"]}), lazy=True)
... except pa.errors.SchemaErrors as found:
...     found.failure_cases.select("column", "check", "failure_case", "index").rows()
[('supply', 'unit of mass per time', 'bananas', 1)]

Importing this makes pandera look at the data of lazy frames too, unless PANDERA_VALIDATION_DEPTH says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallystick.bridges.models import Key, Period, Quantity, TableModel
from tallystick.schema.tables import By, ClaimTable, Unit, claim_table_failures

if TYPE_CHECKING:
    from tallystick.bridges.checks import agreement_of, quantity, total, unit_of

__all__ = [
    "By",
    "ClaimTable",
    "Key",
    "Period",
    "Quantity",
    "TableModel",
    "Unit",
    "agreement_of",
    "claim_table_failures",
    "quantity",
    "total",
    "unit_of",
]


def __getattr__(name: str) -> object:
    """A check, whose judges are imported when one is asked for: a model alone starts quickly."""
    if name not in __all__:
        raise AttributeError(f"module 'tallystick.pandera' has no attribute {name!r}")
    from tallystick.bridges import checks

    return getattr(checks, name)
