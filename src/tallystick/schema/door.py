"""pandera, imported so that it looks at the data of lazy frames too, and speaks only of what concerns the user.

By itself it passes over every check of a lazy frame without a word. Where the user has said how deep to look
(PANDERA_VALIDATION_DEPTH, or pandera's own config), that stands.
"""

from __future__ import annotations

import os
import sys
import warnings

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

__all__ = ["pa"]
