"""Lines of a table that wait to be part of a total, and from where on the last of them may be one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tallystick.discovery.grids import Entry

SECTIONS = 6  # how many beginnings of sections further down are tried
Line = Sequence[Entry | None]


@dataclass(slots=True)
class Stack:
    """Lines that wait to be part of a total, with running sums so that any suffix adds up at once."""

    lines: list[int] = field(default_factory=list)
    sums: list[list[int]] = field(default_factory=list)
    halves: list[list[int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # where a section begins, in order

    def push(self, line: int, values: Line, *, starts: bool) -> None:
        """Let a line wait behind the others."""
        above = self.sums[-1] if self.sums else [0] * len(values)
        wide = self.halves[-1] if self.halves else [0] * len(values)
        if starts or not self.lines:
            self.starts.append(len(self.lines))
        self.lines.append(line)
        self.sums.append([a + (v.value if v else 0) for a, v in zip(above, values, strict=True)])
        self.halves.append([a + (v.half if v else 0) for a, v in zip(wide, values, strict=True)])

    def cut(self, at: int) -> None:
        """Take off all lines from one on."""
        for parts in (self.lines, self.sums, self.halves):
            del parts[at:]
        while self.starts and self.starts[-1] >= at:
            self.starts.pop()

    def is_start(self, at: int) -> bool:
        """True where a section begins."""
        place = bisect_left(self.starts, at)
        return place < len(self.starts) and self.starts[place] == at

    def before(self, at: int, sibling: int) -> tuple[int, int]:
        """(sum, half steps) of the lines before one, in a sibling."""
        return (self.sums[at - 1][sibling], self.halves[at - 1][sibling]) if at else (0, 0)


def depths_of(stack: Stack, reach: int, *, sections: bool = True) -> Iterator[int]:
    """From where on a suffix of the stack is tried: each of the last few, then beginnings of sections."""
    size = len(stack.lines)
    yield from range(size - 1, max(-1, size - 2 - reach), -1)
    below = bisect_left(stack.starts, size - 1 - reach)
    further = stack.starts[max(0, below - SECTIONS) : below] if sections else []
    yield from further
    if further and further[0] != stack.starts[0]:
        yield stack.starts[0]
