"""Great Expectations with units: the same rows are unexpected on pandas, in SQLite and on Spark, and Data Docs say so."""

import os
import sqlite3
import subprocess
import sys

import pytest

from .conftest import need

pytestmark = pytest.mark.filterwarnings("ignore")  # the library's own, of many kinds

COLUMNS = ["id", "country", "amount", "unit", "coal", "gas", "all"]
ROWS = [
    ("a", "Chile", 1.0, "Mt/year", 1.0, 2.0, 3.0),
    ("b", "Chile", 1000.0, "kt/year", 1.0, 2.0, 4.0),
    ("c", "Chile", 1.5, "Mt/year", 1.0, 2.0, 5.0),
    ("d", "Peru", 80.0, "Mt/year", 1.0, 2.0, 3.0),
    ("e", "Peru", 80000.00000000001, "kt/year", 1.0, 2.0, 3.0),
    ("f", "Cuba", 5.0, "Mt", 1.0, None, 1.0),
    ("g", "Cuba", 5.0, "bananas", 1.0, 2.0, None),
    ("h", "Togo", None, "kt/year", 1.0, 2.0, 3.0),
    ("i", "Mali", -1.0, "t/year", 1.0, 2.0, 3.0),
    ("j", "Mali", 1.0, None, 1.0, 2.0, 3.0),
]
KINDS = "id string, country string, amount double, unit string, coal double, gas double, all double"


def on_pandas(context, tmp_path):
    import pandas as pd

    batch = context.data_sources.add_pandas("pandas").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")
    return batch.get_batch(batch_parameters={"dataframe": pd.DataFrame(ROWS, columns=COLUMNS)})


def on_sqlite(context, tmp_path):
    path = tmp_path / "rows.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table rows (id text, country text, amount real, unit text, coal real, gas real, \"all\" real)")
        connection.executemany("insert into rows values (?, ?, ?, ?, ?, ?, ?)", ROWS)
    source = context.data_sources.add_sqlite("sqlite", connection_string=f"sqlite:///{path}")
    return source.add_table_asset("rows", table_name="rows").add_batch_definition_whole_table("all").get_batch()


def on_spark(context, tmp_path):
    need("pyspark")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    session = session.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    asset = context.data_sources.add_spark("spark").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("all").get_batch(batch_parameters={"dataframe": session.createDataFrame(ROWS, KINDS)})


def quiet(mode="ephemeral", **more):
    need("great_expectations", "pandas", "sqlalchemy")
    import great_expectations

    import tallystick.bridges.gx  # noqa: F401
    from tallystick import gx  # noqa: F401 - its first expectation turns analytics off

    context = great_expectations.get_context(mode=mode, **more)
    context.variables.progress_bars = {"globally": False}
    return context


@pytest.fixture(scope="module", params=[on_pandas, on_sqlite, on_spark], ids=["pandas", "sqlite", "spark"])
def batch(request, tmp_path_factory):
    """The rows in one kind of store."""
    return request.param(quiet(), tmp_path_factory.mktemp("gx"))


def unexpected(batch, expectation):
    """The ids of the rows that are unexpected, as one text."""
    asked = {"result_format": "COMPLETE", "unexpected_index_column_names": ["id"]}
    result = batch.validate(expectation, result_format=asked)
    assert result.result, result.exception_info
    assert result.success == (not result.result["unexpected_count"])
    return "".join(sorted(row["id"] for row in result.result["unexpected_index_list"] or []))


def test_quantities_outside_their_limits_or_in_an_unfit_unit_are_unexpected(batch):
    from tallystick.gx import ExpectQuantityToBeBetween

    asked = ExpectQuantityToBeBetween(column="amount", unit_column="unit", min_value="0 t/year", max_value="80 Mt/year")
    assert unexpected(batch, asked) == "efgij"
    assert unexpected(batch, ExpectQuantityToBeBetween(column="amount", unit_column="unit", max_value="80 Mt/year", strict_max=True)) == "defgj"


def test_a_column_in_a_unit_of_its_own_is_held_to_limits_in_another(batch):
    from tallystick.gx import ExpectQuantityToBeBetween

    assert unexpected(batch, ExpectQuantityToBeBetween(column="all", unit="kt", max_value="4 million kg")) == "c"
    assert unexpected(batch, ExpectQuantityToBeBetween(column="all", unit="kt", min_value="1 kt", max_value="4 million kg", strict_min=True)) == "cf"


def test_thousands_of_values_beside_a_limit_are_each_judged(tmp_path):
    context = quiet()
    from tallystick.gx import ExpectQuantityToBeBetween

    values = [80.0 + step * 2e-14 for step in range(-1500, 1500)]
    path = tmp_path / "many.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table many (id text, amount real)")
        connection.executemany("insert into many values (?, ?)", [(str(at), value) for at, value in enumerate(values)])
    source = context.data_sources.add_sqlite("many", connection_string=f"sqlite:///{path}")
    batch = source.add_table_asset("many", table_name="many").add_batch_definition_whole_table("all").get_batch()
    result = batch.validate(ExpectQuantityToBeBetween(column="amount", unit="t", max_value="80 t"))
    assert result.result["unexpected_count"] == sum(value > 80 for value in values)


def test_units_of_another_kind_are_unexpected(batch):
    from tallystick.gx import ExpectUnitToBeOf

    assert unexpected(batch, ExpectUnitToBeOf(column="unit", like="kg/day")) == "fg"


@pytest.mark.parametrize(("missing", "rows"), [("unknown", "cf"), ("zero", "c"), ("skip", "c")], ids=["unknown", "zero", "skip"])
def test_totals_that_print_cannot_explain_are_unexpected(batch, missing, rows):
    from tallystick.gx import ExpectQuantitiesToMakeTotal

    assert unexpected(batch, ExpectQuantitiesToMakeTotal(column="all", parts=["coal", "gas"], missing=missing)) == rows


def test_totals_asked_for_exactly_are(batch):
    from tallystick.gx import ExpectQuantitiesToMakeTotal

    assert unexpected(batch, ExpectQuantitiesToMakeTotal(column="all", parts=["coal", "gas"], exactly=True, missing="skip")) == "bc"


def test_sources_that_disagree_are_unexpected_in_whatever_unit(batch):
    from tallystick.gx import ExpectSourcesToAgree

    asked = ExpectSourcesToAgree(column="amount", key=["country"], unit_column="unit", like="t/year", within="1 %")
    assert unexpected(batch, asked) == "abc"
    exactly = ExpectSourcesToAgree(column="amount", key=["country"], unit_column="unit", like="t/year")
    assert unexpected(batch, exactly) == "abcde"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"unit": "t", "max_value": "80 Mtt"}, "nearest: 'Mt'"),
        ({"unit": "t", "max_value": "80 t/year"}, "one is an amount, the other a rate"),
        ({"unit": "t"}, "there are no limits"),
        ({"unit": "t", "min_value": "2 t", "max_value": "1 t"}, "no value lies between"),
        ({"unit_column": "unit", "unit": "t", "max_value": "1 t"}, "keep one of them"),
    ],
    ids=["unit", "stock-for-flow", "no-limits", "reversed", "two-units"],
)
def test_what_cannot_be_is_refused_when_the_expectation_is_made(settings, said):
    need("great_expectations")
    from tallystick.gx import ExpectQuantityToBeBetween

    with pytest.raises(ValueError, match=said):
        ExpectQuantityToBeBetween(column="amount", **settings)


def test_data_docs_say_what_was_asked_and_what_failed(tmp_path):
    context = quiet("file", project_root_dir=tmp_path)
    import great_expectations as gx
    import pandas as pd

    from tallystick.gx import (
        ExpectQuantitiesToMakeTotal,
        ExpectQuantityToBeBetween,
        ExpectSourcesToAgree,
        ExpectUnitToBeOf,
    )

    asked = [
        ExpectQuantityToBeBetween(column="amount", unit_column="unit", min_value="0 t/year", max_value="80 Mt/year"),
        ExpectUnitToBeOf(column="unit", like="kg/day", mostly=0.5),
        ExpectQuantitiesToMakeTotal(column="all", parts=["coal", "gas"]),
        ExpectSourcesToAgree(column="amount", key=["country"], unit_column="unit", like="t/year", within="1 %"),
    ]
    rows = context.data_sources.add_pandas("pandas").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")
    suite = context.suites.add(gx.ExpectationSuite("units", expectations=asked))
    held = context.validation_definitions.add(gx.ValidationDefinition(name="rows", data=rows, suite=suite))
    checkpoint = context.checkpoints.add(gx.Checkpoint(name="rows", validation_definitions=[held]))
    assert not checkpoint.run(batch_parameters={"dataframe": pd.DataFrame(ROWS, columns=COLUMNS)}).success
    context.build_data_docs()
    pages = "\n".join(page.read_text() for page in tmp_path.rglob("*.html") if "static" not in page.parts)
    for sentence in (
        "must be at least 0 t/year and at most 80 Mt/year, in the unit that unit names.",
        "must be units of mass per time, as kg/day is, at least 50 % of the time.",
        "must be coal + gas, within what rounding of the print allows.",
        "must agree within 1 % where country are the same.",
        "80000.00000000001",
    ):
        assert sentence in pages
    read_again = quiet("file", project_root_dir=tmp_path).suites.get("units")
    assert [type(one).__name__ for one in read_again.expectations] == [type(one).__name__ for one in asked]


def test_analytics_are_off_and_nothing_is_imported_before_it_is_asked_for():
    need("great_expectations")
    program = (
        "import os, sys, tallystick.gx; assert 'great_expectations' not in sys.modules\n"
        "from tallystick.gx import ExpectUnitToBeOf\n"
        "print('great_expectations' in sys.modules, os.environ['GX_ANALYTICS_ENABLED'])"
    )
    env = {name: value for name, value in os.environ.items() if name != "GX_ANALYTICS_ENABLED"}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "false"]


def test_a_missing_package_is_named_with_its_command(monkeypatch):
    from tallystick import gx
    from tallystick.errors import AuditError

    monkeypatch.setitem(sys.modules, "tallystick.bridges.gx", None)
    monkeypatch.setitem(sys.modules, "tallystick.bridges.gx.expectations", None)
    with pytest.raises(AuditError, match=r"pip install 'tallystick\[gx\]'"):
        _ = gx.ExpectUnitToBeOf


def test_a_neighbour_that_would_end_the_program_is_an_error(monkeypatch):
    need("great_expectations")
    from tallystick import gx
    from tallystick.errors import AuditError

    class Ends:
        """As pyspark without its connect part does, where it meets a program without a file."""

        def find_spec(self, name, path=None, target=None):
            if name == "tallystick.bridges.gx.expectations":
                raise SystemExit(0)

    monkeypatch.delitem(sys.modules, "tallystick.bridges.gx.expectations", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Ends(), *sys.meta_path])
    monkeypatch.delattr("tallystick.bridges.gx.expectations", raising=False)
    with pytest.raises(AuditError, match=r"tallystick\[gx,spark\]"):
        _ = gx.ExpectUnitToBeOf
