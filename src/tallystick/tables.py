"""What the author of `schemas/*.py` imports: a table is a class, its columns say what they are to a claim.

The same names as in `tallystick.pandera`, which says more.

>>> from tallystick.tables import Key, Period, Quantity, TableModel, Unit
>>> class Output(TableModel, table="data/tables/output.csv", measure="aluminum_output"):
...     country: str = Key()
...     year: str = Period()
...     amount: str = Quantity(unit_column="unit")
...     unit: str = Unit()
>>> sorted(Output.to_schema().columns)
['amount', 'country', 'unit', 'year']
"""

from __future__ import annotations

from tallystick.pandera import By, ClaimTable, Key, Period, Quantity, TableModel, Unit, claim_table_failures

__all__ = ["By", "ClaimTable", "Key", "Period", "Quantity", "TableModel", "Unit", "claim_table_failures"]
