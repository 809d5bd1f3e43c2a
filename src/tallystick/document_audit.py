"""Documents that nobody annotated: read, understood, and held to what they state themselves.

`audit_documents` is the door for files alone; `tie_together` is the same for documents that a workspace quotes.
Nothing stops at the first fault: a document that cannot be read is a finding, and the others are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from os.path import relpath
from pathlib import Path

from tallystick import __version__, comparing, discovery, documents, finishing, registry, ticking
from tallystick.discovery.allowing import allowances
from tallystick.documents import quiet
from tallystick.errors import AuditError, ReadError
from tallystick.model import Allow, Audit, Document, Figure, Finding, Findings, Ledger, Place, Provenance, Source, Tie


@dataclass(frozen=True, slots=True)
class Settings:
    """What documents are audited with; all optional."""

    prior: tuple[Path, ...] = ()
    data: tuple[Path, ...] = ()
    as_of: date | None = None
    severity: Mapping[str, str] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    tell: Callable[[str], None] = quiet  # how far the work is


@dataclass(frozen=True, slots=True)
class Tied:
    """What was found in documents: figures, ties that were judged, findings, and what their authors accept."""

    figures: tuple[Figure, ...] = ()
    ties: tuple[Tie, ...] = ()
    findings: tuple[Finding, ...] = ()
    allow: tuple[tuple[str, Allow], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def audit_documents(paths: Sequence[Path], settings: Settings = Settings()) -> Audit:
    """Audit documents by what they state themselves.

    Args:
        paths: Files in any format that `documents` reads; named in findings as seen from the current folder.

    Raises:
        AuditError: no document could be read.
    """
    read, problems = _read_all(paths, settings.tell)
    prior, of_prior = _read_all(settings.prior, settings.tell)
    data, of_data = _read_all(settings.data, settings.tell)
    if not read and not problems:
        raise AuditError("no document was named", fix="name a file: tally check draft.md")
    settings.tell("comparing")
    tied = tie_together(read, prior=prior, data=data)
    sources = tuple(_source(one) for one in (*read, *prior))
    ledger = Ledger(sources=sources, inputs=_inputs(read, prior, data), allow=tied.allow)
    known = registry.rules()
    choice = finishing.Choice(settings.as_of, settings.severity, settings.select, settings.ignore)
    finished = finishing.finish([*problems, *of_prior, *of_data, *tied.findings], ledger, known, choice=choice)
    seen = sorted({finding.code for finding in finished.findings})
    return Audit(
        ledger=ledger,
        findings=Findings(finished.findings),
        provenance=Provenance(ledger.inputs, (("tallystick", __version__),), _settings_in_words(settings)),
        as_of=settings.as_of,
        rules=tuple((code, known[code].name, known[code].summary) for code in seen if code in known),
        allowed=finished.allowed,
        documents=tuple(read),
        figures=tied.figures,
        ties=tied.ties,
        notes=tied.notes,
    )


def tie_together(read: Sequence[Document], *, prior: Sequence[Document] = (), data: Sequence[Document] = ()) -> Tied:
    """The figures of documents, the ties they state, judged, and what comes of it.

    Args:
        prior: Earlier documents, to which the earlier periods of these are held.
        data: Tables that the figures come from.
    """
    understood = [discovery.understand(one, prefix) for one, prefix in zip(read, _prefixes(read), strict=True)]
    of_each = [one.figures for one in understood]
    figures = tuple(figure for own in of_each for figure in own)
    earlier = [one for at, document in enumerate(prior) for one in _renamed(document, f"prior{at + 1}.")]
    values = [one for at, document in enumerate(data) for one in _values(document, f"data{at + 1}.")]
    stated = [*discovery.discover(understood)]
    stated += comparing.state_prior(figures, earlier)
    for at, own in enumerate(of_each):
        stated += comparing.state_twins(own, [figure for other in of_each[:at] for figure in other])
    stated += comparing.state_data(figures, values)
    ties, broken = ticking.judge_ties(stated, (*figures, *earlier, *values), read)
    accepted = {document.path: allowances(document) for document in read}
    said = [finding for document in (*read, *prior, *data) for finding in document.findings]
    unread = [finding for _, findings in accepted.values() for finding in findings]
    allow = tuple((path, one) for path, (allows, _) in accepted.items() for one in allows)
    found = (*said, *unread, *broken, *ticking.judge_workbooks(read))
    notes = tuple((one.document.path, note) for one in understood for note in one.notes)
    return Tied(figures, tuple(ties), found, allow, notes)


def _prefixes(read: Sequence[Document]) -> list[str]:
    """What the ids of each document's figures begin with: nothing where there is only one."""
    return [f"d{at + 1}." for at in range(len(read))] if len(read) > 1 else [""] * len(read)


def _renamed(document: Document, prefix: str) -> list[Figure]:
    return list(discovery.figures_of(document, prefix))


def _values(document: Document, prefix: str) -> list[Figure]:
    return comparing.values_of(document, discovery.figures_of(document, prefix))


def _read_all(paths: Iterable[Path], tell: Callable[[str], None]) -> tuple[list[Document], list[Finding]]:
    """The documents that could be read, and a finding for each that could not."""
    chosen = list(dict.fromkeys(paths))
    read: list[Document] = []
    problems: list[Finding] = []
    for at, path in enumerate(chosen, start=1):
        name = _name(path)
        here = f"reading {name}" + (f", {at} of {len(chosen)}" if len(chosen) > 1 else "")
        tell(here)
        try:
            raw = path.read_bytes()
            read.append(documents.read_document(Path(name), raw, _within(here, tell)))
        except OSError as problem:
            problems.append(Finding("RD01", f"{name} cannot be read: {problem.strerror}", place=Place(name)))
        except ReadError as problem:
            problems.append(Finding("RD01", f"{name}: {problem.what}", place=Place(name), fix=problem.fix))
    return read, problems


def _within(here: str, tell: Callable[[str], None]) -> Callable[[str], None]:
    return lambda page: tell(f"{here}: {page}")


def _name(path: Path) -> str:
    """The path as seen from the current folder, with forward slashes."""
    try:
        return Path(relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _source(document: Document) -> Source:
    return Source(document.path, document.text, document.title, sha256=document.sha256, pages=document.pages)


def _inputs(*groups: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(one.path, one.sha256) for group in groups for one in group}))


def _settings_in_words(settings: Settings) -> tuple[tuple[str, str], ...]:
    return (
        *((f"severity of {code}", level) for code, level in sorted(settings.severity.items())),
        *(("ignored", code) for code in sorted(settings.ignore)),
        *(("selected", code) for code in sorted(settings.select)),
    )
