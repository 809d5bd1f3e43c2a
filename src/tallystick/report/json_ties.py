"""Figures and ties of documents as plain JSON data."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tallystick.bounds import show_number
from tallystick.model import Audit, Figure, Tie


def figures_data(audit: Audit) -> list[dict[str, Any]]:
    """Every figure with its value, labels and place, and the ties it stands in."""
    ties: dict[str, list[str]] = defaultdict(list)
    for tie in audit.ties:
        for name in tie.figures:
            ties[name].append(tie.id)
    return [_figure(figure, ties.get(figure.id, [])) for figure in audit.figures]


def _figure(figure: Figure, ties: list[str]) -> dict[str, Any]:
    bound = figure.value.bound
    ends = [None if end is None else show_number(end) for end in (bound.low, bound.high)]
    if figure.date is not None:
        ends = [day.isoformat() if day else None for day in (figure.date.first, figure.date.last)]
    return {
        "id": figure.id,
        "value": figure.value.text or (figure.date.text if figure.date else ""),
        "low": ends[0],
        "high": ends[1],
        "unit": figure.value.unit or None,
        "labels": list(figure.labels),
        "period": figure.period.text if figure.period else None,
        "document": figure.document,
        "start": figure.start,
        "end": figure.end,
        "cell": figure.cell or None,
        "ties": ties,
    }


def ties_data(audit: Audit) -> list[dict[str, Any]]:
    """Every tie with its evidence, its verdict and its numbers put in."""
    return [_tie(tie) for tie in audit.ties]


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "id": tie.id,
        "kind": tie.code,
        "evidence": tie.evidence.value,
        "verdict": tie.verdict.value,
        "agrees": tie.agrees.value if tie.agrees else None,
        "because": tie.because,
        "equation": tie.equation,
        "substituted": tie.substituted,
        "figures": list(tie.figures),
    }
