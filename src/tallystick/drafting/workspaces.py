"""Documents → the files of a workspace: claims of all their numbers, measures, and the ties they state as checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tallystick import discovery, periods, ticking
from tallystick.drafting.claims import Draft, make_drafts
from tallystick.drafting.from_figures import check_lines, name_by_figures
from tallystick.drafting.measures import measure_lines
from tallystick.drafting.writing import claim_lines, first_date, source_lines
from tallystick.model import Document

_NO_CHECKS = "checks: []  # the texts state no relation between their numbers that could be read\n"


@dataclass(frozen=True, slots=True)
class Drafted:
    """The text of each file of a workspace, by its path."""

    claims: tuple[tuple[str, str], ...]
    schema: str
    checks: str

    def files(self) -> Iterator[tuple[str, str]]:
        """(path, text) of every file."""
        yield from self.claims
        yield "schemas/measures.yaml", self.schema
        yield "checks/ties.yaml", self.checks


def draft_workspace(documents: Sequence[tuple[str, Document]]) -> Drafted:
    """The files of a workspace that claims what these documents say.

    Args:
        documents: Each with its path as a claims file shall name it ("sources/a.md"); ids are told apart over all.
    """
    taken: dict[str, int] = {}
    drafts: list[Draft] = []
    claims, checks = [], []
    for path, document in documents:
        own, lines = _draft(document, taken)
        drafts += own
        checks += lines
        claims.append((_claims_file(path, documents), "\n".join(_claims(path, document, own))))
    schema = "\n".join(
        ["# Drafted from the texts: rename and split measures by what is measured.", *measure_lines(drafts), ""]
    )
    written = (
        "\n".join(["# Drafted: what the texts themselves state.", "checks:", *checks, ""]) if checks else _NO_CHECKS
    )
    return Drafted(tuple(claims), schema, written)


def _draft(document: Document, taken: dict[str, int]) -> tuple[list[Draft], list[str]]:
    """The claims of a document, and the lines of its checks."""
    date = first_date(document.text)
    day = periods.parse_period(date) if date else None
    figures = discovery.figures_of(document)
    plain = make_drafts(document.text, day, prose=document.prose, taken=taken)
    named = name_by_figures(plain, document, figures, taken)
    stated = discovery.discover([document], figures)
    ties, _ = ticking.judge_ties(stated, figures, [document])
    ids = {name: draft.id for draft, name in named if name}
    judged = zip(stated, (tie.verdict for tie in ties), strict=True)
    return [draft for draft, _ in named], list(check_lines(judged, ids, taken))


def _claims(path: str, document: Document, drafts: Iterable[Draft]) -> Iterator[str]:
    yield from source_lines(path, document.text, None)
    body = [line for draft in drafts for line in claim_lines(draft)]
    yield from ["claims:", *body, ""] if body else ["claims: []  # no quantity was found in the text", ""]


def _claims_file(path: str, documents: Sequence[tuple[str, Document]]) -> str:
    name = "claims" if len(documents) == 1 else PurePosixPath(path).name.replace(".", "_")
    return f"data/{name}.yaml"
