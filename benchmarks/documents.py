"""What is found in documents with planted errors: predictions, one line a document, to standard output.

    benchmarks/documents.py GOLD.jsonl [--messages | --trivial] > PRED.jsonl

A gold line has `id` and `text` (Markdown); a prediction has the code and the characters of every figure of each
broken tie: {"id": …, "findings": [{"code": "TB01", "spans": [[start, end], …]}, …]}. `--trivial` is what a page of
code finds, for comparison: a row called Total is the sum of the block above it, where that holds in another column.
Faults that the clean documents
had before anything was planted, judged by hand, are in documents_known.json beside this file.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from fractions import Fraction
from pathlib import Path

from tallystick.discovery import discover, understand
from tallystick.documents import read_document
from tallystick.model import Finding
from tallystick.ticking import judge_ties


def findings_of(text: str) -> tuple[Finding, ...]:
    """What is wrong in one Markdown document."""
    document = read_document(Path("page.md"), text.encode())
    if document.text != text:
        raise SystemExit("the reader changed the text: offsets would differ")
    understood = understand(document)
    return judge_ties(discover([understood]), understood.figures, [document])[1]


def trivial(text: str) -> list[dict[str, object]]:
    """What the trivial rule finds: numbers by a pattern, blocks by blank rows, no rounding."""
    found: list[dict[str, object]] = []
    for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        block: list[list[tuple[int, int, Fraction] | None]] = []
        at = text.index(table)
        for line in table.splitlines(keepends=True):
            row = _row(line, at)
            at += len(line)
            if re.match(r"\|[^|]*total", line, re.IGNORECASE) and block:
                found += _missed(block, row)
                block = []
            elif any(row):
                block.append(row)
            else:
                block = []
    return found


def _row(line: str, at: int) -> list[tuple[int, int, Fraction] | None]:
    cells: list[tuple[int, int, Fraction] | None] = []
    for cell in re.finditer(r"\|([^|\n]*)(?=\|)", line):
        number = re.fullmatch(r"\s*\$?\s*(\(?)\$?(\d[\d,]*(?:\.\d+)?)\)?\s*", cell[1])
        value = Fraction(number[2].replace(",", "")) * (-1 if number[1] else 1) if number else None
        cells.append(None if value is None else (at + cell.start(1), at + cell.end(1), value))
    return cells


def _missed(
    block: list[list[tuple[int, int, Fraction] | None]], total: list[tuple[int, int, Fraction] | None]
) -> list[dict[str, object]]:
    sums = {}
    for column, whole in enumerate(total):
        parts = [row[column] for row in block if column < len(row) and row[column]]
        if whole and parts:
            sums[column] = (parts, whole, sum(part[2] for part in parts if part) == whole[2])
    if not any(holds for _, _, holds in sums.values()):
        return []
    wrong = [(parts, whole) for parts, whole, holds in sums.values() if not holds]
    return [{"code": "TB01", "spans": [one[:2] for one in (*parts, whole) if one]} for parts, whole in wrong]


def main() -> None:
    """Write a prediction for every line of the gold file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--messages", action="store_true", help="severity and message of each finding as well")
    parser.add_argument("--trivial", action="store_true", help="what the trivial rule finds instead")
    options = parser.parse_args()
    with options.gold.open(encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            text = gold["text"]
            found = (
                trivial(text) if options.trivial else [_shown(f, messages=options.messages) for f in findings_of(text)]
            )
            json.dump({"id": gold["id"], "findings": found}, sys.stdout, ensure_ascii=False)
            print()


def _shown(finding: Finding, *, messages: bool) -> dict[str, object]:
    shown: dict[str, object] = {"code": finding.code, "spans": finding.spans}
    return {**shown, "severity": finding.severity, "message": finding.message} if messages else shown


if __name__ == "__main__":
    main()
