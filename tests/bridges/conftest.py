"""What neighbours need: missing, it is a skip with a reason for a user and a failure in CI."""

import os
import re
from importlib.util import find_spec

import pytest

EXTRAS = {"pandas": "pandas", "ibis": "ibis", "pyspark": "spark", "great_expectations": "gx", "sqlalchemy": "gx"}


def need(*packages: str) -> None:
    """Skip where a package is missing."""
    for package in packages:
        if find_spec(package) is None:
            assert not os.environ.get("CI"), f"CI has no {package}: it is in the extra 'all'"
            pytest.skip(f"{package} is not installed: pip install 'tallystick[{EXTRAS[package]}]'")


def as_polars(columns, kinds=None):
    import polars as pl

    return pl.DataFrame(columns, schema_overrides=kinds)


def as_lazy(columns, kinds=None):
    return as_polars(columns, kinds).lazy()


def as_pandas(columns, kinds=None):
    need("pandas")
    import pandas as pd

    return pd.DataFrame(columns)


def as_ibis(columns, kinds=None):
    need("ibis", "pandas")
    import ibis

    return ibis.duckdb.connect().create_table("rows", as_polars(columns, kinds))


BACKENDS = {"polars": as_polars, "lazy": as_lazy, "pandas": as_pandas, "ibis": as_ibis}


# ibis 12 uses what duckdb 2 and pandas 3 are about to drop.
ON_IBIS = pytest.param("ibis", marks=pytest.mark.filterwarnings("ignore::DeprecationWarning"))


@pytest.fixture(params=["polars", "lazy", "pandas", ON_IBIS])
def made(request):
    """A maker of tables of one backend, and pandera's module for it."""
    return Made(request.param)


class Made:
    """One backend: its tables, its module of pandera, and what fails of a schema."""

    def __init__(self, name: str) -> None:
        self.name, self.frame = name, BACKENDS[name]
        self.frame({"a": [1]})  # skips where the backend is missing

    @property
    def pa(self):
        from importlib import import_module

        return import_module(f"pandera.{'polars' if self.name == 'lazy' else self.name}")

    def failing(self, schema, columns, kinds=None):
        """(check, row) of all that fails, in order."""
        return sorted((str(row["check"]), -1 if row["index"] is None else int(row["index"])) for row in self.cases(schema, columns, kinds))

    def shown(self, schema, columns):
        """The numbers shown of what fails, in order; ibis numbers rows as its database returns them."""
        return sorted(float(re.search(r"[-+.e\d]*\d", str(row["failure_case"]))[0]) for row in self.cases(schema, columns))

    def cases(self, schema, columns, kinds=None):
        """What pandera says of all that fails."""
        from pandera.errors import SchemaErrors

        try:
            schema.validate(self.frame(columns, kinds), lazy=True)
        except SchemaErrors as found:
            cases = found.failure_cases
            return cases.to_dicts() if hasattr(cases, "to_dicts") else cases.to_dict("records")
        return []
