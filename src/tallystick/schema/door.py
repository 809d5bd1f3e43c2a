"""pandera, imported so that it looks at the data of lazy frames too, and speaks only of what concerns the user.

By itself it passes over every check of a lazy frame without a word. Where the user has said how deep to look
(PANDERA_VALIDATION_DEPTH, or pandera's own config), that stands.
"""

from __future__ import annotations

import os
import sys
import warnings
from types import ModuleType
from typing import Any

_DEPTH = "PANDERA_VALIDATION_DEPTH"


def _look_at_data() -> None:
    os.environ.setdefault(_DEPTH, "SCHEMA_AND_DATA")
    config = sys.modules.get("pandera.config")
    if config is not None and config.get_config_global().validation_depth is None:
        config.set_config(validation_depth=os.environ[_DEPTH])


_look_at_data()
with warnings.catch_warnings():
    # pandera looks for pyspark, which says of every pandas 3 that it is too new.
    warnings.filterwarnings("ignore", category=FutureWarning, message="PySpark does not yet")
    import pandera.polars as pa
    from pandera.api.dataframe.container import DataFrameSchema
    from pandera.api.dataframe.model import DataFrameModel
    from pandera.backends.base import BaseCheckBackend
    from pandera.errors import SchemaErrors, SchemaInitError

__all__ = ["BaseCheckBackend", "SchemaErrors", "SchemaInitError", "pa", "schemas_in"]


def schemas_in(module: ModuleType) -> list[tuple[str, Any, Any]]:
    """The models that a module defines and the schemas it holds, on any backend: (name, schema, model or None)."""
    held = vars(module)
    own: list[Any] = [one for one in held.values() if isinstance(one, type) and one.__module__ == module.__name__]
    models = [(one.__name__, one.to_schema(), one) for one in own if issubclass(one, DataFrameModel)]
    return [*models, *((name, one, None) for name, one in held.items() if isinstance(one, DataFrameSchema))]
