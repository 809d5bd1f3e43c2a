"""Helpers for tests of one's own checks and workspaces: files as texts in, an audit out.

>>> audit = audit_files({"schemas/m.yaml": "measures: {mass: {unit: t}}",
...                      "data/c.yaml": "claims: [{id: a, measure: mass, value: 5 tonnez}]"})
>>> codes(audit)
['UN01']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape
from zipfile import ZipFile

from tallystick.auditing import Settings, audit_workspace
from tallystick.authoring import Rule, section
from tallystick.document_audit import Settings as Documents
from tallystick.document_audit import audit_documents
from tallystick.model import Audit

_FILE = re.compile(r"```\w+ (\S+)\n(.*?)\n```", re.DOTALL)
# What every example of a rule's page stands on.
EXAMPLE_FILES = {
    "schemas/measures.yaml": """\
measures:
  mass: {unit: tonne, range: -10 t .. 100 Mt}
  first: {unit: tonne, range: 0 .. 100 Mt}
  second: {unit: tonne, range: 0 .. 100 Mt}
  money: {unit: USD}
  supply: {unit: tonne/year, dimensions: [country], range: 0 .. 100 Mt/year}
  share: {unit: percent, range: 0 .. 100 %}
  change: {unit: percentage_point}
  published: {kind: date}
  color: {kind: category, values: [red, green]}
""",
    "data/sources/text.txt": """\
On 25 February 2025 the plant sold 5 tonnes.
It lost 5 tonnes, and not more than 9 tonnes were in the ship.
""",
}


def audit_files(files: Mapping[str, str], *, settings: Settings | None = None) -> Audit:
    """The audit of a workspace of these files, path → text, which exists only while it is audited."""
    with TemporaryDirectory() as folder:
        for path, text in {"tally.toml": "", **files}.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")
        return audit_workspace(folder, settings=settings)


def audit_example(rule: Rule, heading: str) -> Audit:
    """The audit of the example under a heading of a rule's page: `Fails` or `Holds`.

    Files called `draft` are documents alone, held to `prior` and `data` beside them; others stand in a workspace.
    """
    shown = files_of(section(rule.doc, heading))
    if all(Path(path).stem in ("draft", "prior", "data") for path in shown):
        return _audit_drafts(shown)
    return audit_files({**EXAMPLE_FILES, **shown})


def files_of(page: str) -> dict[str, str]:
    """The files that a page shows in its blocks of code, path → text."""
    return {path: f"{text}\n" for path, text in _FILE.findall(page)}


def _audit_drafts(files: Mapping[str, str]) -> Audit:
    with TemporaryDirectory() as folder, chdir(folder):
        for path, text in files.items():
            if path.endswith(".xlsx"):
                _write_workbook(Path(path), text)
            else:
                Path(path).write_text(text, encoding="utf-8", newline="")
        named = {
            stem: tuple(Path(path) for path in files if Path(path).stem == stem) for stem in ("draft", "prior", "data")
        }
        return audit_documents(named["draft"], Documents(prior=named["prior"], data=named["data"]))


def _write_workbook(path: Path, text: str) -> None:
    """A workbook of one sheet from lines of cells; `=A1+A2 -> 3` is a formula with the value that it holds."""
    rows = [
        "".join(_cell_xml(f"{chr(ord('A') + column)}{row}", cell) for column, cell in enumerate(line.split(",")))
        for row, line in enumerate(text.strip().splitlines(), start=1)
    ]
    lines = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(rows, start=1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    link = '<Relationship Id="r1" Type="{0}/{1}" Target="{2}"/>'
    links = f'<Relationships xmlns="{package}/relationships">{{}}</Relationships>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/book.xml" ContentType='
        f'"{kind}.sheet.main+xml"/><Override PartName="/sheet.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": links.format(link.format(office, "officeDocument", "book.xml")),
        "_rels/book.xml.rels": links.format(link.format(office, "worksheet", "sheet.xml")),
        "book.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Sheet" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "sheet.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }
    with ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)


def _cell_xml(name: str, text: str) -> str:
    formula, arrow, value = text.strip().rpartition(" -> ")
    if value.startswith("#"):
        return f'<c r="{name}" t="e">{f"<f>{formula[1:]}</f>" if arrow else ""}<v>{value}</v></c>'
    if arrow:
        return f'<c r="{name}"><f>{formula[1:]}</f><v>{value}</v></c>'
    if re.fullmatch(r"-?[0-9.]+", value):
        return f'<c r="{name}"><v>{value}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(value.strip(chr(34)))}</t></is></c>'


def codes(audit: Audit) -> list[str]:
    """The codes of the findings, sorted."""
    return sorted(finding.code for finding in audit.findings)
