"""Random tables with each kind of fault: the expectations find as many rows as the engines do, on pandas and in SQLite."""

import sqlite3

import polars as pl
import pytest

from tallystick.engines.polars import Polars
from tallystick.engines.running import run_table
from tallystick.model import Measure

from .test_gx import quiet
from .test_pandera_differential import MASS, random_columns, spec

pytestmark = pytest.mark.filterwarnings("ignore")


def on_pandas(context, columns, tmp_path):
    import pandas as pd

    batch = context.data_sources.add_pandas("pandas").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")
    return batch.get_batch(batch_parameters={"dataframe": pd.DataFrame(columns)})


def on_sqlite(context, columns, tmp_path):
    path = tmp_path / "rows.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute('create table rows (id text, value real, unit text, status text, a real, b real, c real, "all" real)')
        connection.executemany("insert into rows values (?, ?, ?, ?, ?, ?, ?, ?)", list(zip(*columns.values(), strict=True)))
    source = context.data_sources.add_sqlite("sqlite", connection_string=f"sqlite:///{path}")
    return source.add_table_asset("rows", table_name="rows").add_batch_definition_whole_table("all").get_batch()


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("make", [on_pandas, on_sqlite], ids=["pandas", "sqlite"])
def test_as_many_rows_are_unexpected_as_the_engines_find(tmp_path, make, seed):
    context = quiet()
    from tallystick.gx import ExpectQuantitiesToMakeTotal, ExpectQuantityToBeBetween, ExpectUnitToBeOf

    columns = random_columns(seed)
    # Every row has a name of its own, to be counted by, and one that is never empty: a missing value is not judged here.
    columns["id"] = [f"{at}-{name}" for at, name in enumerate(columns["id"])]
    pl.DataFrame(columns).write_parquet(tmp_path / "t.parquet")
    found = run_table(spec(tmp_path / "t.parquet"), Polars(), {"mass": MASS, "count": Measure("count")}).broken
    engine = {one.code: 0 for one in found} | {"UN": 0}
    for one in found:
        engine["UN" if one.code.startswith("UN") else one.code] += one.count
    batch = make(context, columns, tmp_path)
    unfit = sum(value is not None and unit in ("kgg", "USD", "kg/year") for value, unit in zip(columns["value"], columns["unit"], strict=True))

    def count(expectation):
        asked = {"result_format": "COMPLETE", "unexpected_index_column_names": ["id"]}
        return batch.validate(expectation, result_format=asked).result["unexpected_count"]

    assert count(ExpectUnitToBeOf(column="unit", like="kg")) == engine["UN"]
    assert count(ExpectQuantityToBeBetween(column="value", unit_column="unit", min_value="0 g", max_value="5 t")) == engine["SC01"] + unfit
    assert count(ExpectQuantitiesToMakeTotal(column="all", parts=["a", "b", "c"])) == engine["CK01"]
