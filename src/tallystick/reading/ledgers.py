"""The order in which a workspace is read: definitions, schemas, claim files, sources, tables, checks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from tallystick import units
from tallystick.model import Allow, Claim, Ledger, Place, Source, TableSpec, Waiver
from tallystick.reading.check_files import CheckReader
from tallystick.reading.claims import Surroundings, read_claim, read_quote
from tallystick.reading.declared_tables import DEFAULT_ENGINE, DeclaredTable
from tallystick.reading.definitions import read_definitions
from tallystick.reading.derivations import check_derivations
from tallystick.reading.fields import Fields, Problems, as_text, records
from tallystick.reading.formats import read_claim_file, read_text
from tallystick.reading.listing import find_unread, is_readable
from tallystick.reading.names import find_lookalikes, with_names
from tallystick.reading.numbers import read_allows
from tallystick.reading.precision import sharpen, sharpen_quoted
from tallystick.reading.python_files import LIMIT_S
from tallystick.reading.schemas import SchemaReader
from tallystick.reading.sources import load, locate, read_source
from tallystick.reading.table_files import find_table, find_tables
from tallystick.reading.table_specs import spec_of
from tallystick.reading.yaml_text import read_yaml
from tallystick.workspace import CLAIM_SUFFIXES, Workspace

# Tables that people keep and nothing here reads as claims.
_OTHER_TABLES = (".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".txt")
FILE_KEYS = ("sources", "source", "waivers", "claims", "allow")


def read_ledger(
    workspace: Workspace,
    *,
    paths: Sequence[str] | None = None,
    python: bool = True,
    limit_s: float = LIMIT_S,
    engine: str = "",
) -> Ledger:
    """Everything a workspace claims, and the problems met while reading it.

    Args:
        paths: Claim files to read, relative to the root; all of the workspace when None.
        python: False refuses `schemas/*.py`, each by name.
        limit_s: Seconds that each of them may take.
        engine: That judges wide tables row by row, instead of making claims of their cells; "" as each of them says.
    """
    reader = _LedgerReader(workspace, python=python, limit_s=limit_s, engine=engine)
    with units.using(reader.definitions()):
        return reader.read(paths)


@dataclass(slots=True)
class _LedgerReader:
    workspace: Workspace
    python: bool = True
    limit_s: float = LIMIT_S
    engine: str = ""
    tables: list[TableSpec] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    inputs: dict[str, str] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    waivers: list[Waiver] = field(default_factory=list)
    allows: list[tuple[str, Allow]] = field(default_factory=list)
    own_units: str = ""
    lost: dict[str, None] = field(default_factory=dict)

    def read(self, paths: Sequence[str] | None) -> Ledger:
        """All of it, in order; `definitions` have been read before."""
        schemas = SchemaReader(self.problems)
        for one in self._yaml_files("schemas"):
            schemas.read(one)
        schema = schemas.schema()
        known = frozenset(name for measure in schema.measures.values() for name in measure.dimensions)
        around = Surroundings(schema, self.sources, self.problems, known)
        files = [(path, fields) for path in self._chosen(paths) if (fields := self._claim_file(path))]
        for path, fields in files:
            self._sources(path, fields)
        for path, fields in files:
            self._claims(path, fields, around)
        self._tables(tuple(schemas.tables.values()), around)
        self._load_sources()
        checks = CheckReader(self.problems)
        for fields in self._yaml_files("checks"):
            checks.read(fields)
        for file in self.workspace.files("checks", ".py"):
            self._raw(file)
        find_unread(self.workspace, self.problems)
        check_derivations(self.claims, self.problems)
        find_lookalikes(self.claims.values(), self.problems)
        return Ledger(
            schema=schema,
            claims=tuple(sharpen_quoted(self.claims.values()).values()),
            sources=tuple(self.sources[path] for path in sorted(self.sources)),
            waivers=tuple(self.waivers),
            checks=tuple(with_names(check, schema.aliases) for check in checks.checks.values()),
            findings=tuple(self.problems),
            inputs=tuple(sorted(self.inputs.items())),
            allow=(*schemas.allows, *self.allows, *checks.allows),
            definitions=self.own_units,
            tables=tuple(self.tables),
            lost=tuple(name for name in self.lost if name not in self.claims),
        )

    def _raw(self, file: Path) -> bytes | None:
        path = self.workspace.relative(file)
        if not is_readable(self.workspace, file, self.problems):
            return None
        try:
            raw = file.read_bytes()
        except OSError as problem:
            what = (problem.strerror or "it cannot be read").lower()
            self.problems.add("RD01", f"the file cannot be read: {what}", Place(path), fix="make it readable")
            return None
        self.inputs[path] = hashlib.sha256(raw).hexdigest()
        return raw

    def definitions(self) -> units.Units:
        """Our units with the workspace's own on top."""
        file = self.workspace.root / "schemas" / "units.txt"
        raw = self._raw(file) if file.is_file() else None
        text = read_text(raw, self.workspace.relative(file), self.problems) if raw is not None else None
        self.own_units = read_definitions(text, self.workspace.relative(file), self.problems) if text else ""
        return units.load_definitions(self.own_units) if self.own_units.strip() else units.current()

    def _yaml_files(self, folder: str) -> list[Fields]:
        found = []
        for file in self.workspace.files(folder, ".yaml", ".yml"):
            path = self.workspace.relative(file)
            raw = self._raw(file)
            text = read_text(raw, path, self.problems) if raw is not None else None
            fields = read_yaml(text, path, self.problems) if text is not None else None
            if fields is not None:
                found.append(fields)
        return found

    def _chosen(self, paths: Sequence[str] | None) -> list[Path]:
        return self.workspace.claim_files(tuple(paths or ()))

    def _claim_file(self, file: Path) -> Fields | None:
        raw = self._raw(file)
        return None if raw is None else read_claim_file(file, raw, self.workspace.relative(file), self.problems)

    def _sources(self, file: Path, fields: Fields) -> None:
        self.problems.unknown_keys(fields, FILE_KEYS, "a claim file")
        self.allows += [(fields.place.path, allow) for allow in read_allows(fields, self.problems)]
        for record in records(fields, "sources", self.problems):
            written = as_text(record, "path", self.problems)
            if not written:
                self.problems.add("RD04", "a source has no 'path'", record.place, fix="add path: sources/…")
                continue
            path = locate(self.workspace, written, file, record.at("path"), self.problems)
            if path is not None and path in self.sources:
                message = f"source '{written}' is described twice; the first is kept"
                self.problems.add("RD03", message, record.place, fix="remove one of them")
            elif path is not None:
                self.sources[path] = read_source(record, path, self.problems)

    def _source_of(self, record: Fields, file: Path, default: str) -> str:
        written = as_text(record, "source", self.problems)
        if not written:
            return default
        path = locate(self.workspace, written, file, record.at("source"), self.problems)
        if path is None:
            return ""
        self.sources.setdefault(path, Source(path, place=record.at("source")))
        return path

    def _claims(self, file: Path, fields: Fields, around: Surroundings) -> None:
        default = self._source_of(fields, file, "")
        for record in records(fields, "waivers", self.problems):
            self._waiver(record, self._source_of(record, file, default))
        for record in records(fields, "claims", self.problems):
            claim = read_claim(record, self._source_of(record, file, default), around)
            if claim is not None:
                self.keep(claim)
            elif identity := as_text(record, "id", Problems()):
                self.lost[identity] = None

    def keep(self, claim: Claim) -> None:
        """Take a claim unless its id is taken: the first keeps it."""
        if claim.id in self.claims:
            first = self.claims[claim.id].place
            message = f"id '{claim.id}' is taken (first at {first}); the first keeps it"
            self.problems.add("RD03", message, claim.place, fix="give this claim another id", claim=claim.id)
            return
        self.claims[claim.id] = claim

    def _waiver(self, record: Fields, source: str) -> None:
        self.problems.unknown_keys(record, ("source", "quote", "because"), "a waiver")
        quote, because = read_quote(record, self.problems), as_text(record, "because", self.problems)
        missing = (
            "quote" if record.get("quote") is None else "because" if not because else "source" if not source else ""
        )
        if missing:
            self.problems.add("RD04", f"a waiver has no '{missing}'", record.place, fix=f"add {missing}: …")
        if missing or quote is None:
            return
        self.waivers.append(Waiver(source, quote, because, record.place))

    def _tables(self, described: Sequence[DeclaredTable | None], around: Surroundings) -> None:
        start = len(self.problems)
        models = [file for file in self.workspace.files("schemas", ".py") if self._raw(file) is not None]
        for one in described:
            if one and not one.columns:
                self._long_table(one, around)
        every = [one for one in described if one and one.columns]
        wide = [one for one in every if not self._engine_of(one)]
        for one in every:
            if one not in wide:
                self._judged_table(one, around)
        if models or wide:
            from tallystick.reading.tables import read_declared_table, read_tables

            read = (claim for one in wide for claim in read_declared_table(self.workspace, one, around, self.inputs))
            limit_s = self.limit_s if self.python else 0.0
            for claim in chain(read, read_tables(self.workspace, models, around, self.inputs, limit_s=limit_s)):
                self.keep(claim)
        lost = (finding for finding in self.problems[start:] if finding.code in ("CK06", "RD01", "RD07"))
        if None not in described and not any(finding.place.path.startswith("schemas/") for finding in lost):
            self._undescribed()

    def _judged_table(self, declared: DeclaredTable, around: Surroundings) -> None:
        """A table that an engine will judge: its description, and the hashes of its files."""
        files = find_tables(self.workspace, declared.path, declared.path_place, self.problems)
        if not files:
            return
        for file in files:
            with file.open("rb") as raw:
                self.inputs[self.workspace.relative(file)] = hashlib.file_digest(raw, "sha256").hexdigest()
        spec = spec_of(declared, around.schema, self.problems)
        paths = tuple(self.workspace.relative(file) for file in files)
        self.tables.append(replace(spec, paths=paths, engine=self._engine_of(declared)))

    def _engine_of(self, declared: DeclaredTable) -> str:
        """The engine that judges a table; "" where its cells become claims."""
        own = declared.chosen_engine
        if self.engine == "ledger":
            # Claims take no checks of rows, and no layout but the plain one: an engine is still needed for those.
            return "" if declared.is_plain else own or DEFAULT_ENGINE
        return own if self.engine in ("", "auto") else self.engine

    def _long_table(self, declared: DeclaredTable, around: Surroundings) -> None:
        file = find_table(self.workspace, declared.path, declared.path_place, self.problems)
        fields = self._claim_file(file) if file is not None else None
        if file is not None and fields is not None:
            self._sources(file, fields)
            before = set(self.claims)
            self._claims(file, fields, around)
            columns: dict[str, list[Claim]] = {}
            for name, claim in self.claims.items():
                if name not in before:
                    columns.setdefault(claim.measure, []).append(claim)
            for column in columns.values():
                self.claims.update((claim.id, claim) for claim in sharpen(column))

    def _undescribed(self) -> None:
        """Find the tables that no schema speaks of, where every description could be read."""
        # What could not be read is no input, and has been told.
        read = {(self.workspace.root / path).resolve() for path in self.inputs}
        for file in self.workspace.files("data/tables", *CLAIM_SUFFIXES, *_OTHER_TABLES):
            if is_readable(self.workspace, file, self.problems) and file.resolve() not in read:
                place = Place(self.workspace.relative(file))
                fix = "describe it under tables: in schemas/, or move it out of data/tables/"
                self.problems.add("RD01", "no schema describes this table: nothing of it is read", place, fix=fix)

    def _load_sources(self) -> None:
        for path, source in self.sources.items():
            self.sources[path] = load(self.workspace, source, self.problems)
            if self.sources[path].sha256:
                self.inputs[path] = self.sources[path].sha256
