"""How long large documents of tables take, read to judged, against the budgets of DESIGN §8; made up, always alike.

    benchmarks/large_tables.py

Prints a line a document: what it is, its figures, its ties, the CPU seconds it took and may take.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from tallystick.cli.auditing import Options
from tallystick.cli.documents import audit_documents

_SENTENCE = (
    "The works of district {n} delivered {out} GWh in 2019 and employed {men} people. "
    "Costs were reviewed by the board, which met in the spring and talked of the coming years without a figure. "
)


def sums(rows: int = 10_000, columns: int = 11) -> str:
    """A CSV whose last column adds up the others."""
    draw = random.Random(1)
    lines = [",".join(["name", *(f"c{n}" for n in range(columns - 1)), "total"])]
    for row in range(rows):
        parts = [draw.randint(1_000, 99_999) for _ in range(columns - 1)]
        lines.append(",".join([f"row {row}", *map(str, parts), str(sum(parts))]))
    return "\n".join(lines) + "\n"


def tables(count: int = 500) -> str:
    """A Markdown document of a megabyte, with prose between its tables."""
    draw = random.Random(2)
    parts = []
    for n in range(count):
        said = _SENTENCE.format(n=n, out=draw.randint(100, 900), men=draw.randint(100, 900))
        parts.append(f"## Section {n}\n\n{said * 7}\n\n{_table(draw)}")
    return "\n".join(parts)


def _table(draw: random.Random) -> str:
    rows = [[draw.randint(200, 9_999) for _ in range(5)] for _ in range(12)]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    names = [*(f"Item {n}" for n in range(12)), "Total"]
    lines = ["| Item | 2015 | 2016 | 2017 | 2018 | 2019 |", "|---|---:|---:|---:|---:|---:|"]
    lines += ["| " + " | ".join([name, *(f"{x:,}" for x in row)]) + " |" for name, row in zip(names, rows, strict=True)]
    return "\n".join(lines) + "\n"


def records(rows: int = 2_900, columns: int = 16) -> str:
    """A CSV of answers on scales of one to seven, which add up to nothing."""
    draw = random.Random(3)
    lines = [",".join(f"q{n}" for n in range(columns))]
    lines += [",".join(str(draw.randint(1, 7)) for _ in range(columns)) for _ in range(rows)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the figures."""
    cases = (
        ("CSV of 10,000 x 12 with sums", "sums.csv", sums(), 10),
        ("Markdown with 500 tables", "tables.md", tables(), 8),
        ("CSV of 46,400 answers", "answers.csv", records(), 10),
    )
    with tempfile.TemporaryDirectory() as folder:
        for says, name, text, most in cases:
            path = Path(folder, name)
            path.write_text(text, encoding="utf-8")
            start = time.process_time()
            audit = audit_documents([path], Options())
            took = time.process_time() - start
            sizes = f"{len(text) / 1e6:.2f} MB, {len(audit.figures):,} figures, {len(audit.ties):,} ties"
            print(f"{says}: {sizes}: {took:.1f} s (at most {most})")


if __name__ == "__main__":
    main()
