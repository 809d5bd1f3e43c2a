"""Documents → the files of a workspace: claims of all their numbers, measures, and the ties they state as checks."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tallystick import discovery, periods, ticking
from tallystick.drafting.claims import Draft, make_drafts
from tallystick.drafting.from_figures import draft_checks, name_by_figures
from tallystick.drafting.measures import measure_lines
from tallystick.drafting.writing import claim_lines, first_date, source_lines
from tallystick.model import Document

_SCHEMA_HEAD = "# Drafted from the texts: rename and split measures by what is measured."
_CHECKS_HEAD = "# Drafted: what the texts themselves state."
_NO_CHECKS = "checks: []  # the texts state no relation between their numbers that could be read\n"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was understood of documents: the head of each claims file with its claims, and the checks, by id."""

    heads: tuple[tuple[str, tuple[str, ...], tuple[Draft, ...]], ...]  # path, lines of the head, claims
    checks: tuple[tuple[str, tuple[str, ...]], ...]

    def without(self, ids: Container[str]) -> Drafted:
        """The same without the claims and checks of these ids."""
        heads = tuple((path, head, tuple(d for d in drafts if d.id not in ids)) for path, head, drafts in self.heads)
        return Drafted(heads, tuple(check for check in self.checks if check[0] not in ids))

    def files(self) -> Iterator[tuple[str, str]]:
        """(path, text) of every file."""
        for path, head, drafts in self.heads:
            body = [line for draft in drafts for line in claim_lines(draft)]
            claims = ["claims:", *body] if body else ["claims: []  # no quantity was found in the text"]
            yield path, "\n".join([*head, *claims, ""])
        every = [draft for _, _, own in self.heads for draft in own]
        yield "schemas/measures.yaml", "\n".join([_SCHEMA_HEAD, *measure_lines(every), ""])
        lines = [line for _, check in self.checks for line in check]
        yield "checks/ties.yaml", "\n".join([_CHECKS_HEAD, "checks:", *lines, ""]) if lines else _NO_CHECKS


def draft_workspace(documents: Sequence[tuple[str, Document]]) -> Drafted:
    """The files of a workspace that claims what these documents say.

    Args:
        documents: Each with its path as a claims file shall name it ("sources/a.md"); ids are told apart over all.
    """
    taken: dict[str, int] = {}
    heads, checks = [], []
    for path, document in documents:
        drafts, own = _draft(document, taken)
        head = tuple(source_lines(path, document.text, None))
        heads.append((_claims_file(path, documents), head, tuple(drafts)))
        checks += own
    return Drafted(tuple(heads), tuple(checks))


def _draft(document: Document, taken: dict[str, int]) -> tuple[list[Draft], list[tuple[str, tuple[str, ...]]]]:
    """The claims of a document, and its checks."""
    date = first_date(document.text)
    day = periods.parse_period(date) if date else None
    understood = discovery.understand(document)
    figures = understood.figures
    plain = make_drafts(document.text, day, prose=document.prose, taken=taken)
    named = name_by_figures(plain, document, figures, taken)
    stated = discovery.discover([understood])
    ties, _ = ticking.judge_ties(stated, figures, [document])
    ids = {name: draft.id for draft, name in named if name}
    judged = zip(stated, (tie.verdict for tie in ties), strict=True)
    return [draft for draft, _ in named], list(draft_checks(judged, ids, taken))


def _claims_file(path: str, documents: Sequence[tuple[str, Document]]) -> str:
    name = "claims" if len(documents) == 1 else PurePosixPath(path).name.replace(".", "_")
    return f"data/{name}.yaml"
