"""Claims ⇄ a Frictionless Data Package that holds them as rows, with a schema of their columns."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from tallystick.bridges.exchange import Claims, Written
from tallystick.bridges.exchange.reading import counted, objects, read_json_object
from tallystick.bridges.exchange.records import as_rows, with_lists
from tallystick.errors import ReadError
from tallystick.model import STATUSES

_NAME = "tallystick-claims"
_IN_JSON = ("quote", "dimensions", "allow")


def write_claims_package(claims: Claims) -> Written:
    """A package with its rows in it; what is said of sources are its sources, waivers a property of ours."""
    names, rows = as_rows(claims)
    resource = {
        "name": _NAME,
        "profile": "tabular-data-resource",
        "schema": {"fields": [_field(name) for name in names], "primaryKey": ["id"]},
        "data": [{name: row.get(name) for name in names} for row in rows],
    }
    sources = [{**one, "title": one.get("title") or one.get("path", "")} for one in claims.sources]
    package: dict[str, Any] = {"name": _NAME, "profile": "tabular-data-package", "resources": [resource]}
    package |= {"sources": sources} if sources else {}
    package |= {"tallystick": {"waivers": list(claims.waivers)}} if claims.waivers else {}
    return Written(json.dumps(package, ensure_ascii=False, indent=1) + "\n")


def _field(name: str) -> dict[str, Any]:
    rules: dict[str, Any] = {"required": True} if name in ("id", "measure", "value") else {}
    rules |= {"unique": True} if name == "id" else {}
    rules |= {"enum": list(STATUSES)} if name == "status" else {}
    return {"name": name, "type": "string", **({"constraints": rules} if rules else {})}


def read_claims_package(path: Path) -> Claims:
    """The claims that such a package holds.

    Raises:
        ReadError: it holds none.
    """
    top = read_json_object(path, "a Data Package")
    held = next((one for one in objects(top.get("resources")) if one.get("name") == _NAME), None)
    if held is None or not isinstance(held.get("data"), list):
        raise ReadError(f"no resource '{_NAME}' has its rows in it", place=path.as_posix(), fix="name another file")
    rows = objects(held["data"])
    records = tuple(with_lists({k: _read(k, str(cell)) for k, cell in row.items() if cell is not None}) for row in rows)
    left = ["a row that is none"] * (len(held["data"]) - len(rows))
    own = top.get("tallystick")
    waivers = objects(own.get("waivers")) if isinstance(own, dict) else []
    return Claims(records, tuple(objects(top.get("sources"))), tuple(waivers), counted(left))


def _read(key: str, cell: str) -> Any:  # noqa: ANN401 - a text, a list or a mapping
    if key in _IN_JSON and cell[:1] in ("{", "["):
        with suppress(ValueError):
            return json.loads(cell)
    return cell
