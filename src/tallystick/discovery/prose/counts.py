"""TX06: a number of things that is not how many are listed or meant: "three projects: a and b", "all five", "second-largest after a and b"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tallystick import bounds
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said, stem
from tallystick.discovery.prose.sentences import QUANTITY, Sentence, is_figure
from tallystick.discovery.prose.tying import quoted
from tallystick.discovery.stated import Stated, compares
from tallystick.expressions.nodes import Name, Number
from tallystick.model import Block, BlockKind, Bound, Document, Evidence, Quantity, Severity

_N = "(?P<n>[\ue000-\ue0ff\ue200-\ue2ff])"
_ITEM = r"[^,;:.()?!]"
_LISTS = tuple(
    lazily(pattern)
    for pattern in (
        # three topics were named: a, b and c
        rf"{_N}(?P<between>[^;:.()\ue000-\ue5ff]{{0,60}}): (?P<list>[^:;()]+?)\.?$",
        # four towns (a, b, c and d) · four towns - a, b, c and d - …
        rf"{_N}(?P<between>(?: [a-z-]+){{0,3}}) \((?P<list>[^:;()]+)\)",
        rf"{_N}(?P<between>(?: [a-z-]+){{0,3}}),? - ?(?P<list>[^:;()-]+?) ?(?: - |\.?$)",
        rf"{_N}(?P<between>(?: [a-z-]+){{0,3}}), (?:namely|that is|i\.e\.|viz\.?),? (?P<list>[^:;()]+?)\.?$",
    )
)
_OPEN = lazily(
    r"\b(?:such as|including|includes?|e\.g|for example|for instance|among (?:them|others)|etc|and so on|and others|and more|"
    r"or so|at least|more than|about|over|up to|some|notably|mainly|mostly|especially|like|per|each|every|see|with|out of|of which|of whom|one of|two of)\b|\.\.\.|…"
)
_VERB = lazily(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did|if|when|because|that|which|who|we|you|they|it|he|she|"
    r"this|there|not|i|please|then|where|to)\b"
)
_SPLIT_COMMAS = lazily(r",(?: and| or| plus)? | and (?=the )| (?:and|or|plus|&) (?=[^,]*$)")
_AND = lazily(r" (?:and|or|&|plus) ")
_OXFORD = lazily(r", (?:and|or|plus) ")
_SPANS = lazily(r" - |\.\.|\bthrough\b|\bto [a-z0-9]+$")
_MOST = 30
_RANKED = lazily(
    r"(?P<rank>[\ue700-\ue7ff])(?: [a-z-]+){0,3}(?:,| of [a-z ]{1,40}?| in [a-z ]{1,30}?)? (?:after|behind),? (?:those (?:in|of|at) |the ones (?:in|of|at) |only )?(?P<list>[^.;:]+?)(?=\)?,? (?:takes?|with|is|was|has|had|holds?|and (?:ahead|before)|ahead)\b|[.;:]|$)"
)
_ALL = lazily(rf"\b(?:all|the|these|those|both) (?P<n>{QUANTITY})")
_CODE = lazily(r"`[^`\n]+`")
_NAMED_CODE = lazily(
    r"(?P<before>\b(?:the|these|two|three|four|five|six)\b[^`.;:]{0,40}?)(?P<list>`[^`\n]+`(?:(?:,| and|, and| or) `[^`\n]+`)+)"
)


def find_counts(sentence: Sentence) -> Iterator[Stated]:
    """TX06 for every list that a sentence counts."""
    if not sentence.said:
        return
    taken: set[str] = set()
    for pattern in _LISTS:
        for match in pattern.finditer(sentence.shape):
            said = sentence.at(match["n"])
            if said.id not in taken and _counts_things(said) and not _OPEN.search(match[0]):
                taken.add(said.id)
                yield from _listed(sentence, said, match["list"])
    for match in _RANKED.finditer(sentence.shape):
        yield from _ranked(sentence, match)


def _counts_things(said: Said) -> bool:
    """True for a small whole number of things, exact."""
    return (
        said.kind in "qo" and bool(said.noun) and not said.unit and not said.rate and said.hedge == ""
        and said.value.denominator == 1 and 2 <= said.value <= _MOST
    )  # fmt: skip


def _listed(sentence: Sentence, said: Said, listed: str) -> Iterator[Stated]:
    if any(is_figure(char) for char in listed):
        return
    counted = count_items(listed)
    if counted is not None:
        yield _counted(sentence, said, counted, listed)


def _counted(
    sentence: Sentence, said: Said, counted: tuple[int, int], listed: str, severity: Severity | None = None
) -> Stated:
    low, high = counted
    listing = Number(Quantity(Bound(bounds.point(low).low, bounds.point(high).low), text=str(low)))
    shown = str(low) if low == high else f"{low} to {high}"
    words = listed if len(listed) <= 80 else f"{listed[:79]}…"
    says = f"{said.figure.value.text}, but {shown} are listed: '{words.strip()}'"
    return Stated(
        "TX06",
        compares(Name(said.id), "==", listing),
        Evidence.WORDS,
        quoted(sentence, (said,)),
        said.id,
        "T",
        severity,
        says,
        weight=1,
    )


def count_items(listed: str) -> tuple[int, int] | None:
    """How many items a list in a sentence has, at least and at most; None when it is no plain list.

    >>> count_items("malawi, nepal and peru"), count_items("sales and marketing, and research and development")
    ((3, 3), (2, 4))
    """
    text = listed.strip(" .")
    if _SPANS.search(text):
        return None
    oxford = _OXFORD.search(text)
    pieces = [piece for piece in re.split(r", (?:and |or |plus )?", text) if piece.strip()]
    most = [part for piece in pieces for part in _AND.split(piece)]
    if len(most) < 2 or any(len(piece.split()) > 8 or _VERB.search(piece) for piece in most):
        return None
    if len(pieces) > 1 and not oxford and not _AND.search(pieces[-1]):
        return None
    # "Sit down, and eat": a comma before the one "and" parts clauses.
    if oxford and len(pieces) == len(most) == 2:
        return None
    least = len(pieces) if oxford else len(pieces) + (1 if _AND.search(pieces[-1]) else 0)
    return least, len(most)


def _ranked(sentence: Sentence, match: re.Match[str]) -> Iterator[Stated]:
    """As in "the third-largest after a and b": a rank is one more than those that come before."""
    rank = sentence.at(match["rank"])
    text = re.sub(r" ?\([^)]*\)", "", match["list"])
    counted = count_items(text) or (
        (1, 1) if re.fullmatch(r"[a-z][a-z' -]{1,30}", text.strip()) and not _AND.search(text) else None
    )
    value = rank.figure.value.bound.low
    if (
        counted is None
        or value is None
        or re.search(r"\b(?:year|month|week|day|time|war|that|this|it|which|all|most)\b", text)
    ):
        return
    figures = sentence.figures(match[0])
    low, high = counted[0] + 1, counted[1] + 1
    listing = Number(Quantity(Bound(bounds.point(low).low, bounds.point(high).low), text=str(low)))
    says = f"'{rank.figure.value.text}' comes after {low - 1 if low == high else f'{low - 1} to {high - 1}'}: {quoted(sentence, figures)}"
    yield Stated(
        "TX07",
        compares(Name(rank.id), "==", listing),
        Evidence.WORDS,
        quoted(sentence, figures),
        rank.id,
        "T",
        says=says,
        weight=1,
    )


def find_counts_between(sentences: Sequence[Sentence], document: Document) -> Iterator[Stated]:
    """TX06 for lists of the document: items behind a colon, names in code, rows of a table, "all five"."""
    for number, sentence in enumerate(sentences):
        yield from _items_behind(sentence, document)
        yield from _code(sentence, document)
        for match in _ALL.finditer(sentence.shape):
            yield from _all(sentence, sentence.at(match["n"]), match[0], sentences[:number], document)


def _items_behind(sentence: Sentence, document: Document) -> Iterator[Stated]:
    """As in "three steps:" and a list of items under it."""
    found = re.search(rf"{_N}[^;:.]{{0,50}}:$", sentence.shape)
    if (
        not found
        or sentence.kind is BlockKind.ITEM
        or not _counts_things(sentence.at(found["n"]))
        or _OPEN.search(sentence.shape)
    ):
        return
    items = _run_of_items(document.blocks, sentence.block + 1)
    if items > 1:
        said = sentence.at(found["n"])
        yield _counted(sentence, said, (items, items), f"{items} items", Severity.WARNING)


def _run_of_items(blocks: Sequence[Block], first: int) -> int:
    """How many items of the outer level follow directly."""
    count, level = 0, None
    for block in blocks[first:]:
        if block.kind is not BlockKind.ITEM:
            break
        level = block.level if level is None else level
        count += block.level == level
    return count


def _code(sentence: Sentence, document: Document) -> Iterator[Stated]:
    """As in "the two switches `--strict` and `--utf8`"."""
    raw = document.text[sentence.start : sentence.end]
    if "`" not in raw:
        return
    for said in sentence.said:
        behind = raw[said.end - sentence.start :]
        match = re.match(
            r"(?: [a-z-]+){0,2}:? ?(`[^`\n]+`(?:(?:, and |, or |, | and | or )`[^`\n]+`)+)(?!,? ?(?:and|or|`))", behind
        )
        if match and _counts_things(said) and not _OPEN.search(raw[: said.start - sentence.start][-12:]):
            count = len(_CODE.findall(match[1]))
            yield _counted(sentence, said, (count, count), match[1])


def _all(
    sentence: Sentence, said: Said, words: str, before: Sequence[Sentence], document: Document
) -> Iterator[Stated]:
    """As in "all five members": as many as the document says there are, or as its table has rows."""
    if not _counts_things(said) or not words.startswith("all"):
        return
    noun = stem(said.noun)
    others = {
        one.value: one for other in before for one in other.said if _counts_things(one) and stem(one.noun) == noun
    }
    if len(others) == 1:
        other = next(iter(others.values()))
        says = f"{said.figure.value.text} here, {other.figure.value.text} before"
        yield Stated(
            "TX06",
            compares(Name(said.id), "==", Name(other.id)),
            Evidence.WORDS,
            quoted(sentence, (said,)),
            said.id,
            "T",
            Severity.WARNING,
            says,
        )
    elif not others:
        yield from _rows(sentence, said, noun, document)


_WHOLES = lazily(r"total|all|sum|overall|together|mean|average|median", re.IGNORECASE)


def _rows(sentence: Sentence, said: Said, noun: str, document: Document) -> Iterator[Stated]:
    """The rows of the one table whose first column is headed by the noun."""
    for table in document.tables:
        head = next((cell for cell in table.cells if cell.row == 0 and cell.column == 0), None)
        if head is None or stem(head.text.strip().lower()) != noun:
            continue
        rows = [
            cell for cell in table.cells if cell.column == 0 and cell.row >= table.header_rows and cell.text.strip()
        ]
        rows = [cell for cell in rows if not _WHOLES.match(cell.text.strip())]
        if rows:
            yield _counted(sentence, said, (len(rows), len(rows)), ", ".join(cell.text for cell in rows[:5]))
