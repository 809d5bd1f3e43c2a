"""Expectations of Great Expectations with units, and the metrics that they are judged by.

Its analytics are off before it is imported, and its deprecations are its own.
"""

from __future__ import annotations

import os
import warnings

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import great_expectations  # noqa: F401
