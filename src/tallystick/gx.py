"""Great Expectations with units: four expectations, on pandas, SQL and Spark.

`suite.add_expectation(ExpectQuantityToBeBetween(column="amount", unit_column="unit", max_value="80 Mt/year"))`.
Needs the extra `gx`. A suite or checkpoint that names them is loaded after this module is imported. Analytics of
Great Expectations are off, unless GX_ANALYTICS_ENABLED says otherwise before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallystick.errors import AuditError

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
    try:
        from tallystick.bridges.gx import expectations
    except ImportError as problem:
        fix = "install it: pip install 'tallystick[gx]'"
        raise AuditError(f"tallystick.gx needs the package '{problem.name}'", fix=fix) from None
    except SystemExit:
        # pyspark without its connect part ends the program where Great Expectations looks for it.
        fix = "install both whole: pip install 'tallystick[gx,spark]'"
        raise AuditError("Great Expectations cannot be imported beside this pyspark", fix=fix) from None
    return getattr(expectations, name)
