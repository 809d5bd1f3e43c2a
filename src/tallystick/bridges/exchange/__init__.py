"""Formats of others, to and from ours: one table of converters, each a small module, read and written through records.

Claims pass as `Claims` (records of keys as they are written), tables as `Tables` (what each column is). What a format
cannot carry is said in `left`, with its count; nothing is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tallystick import units
from tallystick.errors import AuditError
from tallystick.model import Measure, TableSpec
from tallystick.showing import nearest

Record = Mapping[str, Any]  # a claim as written: texts, lists of texts, and the quote with what stands around it


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims as they are written, what is said of their sources, and what could not be read of a format."""

    records: tuple[Record, ...]
    sources: tuple[Record, ...] = ()
    waivers: tuple[Record, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables, the measures of their values, and what could not be read of a format."""

    specs: tuple[TableSpec, ...]
    measures: Mapping[str, Measure] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    root: Path = Path()  # that the paths of the tables start from


@dataclass(frozen=True, slots=True)
class Written:
    """What a format holds (text, bytes, or files by path), and what it could not carry."""

    content: str | bytes | Mapping[str, str]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Converter:
    """A format: its name, whether it holds claims or tables, and the functions that read and write it."""

    name: str
    says: str
    holds: str  # claims or tables
    module: str
    reads: bool = False
    writes: bool = False
    suffix: str = ".json"

    def read(self, path: Path) -> Claims | Tables:
        """What a file of this format holds."""
        made: Callable[[Path], Claims | Tables] = getattr(self._module(), f"read_{self.name.replace('-', '_')}")
        return made(path)

    def write(self, held: Claims | Tables) -> Written:
        """The same in this format."""
        made: Callable[[Claims | Tables], Written] = getattr(self._module(), f"write_{self.name.replace('-', '_')}")
        return made(held)

    def _module(self) -> Any:  # noqa: ANN401 - a module
        return import_module(f"tallystick.bridges.exchange.{self.module}")


CONVERTERS: Mapping[str, Converter] = MappingProxyType(
    {
        one.name: one
        for one in (
            Converter("yaml", "claims, as in data/", "claims", "records", reads=True, writes=True, suffix=".yaml"),
            Converter("csv", "claims, a row each", "claims", "records", reads=True, writes=True, suffix=".csv"),
            Converter("jsonl", "claims, a line each", "claims", "records", reads=True, writes=True, suffix=".jsonl"),
            Converter("json", "claims", "claims", "records", reads=True, writes=True),
            Converter("parquet", "claims", "claims", "records", reads=True, writes=True, suffix=".parquet"),
            Converter("annotations", "W3C Web Annotations of the quotes", "claims", "annotations", writes=True),
            Converter("claimreview", "ClaimReview of schema.org", "claims", "claimreview", reads=True, writes=True),
            Converter("wikibase", "quantities of Wikibase", "claims", "wikibase", writes=True),
            Converter("oim", "facts of xBRL-JSON, decimals as rounding", "claims", "oim", reads=True),
            Converter("claims-package", "claims in a Frictionless Data Package", "claims", "frictionless_claims",
                      reads=True, writes=True),
            Converter("schema", "tables, as in schemas/", "tables", "schemas", reads=True, writes=True, suffix=".yaml"),
            Converter("pandera", "models of pandera", "tables", "models", reads=True, writes=True, suffix=".py"),
            Converter("gx", "a project of Great Expectations: suites and checkpoints", "tables", "suites", writes=True,
                      suffix=""),
            Converter("table-schema", "a Frictionless Table Schema", "tables", "frictionless", reads=True, writes=True),
            Converter("datapackage", "a Frictionless Data Package", "tables", "frictionless", reads=True, writes=True),
            Converter("csvw", "CSV on the Web metadata", "tables", "csvw", reads=True),
        )
    }
)  # fmt: skip


def convert(path: Path, to: str, read_as: str = "") -> Written:
    """A file in another format.

    Args:
        path: The file.
        to: The name of a format that can be written.
        read_as: The name of its own format; "" where its name and content tell.

    Raises:
        AuditError: a format is not known, cannot be read or written, or holds another kind of thing.
        DataError: the file cannot be read.
    """
    reader = _known(read_as or _format_of(path), can="reads")
    writer = _known(to, can="writes")
    if reader.holds != writer.holds:
        others = ", ".join(one.name for one in CONVERTERS.values() if one.holds == reader.holds and one.writes)
        what = f"{path.as_posix()} holds {reader.holds}, and {to} holds {writer.holds}"
        raise AuditError(what, fix=f"write it to one of {others}")
    with units.using(_units_of(path)):
        held = reader.read(path)
        written = writer.write(held)
    return Written(written.content, (*held.left, *written.left))


def _units_of(path: Path) -> units.Units:
    """The units of the workspace that a file lies in."""
    from tallystick.reading.definitions import read_definitions
    from tallystick.reading.fields import Problems
    from tallystick.workspace import enclosing_workspace

    workspace = enclosing_workspace(path)
    own = workspace.root / "schemas" / "units.txt" if workspace else path.parent / "units.txt"
    text = own.read_text("utf-8", errors="replace") if own.is_file() else ""
    return units.load_definitions(read_definitions(text, own.name, Problems())) if text.strip() else units.current()


def _known(name: str, *, can: str) -> Converter:
    able = [one.name for one in CONVERTERS.values() if getattr(one, can)]
    if name in able:
        return CONVERTERS[name]
    verb = "read" if can == "reads" else "written"
    what = f"format '{name}' cannot be {verb}" if name in CONVERTERS else f"format '{name}' is not known"
    raise AuditError(f"{what}{nearest(name, able)}", fix=f"use one of {', '.join(able)}")


_BY_SUFFIX = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet", ".py": "pandera"}
# A key of the top of a file → the format that has it, the surest first.
_BY_KEY = (
    ('"documentInfo"', "oim"), ('"ClaimReview"', "claimreview"), ('"resources"', "datapackage"), ("csvw", "csvw"),
    ('"tableSchema"', "csvw"), ('"fields"', "table-schema"),
)  # fmt: skip


def _format_of(path: Path) -> str:
    """The format of a file by its name, and of YAML and JSON by what stands in it.

    Raises:
        AuditError: there is no such file, or nothing tells its format.
    """
    suffix = path.suffix.lower()
    if path.is_dir():
        return "schema"
    if not path.is_file():
        raise AuditError(f"there is no file '{path.as_posix()}'", fix="name a file")
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    text = path.read_text("utf-8", errors="replace")
    if suffix in (".yaml", ".yml"):
        return "schema" if any(line.startswith(("tables:", "measures:")) for line in text.splitlines()) else "yaml"
    if suffix == ".json":
        found = next((name for key, name in _BY_KEY if key in text), "json")
        return "claims-package" if found == "datapackage" and '"tallystick-claims"' in text else found
    raise AuditError(f"nothing tells the format of {path.as_posix()}", fix=f"say it: --from {', '.join(CONVERTERS)}")
