"""`schemas/*.py` → the table models in them; whatever such a file does, the reading goes on."""

from __future__ import annotations

import hashlib
import string
import sys
import traceback
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from tallystick.model import Place
from tallystick.reading.fields import Problems, nearest
from tallystick.schema.tables import TableModel, about, roles


def load_models(file: Path, path: str, problems: Problems) -> Iterator[type[TableModel]]:
    """The sound models of a file, in the order written; a finding CK06 for the file, or for each that is not sound."""
    name = f"_tallystick_schemas_{hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:12]}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    # A private name: nothing called `schemas` ever exists. It stays while models are built, which look names up in it.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
        found = [value for value in vars(module).values() if _is_model(value) and value.__module__ == name]
        yield from [model for model in dict.fromkeys(found) if is_sound(model, Place(path), problems)]
    except (Exception, SystemExit) as problem:  # noqa: BLE001 - an author's file may raise anything
        message = f"{path} cannot be loaded: {type(problem).__name__}: {problem}"
        problems.add("CK06", message, Place(path, _line_of(problem, file)), fix="correct the file")
    finally:
        sys.modules.pop(name, None)


def _is_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, TableModel) and bool(about(value).table)


def _line_of(problem: BaseException, file: Path) -> int:
    if isinstance(problem, SyntaxError):
        return problem.lineno or 0
    frames = traceback.extract_tb(problem.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if Path(f.filename) == file), 0)


def is_sound(model: type[TableModel], place: Place, problems: Problems) -> bool:
    """False, with a finding, for a model that cannot be built, or names a column it does not have."""
    try:
        columns = roles(model)
        known = [*model.to_schema().columns]
    except Exception as problem:  # noqa: BLE001 - pandera raises many kinds for a wrong annotation
        message = (
            f"model {model.__name__} is no schema: {str(problem).splitlines()[0] if str(problem) else 'it raises'}"
        )
        problems.add("CK06", message, place, fix="correct the model")
        return False
    named = {role.unit_column: "unit_column" for role in columns.values() if role.unit_column}
    named |= dict.fromkeys(_fields_of(about(model).ids), "ids")
    wrong = [(name, where) for name, where in named.items() if name not in (*known, "column")]
    for name, where in wrong:
        message = f"{where} of model {model.__name__} names '{name}', which is no column{nearest(name, known)}"
        problems.add("CK06", message, place, fix="name a column of the model")
    return not wrong


def _fields_of(template: str) -> list[str]:
    """The names a template holds in braces; the whole template when it is none."""
    try:
        return [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    except ValueError:
        return [template]
