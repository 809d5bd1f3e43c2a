"""Tables → a module of models of pandera: Python source that runs."""

from __future__ import annotations

import json
import keyword
import re
from dataclasses import replace
from typing import Any

from tallystick.bridges.exchange import Tables, Written
from tallystick.bridges.exchange.columns import (
    in_order,
    missing_of,
    open_ends,
    range_text,
    shown,
    stated,
    told_apart_by,
    types_of,
    untold,
)
from tallystick.bridges.exchange.reading import counted
from tallystick.model import Measure, Missing, Role, TableColumn, TableSpec, Total


def write_pandera(tables: Tables) -> Written:
    """A module of models, one a table; types are those of the files, where they are there."""
    left = [*open_ends(tables.measures)]
    bodies = [_model(spec, tables, left) for spec in tables.specs]
    used = [name for name in ("Quantity", "agreement_of", "total") if any(f"{name}(" in body for body in bodies)]
    says = '"""Tables as models of pandera, with units: made by `tally convert --to pandera`."""'
    head = [says, "", "import pandera.polars as pa", ""]
    head += [f"from tallystick.pandera import {', '.join(used)}"] if used else []
    return Written("\n".join([*head, *bodies, ""]), counted(left))


def _model(spec: TableSpec, tables: Tables, left: list[str]) -> str:
    types = types_of(tables.root / spec.paths[0]) if spec.paths else {}
    lines = [
        "",
        "",
        f"class {_class_name(spec.name)}(pa.DataFrameModel):",
        f"    {json.dumps(f'{spec.paths[0]}.')[1:-1]!r}",
    ]
    lines[-1] = f'    """{spec.paths[0]}."""'
    lines.append("")
    for at, column in enumerate(spec.columns):
        name = column.name if column.name.isidentifier() and not keyword.iskeyword(column.name) else f"column_{at}"
        kind = types.get(column.name, "float" if column.role is Role.VALUE else "str")
        if column.pattern and kind != "str":
            left.append(f"the pattern of '{column.name}', which is read as numbers")
            column = replace(column, pattern="")  # noqa: PLW2901 - the same column, as it can be
        field = _field(column, spec, tables, alias="" if name == column.name else column.name)
        lines.append(f"    {name}: {kind}{f' = {field}' if field else ''}")
    once = told_apart_by(spec)
    if once:
        lines += ["", "    class Config:", f"        unique = {json.dumps(once, ensure_ascii=False)}"]
    left += [*in_order(spec), *untold(spec)]
    left += [f"texts of '{spec.name}' that stand for no value: {', '.join(spec.missing)}"] if spec.missing else []
    return "\n".join(lines)


def _class_name(name: str) -> str:
    words = re.findall(r"\w+", name.replace("_", " "))
    made = "".join(word[:1].upper() + word[1:] for word in words)
    return made if made.isidentifier() and not keyword.iskeyword(made) else f"Table{made}"


def _field(column: TableColumn, spec: TableSpec, tables: Tables, *, alias: str) -> str:
    named = {"alias": alias} if alias else {}
    rules: dict[str, Any] = {**named, **({"nullable": True} if column.is_nullable or column.role is Role.UNIT else {})}
    rules |= {"unique": True} if column.is_unique else {}
    rules |= {"isin": list(column.values)} if column.values else {}
    rules |= {"str_matches": f"^(?:{column.pattern})$"} if column.pattern else {}
    if column.role is not Role.VALUE:
        return _call("pa.Field", (), rules) if rules else ""
    measure = stated(column, tables.measures)
    within = _within(column, measure)
    where = {"unit_column": column.unit_column} if column.unit_column else {"unit": column.unit} if column.unit else {}
    also = [*(_total(total, spec) for total in spec.totals if total.whole == column.name)]
    also += [_agreement(column, spec, measure)] if spec.agreement else []
    if not within and not where:
        return _call("pa.Field", (), rules) if rules else ""
    return _call("Quantity", (within,) if within else (), where | rules, [f"also=[{', '.join(also)}]"] if also else [])


def _within(column: TableColumn, measure: Measure | None) -> str:
    """The limits of a column with their unit; those of no end but a unit where the row names its own."""
    if measure is None:
        return ""
    said = range_text(measure.range, measure.unit)
    # A unit column alone says of no kind: the widest limits do.
    return said or (f".. 1e300 {shown(measure.unit)}" if column.unit_column and measure.unit else "")


def _total(total: Total, spec: TableSpec) -> str:
    units = {name: spec.column(name).unit for name in (total.whole, *total.parts)}
    apart = len(set(units.values())) > 1
    missing = missing_of(spec, total.parts)
    rules: dict[str, Any] = {"units_of": units} if apart else {}
    rules |= {"missing": missing} if missing != Missing.UNKNOWN.value else {}
    rules |= {"exactly": True} if total.is_exact else {}
    return _call("total", (total.whole, list(total.parts)), rules)


def _agreement(column: TableColumn, spec: TableSpec, measure: Measure | None) -> str:
    where = {"unit_column": column.unit_column, "like": shown(measure.unit)} if column.unit_column and measure else {}
    where |= {} if column.unit_column else {"unit": column.unit}
    within = f"{float(spec.agreement.within * 100):g} %" if spec.agreement and spec.agreement.within else ""
    return _call("agreement_of", (column.name, list(spec.key)), where | ({"within": within} if within else {}))


def _call(name: str, arguments: tuple[Any, ...], rules: dict[str, Any], more: list[str] | None = None) -> str:
    parts = [*(_python(one) for one in arguments), *(f"{key}={_python(value)}" for key, value in rules.items())]
    return f"{name}({', '.join([*parts, *(more or [])])})"


def _python(value: Any) -> str:  # noqa: ANN401 - texts, flags, lists and mappings of texts
    return repr(value) if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)
