"""`schemas/*.py` → the table models in them; whatever such a file does, the reading goes on."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

from tallystick.model import Place
from tallystick.reading.fields import Problems
from tallystick.reading.python_files import LIMIT_S, in_words, is_interruption, line_of, loaded
from tallystick.schema.tables import TableModel, about, roles
from tallystick.showing import nearest


def load_models(file: Path, path: str, problems: Problems, limit_s: float = LIMIT_S) -> Iterator[type[TableModel]]:
    """The sound models of a file, in the order written; a finding CK06 for the file, or for each that is not sound."""
    try:
        # It stays while models are built, which look names up in it.
        with loaded(file, "schemas", limit_s) as module:
            found = [value for value in vars(module).values() if _is_model(value)]
            own = [value for value in found if value.__module__ == module.__name__]
            yield from [model for model in dict.fromkeys(own) if is_sound(model, Place(path), problems)]
    except BaseException as problem:  # an author's file may raise anything
        if is_interruption(problem):
            raise
        message = f"{path} cannot be loaded: {in_words(problem)}"
        problems.add("CK06", message, Place(path, line_of(problem, file)), fix="correct the file")


def _is_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, TableModel) and bool(about(value).table)


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
