"""A document as the report shows it: its blocks and tables in order, every figure with its ticks."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tallystick.model import Audit, Block, BlockKind, Cell, Document, Figure, Finding, Table, Tie, Verdict
from tallystick.report.anchors import anchor
from tallystick.report.rows import finding_anchor

MAX_BLOCKS = 4_000
MAX_LIT = 40  # rows of an excerpt
TICKS = {
    "F": "footed: the column adds up to it, or it is part of one that does",
    "C": "cross-footed: the row adds up",
    "Δ": "the change follows from the two figures",
    "%": "the share follows",
    "×": "the product, rate or average follows",
    "T": "text and table, or two places of the text, agree",
    "P": "agrees with the prior document",
    "D": "found in the data",
    "U": "the same amount in two units",
    "W": "weekday and date agree, or the dates follow",
    "N": "the count agrees with what is listed",
    "S": "the statistics belong together",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of text that is one thing: plain, or a figure that is tied, broken or compared with nothing."""

    text: str
    kind: str = "plain"  # plain, code, tied, broken, doubted, loose
    ticks: str = ""
    href: str = ""
    title: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell with its marks; `lit` in an excerpt where it is part of the tie that is broken."""

    marks: tuple[Mark, ...]
    rows: int = 1
    columns: int = 1
    is_header: bool = False
    indent: int = 0
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block in its order; `rows` are those of a table."""

    kind: str
    level: int = 0
    marks: tuple[Mark, ...] = ()
    rows: tuple[tuple[CellView, ...], ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document: its blocks, and how many are left out of a long one."""

    document: Document
    blocks: tuple[BlockView, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where a finding stands: the sentence with its figures lit, or the rows of the table that they stand in."""

    marks: tuple[Mark, ...] = ()
    rows: tuple[tuple[CellView, ...], ...] = ()


def figure_anchor(figure: Figure, audit: Audit) -> str:
    """The anchor of a figure, told apart by its document where there are several."""
    number = next((at for at, one in enumerate(audit.documents) if one.path == figure.document), 0)
    return f"fig-{number}-{figure.start}"


class Marker:
    """Marks the figures of an audit's documents; its tables are built once."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.documents = {one.path: one for one in audit.documents}
        self.figures = _by_document(audit.figures)
        self._starts = {path: [one.start for one in figures] for path, figures in self.figures.items()}
        self.ties = _ties_of(audit.ties)
        self.broken = _findings_of(audit)

    def between(self, path: str, start: int, end: int) -> Sequence[Figure]:
        """The figures that start between two characters of a document."""
        starts = self._starts.get(path, [])
        return self.figures.get(path, [])[bisect_left(starts, start) : bisect_left(starts, end)]

    def view(self, document: Document) -> DocumentView:
        """The document in its order."""
        blocks = document.blocks[:MAX_BLOCKS]
        pages = list(document.pages)
        views = []
        for block in blocks:
            page = ""
            while pages and pages[0][0] <= block.start:
                page = pages.pop(0)[1]
            views.append(self._block(document, block, page))
        return DocumentView(document, tuple(views), len(document.blocks) - len(blocks))

    def _block(self, document: Document, block: Block, page: str) -> BlockView:
        if block.kind is BlockKind.TABLE and 0 <= block.table < len(document.tables):
            return BlockView("table", rows=self.rows(document, document.tables[block.table]), page=page)
        return BlockView(block.kind.value, block.level, self.marks(document, block.start, block.end), page=page)

    def rows(
        self, document: Document, table: Table, only: frozenset[int] | None = None
    ) -> tuple[tuple[CellView, ...], ...]:
        """The rows of a table; those of `only`, when given, and its header rows."""
        rows: dict[int, list[CellView]] = {number: [] for number in range(table.rows)}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(self._cell(document, table, cell))
        kept = (number for number in rows if only is None or number in only or number < table.header_rows)
        return tuple(tuple(rows[number]) for number in kept)

    def _cell(self, document: Document, table: Table, cell: Cell) -> CellView:
        figures = self.between(document.path, cell.start, cell.end)
        marks = self.marks(document, cell.start, cell.end) if figures else (Mark(cell.text),)
        is_header = cell.is_header or cell.row < table.header_rows
        return CellView(marks, cell.rows, cell.columns, is_header, cell.indent, is_number=bool(figures))

    def marks(self, document: Document, start: int, end: int, lit: frozenset[str] | None = None) -> tuple[Mark, ...]:
        """The runs of a stretch of the document, its markup left out."""
        marks: list[Mark] = []
        at = start
        for figure in self.between(document.path, start, end):
            if figure.start < at:
                continue
            marks += _plain(document, at, figure.start)
            marks.append(self._figure(figure, lit))
            at = min(figure.end, end)
        return (*marks, *_plain(document, at, end))

    def _figure(self, figure: Figure, lit: frozenset[str] | None) -> Mark:
        document = self.documents[figure.document]
        text = _shown(document, figure.start, figure.end)
        if lit is not None:
            return Mark(text, "broken" if figure.id in lit else "plain")
        name = figure_anchor(figure, self.audit)
        finding = self.broken.get(figure.id)
        ties = self.ties.get(figure.id, ())
        ticks = "".join(dict.fromkeys(tie.tick for tie in ties if tie.verdict is Verdict.HOLDS and tie.tick))
        if finding is not None:
            kind = "broken" if finding.severity == "error" else "doubted"
            return Mark(text, kind, ticks, f"#{finding_anchor(finding)}", f"{finding.code} {finding.name}", name)
        if ties:
            said = "; ".join(dict.fromkeys(tie.because or tie.equation for tie in ties))
            return Mark(text, "tied", ticks, f"#{anchor('tie', ties[0].id)}", said[:300], name)
        if figure.date is not None:
            return Mark(text)
        return Mark(text, "loose", "", "", "compared with nothing", name)

    def excerpt(self, finding: Finding, figures: Sequence[Figure]) -> Excerpt:
        """Where the figures of a finding stand: rows of their table, else the sentence around them."""
        document = self.documents.get(finding.source)
        if document is None or not (figures or finding.spans):
            return Excerpt()
        lit = frozenset(figure.id for figure in figures)
        tables = {figure.table for figure in figures if figure.document == document.path}
        if len(tables) == 1 and -1 not in tables:
            return Excerpt(rows=_lit_rows(document.tables[tables.pop()], figures))
        first, last = _sentence(document, finding)
        return Excerpt(marks=self.marks(document, first, last, lit))


def _lit_rows(table: Table, figures: Sequence[Figure]) -> tuple[tuple[CellView, ...], ...]:
    """The header and the rows that figures stand in, their own cells lit."""
    places = {(figure.row, figure.column) for figure in figures}
    only = {row for row, _ in places}
    rows: dict[int, list[CellView]] = defaultdict(list)
    for cell in table.cells:
        is_header = cell.row < table.header_rows
        if cell.row in only or is_header:
            kind = "broken" if (cell.row, cell.column) in places else "plain"
            marks = (Mark(cell.text, kind),)
            rows[cell.row].append(CellView(marks, cell.rows, cell.columns, is_header, cell.indent))
    return tuple(tuple(rows[number]) for number in sorted(rows)[:MAX_LIT])


def _by_document(figures: Sequence[Figure]) -> Mapping[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda one: (one.start, one.end)):
        found[figure.document].append(figure)
    return found


def _ties_of(ties: Sequence[Tie]) -> Mapping[str, list[Tie]]:
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        for name in tie.figures:
            found[name].append(tie)
    return found


def _findings_of(audit: Audit) -> Mapping[str, Finding]:
    """Each figure's gravest finding; findings come gravest first."""
    at: dict[tuple[str, int], Finding] = {}
    for finding in audit.findings:
        for start, _ in finding.spans:
            at.setdefault((finding.source, start), finding)
    named = ((figure.id, at.get((figure.document, figure.start))) for figure in audit.figures)
    return {name: finding for name, finding in named if finding is not None}


def _sentence(document: Document, finding: Finding) -> tuple[int, int]:
    """The characters around a finding's figures, out to the ends of its block."""
    spans = finding.spans or ((finding.start, finding.end),)
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    blocks = [block for block in document.blocks if block.start < last and block.end > first]
    low, high = (blocks[0].start, blocks[-1].end) if blocks else (first, last)
    return max(low, first - 240), min(high, last + 240)


def _plain(document: Document, start: int, end: int) -> Iterator[Mark]:
    """The words between two figures; what is code stays, other markup is left out."""
    text = _shown(document, start, end)
    if text:
        yield Mark(text)


def _shown(document: Document, start: int, end: int) -> str:
    """The text of a stretch without its markup: characters that `prose` has blanked are left out."""
    text, prose = document.text[start:end], document.prose[start:end]
    if len(prose) != len(text) or text == prose:
        return text
    return "".join(a for a, b in zip(text, prose, strict=True) if a == b)
