"""Sentences a second, and whether time stays linear: our grammar, beside quantulum3 where it is installed.

Usage: python benchmarks/extraction_speed.py [FILE of {"id", "text"} lines]
Without a file, the sentences of tests/text/cases are read. One core, after import and one warm-up pass.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tallystick.text import read_quantities

CASES = Path(__file__).parents[1] / "tests" / "text" / "cases"
MEGABYTE = 2**20


def sentences(path: str | None) -> list[str]:
    """The texts of a JSONL file, or the sentences of the case tables."""
    if path:
        return [json.loads(line)["text"] for line in Path(path).read_text(encoding="utf-8").splitlines()]
    lines = (line for table in sorted(CASES.glob("*.txt")) for line in table.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("#", "  "))]


def rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Texts a second of processor time, the best of three passes after a warm-up."""
    best = 0.0
    for _ in range(4):
        started = time.process_time()
        for text in texts:
            read(text)
        best = max(best, len(texts) / (time.process_time() - started))
    return best


def main() -> None:
    """Prints the rates, and the time of one and of ten megabytes."""
    texts = sentences(sys.argv[1] if len(sys.argv) > 1 else None)
    print(f"tallystick  {rate(read_quantities, texts):8.0f} sentences/s ({len(texts)} sentences)")
    try:
        from quantulum3 import parser
    except ImportError:
        print("quantulum3  not installed here")
    else:
        print(f"quantulum3  {rate(parser.parse, texts):8.0f} sentences/s")
    page = " ".join(texts)
    for size in (1, 10):
        text = page * (size * MEGABYTE // len(page))
        started = time.process_time()
        found = len(read_quantities(text))
        print(f"{size:3d} MB      {time.process_time() - started:8.1f} s, {found} mentions")


if __name__ == "__main__":
    main()
