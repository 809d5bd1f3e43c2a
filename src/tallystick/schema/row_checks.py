"""A check of pandera that sees the whole table, in the native form of its backend, and keeps the rows that fail.

pandera hands a column's check the column alone on pandas, and the table on polars and ibis; a unit stands in another
column. `Meaning` is what such a check asks: it is given the table and says which rows pass.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

from tallystick.errors import CheckDefinitionError
from tallystick.schema.door import BaseCheckBackend, pa


class Meaning(Protocol):
    """What a check says of a table: which of its rows pass, as the table's backend writes it."""

    def passes(self, table: Any, column: str) -> Any:  # noqa: ANN401 - of whichever backend
        """True in every row that passes, in a form that pandera takes of this backend."""
        ...


class RowCheck(pa.Check):  # type: ignore[misc] # pandera brings no types
    """A check of rows by something that sees more of them than one column."""

    def __init__(self, meaning: Meaning, column: str = "", **options: Any) -> None:  # noqa: ANN401 - pandera's own
        """Keep the meaning.

        Args:
            meaning: What is asked.
            column: Whose cells are shown where a row fails; "" for the one that is checked.
            options: Of pandera's `Check`.
        """
        self.meaning, self.column = meaning, column
        super().__init__(self._judge, ignore_na=False, **options)

    def _judge(self, data: Any) -> Any:  # noqa: ANN401
        """Which rows pass; polars and ibis hand the table over with the name of the column."""
        table = getattr(data, "lazyframe", None)
        table = getattr(data, "table", None) if table is None else table
        if table is None:
            what = f"check '{self.name}' was given one column, and asks for its row"
            raise CheckDefinitionError(what, fix="use pandera's own backend for pandas, not that of narwhals")
        return self.meaning.passes(table, data.key)

    @classmethod
    def get_backend(cls, check_obj: Any) -> type[BaseCheckBackend]:  # noqa: ANN401
        """Pandera's own for the table, made to hand the whole of it over and to show one column."""
        made: type[BaseCheckBackend] = _on(pa.Check.get_backend(check_obj))
        return made


@cache
def _on(backend: Any) -> Any:  # noqa: ANN401 - a class of pandera, which brings no types
    made = {"PandasCheckBackend": _on_pandas, "PolarsCheckBackend": _on_tables, "IbisCheckBackend": _on_ibis}
    return made[backend.__name__](backend) if backend.__name__ in made else backend


def _on_pandas(backend: type[BaseCheckBackend]) -> type[BaseCheckBackend]:
    class OnPandas(backend):  # type: ignore[misc]
        """pandera's backend for pandas, over the whole frame."""

        def __call__(self, check_obj: Any, key: str | None = None) -> Any:  # noqa: ANN401
            output = self.check.meaning.passes(check_obj, key or "")
            return self.postprocess_field(check_obj[self.check.column or key], output)

    return OnPandas


def _on_tables(backend: type[BaseCheckBackend]) -> type[BaseCheckBackend]:
    class OnTables(backend):  # type: ignore[misc]
        """pandera's backend for polars or ibis, which has the whole table already."""

        def postprocess(self, check_obj: Any, check_output: Any) -> Any:  # noqa: ANN401
            shown = type(check_obj)(check_obj[0], self.check.column or check_obj.key)
            return super().postprocess(shown, check_output)

    return OnTables


def _on_ibis(backend: type[BaseCheckBackend]) -> type[BaseCheckBackend]:
    class OnIbis(_on_tables(backend)):  # type: ignore[misc]
        """pandera's backend for ibis, which hands over one column: its table is where it came from."""

        def preprocess(self, check_obj: Any, key: str | None) -> Any:  # noqa: ANN401
            came_from = getattr(check_obj.op(), "rel", None) if key else None
            return super().preprocess(check_obj, key) if came_from is None else came_from.to_expr()

        def postprocess(self, check_obj: Any, check_output: Any) -> Any:  # noqa: ANN401
            found = super().postprocess(check_obj, check_output)
            # All of no rows is null in a database, and no failure.
            return found._replace(check_passed=found.check_passed.fill_null(True))  # noqa: FBT003

    return OnIbis
