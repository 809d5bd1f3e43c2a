"""`tally diff OLD NEW`: what a later audit says that an earlier one did not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli import terminal
from tallystick.cli.auditing import read_earlier
from tallystick.cli.check import Gate

if TYPE_CHECKING:
    from tallystick.report.changes import Difference


class Shape(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    MARKDOWN = "md"
    JSON = "json"


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD.json", help="The earlier JSON output.")],
    new: Annotated[Path, typer.Argument(metavar="NEW.json", help="The later one.")],
    shape: Annotated[Shape, typer.Option("--format", "-f", help="What is printed.")] = Shape.TEXT,
    fail_on: Annotated[
        Gate, typer.Option(help="Lowest severity of a new finding that makes exit code 1.")
    ] = Gate.ERROR,
) -> int:
    """Say which findings are new, which are gone, and which verdicts turned, between two JSON outputs.

    Example: tally diff last.json now.json
    """
    from tallystick.report.changes import compare

    difference = compare(read_earlier(old), read_earlier(new))
    terminal.write(_SHAPES[shape](difference), exact=shape is Shape.JSON)
    order = [Gate.ERROR, Gate.WARNING, Gate.NOTE]
    failing = order[: order.index(fail_on) + 1] if fail_on is not Gate.NEVER else []
    return int(any(row.get("severity") in failing for row in difference.new))


def _as_text(difference: Difference) -> str:
    lines = [f"new   {_finding(row)}" for row in difference.new]
    lines += [f"gone  {_finding(row)}" for row in difference.gone]
    lines += [f"turned  {name}: {before}, now {now}" for name, before, now in difference.turned]
    return "\n".join([*lines, _counted(difference)]) + "\n"


def _as_markdown(difference: Difference) -> str:
    return "".join(f"{line}\n" for line in _markdown(difference))


def _markdown(difference: Difference) -> Iterator[str]:
    yield f"**{_counted(difference)}**"
    for title, rows in (("New", difference.new), ("Gone", difference.gone)):
        if rows:
            yield from ("", f"### {title}", "", *(f"- `{_where(row)}` {_escaped(_said(row))}" for row in rows))
    if difference.turned:
        yield from ("", "### Turned", "", *(f"- `{name}`: {was}, now {now}" for name, was, now in difference.turned))


def _as_json(difference: Difference) -> str:
    turned = [{"check": name, "before": before, "now": now} for name, before, now in difference.turned]
    data = {"format": 1, "new": list(difference.new), "gone": list(difference.gone), "turned": turned}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


_SHAPES = {Shape.TEXT: _as_text, Shape.MARKDOWN: _as_markdown, Shape.JSON: _as_json}


def _counted(difference: Difference) -> str:
    return f"{len(difference.new):,} new, {len(difference.gone):,} gone, {len(difference.turned):,} verdicts turned"


def _finding(row: Mapping[str, Any]) -> str:
    return f"{_where(row)}: {_said(row)}"


def _said(row: Mapping[str, Any]) -> str:
    return f"{row.get('code')} {row.get('severity') or ''} {row.get('message')}".replace("  ", " ")


def _where(row: Mapping[str, Any]) -> str:
    place = row.get("place") or {}
    parts = (place.get("path") or row.get("path") or "", place.get("line"), place.get("column"))
    return ":".join(str(part) for part in parts if part)


def _escaped(text: str) -> str:
    return "".join(f"\\{one}" if one in "\\`*_[]<>|" else one for one in text)
