"""A workspace: where its root is, what its config says, and which files it holds.

Reads the config and lists files; what is in the files is `reading`'s business.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from os.path import normpath
from pathlib import Path
from typing import Any

from tallystick.errors import AuditError
from tallystick.showing import nearest

CONFIG = "tally.toml"
ENGINES = ("ledger", "duckdb", "polars", "spark")
CLAIM_SUFFIXES = (".yaml", ".yml", ".csv", ".jsonl", ".json", ".parquet")
PROSE_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".docm")
TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")
_NO_DOCUMENTS = (".yaml", ".yml", ".json", ".jsonl", ".parquet", ".py", ".toml")
_APART = ("checks", "schemas", "reports", "tests", "data/sources", "data/tables")
_SEVERITIES = ("error", "warning", "note")


_TABLE = re.compile(rb"(?m)^\s*\[\s*tool\s*\.\s*[\"']?tallystick[\"']?\s*[\].]")


@dataclass(frozen=True, slots=True)
class Config:
    """What `tally.toml` or `[tool.tallystick]` says; every key is optional."""

    as_of: date | None = None
    documents: str = "on"  # whether sources are held to what they state themselves
    engine: str = ""
    fail_on: str = "error"
    ignore: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    pytest: bool = False  # whether pytest collects its checks as items
    rounding: str = "nearest"
    select: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The root folder, its config, and the file that config came from ("" when there is none)."""

    root: Path
    config: Config = Config()
    config_file: str = ""

    def relative(self, path: Path) -> str:
        """The path as reports show it: from the root, with forward slashes; bytes that are no UTF-8 as escapes."""
        return path.relative_to(self.root).as_posix().encode("utf-8", "backslashreplace").decode()

    def files(self, folder: str, *suffixes: str) -> list[Path]:
        """All files below a folder of the workspace with one of these suffixes, in a stable order."""
        top = self.root / folder
        # Links to nothing and pipes are listed too: whoever reads them says so.
        named = (path for path in top.rglob("*") if path.suffix.lower() in suffixes)
        found = (path for path in named if path.is_symlink() or not path.is_dir())
        return sorted((p for p in found if not is_hidden(p.relative_to(top))), key=lambda p: p.relative_to(top).parts)

    def claim_files(self, paths: Sequence[str] = ()) -> list[Path]:
        """The files of claims, each once: those that `paths`, else the config, names; else all in data/.

        Sources, tables, checks and schemas hold no claims: naming only such asks for the whole workspace.

        Raises:
            AuditError: a path leads out of the workspace.
        """
        named = [path for name in (paths or self.config.paths) for path in self._below(name)]
        chosen = [path for path in named if not self._is_apart(path)]
        return list(dict.fromkeys(chosen)) or [
            path for path in self.files("data", *CLAIM_SUFFIXES) if not self._is_apart(path)
        ]

    def _below(self, name: str) -> list[Path]:
        path = Path(normpath(self.root / name))
        if not path.is_relative_to(self.root):
            raise AuditError(f"path '{name}' leads out of the workspace", fix="name files of the workspace")
        return self.files(self.relative(path), *CLAIM_SUFFIXES) if path.is_dir() else [path]

    def _is_apart(self, path: Path) -> bool:
        return any(path.is_relative_to(self.root / folder) for folder in _APART)


def is_hidden(path: Path) -> bool:
    """True for what tools leave behind: names that start with a dot or two underscores."""
    return any(part.startswith((".", "__")) for part in path.parts)


def enclosing_workspace(start: Path) -> Workspace | None:
    """The workspace that holds `start`: the nearest folder upward whose config says that it is one, or None.

    Raises:
        AuditError: `start` does not exist, or the config cannot be read.
    """
    if not start.exists():
        what = f"there is no file or folder '{start.as_posix()}'"
        raise AuditError(what, fix="name a workspace, or make one: tally init DIR")
    folder = (start if start.is_dir() else start.parent).resolve()
    for candidate in (folder, *folder.parents):
        name = _config_name(candidate)
        if name:
            return Workspace(candidate, read_config(candidate / name), name)
    return None


def find_workspace(start: Path) -> Workspace:
    """The workspace that holds `start`.

    Raises:
        AuditError: there is none, so that nothing of a stranger's folder is read as claims, and no Python of it run.
    """
    found = enclosing_workspace(start)
    if found is None:
        raise AuditError(_no_workspace(start), fix=_way_out(start))
    return found


def is_document(path: Path) -> bool:
    """True for a file that is read as a document: any text, and a table that no workspace holds as its own.

    A text may end in anything (`NOTES`, `page.rst`); claims and Python files are none.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        return suffix in PROSE_SUFFIXES
    return suffix not in _NO_DOCUMENTS and (suffix not in TABLE_SUFFIXES or not _is_of_a_workspace(path))


def _is_of_a_workspace(path: Path) -> bool:
    found = enclosing_workspace(path) if path.exists() else None
    return found is not None and path.resolve().is_relative_to(found.root.resolve() / "data")


def split_documents(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """(documents, the rest) of some paths.

    Raises:
        AuditError: both were named; a document that a workspace quotes is audited with it.
    """
    found = [path for path in paths if is_document(path)]
    rest = [path for path in paths if path not in found]
    if found and rest:
        what = f"'{rest[0].as_posix()}' is no document, '{found[0].as_posix()}' is one"
        raise AuditError(what, fix="audit the workspace and the documents one after the other")
    return found, rest


def to_day(text: str) -> date:
    """The day a text names.

    Raises:
        AuditError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AuditError(f"'{text}' is not a day", fix="write it as 2025-02-25") from None


def _no_workspace(start: Path) -> str:
    where = "this folder" if start == Path() else f"'{start.as_posix()}'"
    kind = "is no workspace" if start.is_dir() else "lies in no workspace"
    return f"{where} {kind}: no tally.toml, and no [tool.tallystick] in a pyproject.toml, there or above"


def _way_out(start: Path) -> str:
    """What to do where no workspace is: name the one just below, say that this is one, or make one."""
    folder = start if start.is_dir() else start.parent
    below = sorted(path.parent for path in folder.glob(f"*/{CONFIG}"))
    if below:
        return f"name the workspace: {below[0].as_posix()}"
    if (folder / "schemas").is_dir() or (folder / "data").is_dir():
        return f"if its files are claims of yours, write an empty {(folder / CONFIG).as_posix()}"
    return "name a workspace, or make one: tally init DIR"


def _config_name(folder: Path) -> str:
    # A link that leads nowhere, or round in a circle, is a config as well: reading it says what is wrong.
    if (folder / CONFIG).is_file() or (folder / CONFIG).is_symlink():
        return CONFIG
    project = folder / "pyproject.toml"
    return "pyproject.toml" if project.is_file() and _TABLE.search(_bytes(project)) else ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def read_config(path: Path) -> Config:
    """The config of a file.

    Raises:
        AuditError: it is no TOML, or a key or value of it is not known.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        whole = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise AuditError(f"the config cannot be read: {problem}", place=path.name, fix="mend the TOML") from None
    reader = _Reader(path.name, text)
    table = whole if path.name == CONFIG else whole.get("tool", {}).get("tallystick", {})
    if not isinstance(table, dict):
        raise reader.fail("tool.tallystick is not a table", "write [tool.tallystick], then one key a line")
    return reader.config(table)


class _Reader:
    """One config table to a `Config`; every complaint names the file."""

    def __init__(self, name: str, text: str = "") -> None:
        self.name, self.text = name, text

    def fail(self, what: str, fix: str, key: str = "") -> AuditError:
        found = re.search(rf"(?m)^\s*[\"']?{re.escape(key)}[\"']?\s*=", self.text) if key else None
        line = f":{self.text.count(chr(10), 0, found.end()) + 1}" if found else ""
        return AuditError(what, place=f"{self.name}{line}", fix=fix)

    def config(self, table: Mapping[str, Any]) -> Config:
        known = list(Config.__dataclass_fields__)
        for key in table:
            if key not in known:
                raise self.fail(
                    f"config key '{key}' is not known{nearest(key, known)}", f"use one of {', '.join(known)}", key
                )
        return Config(
            as_of=self.day(table.get("as_of")),
            documents=self.one_of("documents", table.get("documents", "on"), ("on", "off")),
            engine=self.one_of("engine", table.get("engine", ""), ("", *ENGINES)),
            fail_on=self.one_of("fail_on", table.get("fail_on", "error"), (*_SEVERITIES, "never")),
            ignore=self.texts("ignore", table.get("ignore", [])),
            paths=self.texts("paths", table.get("paths", [])),
            pytest=self.yes_or_no("pytest", value=table.get("pytest", False)),
            rounding=self.one_of("rounding", table.get("rounding", "nearest"), ("nearest", "truncate", "exact")),
            select=self.texts("select", table.get("select", [])),
            severity=self.severities(table.get("severity", {})),
        )

    def day(self, value: object) -> date | None:
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.fail(f"as_of '{value}' is not a day", "write it as 2025-02-25", "as_of") from None

    def one_of(self, key: str, value: object, options: tuple[str, ...]) -> str:
        if value not in options:
            hint = nearest(str(value), options)
            fix = f"use one of {', '.join(options)}"
            raise self.fail(f"{key} '{value}' is not known{hint}", fix, key.rpartition(" ")[2])
        return str(value)

    def yes_or_no(self, key: str, *, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.fail(f"{key} {value!r} is neither true nor false", f"write {key} = true", key)
        return value

    def texts(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"{key} is not a list of texts", f'write {key} = ["…"]', key)
        return tuple(value)

    def severities(self, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            raise self.fail("severity is not a table", '[tool.tallystick.severity], then UN02 = "note"')
        return {code: self.one_of(f"severity of {code}", level, _SEVERITIES) for code, level in value.items()}
