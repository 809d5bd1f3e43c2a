"""What is found in documents with planted errors: predictions, one line a document, to standard output.

    benchmarks/documents.py GOLD.jsonl [--messages] > PRED.jsonl

A gold line has `id` and `text` (Markdown); a prediction has the code and the characters of every figure of each
broken tie: {"id": …, "findings": [{"code": "TB01", "spans": [[start, end], …]}, …]}. Faults that the clean documents
had before anything was planted, judged by hand, are in documents_known.json beside this file.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tallystick.discovery import discover, figures_of
from tallystick.documents import read_document
from tallystick.model import Finding
from tallystick.ticking import judge_ties


def findings_of(text: str) -> tuple[Finding, ...]:
    """What is wrong in one Markdown document."""
    document = read_document(Path("page.md"), text.encode())
    if document.text != text:
        raise SystemExit("the reader changed the text: offsets would differ")
    figures = figures_of(document)
    return judge_ties(discover([document], figures), figures, [document])[1]


def main() -> None:
    """Write a prediction for every line of the gold file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--messages", action="store_true", help="severity and message of each finding as well")
    options = parser.parse_args()
    with options.gold.open(encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            found = [_shown(one, messages=options.messages) for one in findings_of(gold["text"])]
            json.dump({"id": gold["id"], "findings": found}, sys.stdout, ensure_ascii=False)
            print()


def _shown(finding: Finding, *, messages: bool) -> dict[str, object]:
    shown: dict[str, object] = {"code": finding.code, "spans": finding.spans}
    return {**shown, "severity": finding.severity, "message": finding.message} if messages else shown


if __name__ == "__main__":
    main()
