"""Great Expectations with units: four expectations, on pandas, SQL and Spark.

`suite.add_expectation(ExpectQuantityToBeBetween(column="amount", unit_column="unit", max_value="80 Mt/year"))`.
Needs the extra `gx`. A suite or checkpoint that names them is loaded after this module is imported. Analytics of
Great Expectations are off, unless GX_ANALYTICS_ENABLED says otherwise before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallystick.bridges.wanted import expectations

if TYPE_CHECKING:
    from tallystick.bridges.gx.expectations import (
        ExpectQuantitiesToMakeTotal,
        ExpectQuantityToBeBetween,
        ExpectSourcesToAgree,
        ExpectUnitToBeOf,
    )

__all__ = ["ExpectQuantitiesToMakeTotal", "ExpectQuantityToBeBetween", "ExpectSourcesToAgree", "ExpectUnitToBeOf"]


def __getattr__(name: str) -> object:
    """An expectation; Great Expectations is imported with the first.

    Raises:
        AuditError: it is not installed.
    """
    if name not in __all__:
        raise AttributeError(f"module 'tallystick.gx' has no attribute {name!r}")
    return getattr(expectations(), name)
